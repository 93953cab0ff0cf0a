"""Rows of plain files, whatever their columns: what a file-to-file stage reads, changes and writes."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import polars as pl

from curation.errors import InputError
from curation.texts import text

Row = dict[str, object]
ENDINGS = (".parquet", ".jsonl", ".csv")


class Table(Protocol):
    """A file of rows that is read in batches.

    `columns` are those of the file (of the first row in JSON Lines); `schema` is known for Parquet.
    """

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        ...

    @property
    def schema(self) -> pl.Schema | None:
        """The types of the columns, None where the format has none."""
        ...

    @property
    def share(self) -> float:
        """How much of the file is read, 0 to 1."""
        ...

    def batches(self, size: int) -> Iterator[list[Row]]:
        """Read from the start; raises InputError with the place of what cannot be read."""
        ...


def ending_of(path: Path) -> str:
    """Return what decides a file's format; raises InputError for an unknown ending."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(
            text("{file} ends in none of {known}. Rename it, or convert it.", file=path, known=", ".join(ENDINGS))
        )
    return ending


def require_columns(table: Table, path: Path, columns: Sequence[str]) -> None:
    """Raise InputError where a column is not in the file."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise InputError(
            text(
                "{file} has no column “{column}”. It has: {known}. Name the text columns with --columns.",
                file=path,
                column=missing[0],
                known=", ".join(table.columns),
            )
        )


def require_room(table: Table, path: Path, columns: Collection[str]) -> None:
    """Raise InputError where a column that the stage adds is there already."""
    for column in columns:
        if column in table.columns:
            raise InputError(text("{file} already has a column “{column}”. Rename it.", file=path, column=column))


def text_in(row: Row, column: str, path: Path, number: int) -> str:
    """Return a row's text, empty for a missing value; raises InputError for anything but a text.

    `number` is the row's, counted from 1.
    """
    value = row.get(column)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(
            text(
                "Row {row} of {file}: “{column}” holds no text. Choose text columns with --columns.",
                row=number,
                file=path,
                column=column,
            )
        )
    return value
