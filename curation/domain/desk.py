"""What stands on the review desk: an item to decide on, what was sent back, and how far the day is."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from curation.domain.findings import DuplicateKind, Finding, PiiSpan
from curation.domain.lapses import Back
from curation.domain.probes import Told
from curation.domain.reviews import Decision, RejectReason, Verdict
from curation.domain.rubric import Ratings
from curation.domain.samples import Conversation, Origin, Revision, SampleStatus

Turns = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Partner:
    """Another sample that is alike: its newest open text, how alike (Jaccard, 0 to 1), where it stands."""

    sample_id: str
    kind: DuplicateKind
    jaccard: float
    status: SampleStatus
    question: str
    answer: str


@dataclass(frozen=True)
class Draft:
    """What a person was typing on a revision; opened for its author alone.

    `turns` are those other than the last question and answer that read otherwise, each by its index.
    """

    sample_id: str
    revision: int
    question: str
    answer: str
    comment: str
    changed_at: datetime
    turns: Turns = ()


@dataclass(frozen=True)
class ReviewItem:
    """One sample as a reviewer sees it: the newest open text and all that helps to judge it.

    `earlier` holds the texts that led to `revision`, oldest first; `own` the reviewer's standing decisions;
    `others` what others said, as far as the reviewer may know it; `asked` the question it was sent back with
    (empty while it is screened);
    `why` what makes it come early, weightiest first; `hints` are what might be personal data and was left in the text;
    `back` why it came back, or that its last day has passed. `taken_back` is what the reviewer took back last and
    has said nothing since, `rated` what they had rated with it.
    """

    sample_id: str
    origin: Origin
    language: str
    source_name: str | None
    locator: str
    status: SampleStatus
    revision: Revision
    conversation: Conversation
    earlier: tuple[Revision, ...]
    findings: tuple[Finding, ...]
    spans: tuple[PiiSpan, ...]
    partners: tuple[Partner, ...]
    draft: Draft | None
    own: tuple[Decision, ...]
    others: tuple[Decision, ...] = ()
    asked: str | None = None
    risk: int = 0
    why: tuple[str, ...] = ()
    hints: tuple[PiiSpan, ...] = ()
    back: Back | None = None
    taken_back: Decision | None = None
    rated: Ratings = ()


@dataclass(frozen=True)
class Act:
    """What a reviewer sends: `id` is chosen by the sender, so that sending twice counts once.

    `seen` is where the sample stood on the screen; where it stands elsewhere by now, the act is refused. `turns`
    are other words for turns before the last question and answer, each by its index. `section` names the part of the
    guidelines that it rests on; one that is not there any more is not kept.
    `valid_until` is the last day on which an approved text holds (`ENDLESS` for none), None to leave it as it is.
    `ratings` are values by the keys of the project's rubric.
    """

    id: str
    sample_id: str
    revision: int
    verdict: Verdict
    reason: RejectReason | None = None
    comment: str = ""
    seconds: float = 0.0
    seen: SampleStatus | None = None
    turns: Turns = ()
    section: str | None = None
    valid_until: date | None = None
    ratings: Ratings = ()


@dataclass(frozen=True)
class Decided:
    """What became of an act: the decision, where the sample stands now, whether it had been sent before.

    `told` is what its sender hears at once of a control sample.
    """

    decision_id: str
    sample_id: str
    status: SampleStatus
    again: bool = False
    told: Told | None = None


MOST_LEFT = 10_000


@dataclass(frozen=True)
class DeskProgress:
    """How far a reviewer is: samples left, own decisions today and their target, and what else is there to look at.

    `left` is counted up to MOST_LEFT, so that it costs the same however many samples wait. `kept` counts the
    person's texts on samples that others have decided on meanwhile.
    """

    left: int
    today: int
    target: int
    skipped: int
    escalated: int
    kept: int = 0


class Pool(StrEnum):
    """Which samples a reviewer asks for: those that wait, those they skipped, unsure ones, disputed ones.

    KEPT are those on which a text of the reviewer's lies that came too late.
    """

    WAITING = "waiting"
    SKIPPED = "skipped"
    ESCALATED = "escalated"
    DISPUTED = "disputed"
    KEPT = "kept"
