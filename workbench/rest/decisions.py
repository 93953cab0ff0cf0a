"""The door's rows on decisions: on the text that was read, counted once, and taken back."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from curation.domain.desk import Act, Decided
from curation.domain.probes import Told
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import SampleStatus
from curation.errors import InputError, NotFoundError, StaleRevisionError
from curation.texts import text
from workbench.rest.answers import Item, item_of
from workbench.rest.desk import DESK
from workbench.rest.operations import Ask, Operation, Purpose, Sent, operation
from workbench.rest.shapes import Long, Name, Nothing, Number, Prose, Within

_DAY = 86_400


class Word(StrEnum):
    """What is decided; CORRECT approves with other words, RETRIEVE sends it to retrieval instead of training."""

    APPROVE = "approve"
    REJECT = "reject"
    CORRECT = "correct"
    ESCALATE = "escalate"
    SKIP = "skip"
    RETRIEVE = "retrieve"


@dataclass(frozen=True)
class OtherTurn:
    """Other words for a turn before the last question and answer, by its index among the messages."""

    index: Number
    content: Prose


@dataclass(frozen=True)
class Rated:
    """A value on the project's rubric: the key of one of its lines, 1 to 5, or 1 for yes and 0 for no."""

    criterion: Name
    value: Number


@dataclass(frozen=True)
class DecisionSent:
    """A decision on the revision that was read; the same `id` sent twice counts once.

    A rejection needs a `reason`; a correction, and nothing else, has `question` and `answer`, the whole new words.
    """

    id: Annotated[Name, "Chosen by the program, new for every decision."]
    sample: Name
    revision: Number
    verdict: Word
    reason: RejectReason | None = None
    comment: Prose = ""
    seconds: Annotated[float, Within(0, _DAY), "How long it took, where the project keeps that."] = 0.0
    question: Prose | None = None
    answer: Prose | None = None
    turns: Annotated[tuple[OtherTurn, ...], Long(200), "For a correction of earlier turns."] = ()
    ratings: Annotated[tuple[Rated, ...], Long(16), "On the project's rubric; lines that are gone are not kept."] = ()
    section: Annotated[Name | None, "The section of the guidelines that it rests on."] = None
    valid_until: Annotated[date | None, "The last day on which an approved text holds."] = None
    seen: Annotated[SampleStatus | None, "Where the sample stood when it was read; elsewhere by now: 409."] = None


@dataclass(frozen=True)
class Outcome:
    """What was expected of a control sample, where the project says so at once."""

    right: bool
    expected: str
    why: str
    better: str


@dataclass(frozen=True)
class DecisionTaken:
    """Where the sample stands now; `again` where this decision had been sent before."""

    decision: str
    sample: str
    status: SampleStatus
    again: bool
    told: Outcome | None


@dataclass(frozen=True)
class Typed:
    """What was sent with a decision."""

    question: str | None
    answer: str | None
    comment: str


@dataclass(frozen=True)
class Conflict:
    """Why a decision was refused, with what was sent and how the sample stands now.

    `theirs` is null unless the text was changed meanwhile (StaleRevisionError) and can be read.
    """

    error: str
    kind: str
    yours: Typed | None = None
    theirs: Item | None = None


@dataclass(frozen=True)
class UndoSent:
    """Taking a decision back; the same `id` sent twice counts once."""

    id: Annotated[Name, "Chosen by the program, new for every undo."]


def operations() -> tuple[Operation, ...]:
    """Return the rows."""
    return (
        operation(
            Purpose(
                "POST",
                "/decisions",
                "decide",
                "Decide on the revision that was read. Where the text was changed meanwhile nothing is overwritten: "
                "409 with both texts.",
                DESK,
                also=((HTTPStatus.CONFLICT, Conflict),),
            ),
            (Nothing, DecisionSent, DecisionTaken),
            _decide,
        ),
        operation(
            Purpose(
                "POST",
                "/decisions/{decision}/undo",
                "undo_decision",
                "Take a decision of one's own back, and claim its sample again.",
                DESK,
            ),
            (Nothing, UndoSent, Item),
            _undo,
        ),
    )


def _decide(ask: Ask[Nothing, DecisionSent]) -> DecisionTaken | Sent:
    body = ask.body
    try:
        done = _acted(ask)
    except StaleRevisionError as error:
        yours = Typed(body.question, body.answer, body.comment)
        conflict = Conflict(str(error), type(error).__name__, yours, _as_it_stands(ask))
        return Sent(conflict, HTTPStatus.CONFLICT)
    told = None if done.told is None else _told(done.told)
    return DecisionTaken(done.decision_id, done.sample_id, done.status, done.again, told)


def _acted(ask: Ask[Nothing, DecisionSent]) -> Decided:
    body, reviewing = ask.body, ask.workbench.reviewing
    person, project = ask.caller.person, ask.caller.project
    correcting = body.verdict is Word.CORRECT
    act = Act(
        id=body.id,
        sample_id=body.sample,
        revision=body.revision,
        verdict=Verdict.APPROVE if correcting else Verdict(body.verdict.value),
        reason=body.reason,
        comment=body.comment,
        seconds=body.seconds,
        seen=body.seen,
        turns=tuple((one.index, one.content) for one in body.turns),
        ratings=tuple((one.criterion, one.value) for one in body.ratings),
        section=body.section,
        valid_until=body.valid_until,
    )
    if not correcting:
        _require_no_words(body)
        return reviewing.decide(person, project, act)
    if body.question is None or body.answer is None:
        raise InputError(text("A correction needs question and answer: the whole new words."))
    return reviewing.correct(person, project, act, body.question, body.answer)


def _require_no_words(body: DecisionSent) -> None:
    """Refuse other words with another verdict: they would be lost without a word."""
    if body.question is not None or body.answer is not None or body.turns:
        raise InputError(
            text(
                "Other words go with the verdict {correct} alone. Send {correct}, or leave them out.",
                correct=Word.CORRECT,
            )
        )


def _as_it_stands(ask: Ask[Nothing, DecisionSent]) -> Item | None:
    try:
        return item_of(ask.workbench.reviewing.item(ask.caller.person, ask.caller.project, ask.body.sample))
    except NotFoundError:
        return None


def _told(told: Told) -> Outcome:
    return Outcome(told.right, told.expected.value, told.why, told.better)


def _undo(ask: Ask[Nothing, UndoSent]) -> Item:
    return item_of(
        ask.workbench.reviewing.undo(ask.caller.person, ask.caller.project, ask.body.id, ask.path["decision"])
    )
