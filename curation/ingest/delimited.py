"""Reads CSV: commas, semicolons, tabs or bars, quoted fields over several lines."""

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol

from curation.domain.sources import BadRow
from curation.errors import InputError
from curation.ingest.columns import listed_names
from curation.ingest.encodings import decoded, require_encoding
from curation.ingest.rows import MAX_FIELD, Opening, Row, Rows
from curation.texts import text, texts

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 20


class _Records(Protocol):
    """What `csv.reader` returns, which has no public name before Python 3.13."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def separator_of(head: str) -> str:
    """Return the separator under which the first lines have the most columns, all lines alike if possible."""
    lines = head.splitlines(keepends=True)[:_SAMPLE]
    return max(SEPARATORS, key=lambda separator: _fit(lines, separator))


def read_csv(file: BinaryIO, name: str, opening: Opening) -> Rows:
    """Yield one row a record, by the names in the first row; blank lines are passed over.

    The place is the line where the record begins. Raises InputError for names that stand twice, and where
    a quote that is never closed makes the rest of the file one field.
    """
    require_encoding(file, name, opening.encoding)
    csv.field_size_limit(MAX_FIELD)
    with decoded(file, opening.encoding, "") as stream:
        records = csv.reader(stream, delimiter=opening.separator or ",", strict=True)
        header = _header(records, name)
        for line, found in _records(records, name):
            if isinstance(found, BadRow):
                yield found
            elif len(found) != len(header):
                yield BadRow(name, line, _ragged(found, header))
            else:
                yield Row(line, dict(zip(header, found, strict=True)))


def named_once(columns: Sequence[str], name: str) -> None:
    """Let column names pass that each stand once; raises InputError naming the first that does not."""
    twice = next((c for i, c in enumerate(columns) if c in columns[:i]), None)
    if twice is not None:
        raise InputError(
            text(
                "{file}: the column “{column}” stands twice. Rename one of them.",
                file=name,
                column=listed_names([twice]),
            )
        )


def _header(records: _Records, name: str) -> list[str]:
    try:
        found = next((record for record in records if record), None)
    except csv.Error as error:
        raise InputError(text("{file}, row 1: the column names cannot be read. Is it CSV?", file=name)) from error
    if found is None:
        raise InputError(text("{file} is empty: it holds no column names. Export it again.", file=name))
    columns = [column.strip() or text("column {number}", number=i) for i, column in enumerate(found, 1)]
    named_once(columns, name)
    return columns


def _records(records: _Records, name: str) -> Iterator[tuple[int, list[str] | BadRow]]:
    while True:
        line = records.line_num + 1
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            if records.line_num > line or "unexpected end" in str(error):
                raise InputError(
                    text(
                        "{file}, row {row}: a quote that opens here is not closed within {most:,} characters. "
                        "Close it, or write two quotes where one is meant.",
                        file=name,
                        row=line,
                        most=MAX_FIELD,
                    )
                ) from error
            yield line, BadRow(name, line, _reason(error))
            continue
        if record:
            yield line, record


def _ragged(found: list[str], header: list[str]) -> str:
    return texts(
        "it has {count} field where the first row names {names}.",
        "it has {count} fields where the first row names {names}.",
        len(found),
        names=len(header),
    )


def _reason(error: csv.Error) -> str:
    if "field larger" in str(error):
        return text("one field holds more than {most:,} characters. Split it or leave it out.", most=MAX_FIELD)
    return text("its quotes do not match. Write two quotes where one is meant.")


def _fit(lines: list[str], separator: str) -> tuple[bool, int]:
    try:
        counts = [len(record) for record in csv.reader(lines, delimiter=separator) if record]
    except csv.Error:
        return False, 0
    columns = counts[0] if counts else 0
    alike = sum(count == columns for count in counts) * 2 > len(counts)
    return alike and columns > 1, columns
