# pyright: basic
"""Which texts are alike: equal ones first, then every verified pair of different ones."""

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from curation.dedup.joins import WHOLE_BUCKET, hash_bands, unite, verify_band
from curation.dedup.minhash import SLOTS, bands_for
from curation.dedup.sketches import Sketches

# The share of equal slots of a pair at the threshold lies further below it once in 500,000 pairs.
SPREADS = 4.6
ROOM = 1 << 16


@dataclass(frozen=True)
class Edges:
    """Verified pairs of rows: `pairs` (m x 2, first < second, sorted) and `jaccards`; `crowds` counts large buckets.

    Of a bucket of more than WHOLE_BUCKET rows, only pairs with its first row and of neighbours were compared.
    """

    pairs: NDArray[np.int64]
    jaccards: NDArray[np.float64]
    crowds: int = 0


def least_equal(threshold: float) -> int:
    """Return how many slots of a pair at the threshold are surely equal."""
    return max(0, ceil(SLOTS * (threshold - SPREADS * sqrt(threshold * (1 - threshold) / SLOTS))))


def firsts_of(texts: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return, for each row, the first row with the same words; -1 for a row without words."""
    order = np.lexsort((np.arange(len(texts)), texts[:, 1], texts[:, 0]))
    sorted_texts = texts[order]
    fresh = np.ones(len(texts), bool)
    fresh[1:] = (sorted_texts[1:] != sorted_texts[:-1]).any(axis=1)
    firsts = np.empty(len(texts), np.int64)
    firsts[order] = order[np.maximum.accumulate(np.where(fresh, np.arange(len(texts)), 0))]
    firsts[~texts.any(axis=1)] = -1
    return firsts


def edges_of(sketches: Sketches, rows: NDArray[np.int64], threshold: float) -> Edges:
    """Return every pair of the rows (no two with the same words) whose Jaccard is at least the threshold.

    The shingles of rows that are compared are sorted in their place.
    """
    bands, width = bands_for(threshold)
    raw = (sketches.texts, sketches.ends, sketches.shingles, sketches.slots)
    sizes, crowded = np.full(len(sketches), -1, np.int64), np.zeros(len(sketches), bool)
    context = (raw, sizes, (threshold, least_equal(threshold)), width, crowded)
    found, crowds = _Found(), 0
    hashes = np.empty((bands, len(rows)), np.uint32)
    hash_bands(sketches.slots, rows, width, hashes)
    for band in range(bands):
        keys = sorted_keys(hashes[band])
        crowds += _crowds(keys)
        place = np.zeros(2, np.int64)
        while not verify_band(keys, rows, band, context, found.room, place):
            found.more()
    return Edges(*found.done(), crowds)


def sorted_keys(hashes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return `hash << 32 | position`, sorted: rows of one bucket are a run."""
    keys = hashes.astype(np.uint64) << np.uint64(32)
    keys |= np.arange(len(hashes), dtype=np.uint64)
    keys.sort()
    return keys


def labels_of(pairs: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return each row's group: the smallest row that pairs join it with, itself where none does."""
    parents = np.arange(count)
    unite(pairs, parents)
    return parents


def _crowds(keys: NDArray[np.uint64]) -> int:
    if len(keys) <= WHOLE_BUCKET:
        return 0
    starts = np.flatnonzero(np.diff(keys >> np.uint64(32), prepend=~keys[:1] >> np.uint64(32)))
    return int((np.diff(np.r_[starts, len(keys)]) > WHOLE_BUCKET).sum())


class _Found:
    """Room for found pairs that grows when it is full."""

    def __init__(self) -> None:
        self._pairs, self._jaccards = np.empty((ROOM, 2), np.int64), np.empty(ROOM)
        self._counter = np.zeros(1, np.int64)

    @property
    def room(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
        return self._pairs, self._jaccards, self._counter

    def more(self) -> None:
        self._pairs.resize((len(self._pairs) * 2, 2), refcheck=False)
        self._jaccards.resize(len(self._jaccards) * 2, refcheck=False)

    def done(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        count = int(self._counter[0])
        pairs, jaccards = self._pairs[:count], self._jaccards[:count]
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        pairs, jaccards = pairs[order], jaccards[order]
        once = np.ones(count, bool)
        once[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
        return pairs[once], jaccards[once]
