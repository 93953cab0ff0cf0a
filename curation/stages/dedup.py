"""The file-to-file stage that finds duplicates. Heavy to import (datasketch, numba)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.alike import Alike, find_alike
from curation.dedup.columns import text_of
from curation.dedup.contradictions import conflicts_of
from curation.dedup.policy import DuplicatePolicy, Unit
from curation.dedup.prints import prints_of
from curation.domain.findings import DuplicateKind
from curation.engine.meter import Meter
from curation.engine.reading import open_with
from curation.engine.rows import Row, Table
from curation.engine.writing import outputs
from curation.stages.dedup_files import ADDED, COMPARED, READ, Texts

AT_ONCE = 50_000
THREADS = 2
PAIRS = {"a": pl.Int64, "b": pl.Int64, "jaccard": pl.Float64, "kind": pl.String}
CONFLICTS = {**PAIRS, "answers": pl.Float64, "score": pl.Float64}


@dataclass(frozen=True)
class Deduplication:
    """What to compare: the first column is the question, the others together the answer."""

    source: Path
    target: Path
    columns: tuple[str, ...]
    threshold: float = 0.8
    ngram: int = 3
    pairs: Path | None = None
    conflicts: Path | None = None
    unit: Unit = Unit.WORDS
    threads: int = THREADS

    @property
    def policy(self) -> DuplicatePolicy:
        """Raises InputError for a threshold or n-gram that makes no sense."""
        return DuplicatePolicy(self.threshold, self.ngram, self.unit)


@dataclass(frozen=True)
class Deduplicated:
    """How many rows could go, how many groups they make, and the pairs by kind (exact, near, conflict if sought).

    `crowds`: sets of more alike texts than are compared each with each; of these only pairs with the first
    text, and of neighbours, are told.
    """

    spare: int
    groups: int
    pairs: Counter[str]
    crowds: int


@dataclass
class _Reading:
    """Passes texts on to be sketched; keeps them where contradictions are sought."""

    frames: Iterator[pl.DataFrame]
    policy: DuplicatePolicy
    keep: bool
    kept: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])

    def columns(self) -> Iterator[pl.Series]:
        for frame in self.frames:
            if self.keep:
                self.kept.append(frame)
            yield text_of(frame, self.policy)


def open_deduplication(given: Deduplication) -> Table:
    """Open the input and see that it has the columns, and room for those that are added."""
    return open_with(given.source, given.columns, ADDED)


def dedup_file(given: Deduplication, table: Table, meter: Meter) -> Deduplicated:
    """Write the target with duplicate_group and duplicate_of, and the pairs where they are asked for.

    Rows count from 0. duplicate_group is the smallest row of a group (missing for a row alone),
    duplicate_of the row to keep instead (missing for the one that is kept). Pairs have a < b and their
    exact Jaccard: the first of equal texts with each copy, and the near ones among the firsts. Conflicts
    have the Jaccard of their questions, that of their answers, and their score.
    """
    policy = given.policy
    texts = Texts(given.source, given.columns, table)
    reading = _Reading(texts.frames(meter), policy, given.conflicts is not None)
    prints = prints_of(reading.columns(), policy, given.threads, texts.rows)
    alike = find_alike(prints, lambda share: meter.tell(0, READ + (COMPARED - READ) * share))
    del prints
    group, kept = _groups(alike)
    kinds = Counter({DuplicateKind.EXACT.value: len(alike.copies), DuplicateKind.NEAR.value: len(alike.near.pairs)})
    with outputs() as files:
        for share in texts.write_grouped(files, given.target, (group, kept)):
            meter.tell(0, COMPARED + (1 - COMPARED) * share)
        if given.pairs is not None:
            writer = files.table(given.pairs, list(PAIRS), PAIRS)
            for rows in _pairs(alike):
                writer.write(rows)
        if given.conflicts is not None:
            found, _ = conflicts_of(pl.concat(reading.kept), policy, given.threads)
            kinds[DuplicateKind.CONFLICT.value] = found.height
            files.table(given.conflicts, list(CONFLICTS), CONFLICTS).write(_conflicts(found))
    return Deduplicated(int((kept >= 0).sum()), len(np.unique(group[group >= 0])), kinds, alike.near.crowds)


def _groups(alike: Alike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    labels = alike.labels()
    alone = np.bincount(labels, minlength=len(labels))[labels] == 1
    kept = np.where(labels == np.arange(len(labels)), -1, labels)
    return np.where(alone, -1, labels), kept


def _pairs(alike: Alike) -> Iterator[list[Row]]:
    sides = np.concatenate((alike.copies, alike.near.pairs))
    jaccards = np.concatenate((np.ones(len(alike.copies)), alike.near.jaccards))
    exact = np.arange(len(sides)) < len(alike.copies)
    order = np.lexsort((sides[:, 1], sides[:, 0]))
    for start in range(0, len(order), AT_ONCE):
        part = order[start : start + AT_ONCE]
        yield [
            {"a": a, "b": b, "jaccard": jaccard, "kind": (DuplicateKind.EXACT if copy else DuplicateKind.NEAR).value}
            for (a, b), jaccard, copy in zip(
                sides[part].tolist(), jaccards[part].tolist(), exact[part].tolist(), strict=True
            )
        ]


def _conflicts(found: pl.DataFrame) -> list[Row]:
    kind = pl.lit(DuplicateKind.CONFLICT.value).alias("kind")
    return found.select(
        pl.col("first").alias("a"), pl.col("second").alias("b"), "jaccard", kind, "answers", "score"
    ).to_dicts()
