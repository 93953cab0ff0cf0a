"""The file-to-file stage that finds duplicates. Heavy to import (datasketch)."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from curation.dedup.duplicates import Duplicates, find_duplicates
from curation.dedup.policy import DuplicatePolicy
from curation.domain.findings import DuplicateKind
from curation.engine.meter import Meter
from curation.engine.reading import open_table
from curation.engine.rows import Row, Table, require_columns, require_room, text_in
from curation.engine.writing import outputs

BATCH = 2000
ADDED = {"duplicate_group": pl.Int64, "duplicate_of": pl.Int64}
PAIRS = {"a": pl.Int64, "b": pl.Int64, "jaccard": pl.Float64, "kind": pl.String}


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


@dataclass(frozen=True)
class Deduplicated:
    """How many rows could go, how many groups they make, and the pairs by kind (exact, near, conflict)."""

    spare: int
    groups: int
    pairs: Counter[str]


def open_deduplication(given: Deduplication) -> Table:
    """Open the input and see that it has the columns, and room for those that are added."""
    table = open_table(given.source)
    require_columns(table, given.source, given.columns)
    require_room(table, given.source, tuple(ADDED))
    return table


def dedup_file(given: Deduplication, table: Table, meter: Meter) -> Deduplicated:
    """Write the target with duplicate_group and duplicate_of, and the pairs where they are asked for.

    Rows count from 0. duplicate_group is the smallest row of a group (missing for a row alone),
    duplicate_of the row to keep instead (missing for the one that is kept). Pairs have a < b and their
    exact Jaccard; conflicts, that of their questions.
    """
    found = find_duplicates(_texts(given, table, meter), DuplicatePolicy(given.threshold, given.ngram))
    alike = found.groups.filter(pl.col("kind") != DuplicateKind.CONFLICT)
    groups = {int(row): int(group) for row, group, _ in alike.rows()}
    with outputs() as files:
        schema = None if table.schema is None else {**table.schema, **ADDED}
        target = files.table(given.target, [*table.columns, *ADDED], schema)
        first = 0
        for rows in table.batches(BATCH):
            target.write([row | _added(first + i, groups) for i, row in enumerate(rows)])
            first += len(rows)
        for path, conflicting in ((given.pairs, False), (given.conflicts, True)):
            if path is not None:
                files.table(path, list(PAIRS), PAIRS).write(_pairs(found, conflicting=conflicting))
    kinds = Counter({kind.value: 0 for kind in DuplicateKind})
    kinds.update(found.pairs["kind"].to_list())
    return Deduplicated(sum(row != group for row, group in groups.items()), len(set(groups.values())), kinds)


def _texts(given: Deduplication, table: Table, meter: Meter) -> pl.DataFrame:
    made: list[tuple[str, str, str]] = []
    for rows in table.batches(BATCH):
        for row in rows:
            cells = [text_in(row, column, given.source, len(made) + 1) for column in given.columns]
            made.append((f"{len(made):012d}", cells[0], "\n".join(cells[1:])))
        meter.tell(len(rows), table.share)
    return pl.DataFrame(made, schema={"id": pl.String, "question": pl.String, "answer": pl.String}, orient="row")


def _added(row: int, groups: dict[int, int]) -> Row:
    group = groups.get(row)
    return {"duplicate_group": group, "duplicate_of": None if group == row else group}


def _pairs(found: Duplicates, *, conflicting: bool) -> list[Row]:
    conflict = pl.col("kind") == DuplicateKind.CONFLICT
    wanted = found.pairs.filter(conflict if conflicting else ~conflict)
    return [{"a": int(a), "b": int(b), "jaccard": j, "kind": kind} for a, b, j, kind in wanted.rows()]
