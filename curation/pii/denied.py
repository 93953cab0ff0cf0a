"""The deny list: texts that people have named personal are found wherever they stand as whole words."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from curation.pii.detections import Detection
from curation.pii.policy import PiiPolicy

DENIED = "deny list"
_SHORT = 3
_ENTRY = re.compile(r"([A-Z][A-Z_]*[A-Z]): (.+)", re.DOTALL)


class DenyDetector:
    """Finds the texts of a policy's deny list; an entry without a type is a person."""

    def __init__(self, policy: PiiPolicy) -> None:
        values: dict[str, list[str]] = {}
        for entity, value in map(denied_entry, policy.deny):
            values.setdefault(entity, []).append(value)
        self._found = [(entity, whole_words(known)) for entity, known in values.items()]

    @property
    def name(self) -> str:
        """The detector's name and version."""
        return f"{DENIED} 1"

    def detect(self, text: str) -> list[Detection]:
        """Return every occurrence, by entity type."""
        return [
            Detection(*match.span(), entity, 1.0, DENIED)
            for entity, pattern in self._found
            for match in pattern.finditer(text)
        ]


def denied_entry(entry: str) -> tuple[str, str]:
    """Return the entity type and the text of an entry."""
    match = _ENTRY.fullmatch(entry)
    return ("PERSON", entry) if match is None else (match[1], match[2])


def whole_words(values: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of values as whole words, any blanks between their words.

    Case counts, or else the name May would be found in every month, but capitals throughout are the same value (so is
    the usual spelling of one given in capitals, unless it is as short as MAY); what holds a digit or an @ is found
    in any case.
    """
    return re.compile(r"(?<!\w)(?:" + "|".join(map(_spelled, sorted(values, key=len, reverse=True))) + r")(?!\w)")


def over_others(found: Iterable[Detection]) -> list[Detection]:
    """Return detections without those that a denied text covers: what a person said outweighs a pattern."""
    listed = list(found)
    said = sorted((one.start, one.end) for one in listed if one.detector == DENIED)
    starts = [start for start, _ in said]
    furthest = list(accumulate((end for _, end in said), max))
    return [one for one in listed if one.detector == DENIED or not _covered(one, starts, furthest)]


def _covered(one: Detection, starts: Sequence[int], furthest: Sequence[int]) -> bool:
    """Tell whether a span that begins no later reaches at least as far; `furthest` is how far those up to each do."""
    place = bisect_right(starts, one.start)
    return place > 0 and furthest[place - 1] >= one.end


def _spelled(value: str) -> str:
    words = r"\s+".join(map(re.escape, value.split()))
    if any(c.isdigit() or c == "@" for c in value):
        return f"(?i:{words})"
    others = [value.upper()]
    if value.isupper() and len(value) > _SHORT:
        others.append(value.title())
    return "|".join([words, *(r"\s+".join(map(re.escape, other.split())) for other in others)])
