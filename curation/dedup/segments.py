# pyright: basic
"""A segment of the index on disk: rows of texts that came together; written once, renamed into its place.

`ids.parquet` (id, mark, and the two hashes of all the words), `sigs.npy` (rows x 128, datasketch signatures),
`bands.npy` (bands x texts, sorted `hash << 32 | row`, of the rows that are the first with their words) and
`edges.parquet` (hashes of two texts, their Jaccard, a flag). Arrays are mapped into memory, not read.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.lib.format import open_memmap
from numpy.typing import NDArray
from xxhash import xxh3_128

from curation.dedup.bands import SLOTS
from curation.dedup.edges import firsts_of
from curation.dedup.joins import hash_all_bands
from curation.errors import StorageError
from curation.texts import text

MEMBERS = {"id": pl.String, "mark": pl.UInt64, "first": pl.UInt64, "second": pl.UInt64}
EDGES = {
    "a_first": pl.UInt64,
    "a_second": pl.UInt64,
    "b_first": pl.UInt64,
    "b_second": pl.UInt64,
    "jaccard": pl.Float64,
    "flag": pl.UInt8,
}
FILES = ("ids.parquet", "sigs.npy", "bands.npy", "edges.parquet")
PART = ".part"
Kind = TypeVar("Kind", bound=np.generic)
_PIECE, _AT_ONCE = 1 << 20, 1 << 14


class DamagedIndexError(StorageError):
    """The index cannot be trusted: it is another one's, or its files are not those that were written."""


@dataclass(frozen=True)
class Segment:
    """One segment in memory; `gone` marks the rows whose sample has another text by now, or none."""

    name: str
    hashes: dict[str, str]
    members: pl.DataFrame
    slots: NDArray[np.uint32]
    bands: NDArray[np.uint64]
    edges: pl.DataFrame
    gone: NDArray[np.bool_]

    @property
    def texts(self) -> NDArray[np.uint64]:
        """The two hashes of each row's words."""
        return self.members.select("first", "second").to_numpy()


def read_segment(folder: Path, name: str, hashes: dict[str, str], gone: Sequence[int]) -> Segment:
    """Read a segment; raises DamagedIndexError where a file is missing or is not what was written."""
    place = folder / name
    for file in FILES:
        if not (place / file).is_file() or _hash(place / file) != hashes.get(file):
            raise DamagedIndexError(
                text("The duplicate index is damaged: {file} is not what was written.", file=place / file)
            )
    members = pl.read_parquet(place / FILES[0])
    away = np.zeros(members.height, bool)
    away[np.array(gone, np.int64)] = True
    slots, bands = (np.asarray(np.load(place / file, mmap_mode="r")) for file in FILES[1:3])
    return Segment(name, hashes, members, slots, bands, pl.read_parquet(place / FILES[3]), away)


class SegmentWriter:
    """Writes a segment of so many rows beside its place; `commit` renames it, what is left without is swept away."""

    def __init__(self, folder: Path, rows: int) -> None:
        self._folder, self._name = folder, token_hex(8)
        self._part = folder / f"{self._name}{PART}"
        self._part.mkdir(parents=True)
        self._written = 0
        self.slots: NDArray[np.uint32] = _array(self._part / FILES[1], (rows, SLOTS), np.uint32)

    def keep(self, slots: NDArray[np.uint32]) -> None:
        """Add signatures under those that are written."""
        self.slots[self._written : self._written + len(slots)] = slots
        self._written += len(slots)

    def commit(self, members: pl.DataFrame, edges: pl.DataFrame, shape: tuple[int, int]) -> Segment:
        """Write the rest (`shape`: bands and their width), rename, and read it as others will."""
        members.select(*MEMBERS).write_parquet(self._part / FILES[0])
        edges.select(*EDGES).write_parquet(self._part / FILES[3])
        firsts = firsts_of(members.select("first", "second").to_numpy())
        leaders = np.flatnonzero(firsts == np.arange(len(firsts))).astype(np.uint64)
        hashes = np.empty((len(leaders), shape[0]), np.uint32)
        for start in range(0, len(leaders), _AT_ONCE):
            until = start + _AT_ONCE
            hash_all_bands(np.asarray(self.slots[leaders[start:until]]), shape[1], hashes[start:until])
        bands = _array(self._part / FILES[2], (shape[0], len(leaders)), np.uint64)
        for band in range(shape[0]):
            bands[band] = hashes[:, band].astype(np.uint64) << np.uint64(32) | leaders
            bands[band].sort()
        del bands
        self.slots = np.zeros((0, SLOTS), np.uint32)
        for file in FILES:
            sync(self._part / file)
        found = {file: _hash(self._part / file) for file in FILES}
        self._part.rename(self._folder / self._name)
        sync(self._folder)
        return read_segment(self._folder, self._name, found, ())


def sync(path: Path) -> None:
    """Have the disk keep what is written."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _array(path: Path, shape: tuple[int, int], kind: type[Kind]) -> NDArray[Kind]:
    if 0 in shape:
        np.save(path, np.empty(shape, kind))
        return np.empty(shape, kind)
    return open_memmap(path, "w+", kind, shape)


def _hash(path: Path) -> str:
    running = xxh3_128()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            running.update(piece)
    return running.hexdigest()
