"""Readers of Parquet, JSON Lines and CSV in batches, with the place of whatever cannot be read."""

import csv
import json
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import polars as pl

from curation.engine.rows import Row, Table, ending_of, require_columns, require_room
from curation.errors import InputError
from curation.texts import text

_LARGEST_CELL = 2**31 - 1
_REASON = 200


def open_table(path: Path) -> Table:
    """Open a file by its ending; raises InputError where it is missing, empty or something else."""
    ending = ending_of(path)
    if not path.is_file():
        raise InputError(text("There is no file {file}. Check the path.", file=path))
    if path.stat().st_size == 0:
        raise InputError(text("{file} is empty. Choose a file with rows.", file=path))
    if ending == ".parquet":
        return ParquetTable(path)
    return JsonLines(path) if ending == ".jsonl" else CsvTable(path)


def open_with(path: Path, columns: Sequence[str], added: Collection[str] = ()) -> Table:
    """Open a file that has these columns, and room for those that a stage adds; raises InputError as `open_table`."""
    table = open_table(path)
    require_columns(table, path, columns)
    require_room(table, path, added)
    return table


class JsonLines:
    """One JSON object a line; blank lines are passed over."""

    def __init__(self, path: Path) -> None:
        self._lines = _Lines(path)
        first = next(self._rows(), None)
        if first is None:
            raise InputError(text("{file} has no rows. Choose a file with rows.", file=path))
        self.columns = list(first)
        self.schema: pl.Schema | None = None

    @property
    def share(self) -> float:
        """How much of the file is read."""
        return self._lines.share

    def batches(self, size: int) -> Iterator[list[Row]]:
        """Read from the start."""
        return _in_batches(self._rows(), size)

    def _rows(self) -> Iterator[Row]:
        for number, line in self._lines.read():
            if line.strip():
                yield _object_in(line, number, self._lines.path)


class CsvTable:
    """Comma-separated values under a line of column names, as RFC 4180 has them."""

    def __init__(self, path: Path) -> None:
        csv.field_size_limit(_LARGEST_CELL)
        self._lines = _Lines(path)
        nothing: list[str] = []
        try:
            header = next(csv.reader(line for _, line in self._lines.read()), nothing)
        except csv.Error as error:
            raise InputError(
                text("The first line of {file} is not CSV: {reason}. Write a header line.", file=path, reason=error)
            ) from error
        if not header or len(set(header)) < len(header):
            raise InputError(
                text("The first line of {file} does not name each column once. Write a header line.", file=path)
            )
        self.columns = header
        self.schema: pl.Schema | None = None

    @property
    def share(self) -> float:
        """How much of the file is read."""
        return self._lines.share

    def batches(self, size: int) -> Iterator[list[Row]]:
        """Read from the start."""
        return _in_batches(self._rows(), size)

    def _rows(self) -> Iterator[Row]:
        reader = csv.reader((line for _, line in self._lines.read()), strict=True)
        try:
            for cells in islice(reader, 1, None):
                if len(cells) not in (0, len(self.columns)):
                    raise InputError(
                        text(
                            "Line {line} of {file} has {found} cells, not {expected}. Quote cells that hold commas.",
                            line=reader.line_num,
                            file=self._lines.path,
                            found=len(cells),
                            expected=len(self.columns),
                        )
                    )
                if cells:
                    yield dict(zip(self.columns, cells, strict=True))
        except csv.Error as error:
            raise InputError(
                text(
                    "Line {line} of {file} is not CSV: {reason}. Mend its quotes.",
                    line=reader.line_num,
                    file=self._lines.path,
                    reason=error,
                )
            ) from error


class ParquetTable:
    """A Parquet file; its schema is that of what is written from it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._frame = pl.scan_parquet(path)
        with _undamaged(path):
            self.schema: pl.Schema | None = self._frame.collect_schema()
            self._rows: int = self._frame.select(pl.len()).collect().item()
        self.columns = self.schema.names()
        self._read = 0

    @property
    def share(self) -> float:
        """How much of the file is read."""
        return self._read / self._rows if self._rows else 1.0

    def batches(self, size: int) -> Iterator[list[Row]]:
        """Read from the start."""
        for start in range(0, self._rows, size):
            with _undamaged(self._path):
                rows = self._frame.slice(start, size).collect().to_dicts()
            yield rows
            self._read = min(start + size, self._rows)


@contextmanager
def _undamaged(path: Path) -> Generator[None]:
    """Say in a sentence that a Parquet file is damaged; polars panics over some damage, which is no Exception."""
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        reason = " ".join(str(error).split())[:_REASON]
        raise InputError(text("{file} is not a Parquet file: {reason}.", file=path, reason=reason)) from error


class _Lines:
    """A text file's lines in UTF-8, with their numbers from 1 and how much of the file is read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._size = path.stat().st_size
        self._read = 0

    @property
    def share(self) -> float:
        return min(self._read / self._size, 1.0)

    def read(self) -> Iterator[tuple[int, str]]:
        self._read = 0
        with self.path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                self._read += len(line)
                yield number, self._decoded(number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)

    def _decoded(self, number: int, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(
                text("Line {line} of {file} is not UTF-8. Save the file as UTF-8.", line=number, file=self.path)
            ) from error


def _object_in(line: str, number: int, path: Path) -> Row:
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(
            text(
                "Line {line} of {file} is not JSON: {reason}. Mend it, or take it out.",
                line=number,
                file=path,
                reason=error,
            )
        ) from error
    if not isinstance(value, dict):
        raise InputError(
            text("Line {line} of {file} is no JSON object. Write one object a line.", line=number, file=path)
        )
    return {str(key): item for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - any JSON


def _in_batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    stream = iter(rows)
    while batch := list(islice(stream, size)):
        yield batch
