"""What waits for somebody who settles: samples whose reviewers disagree, or were not sure, with every side of it."""

from dataclasses import dataclass

from curation.domain.desk import Draft
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import Conversation, SampleStatus


@dataclass(frozen=True)
class Unsettled:
    """A line of the list: a sample that waits for a ruling, and how many have spoken on it."""

    sample_id: str
    status: SampleStatus
    question: str
    voices: int


@dataclass(frozen=True)
class Side:
    """What one reviewer said, without their name; `text` is what they would have a model learn, None for nothing.

    `section` is the title of what they named in the guidelines.
    """

    decision_id: str
    verdict: Verdict
    reason: RejectReason | None
    comment: str
    text: Conversation | None
    own: bool
    section: str = ""


@dataclass(frozen=True)
class Disagreement:
    """A sample with all its sides; `obstacle` says why the person who looks may not settle it, if so.

    `speakers` are the ids of those who gave the sides, in their order: what else they said has the same letter.
    """

    sample_id: str
    status: SampleStatus
    revision: int
    text: Conversation
    source_name: str | None
    locator: str
    sides: tuple[Side, ...]
    draft: Draft | None = None
    obstacle: str | None = None
    alone: bool = False
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ruling:
    """What settles a disagreement: the decision of the `side` that is right; `id` is chosen by the sender."""

    id: str
    sample_id: str
    revision: int
    side: str
    seen: SampleStatus
    comment: str = ""
    seconds: float = 0.0
