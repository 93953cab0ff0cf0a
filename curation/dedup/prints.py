# pyright: basic
"""Sketches of many texts as the search for pairs reads them: batch by batch, in threads, in little memory.

Of a signature stay the hash of each band and the last eight bits of each slot: equal slots stay equal, and of
256 different ones one seems so, which lets a few more pairs be verified and none be missed.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Generic, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.joins import hash_bands
from curation.dedup.minhash import SLOTS, bands_for
from curation.dedup.policy import DuplicatePolicy
from curation.dedup.sketches import sketch

ROWS = 4_096
Kind = TypeVar("Kind", bound=np.generic)
Slots = NDArray[np.uint32]
Keep = Callable[[Slots], None]
_GROWTH, _SPARE = 1.5, 1.1


@dataclass(frozen=True)
class Prints:
    """One row a text: `texts` as in Sketches, `bands` (n x bands) and `tails` (n x 128) of its signature.

    The n-gram hashes of row i are `shingles[ends[i]:ends[i + 1]]`; the search sorts those that it compares.
    """

    texts: NDArray[np.uint64]
    ends: NDArray[np.int64]
    shingles: NDArray[np.uint64]
    bands: NDArray[np.uint32]
    tails: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.texts)


def not_kept(_slots: Slots) -> None:
    """Let the whole signatures go."""


def prints_of(
    columns: Iterable[pl.Series],
    policy: DuplicatePolicy,
    threads: int = 1,
    rows: int = 0,
    keep: Keep = not_kept,
) -> Prints:
    """Print columns of texts under one another; neither their lengths nor `threads` change the result.

    `rows` are about how many texts will come: what is set aside for them at once need not be moved. `keep` is
    given the whole signatures, part by part from the first row on.
    """
    texts, bands, tails = (
        _Growing(np.uint64, 2),
        _Growing(np.uint32, bands_for(policy.threshold)[0]),
        _Growing(np.uint8, SLOTS),
    )
    shingles, ends = _Growing(np.uint64, 1), [np.zeros(1, np.int64)]
    for part, slots in _printed(columns, policy, threads):
        keep(slots)
        if not texts.size and len(part):
            for growing in (texts, bands, tails):
                growing.reserve(rows)
            shingles.reserve(int(len(part.shingles) / len(part) * rows * _SPARE))
        ends.append(part.ends[1:] + shingles.size)
        shingles.add(part.shingles.reshape(-1, 1))
        texts.add(part.texts)
        bands.add(part.bands)
        tails.add(part.tails)
    return Prints(texts.done(), np.concatenate(ends), shingles.done().reshape(-1), bands.done(), tails.done())


def _print(texts: pl.Series, policy: DuplicatePolicy) -> tuple[Prints, Slots]:
    made = sketch(texts, policy.ngram, policy.unit)
    bands, width = bands_for(policy.threshold)
    hashes = np.empty((len(made), bands), np.uint32)
    hash_bands(made.slots, width, hashes)
    return Prints(made.texts, made.ends, made.shingles, hashes, made.slots.astype(np.uint8)), made.slots


def _printed(columns: Iterable[pl.Series], policy: DuplicatePolicy, threads: int) -> Iterator[tuple[Prints, Slots]]:
    stream = (column[start : start + ROWS] for column in columns for start in range(0, len(column), ROWS))
    work = partial(_print, policy=policy)
    if threads <= 1:
        yield from map(work, stream)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[tuple[Prints, Slots]]] = deque(
            pool.submit(work, one) for one in islice(stream, threads + 1)
        )
        while waiting:
            done = waiting.popleft().result()
            waiting.extend(pool.submit(work, one) for one in islice(stream, 1))
            yield done


class _Growing(Generic[Kind]):
    """Rows that grow in number; what is reserved and never written takes no memory."""

    def __init__(self, kind: type[Kind], width: int) -> None:
        self._array: NDArray[Kind] = np.empty((0, width), kind)
        self.size = 0

    def reserve(self, size: int) -> None:
        if size > len(self._array):
            larger = np.empty((size, self._array.shape[1]), self._array.dtype)
            larger[: self.size] = self._array[: self.size]
            self._array = larger

    def add(self, part: NDArray[Kind]) -> None:
        until = self.size + len(part)
        if until > len(self._array):
            self.reserve(int(until * _GROWTH))
        self._array[self.size : until] = part
        self.size = until

    def done(self) -> NDArray[Kind]:
        return self._array[: self.size]
