"""What a detector says, and which of its overlapping words counts."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

# What may be a part of an address, and so is left in one.
_IN_ADDRESSES = frozenset({"LOCATION", "PERSON", "DATE_TIME", "AGE", "PHONE_NUMBER", "URL"})
_SURE = 0.5
_BLANK = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())


@dataclass(frozen=True)
class Detection:
    """A span of one text (code points, end exclusive) that a detector takes for personal data."""

    start: int
    end: int
    entity_type: str
    score: float
    detector: str

    def at(self, start: int, end: int) -> "Detection":
        """Return the same detection with other ends."""
        return Detection(start, end, self.entity_type, self.score, self.detector)


class Detector(Protocol):
    """Finds personal data in one text; `name` says with version what it is, for manifests and cards."""

    @property
    def name(self) -> str:
        """The detector's name and version."""
        ...

    def detect(self, text: str, /) -> list[Detection]:
        """Return what it found, in any order, overlapping or not."""
        ...


class Model(Protocol):
    """Guesses at personal data in many texts at once; its spans yield to what a detector found whole."""

    @property
    def name(self) -> str:
        """The model with what it is made of and its version."""
        ...

    def detect_all(self, texts: Sequence[str], /) -> list[list[Detection]]:
        """Return what it found in each text, in the order of the texts."""
        ...


def without_overlaps(text: str, found: Iterable[Detection]) -> list[Detection]:
    """Choose among overlapping detections: the longest, then the best score, then the earliest.

    What of a loser sticks out of the winners is kept as its own span, so that no half of a value is
    left readable; a rest without a letter or digit is dropped. Spans of one type that cut into one another are
    one span. Sorted by start.
    """
    listed = list(found)
    if len(listed) == 1:
        return [one for one in listed if _says_something(text, one)]
    taken: list[Detection] = []
    for one in sorted(_joined(listed), key=_rank):
        for rest in _outside(one, taken):
            if _says_something(text, rest):
                insort(taken, _bare(text, rest, one), key=_start)
    return taken


def outside(found: Iterable[Detection], covered: Sequence[tuple[int, int]], text: str) -> list[Detection]:
    """Return what of the detections lies outside the covered spans."""
    listed = list(found)
    if not listed or not covered:
        return [one for one in listed if _says_something(text, one)]
    walls = _united(covered)
    return [_bare(text, rest, one) for one in listed for rest in _outside(one, walls) if _says_something(text, rest)]


def yielding(found: Sequence[Detection], others: Iterable[Detection], text: str) -> list[Detection]:
    """Move the ends of detections that cut into others: a guess never halves what a pattern found whole."""
    listed = list(others)
    if not listed:
        return list(found)
    kinds = {one.entity_type for one in found}
    walls = {
        kind: _united([(one.start, one.end) for one in listed if one.entity_type != kind]) for kind in sorted(kinds)
    }
    moved: list[Detection] = []
    for one in found:
        start, end = one.start, one.end
        for wall in _touching(one, walls[one.entity_type]):
            if wall.start < start < wall.end < end:
                start = wall.end
            if start < wall.start < end < wall.end:
                end = wall.start
        whole = start == one.start and end == one.end
        moved.append(one if whole else _bare(text, one.at(start, end), one))
    return moved


def _joined(found: Iterable[Detection]) -> list[Detection]:
    """Join detections of one type that overlap while neither holds the other; the longer gives its name and score."""
    kept: list[Detection] = []
    for one in sorted(found, key=_by_type):
        last = kept[-1] if kept else None
        if last and last.entity_type == one.entity_type and last.start < one.start < last.end < one.end:
            longer = max(last, one, key=_length)
            kept[-1] = replace(longer, start=last.start, end=one.end, score=max(last.score, one.score))
        else:
            kept.append(one)
    return kept


def _by_type(one: Detection) -> tuple[str, int, int, float, str]:
    return (one.entity_type, one.start, -one.end, -one.score, one.detector)


def _length(one: Detection) -> tuple[int, float, str]:
    return (one.end - one.start, one.score, one.detector)


def without_numbers(found: Sequence[Detection], others: Iterable[Detection], text: str) -> list[Detection]:
    """Take what is surely something else out of guessed addresses; of such a guess only what holds a digit is kept."""
    sure = (one for one in others if one.score >= _SURE and one.entity_type not in _IN_ADDRESSES)
    walls = sorted(sure, key=_start)
    if not walls:
        return list(found)
    kept: list[Detection] = []
    for one in found:
        inside = _inside(one, walls) if one.entity_type == "LOCATION" else []
        if not inside:
            kept.append(one)
            continue
        rests = outside([one], [(wall.start, wall.end) for wall in inside], text)
        kept += [rest for rest in rests if any(c.isdigit() for c in text[rest.start : rest.end])]
    return kept


def _inside(one: Detection, walls: Sequence[Detection]) -> list[Detection]:
    """Return those of spans sorted by start that lie in one."""
    near = walls[bisect_left(walls, one.start, key=_start) : bisect_left(walls, one.end, key=_start)]
    return [wall for wall in near if wall.end <= one.end]


def _united(spans: Iterable[tuple[int, int]]) -> list[Detection]:
    """Join spans that overlap to walls that do not, sorted by start."""
    walls: list[Detection] = []
    for start, end in sorted(spans):
        if walls and start < walls[-1].end:
            walls[-1] = walls[-1].at(walls[-1].start, max(end, walls[-1].end))
        else:
            walls.append(Detection(start, end, "", 1.0, ""))
    return walls


def _touching(one: Detection, taken: Sequence[Detection]) -> Sequence[Detection]:
    """Return those of spans sorted by start, none overlapping another, that overlap one."""
    first = bisect_left(taken, one.start, key=_start)
    if first > 0 and taken[first - 1].end > one.start:
        first -= 1
    return taken[first : bisect_left(taken, one.end, key=_start)]


def _start(one: Detection) -> int:
    return one.start


def _rank(one: Detection) -> tuple[int, float, int, str, str]:
    return (one.start - one.end, -one.score, one.start, one.entity_type, one.detector)


def _outside(one: Detection, taken: Sequence[Detection]) -> list[Detection]:
    pieces = [one]
    for other in _touching(one, taken):
        pieces = [cut for piece in pieces for cut in _minus(piece, other)]
    return pieces


def _minus(piece: Detection, other: Detection) -> list[Detection]:
    if other.end <= piece.start or piece.end <= other.start:
        return [piece]
    cuts: list[Detection] = []
    if piece.start < other.start:
        cuts.append(piece.at(piece.start, other.start))
    if other.end < piece.end:
        cuts.append(piece.at(other.end, piece.end))
    return cuts


def _says_something(text: str, one: Detection) -> bool:
    value = text[one.start : one.end]
    return value[:1].isalnum() or any(c.isalnum() for c in value)


def _bare(text: str, one: Detection, whole: Detection) -> Detection:
    """Leave out what parts a cut rest from its neighbours: blanks, and the bracket that encloses one of them."""
    if one is whole:
        return one
    value = text[one.start : one.end].rstrip(_BLANK + "<([{")
    bare = value.lstrip(_BLANK + ">)]}")
    return one.at(one.start + len(value) - len(bare), one.start + len(value))


def behind(found: Iterable[Detection], start: int) -> Iterator[Detection]:
    """Yield what was found from a place on; what reaches over it loses what stands before."""
    for one in found:
        if one.end > start:
            yield one if one.start >= start else replace(one, start=start)
