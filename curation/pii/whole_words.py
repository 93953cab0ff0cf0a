"""Where given values stand in a text as whole words: what one pattern of them all would find, without compiling it."""

import re
from collections.abc import Collection, Iterator

_FEW = 40
# What a value begins with, up to the end of its first word: a text that holds the value begins the same way there.
_HEAD = re.compile(r"\W{0,8}\w+")
_WORD = re.compile(r"\w+")
_SIGNS = re.compile(r"(?<!\w)(?=(\W{1,8}\w+))")
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
    """Walk once over the starts of words, however many values there are and however alike they begin."""
    words, signs, rest = _indexed(values)
    for match in _WORD.finditer(text) if words else ():
        if match.group() in words:
            yield from _at(text, match.start(), words[match.group()])
    for match in _SIGNS.finditer(text) if signs else ():
        if match[1] in signs:
            yield from _at(text, match.start(), signs[match[1]])
    yield from _one_by_one(text, rest)


_ByLength = dict[int, set[str]]


def _indexed(values: Collection[str]) -> tuple[dict[str, _ByLength], dict[str, _ByLength], list[str]]:
    """Index values by head and length: those that begin with a word, those that begin with signs, and the others."""
    words: dict[str, _ByLength] = {}
    signs: dict[str, _ByLength] = {}
    rest: list[str] = []
    for value in values:
        head = _HEAD.match(value)
        if head is None:
            rest.append(value)
        else:
            index = words if _goes_on(value[0]) else signs
            index.setdefault(head.group(), {}).setdefault(len(value), set()).add(value)
    return words, signs, rest


def _at(text: str, start: int, lengths: _ByLength) -> Iterator[Span]:
    for length, values in lengths.items():
        end = start + length
        if text[start:end] in values and not (end < len(text) and _goes_on(text[end])):
            yield start, end


def _goes_on(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _longest_first(place: Span) -> Span:
    return place[0], -place[1]
