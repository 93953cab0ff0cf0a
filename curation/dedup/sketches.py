# pyright: basic
"""What duplicate search makes of text columns: prints of every row, and the shingles of those that it compares."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.bands import SLOTS
from curation.dedup.jaccard import shingle_rows
from curation.dedup.kernel import hash_rows, print_rows
from curation.dedup.letters import DOTTED_I, SIGMA, codes, spelled_out
from curation.dedup.minhash import permutations
from curation.dedup.policy import Unit

EMPTY = np.uint32(0xFFFFFFFF)
Buffer = tuple[NDArray[np.uint8], NDArray[np.int64]]


@dataclass(frozen=True)
class Sketches:
    """One row a text. `texts`: two hashes of all the words (0, 0: no word), n x 2; `slots`: signatures, n x 128.

    `bands`: a hash of each band of the signature, n x bands; `tails`: the last eight bits of its slots, n x 128.
    """

    texts: NDArray[np.uint64]
    slots: NDArray[np.uint32]
    bands: NDArray[np.uint32]
    tails: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True)
class Shingles:
    """The n-gram hashes of row i are `hashes[ends[i]:ends[i + 1]]`, sorted, each once."""

    ends: NDArray[np.int64]
    hashes: NDArray[np.uint64]

    @property
    def both(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """As kernels take them."""
        return self.ends, self.hashes


def room_for(rows: int, bands: int, signatures: int) -> Sketches:
    """Set room aside for so many rows, and for so many signatures of them (one: all are written over it)."""
    return Sketches(
        np.empty((rows, 2), np.uint64),
        np.empty((signatures, SLOTS), np.uint32),
        np.empty((rows, bands), np.uint32),
        np.empty((rows, SLOTS), np.uint8),
    )


def sketch(texts: pl.Series, ngram: int, unit: Unit, width: int, room: Sketches) -> None:
    """Sketch a column of texts into a room, its bands of `width` slots; a missing text has no words."""
    out = (room.texts, room.slots, room.bands, room.tails)
    shape = (ngram, int(unit is Unit.LETTERS), width)
    _compiled(texts, lambda text: print_rows(text, codes(), shape, permutations(), out))


def hashes_of(texts: pl.Series, unit: Unit = Unit.WORDS) -> NDArray[np.uint64]:
    """Return the two hashes of all the words of each text (0, 0: no word), n x 2, as prints have them."""
    hashes = np.empty((len(texts), 2), np.uint64)
    _compiled(texts, lambda text: hash_rows(text, codes(), int(unit is Unit.LETTERS), hashes))
    return hashes


def shingles_of(texts: pl.Series, ngram: int, unit: Unit = Unit.WORDS, least: int = 1) -> Shingles:
    """Return the n-gram hashes of a column of texts; those with fewer words than `least` have none."""
    ends, made = np.zeros(len(texts) + 1, np.int64), [np.zeros(0, np.uint64)]
    lettered = unit is Unit.LETTERS

    def write(text: Buffer) -> int:
        size = int(text[1][-1] - text[1][0]) + len(texts)
        made[0] = np.empty(size if lettered else size // 2 + len(texts), np.uint64)
        return shingle_rows(text, codes(), (ngram, int(lettered), least), ends, made[0])

    _compiled(texts, write)
    return Shingles(ends, made[0][: ends[-1]])


def _compiled(texts: pl.Series, kernel: Callable[[Buffer], int]) -> None:
    """Run a kernel over a column; where it meets a text that Python has to spell out, over the spelled out column."""
    given = texts.fill_null("")
    if kernel(_buffer(given)) >= 0:
        kernel(_buffer(_spelled_out(given)))


def _buffer(texts: pl.Series) -> Buffer:
    _, starts, letters = texts.to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()
    offsets = np.frombuffer(starts, np.int64)[: len(texts) + 1]
    return np.frombuffer(letters, np.uint8) if letters else np.zeros(0, np.uint8), offsets


def _spelled_out(texts: pl.Series) -> pl.Series:
    odd = texts.str.contains_any([SIGMA, DOTTED_I])
    mended = pl.Series([spelled_out(one) for one in texts.filter(odd)], dtype=pl.String)
    return texts.clone().scatter(odd.arg_true(), mended)
