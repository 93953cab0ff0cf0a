"""Review: verdicts, the moves they allow, and the one place where a sample's status is computed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from curation.domain.samples import SampleStatus


class Verdict(StrEnum):
    """What an expert says of one revision; UNDO takes back the person's last decision on the sample."""

    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "escalate"
    SKIP = "skip"
    UNDO = "undo"


class RejectReason(StrEnum):
    """Why a sample is rejected."""

    WRONG = "wrong"
    UNSAFE = "unsafe"
    OUTDATED = "outdated"
    UNCLEAR = "unclear"
    INCOMPLETE = "incomplete"
    OFF_TOPIC = "off_topic"
    DUPLICATE = "duplicate"
    OTHER = "other"


@dataclass(frozen=True)
class Decision:
    """An expert's verdict on one revision; `undoes` names the decision that an UNDO takes back."""

    id: str
    sample_id: str
    revision: int
    person_id: str
    verdict: Verdict
    reason: RejectReason | None
    comment: str
    seconds: float
    created_at: datetime
    undoes: str | None = None


@dataclass(frozen=True)
class ReviewPolicy:
    """How many approvals a sample needs, and how long a claim on it holds (seconds)."""

    slots: int = 1
    lease_seconds: int = 300
    daily_target: int = 12


@dataclass(frozen=True)
class Lease:
    """A reviewer's claim on a sample's slot; nobody else gets the slot before it expires."""

    sample_id: str
    slot: int
    person_id: str
    expires_at: datetime


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that stand, oldest first: undone ones and the undoing ones left out."""
    ordered = sorted(decisions, key=lambda d: (d.created_at, d.id))
    undone = {d.undoes for d in ordered if d.verdict is Verdict.UNDO}
    return tuple(d for d in ordered if d.verdict is not Verdict.UNDO and d.id not in undone)


def status_of(decisions: Sequence[Decision], approvable: frozenset[int], policy: ReviewPolicy) -> SampleStatus:
    """Compute a sample's status from its decisions; `approvable` are the revisions equal to the head.

    A person's last standing decision counts; a rejection outweighs approvals; an escalation outweighs both
    until somebody else has answered it by a later approval or rejection; a decision on a text that has
    changed since does not count (a change of placeholders only leaves the revision in `approvable`).
    """
    last: dict[str, Decision] = {}
    for decision in standing(decisions):
        if decision.verdict is not Verdict.SKIP:
            last[decision.person_id] = decision
    counted = [d for d in last.values() if d.revision in approvable]
    if any(d.verdict is Verdict.ESCALATE and not _answered(d, counted) for d in counted):
        return SampleStatus.ESCALATED
    if any(d.verdict is Verdict.REJECT for d in counted):
        return SampleStatus.REJECTED
    if sum(d.verdict is Verdict.APPROVE for d in counted) >= policy.slots:
        return SampleStatus.APPROVED
    return SampleStatus.WAITING


def _answered(escalation: Decision, counted: Iterable[Decision]) -> bool:
    asked = (escalation.created_at, escalation.id)
    return any(d.verdict is not Verdict.ESCALATE and (d.created_at, d.id) > asked for d in counted)
