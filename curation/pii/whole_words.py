"""Where given values stand in a text as whole words: what one pattern of them all would find, without compiling it."""

import re
from collections.abc import Collection, Iterator

_FEW = 40
_HEAD = 3
_START = re.compile(r"(?<!\w)(?=(...))", re.DOTALL)
Span = tuple[int, int]


def whole_words_in(text: str, values: Collection[str]) -> list[Span]:
    """Return the places of values (at least three signs each) that no letter, digit or underscore goes on with.

    Places are sorted and do not overlap: the first counts, of those with one start the longest.
    """
    places = _one_by_one(text, values) if len(values) <= _FEW else _by_heads(text, values)
    taken: list[Span] = []
    last = 0
    for start, end in sorted(places, key=_longest_first):
        if start >= last:
            taken.append((start, end))
            last = end
    return taken


def _one_by_one(text: str, values: Collection[str]) -> Iterator[Span]:
    for value in values:
        start = text.find(value)
        while start >= 0:
            end = start + len(value)
            if not (start and _goes_on(text[start - 1])) and not (end < len(text) and _goes_on(text[end])):
                yield start, end
            start = text.find(value, start + 1)


def _by_heads(text: str, values: Collection[str]) -> Iterator[Span]:
    """Walk once over the starts of words, however many values there are."""
    heads: dict[str, list[str]] = {}
    for value in values:
        heads.setdefault(value[:_HEAD], []).append(value)
    for match in _START.finditer(text):
        start = match.start()
        for value in heads.get(match[1], ()):
            end = start + len(value)
            if text.startswith(value, start) and not (end < len(text) and _goes_on(text[end])):
                yield start, end


def _goes_on(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _longest_first(place: Span) -> Span:
    return place[0], -place[1]
