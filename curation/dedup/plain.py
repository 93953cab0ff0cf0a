# pyright: basic
"""The same sketches as `curation.dedup.sketches`, bit by bit, with Python's own words and numpy alone.

About ten times slower than the compiled kernel, and written apart from it: each is the proof of the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.bands import SLOTS
from curation.dedup.kernel import GRAM, LAST, MIX_ONE, MIX_TWO, NINE, OTHER, TURN, WHOLE
from curation.dedup.letters import words
from curation.dedup.minhash import permutations
from curation.dedup.policy import Unit
from curation.dedup.sketches import EMPTY, Shingles

_AT_ONCE = 1 << 16


@dataclass(frozen=True)
class Plain:
    """Of a column: `texts` and `slots` as in Sketches, and its Shingles."""

    texts: NDArray[np.uint64]
    slots: NDArray[np.uint32]
    shingles: Shingles


def sketch_plainly(texts: pl.Series, ngram: int, unit: Unit = Unit.WORDS) -> Plain:
    """Sketch a column of texts; a missing text has no words."""
    given = [words(text or "") for text in texts]
    if unit is Unit.LETTERS:
        given = [[letter for word in row for letter in word] for row in given]
    counts = np.array([len(row) for row in given], np.int64)
    flat = _word_hashes([word for row in given for word in row])
    starts = np.r_[0, np.cumsum(counts)]
    sizes = np.minimum(counts, ngram)
    made = np.where(counts > 0, counts - sizes + 1, 0)
    ends = np.r_[0, np.cumsum(made)]
    rows = np.repeat(np.arange(len(given)), made)
    first = starts[rows] + np.arange(ends[-1]) - ends[rows]
    grams = _folded(flat, first, sizes[rows], GRAM)
    filled = counts > 0
    hashes = np.zeros((len(given), 2), np.uint64)
    for side, seed in enumerate((WHOLE, OTHER)):
        hashes[filled, side] = _folded(flat, starts[:-1][filled], counts[filled], seed)
    each = [np.unique(grams[first:last]) for first, last in pairwise(ends)]
    return Plain(hashes, _signatures(grams, ends), _packed(each))


def _packed(rows: Sequence[NDArray[np.uint64]]) -> Shingles:
    ends = np.r_[0, np.cumsum([len(row) for row in rows], dtype=np.int64)]
    return Shingles(ends, np.concatenate([np.zeros(0, np.uint64), *rows]))


def _word_hashes(flat: Sequence[str]) -> NDArray[np.uint64]:
    kinds, numbers = np.unique(np.array(flat, dtype=object), return_inverse=True) if flat else ([], [])
    lengths = np.array([len(word) for word in kinds], np.int64)
    codes = _coded(np.frombuffer("".join(kinds).encode("utf-32-le"), np.uint32).astype(np.uint64))
    starts = np.r_[0, np.cumsum(lengths)]
    running = np.zeros(len(kinds), np.uint64)
    for at in range(lengths.max(initial=0)):
        longer = lengths > at
        running[longer] = running[longer] * np.uint64(NINE) + codes[starts[:-1][longer] + at]
    return running[np.asarray(numbers, np.int64)]


def _coded(points: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix the points of letters as splitmix64 does."""
    mixed = (points + np.uint64(1)) * np.uint64(GRAM)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(TURN)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(LAST)
    return mixed ^ (mixed >> np.uint64(31))


def _folded(
    flat: NDArray[np.uint64], first: NDArray[np.int64], sizes: NDArray[np.int64], seed: int
) -> NDArray[np.uint64]:
    """Hash the run of words from each place on, of each size, in order."""
    running = np.uint64(seed) + sizes.astype(np.uint64)
    for at in range(sizes.max(initial=0)):
        longer = sizes > at
        mixed = (running[longer] ^ flat[first[longer] + at]) * np.uint64(TURN)
        running[longer] = mixed ^ (mixed >> np.uint64(32))
    running *= np.uint64(LAST)
    return running ^ (running >> np.uint64(29))


def _signatures(grams: NDArray[np.uint64], ends: NDArray[np.int64]) -> NDArray[np.uint32]:
    a, b = permutations()
    slots = np.full((len(ends) - 1, SLOTS), EMPTY)
    for start in range(0, len(grams), _AT_ONCE):
        part = _mixed(grams[start : start + _AT_ONCE].astype(np.uint32))
        rows = np.searchsorted(ends, np.arange(start, start + len(part)), side="right") - 1
        begins = np.flatnonzero(np.diff(rows, prepend=-1))
        least = np.minimum.reduceat(part[:, None] * a + b, begins, axis=0)
        slots[rows[begins]] = np.minimum(slots[rows[begins]], least)
    return slots


def _mixed(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(MIX_ONE)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(MIX_TWO)
    return hashes ^ (hashes >> np.uint32(16))
