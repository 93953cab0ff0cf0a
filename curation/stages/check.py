"""The file-to-file stage that notes weak samples."""

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from curation.domain.findings import Finding
from curation.domain.samples import Conversation, question_and_answer
from curation.engine.meter import Meter
from curation.engine.pool import map_batches
from curation.engine.reading import open_table
from curation.engine.rows import Row, Table, require_columns, require_room, text_in
from curation.engine.writing import outputs
from curation.quality.suite import checking

BATCH = 1000
FINDING = {
    "check": pl.String,
    "severity": pl.String,
    "message": pl.String,
    "column": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
}
ADDED = {"findings": pl.List(pl.Struct(FINDING))}


@dataclass(frozen=True)
class Checking:
    """What to check: the columns of the question and of the answer, and the language they are in."""

    source: Path
    target: Path
    question: str
    answer: str
    language: str = "en"
    workers: int = 1


def open_checking(given: Checking) -> Table:
    """Open the input and see that it has the columns, and room for the one that is added."""
    table = open_table(given.source)
    require_columns(table, given.source, (given.question, given.answer))
    require_room(table, given.source, tuple(ADDED))
    return table


def check_file(given: Checking, table: Table, meter: Meter) -> Counter[str]:
    """Write the target with a column `findings` (in CSV as JSON); return how often each check spoke."""
    waiting: deque[list[Row]] = deque()
    counts: Counter[str] = Counter()
    samples = _samples(given, table, waiting)
    with outputs() as files, closing(map_batches(checking, given.language, samples, given.workers)) as results:
        schema = None if table.schema is None else {**table.schema, **ADDED}
        target = files.table(given.target, [*table.columns, *ADDED], schema)
        for done in results:
            rows = waiting.popleft()
            target.write([row | _added(found, given) for row, found in zip(rows, done, strict=True)])
            counts.update(finding.check for found in done for finding in found)
            meter.tell(len(rows), table.share)
    return counts


def _samples(given: Checking, table: Table, waiting: deque[list[Row]]) -> Iterator[list[Conversation]]:
    number = 0
    for rows in table.batches(BATCH):
        waiting.append(rows)
        batch: list[Conversation] = []
        for row in rows:
            number += 1
            question, answer = (text_in(row, column, given.source, number) for column in (given.question, given.answer))
            batch.append(question_and_answer(question, answer))
        yield batch


def _added(found: tuple[Finding, ...], given: Checking) -> Row:
    return {"findings": [_row(finding, given) for finding in found]}


def _row(finding: Finding, given: Checking) -> Row:
    place = finding.place
    column = None if place is None else (given.question, given.answer)[place.index]
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "message": finding.message,
        "column": column,
        "start": None if place is None else place.start,
        "end": None if place is None else place.end,
    }
