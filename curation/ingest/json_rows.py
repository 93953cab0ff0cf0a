"""Reads JSON Lines line by line, and JSON files entry by entry."""

import json
from collections.abc import Iterator
from io import TextIOWrapper
from json import JSONDecodeError
from typing import BinaryIO

from curation.domain.identity import Json
from curation.domain.sources import BadRow
from curation.errors import InputError
from curation.ingest.encodings import decoded, require_encoding
from curation.ingest.rows import MAX_FIELD, MAX_LINE, Opening, Row, Rows, longest_text, too_long
from curation.texts import text

MAX_JSON = 250_000_000
_SPACE = " \t\r\n"


class _TwiceError(ValueError):
    """A name that stands twice in one object: which of the two values counts cannot be known."""


def read_jsonl(file: BinaryIO, name: str, opening: Opening) -> Rows:
    """Yield one row a line; blank lines are passed over, and a line is never held beyond 8 million characters."""
    require_encoding(file, name, opening.encoding)
    number = 0
    with decoded(file, opening.encoding, "\n") as stream:
        while line := stream.readline(MAX_LINE):
            number += 1
            if len(line) >= MAX_LINE and not line.endswith("\n"):
                yield too_long(name, number, len(line) + _rest_of_line(stream))
            elif line.strip():
                yield _row(line, name, number)


def read_json(file: BinaryIO, name: str, opening: Opening) -> Rows:
    """Yield one row an entry of a JSON array, or of the one array of objects inside a JSON object.

    Rows are counted by entry. Raises InputError where the file is too large to be one piece of JSON, or
    breaks off inside: what follows a break cannot be told apart any more.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_JSON:
        raise InputError(
            text(
                "{file} is too large for one piece of JSON ({size:,} bytes). Write it as JSON Lines.",
                file=name,
                size=size,
            )
        )
    require_encoding(file, name, opening.encoding)
    with decoded(file, opening.encoding, "\n") as stream:
        whole = stream.read().strip(_SPACE)
    entries = _entries_of_array(whole, name) if whole.startswith("[") else _entries_of_object(whole, name)
    for number, entry in enumerate(entries, 1):
        yield _entry(entry, name, number)


def _row(line: str, name: str, number: int) -> Row | BadRow:
    try:
        return _entry(_parse(line), name, number)
    except JSONDecodeError as error:
        return BadRow(
            name, number, text("it is not JSON ({what}, character {place}).", what=error.msg, place=error.pos + 1)
        )
    except RecursionError:
        return BadRow(name, number, text("it is nested too deep."))
    except _TwiceError:
        return BadRow(name, number, text("a field stands in it twice; keep one of them."))
    except ValueError:
        return BadRow(name, number, text("it holds a number with too many digits."))


def _entry(value: Json, name: str, number: int) -> Row | BadRow:
    if not isinstance(value, dict):
        return BadRow(name, number, text("it is not an object with named fields."))
    length = longest_text(value)
    return too_long(name, number, length) if length > MAX_FIELD else Row(number, value)


def _entries_of_array(whole: str, name: str) -> Iterator[Json]:
    decoder = json.JSONDecoder(object_pairs_hook=_no_name_twice)
    at, number = _skip(whole, 1), 0
    while at < len(whole) and whole[at] != "]":
        number += 1
        try:
            value, at = decoder.raw_decode(whole, at)
        except (ValueError, RecursionError) as error:
            raise _broken(name, whole, at, number) from error
        at = _skip(whole, at)
        if at < len(whole) and whole[at] == ",":
            at = _skip(whole, at + 1)
        elif at >= len(whole) or whole[at] != "]":
            raise _broken(name, whole, at, number + 1)
        yield value
    if at >= len(whole) or _skip(whole, at + 1) < len(whole):
        raise _broken(name, whole, min(at + 1, len(whole)), number + 1)


def _entries_of_object(whole: str, name: str) -> Iterator[Json]:
    try:
        value = _parse(whole)
    except (ValueError, RecursionError) as error:
        place = error.pos if isinstance(error, JSONDecodeError) else 0
        raise _broken(name, whole, place, 1) from error
    lists = [found for found in value.values() if isinstance(found, list) and found] if isinstance(value, dict) else []
    tables = [found for found in lists if isinstance(found[0], dict)]
    if len(tables) != 1:
        raise InputError(
            text(
                "{file} holds {count} lists of objects where one is needed. "
                "Write the rows as one list, or as JSON Lines.",
                file=name,
                count=len(tables),
            )
        )
    yield from tables[0]


def _parse(line: str) -> Json:
    value: Json = json.loads(line, object_pairs_hook=_no_name_twice)
    return value


def _no_name_twice(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError
    return found


def _broken(name: str, whole: str, at: int, entry: int) -> InputError:
    return InputError(
        text(
            "{file} breaks off in line {line}, at entry {entry}: this is not JSON. Mend the line, or write the rows as "
            "JSON Lines, where a broken row can be left out.",
            file=name,
            line=whole.count("\n", 0, at) + 1,
            entry=entry,
        )
    )


def _skip(whole: str, at: int) -> int:
    while at < len(whole) and whole[at] in _SPACE:
        at += 1
    return at


def _rest_of_line(stream: TextIOWrapper) -> int:
    length = 0
    while piece := stream.readline(MAX_LINE):
        length += len(piece)
        if piece.endswith("\n"):
            break
    return length
