"""Deterministic prose of an invented speciality, on which the small base model is pre-trained.

Every condition, statute and product in it is invented. The forty subjects that the demo teaches appear by name, so that
their words are known, but nothing that the demo asks about them is said: facts are stated of unnamed extras alone.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar
from zlib import crc32

from training.prose_sentences import ABOUT, ABOUT_ANY, GENERAL, LEADS, STATED, TAILS
from training.prose_subjects import SUBJECTS, Kind
from training.prose_words import NAME_PARTS, POOLS

_T = TypeVar("_T")

_SENTENCES = (4, 8)
_KNOWN_SHARE = 0.35
_GENERAL_SHARE = 0.2
_BARE = {Kind.CONDITION, Kind.MEDICINE}  # names without an article


def prose(seed: int, characters: int) -> Iterator[str]:
    """Paragraphs of English prose until together they have at least so many characters.

    The same seed gives the same paragraphs; no paragraph occurs twice. No questions, no line breaks inside a paragraph.
    """
    draw = _Draw(random.Random(seed))  # noqa: S311 - reproducible text, no secret
    seen: set[int] = set()
    written = 0
    while written < characters:
        paragraph = draw.paragraph()
        if hash_of(paragraph) in seen:
            continue
        seen.add(hash_of(paragraph))
        written += len(paragraph)
        yield paragraph


def hash_of(paragraph: str) -> int:
    """A stable number for a paragraph, by which repetitions are seen."""
    encoded = paragraph.encode("utf-8")
    return crc32(encoded) << 32 | crc32(encoded[::-1])


class _Slots(Mapping[str, str]):
    """Fills the slots of one sentence: the names that are given, and for any other slot a drawn word."""

    def __init__(self, draw: "_Draw", names: dict[str, str]) -> None:
        self._draw = draw
        self._names = names

    def __getitem__(self, slot: str) -> str:
        return self._names[slot] if slot in self._names else self._draw.words(slot)

    def __iter__(self) -> Iterator[str]:
        return iter(POOLS)

    def __len__(self) -> int:
        return len(POOLS)


class _Stated(_Slots):
    """The same, but what is stated of a name never changes: the words depend on the name and the slot alone."""

    def __init__(self, draw: "_Draw", names: dict[str, str]) -> None:
        super().__init__(draw, names)
        self._asked: list[str] = []

    def __getitem__(self, slot: str) -> str:
        if slot in self._names:
            return self._names[slot]
        self._asked.append(slot)
        settled = f"{self._names['name']} {slot} {self._asked.count(slot)}"
        return _Draw(random.Random(settled)).words(slot)  # noqa: S311 - as above


class _Draw:
    """One stream of choices; every choice is one call of random(), which is equal on every Python."""

    def __init__(self, source: random.Random) -> None:
        self._source = source
        self._known = {kind: [s.name for s in SUBJECTS if s.kind is kind] for kind in Kind}

    def one(self, items: Sequence[_T]) -> _T:
        """One of the items."""
        return items[int(self._source.random() * len(items))]

    def words(self, slot: str) -> str:
        """Words for a slot, with the slots inside them filled."""
        found = self.one(POOLS[slot])
        return found.format_map(_Slots(self, {})) if "{" in found else found

    def some(self, items: Sequence[_T], count: int) -> list[_T]:
        """So many different items in a drawn order."""
        left = list(items)
        return [left.pop(int(self._source.random() * len(left))) for _ in range(count)]

    def paragraph(self) -> str:
        """Some sentences, about one subject or about nothing in particular."""
        count = _SENTENCES[0] + int(self._source.random() * (_SENTENCES[1] - _SENTENCES[0] + 1))
        if self._source.random() < _GENERAL_SHARE:
            return " ".join(self._sentence(pattern, _Slots(self, {})) for pattern in self.some(GENERAL, count))
        kind = self.one(list(Kind))
        if self._source.random() < _KNOWN_SHARE:
            return self._about(kind, self.one(self._known[kind]), self.some(ABOUT[kind] + ABOUT_ANY, count))
        patterns = self.some(STATED[kind] + ABOUT[kind] + ABOUT_ANY + STATED[kind], count)
        return self._about(kind, self._extra(kind), list(dict.fromkeys(patterns)))

    def _about(self, kind: Kind, name: str, patterns: list[str]) -> str:
        return " ".join(self._one_of(kind, name, pattern) for pattern in patterns)

    def _one_of(self, kind: Kind, name: str, pattern: str) -> str:
        if pattern in STATED[kind]:
            return self._sentence(pattern, _Stated(self, {"name": name, "other": self._extra(kind)}))
        others = [known for known in self._known[kind] if known != name]
        other = self.one(others) if self._source.random() < _KNOWN_SHARE else self._extra(kind)
        article = "the " if pattern in ABOUT_ANY and kind not in _BARE else ""
        return self._sentence(pattern, _Slots(self, {"name": article + name, "other": article + other}))

    def _sentence(self, pattern: str, slots: _Slots) -> str:
        lead, tail = (self.one(edges).format_map(_Slots(self, {})) for edges in (LEADS, TAILS))
        filled = lead + pattern.format_map(slots) + tail
        return f"{filled[0].upper()}{filled[1:]}."

    def _extra(self, kind: Kind) -> str:
        made = self._made(kind)
        return made if made not in self._known[kind] else self._extra(kind)

    def _made(self, kind: Kind) -> str:
        first, last = self.one(NAME_PARTS["first"]), self.one(NAME_PARTS[kind])
        if kind in _BARE:
            return self.one(NAME_PARTS["stem"]) + self.one(NAME_PARTS["middle"]) + last
        if kind is Kind.INSTRUMENT:
            return f"{last} of {self.one(NAME_PARTS['manner'])} {self.one(NAME_PARTS['matter'])}"
        return f"{first.lower() if kind is Kind.LEVY else first} {last}"
