"""What automated screening says of a revision: findings of checks, PII spans, duplicates."""

from dataclasses import dataclass
from enum import StrEnum

from curation.domain.identity import canonical_json, content_hash


class Severity(StrEnum):
    """How much a finding matters: a note informs, a warning wants eyes, a block keeps it out of a version."""

    NOTE = "note"
    WARNING = "warning"
    BLOCK = "block"


class Part(StrEnum):
    """Which text of a revision a span stands in."""

    QUESTION = "question"
    ANSWER = "answer"
    MESSAGE = "message"
    CONTEXT = "context"


@dataclass(frozen=True)
class Place:
    """A character span (code points, end exclusive) in one text: `index` counts messages or contexts."""

    part: Part
    index: int
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """What one check says: check, severity, a sentence, and where.

    `nearest` is the place in a context passage that the note compares with; `dismissed_by` the person who
    found the note beside the point; `offer` is the one word that would stand in its place, where a check is sure of it.
    """

    check: str
    severity: Severity
    message: str
    place: Place | None = None
    nearest: Place | None = None
    dismissed_by: str | None = None
    offer: str = ""

    @property
    def key(self) -> str:
        """The name of this note on its text: the same whenever the same check means the same place."""
        place = self.place
        where = self.message if place is None else [place.part.value, place.index, place.start, place.end]
        return content_hash(canonical_json([self.check, where]))[:16]


@dataclass(frozen=True)
class PiiSpan:
    """Where personal data stood: offsets in the original and in the redacted text, never the value."""

    place: Place
    original_start: int
    original_end: int
    entity_type: str
    detector: str
    score: float
    placeholder: str


class DuplicateKind(StrEnum):
    """How the members of a group are alike."""

    EXACT = "exact"
    NEAR = "near"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class DuplicatePair:
    """Two samples whose texts are alike, with the exact Jaccard similarity of their n-grams.

    `score` (0 to 1) says of a conflict how plain it is: the likeness of the questions times the unlikeness of the
    answers; other pairs have none.
    """

    first: str
    second: str
    jaccard: float
    kind: DuplicateKind
    score: float | None = None
