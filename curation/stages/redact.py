"""The file-to-file stage that replaces personal data. Heavy to import (presidio)."""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from curation.domain.findings import PiiSpan
from curation.domain.samples import Conversation
from curation.engine.meter import Meter
from curation.engine.pool import map_batches
from curation.engine.reading import open_table
from curation.engine.rows import Row, Table, require_columns, text_in
from curation.engine.writing import Outputs, Writer, outputs
from curation.errors import InputError
from curation.pii.policy import PiiPolicy
from curation.pii.redaction import RedactedConversation
from curation.pii.redactor import redacting
from curation.texts import text

BATCH = 100
SPANS = {
    "row": pl.Int64,
    "column": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "entity_type": pl.String,
    "score": pl.Float64,
    "detector": pl.String,
    "operator": pl.String,
    "placeholder": pl.String,
    "action": pl.String,
}


@dataclass(frozen=True)
class Redaction:
    """What to redact: the columns of a row share one numbering of tags."""

    source: Path
    target: Path
    columns: tuple[str, ...]
    spans: Path | None = None
    policy: PiiPolicy = field(default_factory=PiiPolicy)
    workers: int = 1


def policy_in(path: Path) -> PiiPolicy:
    """Read a policy file (JSON); raises InputError with what is wrong."""
    try:
        return PiiPolicy.from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise InputError(text("There is no file {file}. Check the path.", file=path)) from error
    except ValueError as error:
        raise InputError(text("{file} is not JSON: {reason}.", file=path, reason=error)) from error


def open_redaction(given: Redaction) -> Table:
    """Open the input and see that it has the columns."""
    table = open_table(given.source)
    require_columns(table, given.source, given.columns)
    return table


def redact_file(given: Redaction, table: Table, meter: Meter) -> int:
    """Write the target, and the spans where they are asked for; return how many spans were replaced.

    Offsets in the spans file are code points in the original text of the cell; rows count from 0.
    """
    waiting: deque[list[Row]] = deque()
    texts = _texts(given, table, waiting)
    with outputs() as files, closing(map_batches(redacting, given.policy, texts, given.workers)) as results:
        target = files.table(given.target, table.columns, table.schema)
        spans = _spans_table(files, given.spans)
        first = found = 0
        for done in results:
            rows = waiting.popleft()
            target.write([_redacted(row, given.columns, one) for row, one in zip(rows, done, strict=True)])
            lines = [line for i, one in enumerate(done) for line in _lines(first + i, given.columns, one)]
            if spans is not None:
                spans.write(lines)
            found += sum(line["action"] == "redacted" for line in lines)
            first += len(rows)
            meter.tell(len(rows), table.share)
    return found


def _spans_table(files: Outputs, path: Path | None) -> Writer | None:
    return None if path is None else files.table(path, list(SPANS), SPANS)


def _texts(given: Redaction, table: Table, waiting: deque[list[Row]]) -> Iterator[list[Conversation]]:
    number = 0
    for rows in table.batches(BATCH):
        waiting.append(rows)
        batch: list[Conversation] = []
        for row in rows:
            number += 1
            batch.append(Conversation((), tuple(text_in(row, c, given.source, number) for c in given.columns)))
        yield batch


def _redacted(row: Row, columns: Sequence[str], done: RedactedConversation) -> Row:
    cells = zip(columns, done.conversation.context, strict=True)
    return row | {column: cell for column, cell in cells if row.get(column) is not None}


def _lines(row: int, columns: Sequence[str], done: RedactedConversation) -> list[Row]:
    spans = [*((span, "redacted") for span in done.spans), *((span, "suggested") for span in done.suggestions)]
    spans.sort(key=lambda pair: (pair[0].place.index, pair[0].original_start))
    return [_line(row, columns, span, action) for span, action in spans]


def _line(row: int, columns: Sequence[str], span: PiiSpan, action: str) -> Row:
    return {
        "row": row,
        "column": columns[span.place.index],
        "start": span.original_start,
        "end": span.original_end,
        "entity_type": span.entity_type,
        "score": span.score,
        "detector": span.detector,
        "operator": "tag" if action == "redacted" else "keep",
        "placeholder": span.placeholder,
        "action": action,
    }
