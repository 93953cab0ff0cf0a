"""The history of one sample: everything that happened to it, oldest first, as far as whoever asks may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from curation.domain.desk import ReviewItem
from curation.domain.guideline_sections import Section
from curation.domain.identity import Json
from curation.domain.reviews import Decision
from curation.domain.rubric import NONE, Ratings, Rubric
from curation.domain.samples import Revision


class Happened(StrEnum):
    """What happened to a sample."""

    IMPORTED = "imported"
    REVISED = "revised"
    DECIDED = "decided"
    UNDONE = "undone"
    PRIVACY = "privacy"
    ERASED = "erased"
    COPIES = "copies"
    FROZEN = "frozen"
    TAGGED = "tagged"
    ASSIGNED = "assigned"
    FLAGGED = "flagged"
    UNFLAGGED = "unflagged"
    COMMENTED = "commented"
    RESOLVED = "resolved"
    DATED = "dated"
    RECALLED = "recalled"


@dataclass(frozen=True)
class Moment:
    """One thing that happened: when, by whom (None where the machine did it), and what belongs to it.

    `name` is a file, a version, a tag, a person's id, a flag's reason, what was decided on copies or why it went back;
    `said` what somebody wrote with a flag or in a thread, `section` what a flag rests on; `day` a last day on which it
    holds; `before` is the revision that `revision` was made from.
    """

    at: datetime
    what: Happened
    person_id: str | None
    name: str = ""
    decision: Decision | None = None
    revision: Revision | None = None
    before: Revision | None = None
    undone: bool = False
    ratings: Ratings = ()
    said: str = ""
    section: str | None = None
    section_hash: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Assigned:
    """Who is to look at a sample, and by when."""

    person_id: str
    due_at: datetime | None


@dataclass(frozen=True)
class SampleFile:
    """All that is known of one sample; `readable` is False while nobody may read its text.

    `versions` are names; `people` names everybody who is named in it,
    `sections` are those of the guidelines now, `rubric` the project's now.
    """

    item: ReviewItem
    readable: bool
    metadata: Mapping[str, Json]
    history: tuple[Moment, ...]
    versions: tuple[str, ...]
    tags: tuple[str, ...]
    assigned: tuple[Assigned, ...]
    people: Mapping[str, str]
    sections: tuple[Section, ...] = ()
    rubric: Rubric = NONE
