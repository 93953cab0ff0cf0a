"""Samples whose answer is known: control samples mixed in unannounced, and own earlier ones given again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from curation.domain.identity import content_hash
from curation.domain.reviews import RejectReason, Verdict


class Answer(StrEnum):
    """What somebody said of a text, with an approval of other words told apart; the first three can be expected."""

    APPROVE = "approve"
    CORRECT = "correct"
    REJECT = "reject"
    ESCALATE = "escalate"
    SKIP = "skip"
    RETRIEVE = "retrieve"


@dataclass(frozen=True)
class Gold:
    """A control sample: the revision that is shown, and what is expected; `expected_revision` is a correction's text.

    `why` is empty while it is screened.
    """

    id: str
    sample_id: str
    revision: int
    expected: Answer
    expected_revision: int | None
    why: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class GoldLine:
    """A control sample in a list: its question, and how many answered it, how many as expected."""

    gold: Gold
    question: str
    answered: int
    right: int


@dataclass(frozen=True)
class Probe:
    """A sample with a known answer that was put among somebody's; `repeats` names an own earlier decision."""

    id: str
    person_id: str
    sample_id: str
    revision: int
    gold_id: str | None
    repeats: str | None
    asked_at: datetime


@dataclass(frozen=True)
class ProbeAnswer:
    """What was said to a probe; `alike` is how like the expected text a correction is (0 to 1)."""

    id: str
    probe_id: str
    answer: Answer
    reason: RejectReason | None
    alike: float | None
    seconds: float
    created_at: datetime


@dataclass(frozen=True)
class Told:
    """What somebody hears after a control sample, where the project gives feedback."""

    right: bool
    expected: Answer
    why: str
    better: str


def answer_of(verdict: Verdict, *, changed: bool) -> Answer:
    """Return what a verdict comes to; `changed` says that other words were approved."""
    return Answer.CORRECT if changed and verdict is Verdict.APPROVE else Answer(verdict.value)


def gap(key: bytes, person_id: str, kind: str, number: int, rate: float) -> int:
    """Return after how many decisions probe `number` of a kind comes: 1 to 2/rate - 1, 1/rate on average.

    It follows from the project's key, so nobody can tell it in advance and a reloaded page changes nothing.
    """
    widest = max(round(2 / rate) - 1, 1)
    drawn = int(content_hash(key + f"|{person_id}|{kind}|{number}".encode())[:12], 16)
    return 1 + drawn % widest
