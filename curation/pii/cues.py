"""Personal data that a cue gives away: titles, roles, labels. One row a pattern; pure and fast."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from curation.pii.cue_addresses import BLOCKS
from curation.pii.cue_ages import AGES
from curation.pii.cue_hints import Hints
from curation.pii.cue_numbers import NUMBERS
from curation.pii.cue_people import PEOPLE
from curation.pii.cue_phones import PHONES
from curation.pii.cue_places import PLACES
from curation.pii.cue_rows import CueRow, Look
from curation.pii.detections import Detection
from curation.pii.gazetteer import MODEL_FOLDER, gazetteer_in
from curation.pii.names import name_within
from curation.pii.windows import Capitals, Window, digit_windows

VERSION = 5
ROWS = (*PEOPLE, *NUMBERS, *PHONES, *AGES, *BLOCKS, *PLACES)


@dataclass(frozen=True)
class Compiled:
    """A row with its pattern ready."""

    row: CueRow
    pattern: re.Pattern[str]


class _Group:
    """Rows that are tried on the same stretches of a text."""

    def __init__(self, rows: Iterable[CueRow]) -> None:
        self.rows = [Compiled(row, re.compile(row.pattern)) for row in rows]
        self._by_hint: dict[str, list[int]] = {}
        for number, one in enumerate(self.rows):
            for hint in one.row.hints:
                self._by_hint.setdefault(hint, []).append(number)
        self._always = {number for number, one in enumerate(self.rows) if not one.row.hints}
        self._hints = Hints(self._by_hint)

    def found(self, text: str, windows: Sequence[Window]) -> list[Detection]:
        """Return what the rows find in some stretches."""
        if len(windows) == 1:
            look = Look(text[windows[0].start : windows[0].end])
            return [found for one in self._wanted(look) for found in _matches(one, text, windows[0])]
        pieces = [text[window.start : window.end] for window in windows]
        wanted = self._wanted(Look("\n".join(pieces)))
        found: list[Detection] = []
        for window, piece in zip(windows, pieces, strict=True) if wanted else ():
            near = piece.lower()
            for one in wanted:
                if one.row.hinted(near):
                    found += _matches(one, text, window)
        return found

    def _wanted(self, look: Look) -> list[Compiled]:
        numbers = set(self._always)
        for hint in self._hints.found(look.text.lower()):
            numbers.update(self._by_hint[hint])
        return [one for one in map(self.rows.__getitem__, sorted(numbers)) if look.may_hold(one.row)]


class CueDetector:
    """Finds what its rows describe; patterns are tried around possible names and around numbers only."""

    def __init__(self, rows: tuple[CueRow, ...] = ROWS, folder: Path = MODEL_FOLDER) -> None:
        self._capitals = Capitals(gazetteer_in(folder))
        self._people = _Group(row for row in rows if row.entity == "PERSON")
        self._numbers = _Group(row for row in rows if row.entity != "PERSON" and row.near == "digit")
        self._anywhere = _Group(row for row in rows if row.entity != "PERSON" and row.near == "anywhere")

    @property
    def name(self) -> str:
        """The detector's name and version."""
        return f"cue patterns {VERSION}"

    def detect(self, text: str) -> list[Detection]:
        """Return what the rows found."""
        return [one for group, windows in self.places(text) if windows for one in group.found(text, windows)]

    def places(self, text: str) -> list[tuple[_Group, Sequence[Window]]]:
        """Return the rows with the stretches of a text on which they are tried."""
        return [
            (self._anywhere, [Window(0, len(text))]),
            (self._people, self._capitals.windows(text)),
            (self._numbers, digit_windows(text)),
        ]


def _matches(compiled: Compiled, text: str, window: Window) -> Iterator[Detection]:
    row = compiled.row
    for match in compiled.pattern.finditer(text, window.start, window.end):
        start, end = match.span("value")
        if row.entity == "PERSON":
            name = name_within(text[start:end], row.least, skipping=row.skipping)
            if name is None:
                continue
            start += name[0]
            end = start + len(name[1])
            if text[end : end + 1].isalnum():  # the letter of B12 is no name
                end = max(text.rfind(" ", start, end), start)
            if start == end:
                continue
        yield Detection(start, end, row.entity, row.score, f"cue: {row.name}")


def bare(detector: CueDetector, text: str) -> list[Detection]:
    """Return what the rows find without their conditions, which the tests compare with `detect`."""
    return [
        one
        for group, windows in detector.places(text)
        for window in windows
        for row in group.rows
        for one in _matches(row, text, window)
    ]
