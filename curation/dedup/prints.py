# pyright: basic
"""Prints of many texts as the search for pairs reads them: batch by batch, in threads, in little memory.

Of a signature stay the hash of each band and the last eight bits of each slot: equal slots stay equal, and of
256 different ones one seems so, which lets a few more pairs be verified and none be missed. Of n-grams nothing
stays: those of the few texts that are compared are made again.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.bands import bands_for
from curation.dedup.policy import DuplicatePolicy
from curation.dedup.sketches import Shingles, Sketches, room_for, shingles_of, sketch

ROWS, LEAST_ROOM = 4_096, 65_536
Slots = NDArray[np.uint32]
Keep = Callable[[Slots], None]
_Batch = tuple[pl.Series, Sketches]


@dataclass(frozen=True)
class Prints:
    """One row a text: `texts`, `bands` and `tails` as in Sketches, and the `column` of the texts themselves."""

    texts: NDArray[np.uint64]
    bands: NDArray[np.uint32]
    tails: NDArray[np.uint8]
    column: pl.Series
    policy: DuplicatePolicy

    def __len__(self) -> int:
        return len(self.texts)

    def shingles(self, rows: NDArray[np.int64]) -> Shingles:
        """Return the n-grams of some of the texts, in the order of the rows."""
        return shingles_of(self.column.gather(rows), self.policy.ngram, self.policy.unit)


def prints_of(
    columns: Iterable[pl.Series],
    policy: DuplicatePolicy,
    threads: int = 1,
    rows: int = 0,
    keep: Keep | None = None,
) -> Prints:
    """Print columns of texts under one another; neither their lengths nor `threads` change the result.

    `rows` are about how many texts will come: what is set aside for them at once need not be moved. `keep` is
    given the whole signatures, part by part from the first row on.
    """
    rooms, seen = _Rooms(bands_for(policy.threshold)[0], rows, whole=keep is not None), [pl.Series([], dtype=pl.String)]
    for texts, room in _sketched(_batches(columns, rooms), policy, threads):
        seen.append(texts)
        if keep is not None:
            keep(room.slots)
    texts, bands, tails = rooms.done()
    return Prints(texts, bands, tails, pl.concat(seen, rechunk=False), policy)


def _batches(columns: Iterable[pl.Series], rooms: "_Rooms") -> Iterator[_Batch]:
    for column in columns:
        for start in range(0, len(column), ROWS):
            part = column[start : start + ROWS]
            yield part, rooms.take(len(part))


def _sketched(batches: Iterator[_Batch], policy: DuplicatePolicy, threads: int) -> Iterator[_Batch]:
    work = partial(_sketch, policy=policy, width=bands_for(policy.threshold)[1])
    if threads <= 1:
        yield from map(work, batches)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[_Batch]] = deque(pool.submit(work, one) for one in islice(batches, threads + 1))
        while waiting:
            done = waiting.popleft().result()
            waiting.extend(pool.submit(work, one) for one in islice(batches, 1))
            yield done


def _sketch(batch: _Batch, policy: DuplicatePolicy, width: int) -> _Batch:
    sketch(batch[0], policy.ngram, policy.unit, width, batch[1])
    return batch


class _Rooms:
    """Rooms that rows are sketched into, by several threads at once: none is ever moved; unused ones take no memory."""

    def __init__(self, bands: int, rows: int, *, whole: bool) -> None:
        self._bands, self._whole = bands, whole
        self._rooms: list[Sketches] = []
        self._used: list[int] = []
        self._add(rows)

    def take(self, rows: int) -> Sketches:
        """Return room for so many rows under those that are taken; it is filled later."""
        if self._used[-1] + rows > len(self._rooms[-1]):
            self._add(max(rows, LEAST_ROOM, sum(self._used)))
        room, first = self._rooms[-1], self._used[-1]
        self._used[-1] += rows
        part = slice(first, first + rows)
        slots = room_for(0, 0, rows if self._whole else 1).slots
        return replace(room, texts=room.texts[part], bands=room.bands[part], tails=room.tails[part], slots=slots)

    def done(self) -> tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint8]]:
        """Return all that was taken, under one another."""
        parts = [
            (room.texts[:n], room.bands[:n], room.tails[:n]) for room, n in zip(self._rooms, self._used, strict=True)
        ]
        texts, bands, tails = zip(*parts, strict=True)
        if len(parts) == 1:
            return parts[0]
        return np.concatenate(texts), np.concatenate(bands), np.concatenate(tails)

    def _add(self, rows: int) -> None:
        self._rooms.append(room_for(rows, self._bands, 0))
        self._used.append(0)
