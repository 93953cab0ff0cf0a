"""What a reader yields: rows with the place they stood, and rows that could not be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from curation.domain.identity import Json
from curation.domain.sources import BadRow
from curation.texts import text

MAX_FIELD = 1_000_000
MAX_LINE = 8_000_000
MAX_FILE = 1_000_000_000


class FileKind(StrEnum):
    """The kinds of file that hold rows."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Opening:
    """How a file's bytes become rows; encoding and separator are empty where a kind has none."""

    kind: FileKind
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True)
class Row:
    """One row by column name; `number` counts lines of a text file, else entries, both from 1."""

    number: int
    values: Mapping[str, Json]


Rows = Iterator[Row | BadRow]


class Reader(Protocol):
    """Reads one kind of file row by row; raises InputError where the file as a whole cannot be read."""

    def __call__(self, file: BinaryIO, name: str, opening: Opening) -> Rows:
        """Yield the rows in order; a row that cannot be read comes as a BadRow with its reason."""
        ...


def too_long(name: str, row: int, length: int) -> BadRow:
    """Say that a row holds more than a sample can."""
    reason = text(
        "it holds {length:,} characters in one field; at most {most:,} fit. Split it or leave it out.",
        length=length,
        most=MAX_FIELD,
    )
    return BadRow(name, row, reason)


def longest_text(value: Json) -> int:
    """Return the length of the longest text anywhere inside a value."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return max((longest_text(inner) for inner in value.values()), default=0)
    if isinstance(value, list):
        return max((longest_text(inner) for inner in value), default=0)
    return 0
