"""Where in a text a name or a number can stand: the stretches worth a look by slow patterns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from curation.pii.gazetteer import Gazetteer
from curation.pii.names import NOT_NAMES

CAPITALISED = re.compile(r"(?<![^\W\d_])[A-Z\u00c0-\u00de\u0100-\u024f](?:[^\W\d_]+|(?=\.))")
_DIGIT = re.compile(r"\d[\w/:.-]*")
_BEFORE, _BEHIND = 100, 60
_ACRONYM = 5


@dataclass(frozen=True)
class Window:
    """A stretch of a text (start, end) in which a pattern is tried."""

    start: int
    end: int


def name_windows(text: str, gazetteer: Gazetteer) -> list[Window]:
    """Return the surroundings of every capitalised word that may be a name."""
    found = (
        match.span() for match in CAPITALISED.finditer(text) if may_be_name(match.group(), gazetteer, initials=True)
    )
    return _around(text, found)


def digit_windows(text: str) -> list[Window]:
    """Return the surroundings of every number."""
    return _around(text, (match.span() for match in _DIGIT.finditer(text)))


def may_be_name(word: str, gazetteer: Gazetteer, *, initials: bool = False) -> bool:
    """Tell whether a capitalised word may be a name: unknown to ordinary text, or in a list of names."""
    if len(word) == 1:
        return initials
    lower = word.lower()
    if lower in gazetteer.first or (initials and lower in gazetteer.last):
        return lower not in NOT_NAMES
    return lower not in gazetteer.common and not (word.isupper() and len(word) <= _ACRONYM)


def _around(text: str, spans: Iterable[tuple[int, int]]) -> list[Window]:
    windows: list[Window] = []
    first = last = -1
    for start, end in spans:
        if first >= 0 and start - _BEFORE <= last:
            last = end + _BEHIND
            continue
        if first >= 0:
            windows.append(_whole(text, first, last))
        first, last = max(0, start - _BEFORE), end + _BEHIND
    if first >= 0:
        windows.append(_whole(text, first, last))
    return windows


def _whole(text: str, start: int, end: int) -> Window:
    """Move an end that falls into a word behind it."""
    stop = min(end, len(text))
    while stop < len(text) and not text[stop].isspace():
        stop += 1
    return Window(start, stop)
