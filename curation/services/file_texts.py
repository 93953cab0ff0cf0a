"""What is written in files of a home, whatever wraps it: archives, compressed lists, columns, escaped JSON."""

import io
import lzma
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

import polars as pl
from polars.exceptions import PolarsError

# Weights and indexes hold numbers; which texts they were made from is said by the folder that they lie in.
NUMBERS = frozenset({".bin", ".crfsuite", ".gguf", ".npy", ".npz", ".onnx", ".pt", ".pth", ".safetensors"})
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def texts_in(name: str, content: bytes) -> Iterator[str]:
    """Yield the texts of a file, its name first; one that is damaged is read as it lies there."""
    yield PurePosixPath(name).name.replace("_", " ")
    if PurePosixPath(name).suffix in NUMBERS:
        return
    try:
        yield from _unwrapped(content)
    except (PolarsError, lzma.LZMAError, zipfile.BadZipFile, OSError, EOFError):
        yield from _plain(content)


def _unwrapped(content: bytes) -> Iterator[str]:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.namelist():
                yield from texts_in(member, packed.read(member))
    elif content.startswith(b"PAR1"):
        yield from _plain(pl.read_parquet(io.BytesIO(content)).write_ndjson().encode("utf-8"))
    elif content.startswith(b"\xfd7zXZ"):
        yield from _plain(lzma.decompress(content))
    else:
        yield from _plain(content)


def _plain(content: bytes) -> Iterator[str]:
    said = content.decode("utf-8", "replace")
    yield said
    if "\\" in said:
        yield unescaped(said)


def unescaped(said: str) -> str:
    """Return JSON text with its escapes of letters as letters, and those of line ends as blanks."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), re.sub(r"\\[nrt]", " ", said))
