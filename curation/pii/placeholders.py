"""Numbered tags such as <PERSON_1>: the same value the same number within a sample."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from curation.pii.detections import Detection
from curation.pii.names import NOT_NAMES
from curation.pii.whole_words import whole_words_in

PLACEHOLDER = re.compile(r"<([A-Z][A-Z_]*[A-Z])_(\d{1,6})>")
HASHED = re.compile(r"<([A-Z][A-Z0-9_]*):[0-9a-f]{12}>")
# What stands for a value and says so wherever it stands: numbered tags, keyed hashes, marks of removal.
SHOWN = re.compile(rf"{PLACEHOLDER.pattern}|{HASHED.pattern}|<REMOVED>")
# What earlier redactions left: all of these, and masks.
LEFT = re.compile(r"<[A-Z][A-Z_]*[A-Z]_\d{1,6}>|<[A-Z][A-Z0-9_]*:[0-9a-f]{12}>|<REMOVED>|\*+")
SHORTEST = 3
NEAR = 80
# (entity type, normalised value, value, tag) -> what stands for it
Replacement = Callable[[str, str, str, str], str]
NAMES_MODEL = "names model"
_FIELD = re.compile(r"[^\n:]{1,60}: ")
_POSSESSIVE = ("'s", "\u2019s")


@dataclass(frozen=True)
class Tagged:
    """A span of the original with the tag that takes its place."""

    start: int
    end: int
    tag: str


@dataclass
class Tags:
    """The tags of one sample, given out in reading order; numbers already in the texts are not used again."""

    highest: dict[str, int]
    numbers: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def tag(self, entity: str, key: str) -> str:
        """Return the tag of a value, a new one for a value not seen before."""
        if (entity, key) not in self.numbers:
            self.highest[entity] = self.highest.get(entity, 0) + 1
            self.numbers[entity, key] = self.highest[entity]
        return f"<{entity}_{self.numbers[entity, key]}>"


def written_in(text: str) -> list[tuple[int, int]]:
    """Return the spans of what earlier redactions left in a text."""
    return [match.span() for match in LEFT.finditer(text)] if "<" in text or "*" in text else []


def standing_alone(said: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of placeholders, the longest first, where no letter or digit goes on with one."""
    longest_first = sorted(said, key=lambda one: (-len(one), one))
    return re.compile("|".join(_alone(one) for one in longest_first))


def _alone(said: str) -> str:
    before = r"(?<!\w)" if said[0].isalnum() else ""
    after = r"(?!\w)" if said[-1].isalnum() else ""
    return f"{before}{re.escape(said)}{after}"


def tagged(
    texts: Sequence[str], found: Sequence[Sequence[Detection]], replacement: Replacement | None = None
) -> list[list[Tagged]]:
    """Give every detection (sorted by start, in the texts' own offsets) its tag, or what an operator makes of it."""
    tags = Tags(_highest(texts))
    keys = _keys_of_persons(_values(texts, found, "PERSON"))
    rows: list[list[Tagged]] = []
    for text, spans in zip(texts, found, strict=True):
        row: list[Tagged] = []
        for one in spans:
            key = _key(one, text, keys)
            tag = tags.tag(one.entity_type, key)
            if replacement is not None:
                tag = replacement(one.entity_type, key, text[one.start : one.end], tag)
            row.append(Tagged(one.start, one.end, tag))
        rows.append(row)
    return rows


def occurrences(texts: Sequence[str], found: Sequence[Sequence[Detection]]) -> list[list[Detection]]:
    """Find where else the detected values stand: whole words; parts of a person's name where they read as one.

    What the names model guesses of a bare field ("product: Granite Ladder") stays there: no sentence speaks for it.
    """
    kinds = {
        text[one.start : one.end]: one
        for text, spans in zip(texts, found, strict=True)
        for one in spans
        if one.detector != NAMES_MODEL or not _bare_field(text, one)
    }
    kinds = {value: one for value, one in kinds.items() if len(value) >= SHORTEST}
    parts = {part: one for value, one in kinds.items() if one.entity_type == "PERSON" for part in _parts(value)}
    if not kinds:
        return [[] for _ in texts]
    both = frozenset((*kinds, *parts))
    return [list(_occurring(text, whole_words_in(text, both), kinds, parts)) for text in texts]


def normalised(entity: str, value: str) -> str:
    """Return what makes two values the same: letters and digits without case; names with single blanks."""
    folded = " ".join(value.casefold().split())
    if entity in ("PERSON", "LOCATION", "EMAIL_ADDRESS", "URL"):
        return folded
    return "".join(c for c in folded if c.isalnum()) or folded


def _occurring(
    text: str, places: Iterable[tuple[int, int]], kinds: dict[str, Detection], parts: dict[str, Detection]
) -> Iterable[Detection]:
    for start, end in places:
        value = text[start:end]
        if value in kinds:
            one = kinds[value]
            yield Detection(start, end, one.entity_type, one.score, "same value")
        elif _reads_as_name(text, start, end):
            yield Detection(start, end, "PERSON", parts[value].score, "part of a name")


def _reads_as_name(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - NEAR) : start].rstrip()
    return (bool(before) and before[-1] not in '.!?:;"\u201c(\n') or text[end : end + 2] in _POSSESSIVE


def _bare_field(text: str, one: Detection) -> bool:
    return _FIELD.fullmatch(text, 0, one.start) is not None and one.end == len(text.rstrip())


def _parts(name: str) -> list[str]:
    words = name.split()
    if len(words) == 1:
        return []
    return [word for word in (words[0], words[-1]) if len(word) >= SHORTEST and word.lower() not in NOT_NAMES]


def _keys_of_persons(names: Iterable[str]) -> dict[str, str]:
    """Map a first or last name standing alone to the full name, where only one full name has it."""
    owners: dict[str, set[str]] = {}
    for name in names:
        words = name.split()
        for part in {words[0], words[-1]} if len(words) > 1 else ():
            owners.setdefault(part, set()).add(name)
    return {part: min(full) for part, full in owners.items() if len(full) == 1}


def _values(texts: Sequence[str], found: Sequence[Sequence[Detection]], entity: str) -> list[str]:
    pairs = zip(texts, found, strict=True)
    return [
        normalised(entity, text[one.start : one.end])
        for text, spans in pairs
        for one in spans
        if one.entity_type == entity
    ]


def _key(one: Detection, text: str, persons: dict[str, str]) -> str:
    key = normalised(one.entity_type, text[one.start : one.end])
    return persons.get(key, key) if one.entity_type == "PERSON" else key


def _highest(texts: Sequence[str]) -> dict[str, int]:
    highest: dict[str, int] = {}
    for text in texts:
        for match in PLACEHOLDER.finditer(text):
            entity, number = match[1], int(match[2])
            highest[entity] = max(highest.get(entity, 0), number)
    return highest
