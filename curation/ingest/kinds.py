"""What kind of file it is: by its ending, held against its first bytes."""

import json
from pathlib import PurePath

from curation.errors import InputError
from curation.ingest.rows import FileKind
from curation.texts import text

ENDINGS = {
    ".jsonl": FileKind.JSONL,
    ".ndjson": FileKind.JSONL,
    ".json": FileKind.JSON,
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".parquet": FileKind.PARQUET,
    ".pq": FileKind.PARQUET,
    ".xlsx": FileKind.XLSX,
}
HEAD = 64_000
_TEXT = frozenset({FileKind.JSONL, FileKind.JSON, FileKind.CSV})
_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"


def kind_of(name: str, head: bytes, tail: bytes, asked: FileKind | None = None) -> FileKind:
    """Return the kind of a file from its name and its first and last bytes (at least 4).

    JSON and JSON Lines are told apart by the content, because both endings are used for both.
    Raises InputError where the ending is unknown or the bytes are something else.
    """
    if not head:
        raise InputError(text("{file} is empty: it holds no bytes. Export it again.", file=name))
    ending = PurePath(name).suffix.lower()
    kind = asked or ENDINGS.get(ending)
    if kind is None:
        raise InputError(
            text(
                "{file} ends in “{ending}”, which is not read. Use one of {known}, or name the format.",
                file=name,
                ending=ending,
                known=", ".join(ENDINGS),
            )
        )
    found = _disguise(head)
    if kind is FileKind.PARQUET and not (head.startswith(_PARQUET) and tail.endswith(_PARQUET)):
        raise InputError(_not_what_it_says(name, "Parquet", _cut(head) or found or text("something else")))
    if kind is FileKind.XLSX and not head.startswith(_ZIP):
        raise InputError(_not_what_it_says(name, "XLSX", found or text("something else")))
    if kind in _TEXT and found is not None:
        raise InputError(_not_what_it_says(name, kind.value.upper(), found))
    return _json_kind(kind, head) if kind in {FileKind.JSON, FileKind.JSONL} else kind


def _json_kind(kind: FileKind, head: bytes) -> FileKind:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    first, _, rest = start.partition(b"\n")
    if start.startswith(b"["):
        return FileKind.JSON
    if kind is FileKind.JSONL:
        return FileKind.JSON if first.strip() == b"{" else kind
    return FileKind.JSONL if rest.strip() and _is_whole(first) else kind


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _disguise(head: bytes) -> str | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    signs = (
        (b"<!doctype html", text("a web page")),
        (b"<html", text("a web page")),
        (b"<?xml", text("XML")),
        (b"%pdf", text("a PDF")),
        (b"\x89png", text("a picture")),
        (_PARQUET.lower(), text("Parquet")),
        (_ZIP.lower(), text("a ZIP or Office file")),
        (b"\x1f\x8b", text("packed with gzip; unpack it")),
        (b"version https://git-lfs", text("a Git LFS pointer, not the data; fetch it with git lfs pull")),
    )
    return next((name for sign, name in signs if start.startswith(sign)), None)


def _cut(head: bytes) -> str | None:
    return text("cut off before its end") if head.startswith(_PARQUET) else None


def _not_what_it_says(name: str, kind: str, found: str) -> str:
    return text(
        "{file} is not {kind} as it says: it looks like this: {found}. Export or download it again.",
        file=name,
        kind=kind,
        found=found,
    )
