"""The file-to-file stage that replaces personal data."""

import json
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from curation.domain.findings import PiiSpan
from curation.domain.identity import Json
from curation.domain.samples import Conversation
from curation.engine.meter import Meter
from curation.engine.pool import map_batches
from curation.engine.reading import open_with
from curation.engine.rows import Row, Table, text_in
from curation.engine.writing import Outputs, Writer, outputs
from curation.errors import InputError
from curation.pii.model_folders import placed
from curation.pii.opening import Keyed, redacting_keyed
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator
from curation.pii.redaction import RedactedConversation
from curation.stages.ledger_file import LedgerFile, open_ledger
from curation.texts import text

BATCH = 400
SHORTEST_KEY = 16
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
    key: bytes = field(default=b"", repr=False)
    ledger: LedgerFile | None = None

    @property
    def processes(self) -> int:
        """Surrogates are checked against one another in one process; anything else runs in all."""
        named = {operator for _, operator in self.policy.operators}
        return 1 if Operator.SURROGATE in named else self.workers


@dataclass(frozen=True)
class Redacted:
    """How many pieces of personal data were replaced, and how many only suggested, by entity type."""

    replaced: Counter[str] = field(default_factory=Counter[str])
    suggested: Counter[str] = field(default_factory=Counter[str])

    def add(self, lines: Sequence[Row]) -> None:
        """Count the spans of some rows."""
        for line in lines:
            counts = self.replaced if line["action"] == "redacted" else self.suggested
            counts[str(line["entity_type"])] += 1


def policy_in(path: Path | None, profile: str | None = None) -> PiiPolicy:
    """Read a policy file (JSON), none is the default; `profile` counts more than the file's.

    Folders of models are named from the policy's own folder. Raises InputError with what is wrong.
    """
    try:
        found: Json = json.loads(path.read_text(encoding="utf-8")) if path is not None else {}
    except OSError as error:
        raise InputError(
            text("The policy {file} cannot be read: {reason}. Give a JSON file.", file=path, reason=error.strerror)
        ) from error
    except ValueError as error:
        raise InputError(text("{file} is not JSON: {reason}.", file=path, reason=error)) from error
    policy = PiiPolicy.from_json(found)
    policy = policy if path is None else placed(policy, path.resolve().parent)
    return policy if profile is None else PiiPolicy.from_json(policy.to_json() | {"profile": profile})


def open_redaction(given: Redaction) -> Table:
    """Open the input and see that it has the columns."""
    return open_with(given.source, given.columns)


def redact_file(given: Redaction, table: Table, meter: Meter) -> Redacted:
    """Write the target, and the spans where they are asked for; return how many spans were replaced and suggested.

    Offsets in the spans file are code points in the original text of the cell; rows count from 0.
    """
    waiting: deque[list[Row]] = deque()
    texts = _texts(given, table, waiting)
    with outputs() as files, closing(results_of(given, texts)) as results:
        # The ledger appears before the texts that hold what it gave out.
        kept = None if given.ledger is None else files.file(given.ledger.path)
        target = files.table(given.target, table.columns, table.schema)
        spans = _spans_table(files, given.spans)
        first, found = 0, Redacted()
        for done in results:
            rows = waiting.popleft()
            target.write([_redacted(row, given.columns, one) for row, one in zip(rows, done, strict=True)])
            lines = [line for i, one in enumerate(done) for line in _lines(first + i, given, one)]
            if spans is not None:
                spans.write(lines)
            found.add(lines)
            first += len(rows)
            meter.tell(len(rows), table.share)
        if given.ledger is not None and kept is not None:
            given.ledger.keep(kept)
    return found


def results_of(given: Redaction, texts: Iterator[list[Conversation]]) -> Generator[list[RedactedConversation]]:
    """Redact batches in as many processes as the policy's operators allow."""
    if given.ledger is not None:
        yield from map(redacting_keyed(Keyed(given.policy, given.key), given.ledger.ledger), texts)
        return
    yield from map_batches(redacting_keyed, Keyed(given.policy, given.key), texts, given.processes)


def key_in(path: Path) -> bytes:
    """Read the project's key; raises InputError where it is missing or too short to keep values apart."""
    try:
        key = path.read_bytes().strip()
    except OSError as error:
        raise InputError(text("The key file {file} cannot be read: {reason}.", file=path, reason=error)) from error
    if len(key) < SHORTEST_KEY:
        raise InputError(text("The key file {file} holds less than {n} bytes.", file=path, n=SHORTEST_KEY))
    return key


def ledger_in(path: Path, policy: PiiPolicy, key: bytes) -> LedgerFile:
    """Open the ledger of a run; raises InputError where there is no key, or where the policy gives no surrogate."""
    if not any(operator == Operator.SURROGATE for _, operator in policy.operators):
        raise InputError(text("A ledger keeps surrogates, and the policy gives none. Name a policy with “surrogate”."))
    if not key:
        raise InputError(text("A ledger is sealed with the project's key. Name it with --key-file."))
    return open_ledger(path, key)


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


def _lines(row: int, given: Redaction, done: RedactedConversation) -> list[Row]:
    spans = [*((span, "redacted") for span in done.spans), *((span, "suggested") for span in done.suggestions)]
    spans.sort(key=lambda pair: (pair[0].place.index, pair[0].original_start))
    return [_line(row, given, span, action) for span, action in spans]


def _line(row: int, given: Redaction, span: PiiSpan, action: str) -> Row:
    return {
        "row": row,
        "column": given.columns[span.place.index],
        "start": span.original_start,
        "end": span.original_end,
        "entity_type": span.entity_type,
        "score": span.score,
        "detector": span.detector,
        "operator": given.policy.operator(span.entity_type).value if action == "redacted" else Operator.SUGGEST.value,
        "placeholder": span.placeholder,
        "action": action,
    }
