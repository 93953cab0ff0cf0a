# pyright: basic
"""Which samples of a frame contradict one another: near-identical questions, answers that differ; each scored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.alike import Alike, find_alike
from curation.dedup.columns import formed
from curation.dedup.conflicts import PLAIN, UNLIKE, Stated, judge, plain_questions, same_questions, stated
from curation.dedup.edges import firsts_of
from curation.dedup.groups import across, within
from curation.dedup.jaccard import similarities
from curation.dedup.letters import words
from curation.dedup.policy import DuplicatePolicy
from curation.dedup.prints import Prints, prints_of

# So many pairs of answers are held against one another at once.
AT_ONCE = 1 << 17
CONFLICTS = {
    "first": pl.String,
    "second": pl.String,
    "jaccard": pl.Float64,
    "answers": pl.Float64,
    "score": pl.Float64,
}
Candidate = tuple[int, int, float]
_ROWS = {**CONFLICTS, "first": pl.Int64, "second": pl.Int64}


def conflicts_of(rows: pl.DataFrame, policy: DuplicatePolicy, threads: int = 1) -> tuple[pl.DataFrame, int]:
    """Return the conflicts of a frame with question and answer, and how many crowds were told by their first."""
    questions = plain_questions(formed(rows["question"], policy))
    asked = find_alike(prints_of([questions], policy, threads, len(rows)))
    sides = (questions.gather(asked.near.pairs[:, side]).to_list() for side in (0, 1))
    found = contradictions(asked, judge(*sides), rows["answer"].gather, policy, threads)
    return found, asked.near.crowds


def contradictions(
    asked: Alike,
    flags: Sequence[int],
    answers_of: Callable[[NDArray[np.int64]], pl.Series],
    policy: DuplicatePolicy,
    threads: int = 1,
) -> pl.DataFrame:
    """Return the conflicts among rows whose questions are alike; `flags` are what `judge` says of the near pairs.

    Columns: first, second (row numbers, first < second), jaccard (of the questions), answers (theirs), score.
    The score is the likeness of the questions times the unlikeness of the answers; the latter is at least
    PLAIN where a number or a negation stands in one answer alone.
    """
    company = _company(asked)
    texts = formed(answers_of(company), policy)
    answers = prints_of([texts], policy, threads, len(company))
    said = np.full(len(asked.firsts), -1, np.int64)
    said[company] = company[firsts_of(answers.texts)]
    said[company[~answers.texts.any(axis=1)]] = -1
    candidates, found = _candidates(asked, flags, said, company), [pl.DataFrame(schema=_ROWS)]
    while pairs := list(islice(candidates, AT_ONCE)):
        found.append(_scored(pairs, company, answers, texts))
    return pl.concat(found).sort("first", "second")


def _scored(pairs: Sequence[Candidate], company: NDArray[np.int64], answers: Prints, texts: pl.Series) -> pl.DataFrame:
    """Return those of the pairs that contradict, each with its score."""
    sides = np.searchsorted(company, np.array([pair[:2] for pair in pairs], np.int64))
    compared, places = np.unique(sides, return_inverse=True)
    alike, shingles = np.empty(len(pairs)), answers.shingles(compared)
    similarities(places.reshape(-1, 2), shingles.both, shingles.both, alike)
    told = {int(company[at]): stated(words(texts[int(at)] or "")) for at in compared}
    found = [
        (*sorted(pair[:2]), pair[2], similarity, pair[2] * _unlikeness(similarity, told, pair))
        for pair, similarity in zip(pairs, alike.tolist(), strict=True)
    ]
    return pl.DataFrame(found, schema=_ROWS, orient="row").filter(pl.col("score") > 0)


def _unlikeness(similarity: float, told: Mapping[int, Stated], pair: Candidate) -> float:
    if told[pair[0]].differs(told[pair[1]]):
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
    asked: Alike, flags: Sequence[int], said: NDArray[np.int64], company: NDArray[np.int64]
) -> Iterator[Candidate]:
    answers = _answers(asked, said, company)
    for members in answers.values():
        for one, other in within(members):
            yield one, other, 1.0
    sides, jaccards = asked.near.pairs.tolist(), asked.near.jaccards.tolist()
    near = [(one, other, similarity) for (one, other), similarity in zip(sides, jaccards, strict=True)]
    for one, other, similarity in same_questions(near, flags):
        for left, right in across(answers.get(one, []), answers.get(other, [])):
            if said[left] != said[right]:
                yield left, right, similarity


def _answers(asked: Alike, said: NDArray[np.int64], company: NDArray[np.int64]) -> dict[int, list[int]]:
    """By question: the first row of each answer; what many rows say alike contradicts only once."""
    answers: dict[int, dict[int, int]] = {}
    for row in company.tolist():
        if said[row] >= 0:
            answers.setdefault(int(asked.firsts[row]), {}).setdefault(int(said[row]), row)
    return {question: list(first.values()) for question, first in answers.items()}
