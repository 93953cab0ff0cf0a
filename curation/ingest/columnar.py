"""Reads Parquet and XLSX: tables whose columns are typed."""

import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import BinaryIO

import fastexcel
import polars as pl
from polars.exceptions import DuplicateError, PanicException, PolarsError

from curation.domain.identity import Json
from curation.errors import InputError
from curation.ingest.delimited import named_once
from curation.ingest.rows import MAX_FIELD, Opening, Row, Rows, longest_text, too_long
from curation.ingest.unpacking import unpacked_size
from curation.texts import text

MAX_UNPACKED = 1_000_000_000
MAX_ROWS = 20_000_000
_AT_ONCE = 1_000


def read_parquet(file: BinaryIO, name: str, opening: Opening) -> Rows:
    """Yield one row a record, counted from 1; raises InputError where the file is damaged."""
    del opening
    try:
        _require_few_rows(pl.scan_parquet(file).select(pl.len()).collect().item(), name)
        file.seek(0)
        frame = pl.read_parquet(file)
    except DuplicateError as error:
        raise InputError(text("{file}: a column name stands twice. Rename one of them.", file=name)) from error
    except (PolarsError, PanicException, OSError) as error:
        raise InputError(text("{file} is damaged: its Parquet cannot be read. Export it again.", file=name)) from error
    yield from _rows(frame, name, 1)


def read_xlsx(file: BinaryIO, name: str, opening: Opening) -> Rows:
    """Yield the rows of the first sheet, by the names in its first row; places count as the sheet does."""
    del opening
    _require_unpackable(file, name)
    try:
        book = fastexcel.read_excel(file.read())
        frame = book.load_sheet(0, header_row=None, dtypes="string", skip_rows=0).to_polars()
    except (fastexcel.FastExcelError, PolarsError, PanicException) as error:
        raise InputError(text("{file} is damaged: its sheet cannot be read. Save it again.", file=name)) from error
    if frame.height == 0:
        raise InputError(text("{file} is empty: its first sheet holds nothing.", file=name))
    found = enumerate(frame.row(0), 1)
    header = [str(cell).strip() if cell else text("column {number}", number=i) for i, cell in found]
    named_once(header, name)
    yield from _rows(frame.slice(1).rename(dict(zip(frame.columns, header, strict=True))), name, 2)


def _rows(frame: pl.DataFrame, name: str, first: int) -> Rows:
    number = first
    for piece in frame.iter_slices(_AT_ONCE):
        for values in piece.iter_rows(named=True):
            plain = {column: _plain(value) for column, value in values.items()}
            length = longest_text(plain)
            yield too_long(name, number, length) if length > MAX_FIELD else Row(number, plain)
            number += 1


def _plain(value: object) -> Json:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta | Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - polars gives struct values untyped
    if isinstance(value, list):
        return [_plain(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - polars gives list values untyped
    return None


def _require_few_rows(rows: int, name: str) -> None:
    """Refuse what a few bytes of Parquet can claim to hold and no memory would."""
    if rows > MAX_ROWS:
        raise InputError(
            text(
                "{file} has {rows:,} rows; at most {most:,} are read at once. Split it.",
                file=name,
                rows=rows,
                most=MAX_ROWS,
            )
        )


def _require_unpackable(file: BinaryIO, name: str) -> None:
    try:
        size = unpacked_size(file, MAX_UNPACKED)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise InputError(text("{file} is damaged: its sheet cannot be read. Save it again.", file=name)) from error
    if size > MAX_UNPACKED:
        raise InputError(
            text("{file} unpacks to over {most:,} bytes. Save it as CSV or Parquet.", file=name, most=MAX_UNPACKED)
        )
    file.seek(0)
