# pyright: basic
"""What duplicate search keeps of texts: a hash of all the words, the hashes of the n-grams, and a signature."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.kernel import sketch_rows
from curation.dedup.letters import DOTTED_I, SIGMA, folding, spelled_out
from curation.dedup.minhash import SLOTS, permutations
from curation.dedup.policy import Unit

EMPTY = np.uint32(0xFFFFFFFF)


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
