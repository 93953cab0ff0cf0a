# pyright: basic
"""Whether texts have been seen in texts that are held back: the same, nearly the same, or a long run of words.

A text is noted where its words equal those of a held text, where the exact Jaccard similarity of their word
3-grams is 0.8 or more (found by a prefix filter, which misses none), where it shares a run of 13 words with one
(Brown et al. 2020), or holds 70 % of its runs of 8 words (Chowdhery et al. 2022). Runs that more than ten held
texts share are a form of speech and count for nothing. Where letters stand for words, runs are longer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.meeting import fill_table, find_near, find_runs
from curation.dedup.policy import Unit
from curation.dedup.sketches import Shingles, hashes_of, shingles_of

NEAR = (4, 5)
HELD_SHARE = 0.7
SET_PHRASE = 10
# How many words an n-gram, a short run and a long run have; letters carry about half as much.
SIZES = {Unit.WORDS: (3, 8, 13), Unit.LETTERS: (5, 16, 26)}
_CLASS = ("first", "second")
_Table = tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]
_Told = tuple[NDArray[np.int64], NDArray[np.float64]]


class How(StrEnum):
    """How a text is like a held one."""

    EQUAL = "equal"
    NEAR = "near"
    RUN = "run"


@dataclass(frozen=True)
class Seen:
    """The held text (its number) that a text is most like, and how much: 1 for equal, else a share from 0 to 1."""

    number: int
    how: How
    share: float


@dataclass(frozen=True)
class Held:
    """Held texts; `numbers` count from 0 in the order they were given. Texts of fewer words than an n-gram match none.

    `near` finds the rarest n-grams, of which `counts` says how common they are; `short` and `long` find runs.
    """

    unit: Unit
    equal: pl.DataFrame
    shingles: Shingles
    near: _Table
    counts: NDArray[np.int64]
    short: _Table
    long: _Table
    sizes: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the held texts that have enough words to be compared."""
        return int((np.diff(self.shingles.ends) > 0).sum())

    def seen(self, texts: pl.Series) -> list[Seen | None]:
        """Return what each text is most like, None where it is like nothing held."""
        ngram, short, long = (shingles_of(texts, size, self.unit, size) for size in SIZES[self.unit])
        near, runs = _room(len(texts)), _room(len(texts))
        find_near(ngram.both, self.shingles.both, self.near, self.counts, NEAR, near)
        find_runs((short.both, long.both), (self.short, self.long), self.sizes, HELD_SHARE, runs)
        equal = self._equal(texts, np.diff(ngram.ends) > 0)
        ways = ((How.EQUAL, (equal, np.ones(len(texts)))), (How.NEAR, near), (How.RUN, runs))
        found: list[Seen | None] = [None] * len(texts)
        for how, (numbers, shares) in reversed(ways):
            for row in np.flatnonzero(numbers >= 0).tolist():
                found[row] = Seen(int(numbers[row]), how, round(float(shares[row]), 4))
        return found

    def _equal(self, texts: pl.Series, enough: NDArray[np.bool_]) -> NDArray[np.int64]:
        mine = _hashed(texts, self.unit).join(self.equal, on=_CLASS, how="left", maintain_order="left")
        return np.where(enough, mine["number"].fill_null(-1).to_numpy(), -1)


def held_of(texts: Iterable[str | None], unit: Unit = Unit.WORDS) -> Held:
    """Make held texts ready to be compared with."""
    column = pl.Series(texts, dtype=pl.String)
    ngram, short, long = (shingles_of(column, size, unit, size) for size in SIZES[unit])
    equal = _hashed(column, unit).with_row_index("number").filter(pl.Series(np.diff(ngram.ends) > 0))
    equal = equal.group_by(_CLASS).agg(pl.col("number").min().cast(pl.Int64))
    near, counts = _rarest(ngram)
    runs, parts = (_table(*_rows(one), most=SET_PHRASE) for one in (short, long))
    return Held(unit, equal, ngram, near, counts, runs, parts, np.diff(short.ends))


def _hashed(texts: pl.Series, unit: Unit) -> pl.DataFrame:
    hashes = hashes_of(texts, unit)
    return pl.DataFrame({name: hashes[:, side] for side, name in enumerate(_CLASS)})


def _room(rows: int) -> _Told:
    return np.full(rows, -1, np.int64), np.zeros(rows)


def _rows(shingles: Shingles) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Each hash, and the row that it stands in."""
    sizes = np.diff(shingles.ends)
    return shingles.hashes, np.repeat(np.arange(len(sizes)), sizes)


def _table(hashes: NDArray[np.uint64], rows: NDArray[np.int64], most: int) -> _Table:
    """Name each hash that at most so many rows have, with its rows."""
    order = np.lexsort((rows, hashes))
    keys, firsts, sizes = np.unique(hashes[order], return_index=True, return_counts=True)
    few = np.repeat(sizes <= most, sizes)
    starts = np.r_[0, np.cumsum(sizes[sizes <= most])]
    return _found_by(keys[sizes <= most], starts, rows[order][few] if len(firsts) else rows)


def _rarest(shingles: Shingles) -> tuple[_Table, NDArray[np.int64]]:
    """Name every n-gram with how many rows have it, and those rows of whose rarest n-grams it is one."""
    hashes, rows = _rows(shingles)
    keys, places, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    order = np.lexsort((hashes, counts[places], rows))
    sizes = np.diff(shingles.ends)
    rank = np.arange(len(rows)) - np.repeat(shingles.ends[:-1], sizes)
    # So many of the rarest that two texts from the threshold on share one of them.
    wanted = sizes - np.maximum(-(-NEAR[0] * sizes // NEAR[1]), 1) + 1
    first = rank < wanted[rows]
    chosen, numbers = places[order][first], rows[first]
    order = np.lexsort((numbers, chosen))
    starts = np.r_[0, np.cumsum(np.bincount(chosen, minlength=len(keys)))]
    return _found_by(keys, starts, numbers[order]), counts


def _found_by(keys: NDArray[np.uint64], starts: NDArray[np.int64], numbers: NDArray[np.int64]) -> _Table:
    table = np.empty(1 << max(2 * len(keys), 2).bit_length(), np.int32)
    fill_table(keys, table)
    return keys, table, starts.astype(np.int64), numbers
