"""A text as the detectors read it: letters composed, nothing in it that is not seen; with the way back. Pure.

A name whose accents are signs of their own (as files of some systems write them), that a soft hyphen parts or in which
a control character stands is a name all the same. The text itself is never changed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from curation.pii.detections import Detection

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
# Soft hyphen, joiners, marks of direction, byte order mark: they take no room.
_NO_ROOM = r"\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_UNSEEN = re.compile(f"[{_CONTROL}{_NO_ROOM}]")
_ASCII_UNSEEN = re.compile(f"[{_CONTROL}]")
_BLANK = " "


@dataclass(frozen=True)
class Reading:
    """What is read, and of each of its signs where it begins and ends in the text."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def back(self, one: Detection) -> Detection:
        """Return a detection in the text itself."""
        return one.at(self.starts[one.start], self.ends[one.end - 1])


def reading_of(text: str) -> Reading | None:
    """Return how a text is read, None where that is the text itself."""
    if text.isascii():
        if _ASCII_UNSEEN.search(text) is None:
            return None
    elif _UNSEEN.search(text) is None and unicodedata.is_normalized("NFC", text):
        return None
    signs = [(sign, start, end) for start, end in _clusters(text) for sign in _read(text, start, end)]
    if not signs:
        return None
    read, starts, ends = zip(*signs, strict=True)
    return Reading("".join(read), starts, ends)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield each sign with the marks that stand on it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or unicodedata.combining(text[at]) == 0:
            yield start, at
            start = at


def _read(text: str, start: int, end: int) -> str:
    cluster = text[start:end]
    if _UNSEEN.match(cluster) is None:
        return unicodedata.normalize("NFC", cluster)
    beside = text[start - 1 : start] + text[end : end + 1]
    # A control character parts words unless a blank does already; what takes no room parts nothing.
    parts = _ASCII_UNSEEN.match(cluster) is not None and not any(map(str.isspace, beside))
    return (_BLANK if parts else "") + unicodedata.normalize("NFC", cluster[1:])
