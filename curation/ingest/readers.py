"""The door of the readers: which one reads a file, and how the file is opened."""

from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from curation.errors import InputError
from curation.ingest.columnar import read_parquet, read_xlsx
from curation.ingest.delimited import read_csv, separator_of
from curation.ingest.encodings import encoding_of
from curation.ingest.exports import unfolded
from curation.ingest.json_rows import read_json, read_jsonl
from curation.ingest.kinds import HEAD, kind_of
from curation.ingest.rows import MAX_FILE, FileKind, Opening, Reader, Row, Rows
from curation.texts import text

READERS: dict[FileKind, Reader] = {
    FileKind.JSONL: read_jsonl,
    FileKind.JSON: read_json,
    FileKind.CSV: read_csv,
    FileKind.PARQUET: read_parquet,
    FileKind.XLSX: read_xlsx,
}
_TEXT = frozenset({FileKind.JSONL, FileKind.JSON, FileKind.CSV})
_TAIL = 4
LOOKED_AT = 200


@dataclass(frozen=True)
class Asked:
    """What whoever imports says about the file; None leaves it to the file."""

    kind: FileKind | None = None
    encoding: str | None = None


def opening_of(file: BinaryIO, name: str, asked: Asked = Asked()) -> Opening:
    """Tell how a file is to be read from its name, its bytes and what was asked; the file is rewound.

    Raises InputError with one sentence where the file is empty, too large, or not what it says.
    """
    size = file.seek(0, 2)
    if size > MAX_FILE:
        raise InputError(
            text(
                "{file} has {size:,} bytes; at most {most:,} are read at once. Split it.",
                file=name,
                size=size,
                most=MAX_FILE,
            )
        )
    file.seek(max(size - _TAIL, 0))
    tail = file.read()
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    kind = kind_of(name, head, tail, asked.kind)
    if kind not in _TEXT:
        return Opening(kind)
    encoding = encoding_of(head, asked.encoding, name)
    if not head.decode(encoding, "replace").strip("\ufeff \t\r\n"):
        raise InputError(text("{file} is empty: it holds only blank space. Export it again.", file=name))
    separator = separator_of(head.decode(encoding, "replace")) if kind is FileKind.CSV else ""
    return Opening(kind, encoding, separator)


def read_rows(file: BinaryIO, name: str, opening: Opening) -> Rows:
    """Yield a file's rows from its beginning, other tools' exports unfolded; see the readers for what is raised."""
    file.seek(0)
    for row in READERS[opening.kind](file, name, opening):
        yield Row(row.number, unfolded(row.values)) if isinstance(row, Row) else row


def columns_of(rows: Rows) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Return the column names of the first 200 rows, in the order they appear, and those rows."""
    found = tuple(row for row in islice(rows, LOOKED_AT) if isinstance(row, Row))
    return tuple(dict.fromkeys(name for row in found for name in row.values)), found
