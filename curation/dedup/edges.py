# pyright: basic
"""Which texts are alike: equal ones first, then every verified pair of different ones."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from curation.dedup.bands import SLOTS
from curation.dedup.jaccard import similarities
from curation.dedup.joins import WHOLE_BUCKET, band_keys, meet_in_band, unite
from curation.dedup.prints import Prints

# The share of equal slots of a pair at the threshold lies further below it once in 500,000 pairs.
SPREADS = 4.6
# So many candidates are verified at once.
ROOM = 1 << 20
# So many bands are laid out to be sorted at once: a compromise of memory and passes.
BANDS = 5
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Edges:
    """Verified pairs of rows: `pairs` (m x 2, first < second, sorted) and `jaccards`; `crowds` counts large buckets.

    Of a bucket of more than WHOLE_BUCKET rows, only pairs with its first row and of neighbours were compared.
    """

    pairs: NDArray[np.int64]
    jaccards: NDArray[np.float64]
    crowds: int = 0


def silent(_share: float) -> None:
    """Tell nobody how far it is."""


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


def edges_of(prints: Prints, rows: NDArray[np.int64], progress: Progress = silent) -> Edges:
    """Return every pair of the rows (no two with the same words) whose Jaccard is at least the policy's threshold.

    `progress` is told the share that is done.
    """
    least, crowded = least_equal(prints.policy.threshold), np.zeros(len(prints), bool)
    context = (prints.bands, prints.tails, least, crowded)
    found, crowds, bands = _Found(prints, len(rows)), 0, prints.bands.shape[1]
    for first in range(0, bands, BANDS):
        keys = np.empty((min(BANDS, bands - first), len(rows)), np.uint64)
        band_keys(prints.bands, rows, first, keys)
        for band, key in enumerate(keys, first):
            key.sort()
            crowds += _crowds(key)
            place = np.zeros(2, np.int64)
            while not meet_in_band(key, rows, band, context, found.room, place):
                found.verify()
            progress((band + 1) / bands)
    return Edges(*found.done(), crowds)


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
    """Room for candidates; when it is full they are verified, and the near ones are kept."""

    def __init__(self, prints: Prints, rows: int) -> None:
        # The neighbours of one crowd need room at once.
        self._pairs = np.empty((max(ROOM, 2 * rows), 2), np.int64)
        self._counter = np.zeros(1, np.int64)
        self._prints = prints
        self._near: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []

    @property
    def room(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return self._pairs, self._counter

    def verify(self) -> None:
        pairs = self._pairs[: self._counter[0]]
        jaccards, met = np.empty(len(pairs)), np.zeros(len(self._prints), bool)
        met[pairs.reshape(-1)] = True
        places = np.cumsum(met) - 1
        shingles = self._prints.shingles(np.flatnonzero(met))
        similarities(places[pairs], shingles.both, shingles.both, jaccards)
        near = jaccards >= self._prints.policy.threshold
        self._near.append((pairs[near], jaccards[near]))
        self._counter[0] = 0

    def done(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        self.verify()
        pairs, jaccards = (np.concatenate(side) for side in zip(*self._near, strict=True))
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        pairs, jaccards = pairs[order], jaccards[order]
        once = np.ones(len(pairs), bool)
        once[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
        return pairs[once], jaccards[once]
