"""Review: verdicts, the moves they allow, and the one place where a sample's status is computed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from curation.domain.samples import SampleStatus


class Verdict(StrEnum):
    """What an expert says of one revision; ASK sends a sample back with a question, UNDO takes a decision back.

    RETRIEVE says that the text is right, and of facts that change often: it is to be looked up, not learned.
    """

    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "escalate"
    SKIP = "skip"
    RETRIEVE = "retrieve"
    ASK = "ask"
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


class Purpose(StrEnum):
    """What a decision is for: one voice on a sample, or the ruling that settles what voices left open."""

    REVIEW = "review"
    RULING = "ruling"


class DecisionOrigin(StrEnum):
    """How a decision was made: on the desk, or for many samples at once."""

    DESK = "desk"
    BULK = "bulk"


@dataclass(frozen=True)
class Decision:
    """An expert's verdict on one revision; `undoes` names the decision that an UNDO takes back.

    An approval with other words names the revision that holds them. `slots` is how many people were to decide,
    `slot` whose place this one took (None for a ruling, or one that nobody had asked for); `blind` is False where
    the person could know what others had said. `section` names the part of the guidelines that it rests on, and
    `section_hash` what stood there then (see `curation.domain.guideline_sections`).
    """

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
    purpose: Purpose = Purpose.REVIEW
    slots: int = 1
    slot: int | None = None
    blind: bool = True
    origin: DecisionOrigin = DecisionOrigin.DESK
    section: str | None = None
    section_hash: str | None = None


@dataclass(frozen=True)
class Lease:
    """A reviewer's claim on a sample's slot; nobody else gets the slot before it expires."""

    sample_id: str
    slot: int
    person_id: str
    expires_at: datetime


@dataclass(frozen=True)
class JudgedText:
    """A revision as the rules see it; `meaning` is empty until it is screened, `proposed` one voice among several."""

    number: int
    meaning: str
    is_open: bool
    proposed: bool = False
    parent: int | None = None


@dataclass(frozen=True)
class Outcome:
    """Where a sample stands: the revision that is its text, and the decisions that count for it, oldest first.

    `head` is 0 where no text is open.
    """

    status: SampleStatus
    head: int
    voices: tuple[Decision, ...] = ()
    rulings: tuple[Decision, ...] = ()
    slots: int = 1


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that stand, oldest first: undone ones and the undoing ones left out."""
    ordered = sorted(decisions, key=lambda d: (d.created_at, d.id))
    undone = {d.undoes for d in ordered if d.verdict is Verdict.UNDO}
    return tuple(d for d in ordered if d.verdict is not Verdict.UNDO and d.id not in undone)


def taken_back(decisions: Iterable[Decision], person_id: str) -> Decision | None:
    """Return the decision that a person took back after all else they said; skipping says nothing."""
    own = sorted((d for d in decisions if d.person_id == person_id), key=lambda d: (d.created_at, d.id))
    by_id = {d.id: d for d in own}
    skipped = {d.id for d in own if d.verdict is Verdict.SKIP}
    spoken = [d for d in own if d.id not in skipped and d.undoes not in skipped]
    return by_id.get(spoken[-1].undoes or "") if spoken else None


def since_asked(stand: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decisions after the last question that sent the sample back; `stand` is oldest first."""
    asked = max((i for i, d in enumerate(stand) if d.verdict is Verdict.ASK), default=-1)
    return tuple(stand[asked + 1 :])


def status_of(
    decisions: Iterable[Decision],
    texts: Sequence[JudgedText],
    slots: int,
    recalled: datetime | None = None,
    least: int = 0,
) -> Outcome:
    """Compute where a sample stands from its decisions and revisions; `slots` people are asked unless it has begun.

    At `least` so many are asked even then: its risk was raised after somebody had spoken.

    What is judged is the newest open text that is not one voice among several; while a newer one is screened the
    sample is out of sight. A person's voice is their last standing decision on a revision that means the
    same, or was proposed from one. The last ruling settles. Else, once as many have spoken as
    were asked, an unanswered escalation goes first, equal texts or rejections agree, and all else is disputed.
    A question that sends the sample back ends what was said before it; so does a recall, at its moment (`recalled`).
    """
    decisions = [d for d in decisions if recalled is None or d.created_at > recalled]
    own = [text for text in texts if not text.proposed]
    base = max((text for text in own if text.is_open), key=lambda t: t.number, default=None)
    if base is None:
        return Outcome(SampleStatus.SCREENING, 0, slots=slots)
    alike = {t.number for t in texts if t.is_open and (t is base or (t.meaning == base.meaning != ""))}
    counted = _counted(decisions, _reach(texts, alike))
    voices = tuple(d for d in counted if d.purpose is Purpose.REVIEW)
    rulings = tuple(d for d in counted if d.purpose is Purpose.RULING)
    needed = max(least, max((d.slots for d in voices), default=slots))
    if max(text.number for text in own) != base.number:
        return Outcome(SampleStatus.SCREENING, base.number, voices, rulings, needed)
    said = {t.number: base if t.number in alike else t for t in texts}
    status, head = _settled(voices, rulings, said, needed)
    return Outcome(status, head or base.number, voices, rulings, needed)


def _reach(texts: Sequence[JudgedText], alike: set[int]) -> frozenset[int]:
    reached = set(alike)
    for text in sorted(texts, key=lambda t: t.number):
        if text.proposed and text.parent in reached:
            reached.add(text.number)
    return frozenset(reached)


def _counted(decisions: Iterable[Decision], reach: frozenset[int]) -> tuple[Decision, ...]:
    last: dict[tuple[str, Purpose], Decision] = {}
    for decision in since_asked(standing(decisions)):
        if decision.verdict is not Verdict.SKIP and decision.revision in reach:
            last.pop((decision.person_id, decision.purpose), None)
            last[decision.person_id, decision.purpose] = decision
    return tuple(last.values())


def _settled(
    voices: Sequence[Decision], rulings: Sequence[Decision], said: dict[int, JudgedText], needed: int
) -> tuple[SampleStatus, int]:
    if rulings:
        return _agreed([rulings[-1]], said)
    if len(voices) < needed:
        return SampleStatus.WAITING, 0
    heard = [d for d in voices if d.verdict is not Verdict.ESCALATE]
    unsure = [d for d in voices if d.verdict is Verdict.ESCALATE]
    if unsure and (needed > 1 or not all(_answered(one, heard) for one in unsure)):
        return SampleStatus.ESCALATED, 0
    return _agreed(heard, said)


def _agreed(heard: Sequence[Decision], said: dict[int, JudgedText]) -> tuple[SampleStatus, int]:
    """Return what decisions come to, and the revision that they approve: no two texts, no two kinds of verdict."""
    if all(d.verdict is Verdict.REJECT for d in heard):
        return SampleStatus.REJECTED, 0
    texts = [said[d.revision] for d in heard if d.verdict is not Verdict.REJECT]
    if len({d.verdict for d in heard}) > 1:
        return SampleStatus.DISPUTED, 0
    if not all(text.is_open for text in texts):
        return SampleStatus.SCREENING, 0
    if len({text.meaning or text.number for text in texts}) > 1:
        return SampleStatus.DISPUTED, 0
    learned = heard[0].verdict is Verdict.APPROVE
    return SampleStatus.APPROVED if learned else SampleStatus.RETRIEVAL, max(text.number for text in texts)


def _answered(escalation: Decision, heard: Iterable[Decision]) -> bool:
    asked = (escalation.created_at, escalation.id)
    return any((d.created_at, d.id) > asked for d in heard)
