# pyright: basic
"""Which samples of a frame contradict one another: near-identical questions, answers that differ; each scored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.alike import Alike, find_alike
from curation.dedup.columns import formed
from curation.dedup.conflicts import PLAIN, UNLIKE, same_questions, telling
from curation.dedup.edges import firsts_of
from curation.dedup.joins import similarities
from curation.dedup.letters import words
from curation.dedup.policy import DuplicatePolicy
from curation.dedup.prints import prints_of

# Of more different answers than this to one question, the first is held against each other one.
ALL_PAIRS = 64
CONFLICTS = {
    "first": pl.String,
    "second": pl.String,
    "jaccard": pl.Float64,
    "answers": pl.Float64,
    "score": pl.Float64,
}
_ROWS = {**CONFLICTS, "first": pl.Int64, "second": pl.Int64}


def conflicts_of(rows: pl.DataFrame, policy: DuplicatePolicy, threads: int = 1) -> tuple[pl.DataFrame, int]:
    """Return the conflicts of a frame with question and answer, and how many crowds were told by their first.

    Columns: first, second (row numbers, first < second), jaccard (of the questions), answers (theirs), score.
    The score is the likeness of the questions times the unlikeness of the answers; the latter is at least
    PLAIN where a number or a negation stands in one answer alone.
    """
    asked = find_alike(prints_of([formed(rows["question"], policy)], policy, threads, len(rows)), policy.threshold)
    company = _company(asked)
    answers = prints_of([formed(rows["answer"].gather(company), policy)], policy, threads, len(company))
    said = np.full(len(rows), -1, np.int64)
    said[company] = company[firsts_of(answers.texts)]
    said[company[~answers.texts.any(axis=1)]] = -1
    pairs = list(_candidates(rows["question"], asked, said, company))
    sides = np.array([pair[:2] for pair in pairs], np.int64).reshape(-1, 2)
    alike = np.empty(len(pairs))
    similarities(np.searchsorted(company, sides), (answers.ends, answers.shingles), alike)
    told = {row: telling(words(rows["answer"][int(row)] or "")) for row in np.unique(sides)}
    found = [
        (*sorted(pair[:2]), pair[2], similarity, pair[2] * _unlikeness(similarity, told, pair))
        for pair, similarity in zip(pairs, alike.tolist(), strict=True)
    ]
    frame = pl.DataFrame(found, schema=_ROWS, orient="row")
    return frame.filter(pl.col("score") > 0).sort("first", "second"), asked.near.crowds


def _unlikeness(similarity: float, told: Mapping[int, set[str]], pair: tuple[int, int, float]) -> float:
    if told[pair[0]] != told[pair[1]]:
        return max(1 - similarity, PLAIN)
    return 1 - similarity if similarity < UNLIKE else 0.0


def _company(asked: Alike) -> NDArray[np.int64]:
    """The rows whose question is not theirs alone, ascending."""
    return np.unique(np.r_[asked.copies.reshape(-1), _with_near(asked)])


def _with_near(asked: Alike) -> NDArray[np.int64]:
    near = np.zeros(len(asked.firsts) + 1, bool)
    near[asked.near.pairs.reshape(-1)] = True
    return np.flatnonzero(near[asked.firsts])


def _candidates(
    questions: pl.Series, asked: Alike, said: NDArray[np.int64], company: NDArray[np.int64]
) -> Iterator[tuple[int, int, float]]:
    answers = _answers(asked, said, company)
    for members in answers.values():
        for one, other in _within(members):
            yield one, other, 1.0
    near = [
        (one, other, similarity)
        for (one, other), similarity in zip(asked.near.pairs.tolist(), asked.near.jaccards.tolist(), strict=True)
    ]
    spelled = {row: words(questions[row] or "") for row in {row for pair in near for row in pair[:2]}}
    for one, other, similarity in same_questions(near, spelled):
        for left, right in _across(answers.get(one, []), answers.get(other, [])):
            if said[left] != said[right]:
                yield left, right, similarity


def _answers(asked: Alike, said: NDArray[np.int64], company: NDArray[np.int64]) -> dict[int, list[int]]:
    """By question: the first row of each answer; what many rows say alike contradicts only once."""
    answers: dict[int, dict[int, int]] = {}
    for row in company.tolist():
        if said[row] >= 0:
            answers.setdefault(int(asked.firsts[row]), {}).setdefault(int(said[row]), row)
    return {question: list(first.values()) for question, first in answers.items()}


def _within(members: Sequence[int]) -> Iterable[tuple[int, int]]:
    return combinations(members, 2) if len(members) <= ALL_PAIRS else ((members[0], other) for other in members[1:])


def _across(left: Sequence[int], right: Sequence[int]) -> Iterable[tuple[int, int]]:
    if not left or not right:
        return ()
    return product(left, right) if len(left) * len(right) <= ALL_PAIRS**2 else ((left[0], right[0]),)
