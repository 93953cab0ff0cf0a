"""Writers of Parquet, JSON Lines and CSV: everything is written aside and renamed when all of it stands."""

import csv
import json
import os
import re
import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol, TextIO

import polars as pl

from curation.engine.rows import Row, Table, ending_of
from curation.errors import StorageError
from curation.stopping import undisturbed
from curation.texts import text

_LONE = re.compile("[\ud800-\udfff]")
Columns = Mapping[str, pl.DataType | type[pl.DataType]]


class Writer(Protocol):
    """Takes rows in batches; `finish` closes the file."""

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        ...

    def finish(self) -> None:
        """Write what is left."""
        ...


class Outputs:
    """The files that a stage writes; all of them appear, or none."""

    def __init__(self) -> None:
        self._writers: list[Writer] = []
        self._moves: list[tuple[Path, Path]] = []
        self._stack = ExitStack()

    def table(self, path: Path, columns: Sequence[str], schema: Columns | None) -> Writer:
        """Add a file: its columns in order, and their types where they are known (Parquet needs them)."""
        ending = ending_of(path)
        folder = self._stack.enter_context(_aside(path))
        part = folder / path.name
        if ending == ".parquet":
            writer: Writer = _Parquet(part, folder, schema)
        else:
            file = self._stack.enter_context(part.open("w", encoding="utf-8", errors="replace", newline=""))
            writer = _JsonLines(file) if ending == ".jsonl" else _Csv(file, columns)
        self._writers.append(writer)
        self._moves.append((part, path))
        return writer

    def beside(self, path: Path, table: Table, added: Columns) -> Writer:
        """Add a file with the columns of a table, and those that a stage adds, at the end."""
        schema = None if table.schema is None else {**table.schema, **added}
        return self.table(path, [*table.columns, *added], schema)

    def file(self, path: Path) -> Path:
        """Add a file that the caller writes and closes; return where it is written."""
        part = self._stack.enter_context(_aside(path)) / path.name
        self._moves.append((part, path))
        return part

    def finish(self) -> None:
        """Close the files and put them in their places."""
        for writer in self._writers:
            writer.finish()
        for part, _ in self._moves:
            _sync(part)
        with undisturbed():
            for part, path in self._moves:
                part.replace(path)

    def close(self) -> None:
        """Remove what was written aside."""
        self._stack.close()


@contextmanager
def outputs() -> Generator[Outputs]:
    """Write files that appear only when the block ends well; a full disk is a StorageError."""
    files = Outputs()
    try:
        yield files
        files.finish()
    except OSError as error:
        raise StorageError(
            text("{file} cannot be written: {reason}.", file=error.filename or "", reason=error.strerror or error)
        ) from error
    finally:
        files.close()


@contextmanager
def _aside(path: Path) -> Generator[Path]:
    if not path.parent.is_dir():
        raise StorageError(text("There is no folder {folder}. Make it first.", folder=path.parent))
    folder = Path(mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _JsonLines:
    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, rows: Sequence[Row]) -> None:
        self._file.writelines(_json(row) + "\n" for row in rows)

    def finish(self) -> None:
        self._file.close()


class _Csv:
    def __init__(self, file: TextIO, columns: Sequence[str]) -> None:
        self._file, self._columns = file, columns
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow(columns)

    def write(self, rows: Sequence[Row]) -> None:
        self._writer.writerows([_cell(row.get(column)) for column in self._columns] for row in rows)

    def finish(self) -> None:
        self._file.close()


class _Parquet:
    """Batches become parts beside the file, and the parts one file, without holding all rows."""

    def __init__(self, path: Path, folder: Path, schema: Columns | None) -> None:
        self._path, self._folder, self._schema = path, folder, schema
        self._parts: list[Path] = []

    def write(self, rows: Sequence[Row]) -> None:
        part = self._folder / f"{len(self._parts)}.rows"
        pl.DataFrame(rows, schema=self._schema, infer_schema_length=None).write_parquet(part)
        self._parts.append(part)

    def finish(self) -> None:
        if not self._parts:
            pl.DataFrame(schema=self._schema).write_parquet(self._path)
            return
        frames = [pl.scan_parquet(part) for part in self._parts]
        pl.concat(frames, how="diagonal_relaxed").sink_parquet(self._path)


def _json(row: Row) -> str:
    line = json.dumps(row, ensure_ascii=False, default=str)
    # A lone surrogate has no UTF-8; escaped, it comes back as it was.
    return line if line.isascii() or not _LONE.search(line) else json.dumps(row, default=str)


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
