# pyright: basic
"""What duplicate search keeps of texts: a hash of all the words, the hashes of the n-grams, and a signature."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.kernel import sketch_rows
from curation.dedup.letters import DOTTED_I, SIGMA, folding, spelled_out
from curation.dedup.minhash import SLOTS, permutations
from curation.dedup.policy import Unit

ROWS = 4_096
Kind = TypeVar("Kind", bound=np.generic)
EMPTY = np.uint32(0xFFFFFFFF)
_GROWTH, _SPARE = 1.5, 1.1


@dataclass(frozen=True)
class Sketches:
    """One row a text. `texts`: two hashes of all the words (0, 0: no word), n x 2; `slots`: signatures, n x 128.

    The n-gram hashes of row i are `shingles[ends[i]:ends[i + 1]]`, in the order of the text.
    """

    texts: NDArray[np.uint64]
    ends: NDArray[np.int64]
    shingles: NDArray[np.uint64]
    slots: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.texts)


def sketch(texts: pl.Series, ngram: int, unit: Unit = Unit.WORDS) -> Sketches:
    """Sketch a column of texts; a missing text has no words."""
    given = texts.fill_null("")
    made = _compiled(given, ngram, unit)
    return sketch(_spelled_out(given), ngram, unit) if made is None else made


def _spelled_out(texts: pl.Series) -> pl.Series:
    odd = texts.str.contains_any([SIGMA, DOTTED_I])
    mended = pl.Series([spelled_out(one) for one in texts.filter(odd)], dtype=pl.String)
    return texts.clone().scatter(odd.arg_true(), mended)


def _compiled(texts: pl.Series, ngram: int, unit: Unit) -> Sketches | None:
    _, starts, letters = texts.to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()
    offsets = np.frombuffer(starts, np.int64)[: len(texts) + 1]
    data = np.frombuffer(letters, np.uint8) if letters else np.zeros(0, np.uint8)
    most = int(offsets[-1] - offsets[0]) + len(texts)
    lettered = unit is Unit.LETTERS
    shingles = np.empty(most if lettered else most // 2 + len(texts), np.uint64)
    hashes, ends = np.zeros((len(texts), 2), np.uint64), np.zeros(len(texts) + 1, np.int64)
    slots = np.full((len(texts), SLOTS), EMPTY)
    out = (hashes, ends, shingles, slots)
    odd = sketch_rows(data, offsets, folding(), (ngram, int(lettered)), permutations(), out)
    return None if odd >= 0 else Sketches(hashes, ends, shingles[: ends[-1]].copy(), slots)


def sketched(columns: Iterable[pl.Series], ngram: int, unit: Unit = Unit.WORDS, threads: int = 1) -> Iterator[Sketches]:
    """Sketch columns one after the other, so many at once; the results come in their order."""
    stream = iter(columns)
    if threads <= 1:
        yield from (sketch(one, ngram, unit) for one in stream)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Sketches]] = deque(
            pool.submit(sketch, one, ngram, unit) for one in islice(stream, threads + 1)
        )
        while waiting:
            done = waiting.popleft().result()
            waiting.extend(pool.submit(sketch, one, ngram, unit) for one in islice(stream, 1))
            yield done


def gathered(parts: Iterable[Sketches], rows: int = 0) -> Sketches:
    """Put sketches under one another, each let go of before the next is made; `rows` are about how many will come."""
    texts, ends = [np.zeros((0, 2), np.uint64)], [np.zeros(1, np.int64)]
    shingles, slots = _Growing(np.uint64), _Growing(np.uint32)
    for part in parts:
        if not slots.size and len(part):
            slots.reserve(rows * SLOTS)
            shingles.reserve(int(len(part.shingles) / len(part) * rows * _SPARE))
        texts.append(part.texts)
        ends.append(part.ends[1:] + shingles.size)
        shingles.add(part.shingles)
        slots.add(part.slots.reshape(-1))
    return Sketches(np.concatenate(texts), np.concatenate(ends), shingles.done(), slots.done().reshape(-1, SLOTS))


class _Growing(Generic[Kind]):
    """An array that grows; what is reserved and never written takes no memory."""

    def __init__(self, kind: type[Kind]) -> None:
        self._array: NDArray[Kind] = np.empty(0, kind)
        self.size = 0

    def reserve(self, size: int) -> None:
        if size > len(self._array):
            larger = np.empty(size, self._array.dtype)
            larger[: self.size] = self._array[: self.size]
            self._array = larger

    def add(self, part: NDArray[Kind]) -> None:
        until = self.size + len(part)
        if until > len(self._array):
            self.reserve(max(until, int(until * _GROWTH)))
        self._array[self.size : until] = part
        self.size = until

    def done(self) -> NDArray[Kind]:
        return self._array[: self.size]
