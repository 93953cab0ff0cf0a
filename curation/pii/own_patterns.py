"""The project's own regular expressions, each bounded in time: one that runs away is named, not waited for."""

import regex

from curation.errors import InputError
from curation.pii.detections import Detection
from curation.pii.policy_parts import UserPattern
from curation.texts import text

SECONDS = 0.5


class OwnPatterns:
    """Finds what a policy's patterns match; a group named `value` narrows the span."""

    def __init__(self, rows: tuple[UserPattern, ...]) -> None:
        self._rows = [(row, regex.compile(row.pattern)) for row in rows]

    @property
    def name(self) -> str:
        """The detector's name with the number of its patterns."""
        return f"own patterns ({len(self._rows)})"

    def detect(self, given: str) -> list[Detection]:
        """Return what the patterns found; raises InputError where one takes longer than SECONDS on a text."""
        found: list[Detection] = []
        for row, pattern in self._rows:
            try:
                for match in pattern.finditer(given, timeout=SECONDS):
                    start, end = match.span("value") if "value" in pattern.groupindex else match.span()
                    if start < end:
                        found.append(Detection(start, end, row.entity_type, row.score, "own pattern"))
            except TimeoutError as error:
                raise InputError(
                    text(
                        "The pattern “{pattern}” of the PII policy runs longer than {seconds} s on one text. Write it "
                        "without repeated repetitions.",
                        pattern=row.pattern,
                        seconds=SECONDS,
                    )
                ) from error
        return found
