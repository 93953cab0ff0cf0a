"""Which characters a text file's bytes are: told by its marks, or by whoever imports it; never guessed silently."""

import codecs
from collections.abc import Generator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import BinaryIO

from curation.errors import InputError
from curation.texts import text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20


def encoding_of(head: bytes, asked: str | None, name: str) -> str:
    """Return the encoding of a text file from its first bytes: what was asked for, its mark, or UTF-8.

    Raises InputError for an encoding that Python does not know, and for UTF-16 without a mark.
    """
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if marked is not None:
        return marked
    if asked:
        try:
            return codecs.lookup(asked).name
        except LookupError as error:
            raise InputError(
                text("{encoding} is not an encoding. Usual are utf-8, cp1252, latin-1 and utf-16.", encoding=asked)
            ) from error
    if b"\0" in head[:200]:
        raise InputError(
            text("{file} holds zero bytes, so it is not UTF-8. Name its encoding, for example utf-16-le.", file=name)
        )
    return "utf-8"


def require_encoding(file: BinaryIO, name: str, encoding: str) -> None:
    """Read a file once in small pieces to see that its bytes are this encoding; the file is rewound.

    Raises InputError with the row and the byte that are not, and what to try instead.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    row = 1
    while True:
        piece = file.read(_CHUNK)
        try:
            row += decoder.decode(piece, final=not piece).count("\n")
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding, "replace")
            raise InputError(_sentence(name, row + before.count("\n"), error, encoding)) from error
        if not piece:
            break
    file.seek(0)


@contextmanager
def decoded(file: BinaryIO, encoding: str, newline: str) -> Generator[TextIOWrapper]:
    """Lend a file of bytes as text and hand it back open; line ends are told apart as in `open`."""
    stream = TextIOWrapper(file, encoding=encoding, newline=newline)
    try:
        yield stream
    finally:
        if not file.closed:
            stream.detach()


def _sentence(name: str, row: int, error: UnicodeDecodeError, encoding: str) -> str:
    return text(
        "{file}, row {row}: the byte 0x{byte:02X} is not {encoding}. Save the file as UTF-8, "
        "or name its encoding: --encoding {other} fits most files from Windows.",
        file=name,
        row=row,
        byte=error.object[error.start],
        encoding=encoding.upper(),
        other="cp1252" if encoding.startswith("utf") else "utf-8",
    )
