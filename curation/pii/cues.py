"""Personal data that a cue gives away: titles, roles, labels. One row a pattern; pure and fast."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curation.pii.cue_numbers import NUMBERS
from curation.pii.cue_people import PEOPLE
from curation.pii.cue_places import PLACES
from curation.pii.cue_rows import CueRow
from curation.pii.detections import Detection
from curation.pii.names import name_within

VERSION = 1
ROWS = (*PEOPLE, *NUMBERS, *PLACES)


@dataclass(frozen=True)
class _Compiled:
    row: CueRow
    pattern: re.Pattern[str]


class CueDetector:
    """Finds what its rows describe."""

    def __init__(self, rows: tuple[CueRow, ...] = ROWS) -> None:
        self._rows = tuple(_Compiled(row, re.compile(row.pattern)) for row in rows)

    @property
    def name(self) -> str:
        """The detector's name and version."""
        return f"cue patterns {VERSION}"

    def detect(self, text: str) -> list[Detection]:
        """Return what the rows found."""
        lowered = text.lower()
        found: list[Detection] = []
        for compiled in self._rows:
            if not compiled.row.hints or any(hint in lowered for hint in compiled.row.hints):
                found += _matches(compiled, text)
        return found


def _matches(compiled: _Compiled, text: str) -> Iterator[Detection]:
    row = compiled.row
    for match in compiled.pattern.finditer(text):
        start, end = match.span("value")
        if row.entity == "PERSON":
            name = name_within(text[start:end], row.least, skipping=row.skipping)
            if name is None:
                continue
            start += name[0]
            end = start + len(name[1])
        yield Detection(start, end, row.entity, row.score, f"cue: {row.name}")
