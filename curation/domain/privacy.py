"""Review of personal data by value: what was found, what is decided of it, and what a span then shows."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

COVERED = "covered:"


class PrivacyAction(StrEnum):
    """What somebody says of a value; MARK is an expert's word that a value was missed."""

    ACCEPT = "accept"
    NOT_PERSONAL = "not_personal"
    RETYPE = "retype"
    EXTEND = "extend"
    MARK = "mark"


class ValueStatus(StrEnum):
    """Where a value stands: open until a privacy reviewer has decided."""

    OPEN = "open"
    ACCEPTED = "accepted"
    NOT_PERSONAL = "not_personal"
    RETYPED = "retyped"
    EXTENDED = "extended"


class SpanKind(StrEnum):
    """How a span came to be: found and replaced, found and only suggested, or marked by a person."""

    FOUND = "found"
    SUGGESTED = "suggested"
    MARKED = "marked"


@dataclass(frozen=True)
class SpanState:
    """A span's kind, and the decision that its text shows already (None where none changed it).

    One that is `covered` stood in the text until a value over it was hidden; it comes back with that value. What got
    another type or extent keeps which type it `was`. Stored as `suggested`, `marked`, `found:not_personal`,
    `found:retype:PERSON`, `covered:suggested` and so on; None is a plain finding.
    """

    kind: SpanKind = SpanKind.FOUND
    action: PrivacyAction | None = None
    covered: bool = False
    was: str = ""

    @property
    def hidden(self) -> bool:
        """Whether a placeholder stands in the text, and not the value."""
        if self.covered or (self.kind is SpanKind.SUGGESTED and self.action is None):
            return False
        return self.action is not PrivacyAction.NOT_PERSONAL

    @property
    def stored(self) -> str | None:
        """The state as a span's row keeps it."""
        if self.covered:
            return f"{COVERED}{replace(self, covered=False).stored}"
        if self.action is None:
            return None if self.kind is SpanKind.FOUND else self.kind.value
        return ":".join([self.kind.value, self.action.value, *([self.was] if self.was else [])])

    @classmethod
    def read(cls, stored: str | None) -> "SpanState":
        """Read a row's word."""
        if stored is None:
            return cls()
        covered = stored.startswith(COVERED)
        kind, _, rest = stored.removeprefix(COVERED).partition(":")
        action, _, was = rest.partition(":")
        return cls(SpanKind(kind), PrivacyAction(action) if action else None, covered, was)


SUGGESTION = SpanState(SpanKind.SUGGESTED)
_SEEN = (SUGGESTION, *(SpanState(kind, PrivacyAction.NOT_PERSONAL) for kind in SpanKind))
COVERED_STATES = tuple(str(replace(state, covered=True).stored) for state in _SEEN)
LEFT_IN_TEXT = (*(str(state.stored) for state in _SEEN), *COVERED_STATES)


@dataclass(frozen=True, order=True)
class ValueKey:
    """What equal values share: their entity type and keyed hash (64 hex digits), never the value."""

    entity_type: str
    hmac: str


@dataclass(frozen=True)
class PrivacyDecision:
    """What somebody said of a value; `result` is the value it became by retyping or extending.

    `sealed` holds what applying it needs (the value, what stood around it); None where that was purged.
    """

    id: str
    project_id: str
    action: PrivacyAction
    target: ValueKey
    result: ValueKey
    sealed: bytes | None
    decided_by: str
    decided_at: datetime
    undoes: str | None = None


@dataclass(frozen=True)
class ValueGroup:
    """Equal values in the newest texts of a project; `scores` are the lowest and the highest."""

    key: ValueKey
    occurrences: int
    samples: int
    suggested: int
    detectors: tuple[str, ...]
    scores: tuple[float, float]
    purged: bool
    status: ValueStatus = ValueStatus.OPEN
    marked: bool = False


@dataclass(frozen=True)
class Example:
    """One occurrence in context: redacted text before, what stands there, redacted text after."""

    sample_id: str
    before: str
    shown: str
    after: str
