"""Where in a text a name or a number can stand: the stretches worth a look by slow patterns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from curation.pii.gazetteer import Gazetteer
from curation.pii.names import NOT_NAMES

# The look behind comes second: a set of letters in front makes the search ten times faster.
CAPITALISED = re.compile(r"[A-Z\u00c0-\u00de\u0100-\u024f](?<![^\W\d_].)(?:[^\W\d_]+|(?=\.))")
_DIGIT = re.compile(r"\d[\w/:.-]*")
# The number of a tag is none that anything is found around.
_DIGIT_OR_TAG = re.compile(r"<[A-Z][A-Z_]*[A-Z]_\d{1,6}>|(\d[\w/:.-]*)")
_REST = re.compile(r"\S*")
_SMALL = re.compile(r"[^\W\d_]{3,}")
_BEFORE, _BEHIND = 100, 60
_REMEMBERED = 20_000
_ACRONYM = 5


@dataclass(frozen=True)
class Window:
    """A stretch of a text (start, end) in which a pattern is tried."""

    start: int
    end: int


class Capitals:
    """Tells capitalised words that may be names from those that open a sentence; words are remembered."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.may_be_name = lru_cache(maxsize=_REMEMBERED)(self._may_be_name)
        self._may_begin = lru_cache(maxsize=_REMEMBERED)(self._may_be_part)

    def windows(self, text: str) -> list[Window]:
        """Return the surroundings of every capitalised word that may be a name, an initial or a last name."""
        found = [match.span() for match in CAPITALISED.finditer(text) if self._may_begin(match.group())]
        return _around(text, found) if found else []

    def has_candidate(self, text: str, start: int, end: int) -> bool:
        """Tell whether a sentence may hold a name."""
        capitals = CAPITALISED.findall(text, start, end)
        if any(map(self.may_be_name, capitals)):
            return True
        if any(len(word) > 1 for word in capitals):
            return False
        known = self._gazetteer
        return any(word in known.first and word not in known.common for word in _SMALL.findall(text, start, end))

    def _may_be_name(self, word: str) -> bool:
        """Tell whether ordinary text does not know a word, or a list of first names does."""
        lower = word.lower()
        if len(word) > 1 and lower in self._gazetteer.first:
            return lower not in NOT_NAMES
        return len(word) > 1 and lower not in self._gazetteer.common and not (word.isupper() and len(word) <= _ACRONYM)

    def _may_be_part(self, word: str) -> bool:
        if len(word) == 1:
            return True
        lower = word.lower()
        return lower not in NOT_NAMES if lower in self._gazetteer.last else self.may_be_name(word)


def digit_windows(text: str) -> list[Window]:
    """Return the surroundings of every number."""
    if "<" not in text:
        return _around(text, (match.span() for match in _DIGIT.finditer(text)))
    return _around(text, (match.span(1) for match in _DIGIT_OR_TAG.finditer(text) if match[1] is not None))


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
    rest = _REST.match(text, min(end, len(text)))
    return Window(start, rest.end() if rest else end)
