"""Exact duplicates, near-duplicates and conflicts of a frame of samples, every pair verified exactly."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import polars as pl

from curation.dedup.conflicts import answers_differ, same_questions
from curation.dedup.groups import by_bytes, labelled
from curation.dedup.minhash import candidates
from curation.dedup.shingles import jaccard, shingles, words
from curation.domain.findings import DuplicateKind
from curation.errors import InputError
from curation.texts import text

LEAST_THRESHOLD = 0.3
# Of more members than this, a set of equal texts is told by its first member with each other one.
ALL_PAIRS = 64
PAIRS = {"first": pl.String, "second": pl.String, "jaccard": pl.Float64, "kind": pl.String}
GROUPS = {"id": pl.String, "group": pl.String, "kind": pl.String}
Pair = tuple[str, str, float, str]
Words = list[tuple[str, ...]]


@dataclass(frozen=True)
class Duplicates:
    """`pairs`: first, second (first < second by bytes), jaccard, kind; `groups`: id, group, kind.

    Exact and near pairs make groups of kind exact (all members have the same words) or near; conflict
    pairs make groups of kind conflict. A group is named by its smallest id. Both are sorted.
    """

    pairs: pl.DataFrame
    groups: pl.DataFrame


def find_duplicates(frame: pl.DataFrame, threshold: float = 0.8, ngram: int = 3) -> Duplicates:
    """Find what is alike in a frame with the text columns id (unique), question and answer.

    Similarity is the exact Jaccard over sets of word n-grams of question, line break and answer; exact
    means the same words, whatever the case and signs between them. A text without words is in no
    pair. Raises InputError for a threshold outside .3 to 1 or an n-gram below 1.
    """
    if not LEAST_THRESHOLD <= threshold <= 1 or ngram < 1:
        raise InputError(
            text("The threshold is a number from 0.3 to 1 and the n-gram at least 1; 0.8 and 3 are usual.")
        )
    rows = frame.sort("id")
    ids: list[str] = rows["id"].to_list()
    questions = [tuple(words(one)) for one in rows["question"]]
    answers = [tuple(words(one)) for one in rows["answer"]]
    alike = list(_alike(ids, [(*q, *a) for q, a in zip(questions, answers, strict=True)], threshold, ngram))
    against = list(_conflicts(ids, questions, answers, threshold, ngram))
    pairs = pl.DataFrame([_ordered(*pair) for pair in alike + against], schema=PAIRS, orient="row")
    groups = pl.DataFrame([*_groups(alike), *_conflict_groups(against)], schema=GROUPS, orient="row")
    return Duplicates(pairs.sort("first", "second", "kind"), groups.sort("kind", "group", "id"))


def _alike(ids: Sequence[str], texts: Words, threshold: float, ngram: int) -> Iterator[Pair]:
    classes = _classes(texts)
    for members in classes.values():
        for one, other in _within(members):
            yield ids[one], ids[other], 1.0, DuplicateKind.EXACT
    leaders = {members[0]: members for members in classes.values()}
    for one, other, similarity in _near(texts, leaders, threshold, ngram):
        for left, right in _across(leaders[one], leaders[other]):
            yield ids[left], ids[right], similarity, DuplicateKind.NEAR


def _conflicts(ids: Sequence[str], questions: Words, answers: Words, threshold: float, ngram: int) -> Iterator[Pair]:
    asked = _classes(questions)
    leaders = {members[0]: members for members in asked.values()}
    for members in asked.values():
        for one, other in _within(_distinct(members, answers)):
            if _unlike(answers[one], answers[other], ngram):
                yield ids[one], ids[other], 1.0, DuplicateKind.CONFLICT
    near = list(_near(questions, leaders, threshold, ngram))
    for first, second, similarity in same_questions(near, questions):
        left, right = _distinct(leaders[first], answers), _distinct(leaders[second], answers)
        for one, other in _across(left, right):
            if _unlike(answers[one], answers[other], ngram):
                yield ids[one], ids[other], similarity, DuplicateKind.CONFLICT


def _near(texts: Words, leaders: Iterable[int], threshold: float, ngram: int) -> Iterator[tuple[int, int, float]]:
    sets = {leader: shingles(texts[leader], ngram) for leader in leaders}
    for one, other in candidates(sets, threshold):
        similarity = jaccard(sets[one], sets[other])
        if similarity >= threshold:
            yield one, other, similarity


def _classes(texts: Words) -> Mapping[tuple[str, ...], list[int]]:
    """Rows with the same words, of texts that have any."""
    classes: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, given in enumerate(texts):
        if given:
            classes[given].append(row)
    return classes


def _distinct(members: Sequence[int], answers: Words) -> list[int]:
    """The first row of each answer: what many rows say alike contradicts only once."""
    return list({answers[row]: row for row in reversed(members)}.values())[::-1]


def _unlike(one: Sequence[str], other: Sequence[str], ngram: int) -> bool:
    return answers_differ(one, other, jaccard(shingles(one, ngram), shingles(other, ngram)))


def _within(members: Sequence[int]) -> Iterable[tuple[int, int]]:
    return combinations(members, 2) if len(members) <= ALL_PAIRS else ((members[0], other) for other in members[1:])


def _across(left: Sequence[int], right: Sequence[int]) -> Iterable[tuple[int, int]]:
    return product(left, right) if len(left) * len(right) <= ALL_PAIRS**2 else ((left[0], right[0]),)


def _ordered(one: str, other: str, similarity: float, kind: str) -> Pair:
    first, second = sorted((one, other), key=by_bytes)
    return first, second, similarity, kind


def _groups(alike: Sequence[Pair]) -> Iterator[tuple[str, str, str]]:
    labels = labelled((one, other) for one, other, _, _ in alike)
    near = {labels[one] for one, _, _, kind in alike if kind == DuplicateKind.NEAR}
    for member, label in labels.items():
        yield member, label, DuplicateKind.NEAR if label in near else DuplicateKind.EXACT


def _conflict_groups(against: Sequence[Pair]) -> Iterator[tuple[str, str, str]]:
    for member, label in labelled((one, other) for one, other, _, _ in against).items():
        yield member, label, DuplicateKind.CONFLICT
