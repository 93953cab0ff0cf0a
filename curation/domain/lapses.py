"""What lapses: until when samples hold, and why decided ones go back into the queue."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text

SOON = timedelta(days=30)
MACHINE = "workbench"
"""Who did it, where nobody did."""
ENDLESS = date.max
"""What a sample has as its last day that holds without an end, whatever its source says."""


class Why(StrEnum):
    """Why a sample that people had decided on goes back into the queue."""

    EXPIRED = "expired"
    SOURCE = "source"
    GUIDELINE = "guideline"


@dataclass(frozen=True)
class Validity:
    """The last day (UTC) on which a sample holds: its own, else that of its source, None for no end."""

    own: date | None = None
    of_source: date | None = None

    @property
    def until(self) -> date | None:
        """The day that counts."""
        day = self.own or self.of_source
        return None if day == ENDLESS else day

    def lapsed(self, today: date) -> bool:
        """Tell whether that day has passed."""
        return self.until is not None and self.until < today


@dataclass(frozen=True)
class Because:
    """What a sample goes back for: a day that passed, a source with the newer one, or a guideline's section.

    `number` is the version of the guidelines that changed the section.
    """

    why: Why
    until: date | None = None
    source_id: str | None = None
    newer_id: str | None = None
    section_id: str | None = None
    number: int | None = None

    def to_json(self) -> dict[str, Json]:
        """Return it as it is kept with an act on many samples."""
        return {
            "why": self.why.value,
            "source": self.source_id,
            "newer": self.newer_id,
            "section": self.section_id,
            "number": self.number,
        }


def because_from(value: Json) -> Because | None:
    """Read what was kept with an act on many samples."""
    match value:
        case {"why": str() as why, **rest}:
            source, newer, section, number = (rest.get(name) for name in ("source", "newer", "section", "number"))
            return Because(
                Why(why),
                source_id=source if isinstance(source, str) else None,
                newer_id=newer if isinstance(newer, str) else None,
                section_id=section if isinstance(section, str) else None,
                number=number if isinstance(number, int) else None,
            )
        case _:
            return None


@dataclass(frozen=True)
class OutdatedSection:
    """A section of the guidelines by whose earlier text samples were decided; no title where it is gone."""

    id: str
    title: str
    samples: int


@dataclass(frozen=True)
class GuidelineState:
    """The number of a project's guidelines (1 until they are changed), since when, and what rests on earlier ones."""

    number: int
    changed_at: datetime | None
    outdated: tuple[OutdatedSection, ...]


@dataclass(frozen=True)
class Recall:
    """One sample put back into the queue: decisions up to `at` count no more, unless that is taken back (`undone_at`).

    `by` is a person, or the worker itself.
    """

    id: str
    sample_id: str
    because: Because
    at: datetime
    by: str
    act_id: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True)
class Dated:
    """One change of a last day: of a sample, or of a source.

    With `decision_id` it is what somebody said with their decision, which changes nothing before the sample is settled.
    """

    id: str
    sample_id: str | None
    source_id: str | None
    before: date | None
    after: date | None
    by: str
    at: datetime
    decision_id: str | None = None


@dataclass(frozen=True)
class Back:
    """What whoever decides is told of a sample that came back (`because`), or whose last day has passed.

    `until` is the day that counts now; `newer` names the newer source, `section` the part of the guidelines.
    """

    because: Because | None
    until: date | None
    passed: bool
    newer: str = ""
    section: str = ""

    def named(self, sources: Mapping[str, str]) -> "Back":
        """Return it with the name of the newer source, where it speaks of one."""
        newer = "" if self.because is None else sources.get(self.because.newer_id or "", "")
        return replace(self, newer=newer)


@dataclass(frozen=True)
class LapsingSoon:
    """How many approved samples lapse before a day, and how many that came back wait to be decided on, by reason."""

    approved: int
    before: date
    back: Mapping[Why, int]


def moment_of(day: date) -> datetime:
    """Return the moment that a last day is stored as: its beginning, in UTC."""
    return datetime.combine(day, time.min, UTC)


def day_of(moment: datetime | None) -> date | None:
    """Read a stored last day."""
    return None if moment is None else moment.astimezone(UTC).date()


def require_ahead(day: date | None, today: date) -> None:
    """Let a last day pass that has not passed yet; raises InputError."""
    if day is not None and day < today:
        raise InputError(
            text("{day} has passed. Say a day from today on until which it holds, or no day at all.", day=day)
        )
