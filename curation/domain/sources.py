"""Sources: what was collected, how it was read, and which rows could not be."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class SourceState(StrEnum):
    """How far a source has come."""

    WAITING = "waiting"
    SCREENING = "screening"
    OPEN = "open"
    FAILED = "failed"


class BadRows(StrEnum):
    """What happens to a file with rows that cannot be read."""

    REFUSE = "refuse"
    SKIP = "skip"


@dataclass(frozen=True)
class Mapping:
    """Which column of a file is what; `format` names the layout (see `curation.ingest.formats`).

    The column names are those of the file; None means that the file has none. `valid_until` holds the last day on
    which a row holds, `specialties` the words of whom it needs, `risk` how much harm a wrong answer could do.
    """

    format: str
    question: str | None = None
    answer: str | None = None
    context: str | None = None
    messages: str | None = None
    system: str | None = None
    valid_until: str | None = None
    specialties: str | None = None
    risk: str | None = None
    metadata: tuple[str, ...] = ()


@dataclass(frozen=True)
class BadRow:
    """A row that could not become a sample: the file, the row (from 1, as an editor counts) and why."""

    file: str
    row: int
    reason: str


@dataclass(frozen=True)
class Source:
    """Something collected, immutable, known by the hash of its bytes.

    `engine` says with version what looked for personal data in it, None before it was screened. `valid_until` is the
    last day on which what it says holds, `superseded_by` the newer source that stands in its place.
    """

    id: str
    project_id: str
    name: str
    bytes_hash: str
    size: int
    mapping: Mapping
    state: SourceState
    rows: int
    bad_rows: int
    imported_by: str
    imported_at: datetime
    language: str = ""
    engine: str | None = None
    valid_until: date | None = None
    superseded_by: str | None = None
