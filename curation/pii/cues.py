"""Personal data that a cue gives away: titles, roles, labels. One row a pattern; pure and fast."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from curation.pii.cue_numbers import NUMBERS
from curation.pii.cue_people import PEOPLE
from curation.pii.cue_places import PLACES
from curation.pii.cue_rows import CueRow
from curation.pii.detections import Detection
from curation.pii.gazetteer import MODEL_FOLDER, gazetteer_in
from curation.pii.names import name_within
from curation.pii.windows import Window, digit_windows, name_windows

VERSION = 2
ROWS = (*PEOPLE, *NUMBERS, *PLACES)


@dataclass(frozen=True)
class _Compiled:
    row: CueRow
    pattern: re.Pattern[str]


class CueDetector:
    """Finds what its rows describe; patterns are tried around possible names and around numbers only."""

    def __init__(self, rows: tuple[CueRow, ...] = ROWS, folder: Path = MODEL_FOLDER) -> None:
        self._gazetteer = gazetteer_in(folder)
        compiled = [_Compiled(row, re.compile(row.pattern)) for row in rows]
        self._people = [one for one in compiled if one.row.entity == "PERSON"]
        self._numbers = [one for one in compiled if one.row.entity != "PERSON" and one.row.near == "digit"]
        self._anywhere = [one for one in compiled if one.row.entity != "PERSON" and one.row.near == "anywhere"]

    @property
    def name(self) -> str:
        """The detector's name and version."""
        return f"cue patterns {VERSION}"

    def detect(self, text: str) -> list[Detection]:
        """Return what the rows found."""
        lowered = text.lower()
        found = _tried(self._anywhere, text, lowered, [Window(0, len(text))])
        found += _tried(self._people, text, lowered, name_windows(text, self._gazetteer))
        found += _tried(self._numbers, text, lowered, digit_windows(text))
        return found


def _tried(rows: Sequence[_Compiled], text: str, lowered: str, windows: Sequence[Window]) -> list[Detection]:
    if not windows:
        return []
    wanted = [one for one in rows if one.row.hinted(lowered)]
    found: list[Detection] = []
    for window in windows:
        near = lowered if len(windows) == 1 else text[window.start : window.end].lower()
        for one in wanted:
            if one.row.hinted(near):
                found += _matches(one, text, window)
    return found


def _matches(compiled: _Compiled, text: str, window: Window) -> Iterator[Detection]:
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
