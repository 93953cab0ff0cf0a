"""Files that are named on the command line: read whole, or written new, all of it or nothing."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from curation.errors import InputError, StorageError
from curation.texts import text


def bytes_in(file: Path) -> bytes:
    """Return what a file holds; raises InputError where it cannot be read."""
    try:
        return file.expanduser().read_bytes()
    except OSError as error:
        raise InputError(text("{file} cannot be read: {reason}.", file=file, reason=error.strerror or error)) from error


def text_in(file: Path) -> str:
    """Return a file's text, a mark of its encoding left out; raises InputError for one that is not UTF-8."""
    try:
        return bytes_in(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(text("{file} is not a text in UTF-8. Save it as UTF-8.", file=file)) from error


@contextmanager
def new_file(to: Path) -> Generator[TextIO]:
    """Write a file that appears when all of it stands; raises StorageError where there is one already."""
    target = to.expanduser()
    if target.exists():
        raise StorageError(text("{file} exists already. Name another one.", file=to))
    try:
        with TemporaryDirectory(prefix=f".{to.name}.", suffix=".part", dir=target.parent) as folder:
            aside = Path(folder) / to.name
            with aside.open("w", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            aside.rename(target)
    except OSError as error:
        raise StorageError(
            text("{file} cannot be written: {reason}.", file=to, reason=error.strerror or error)
        ) from error
