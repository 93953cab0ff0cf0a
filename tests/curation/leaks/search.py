"""Looks for texts in everything below a folder: archives unpacked, columns of Parquet read out."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl


def found_below(folder: Path, needles: list[str]) -> list[tuple[str, str]]:
    """Return (place, needle) of every needle that stands in clear, whatever its case."""
    wanted = [(needle, needle.casefold().encode()) for needle in needles]
    return [(place, needle) for place, content in _contents(folder) for needle, low in wanted if low in content]


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield from _parts(str(file.relative_to(folder)), file.read_bytes())
            yield f"name of {file.name}", file.name.lower().encode()


def _parts(place: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield place, content.lower()
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield from _parts(f"{place}/{name}", packed.read(name))
    if content.startswith(b"PAR1"):
        yield f"{place} (rows)", str(pl.read_parquet(io.BytesIO(content)).to_dicts()).casefold().encode()
