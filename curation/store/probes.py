"""Stores what was put among somebody's samples with a known answer, and what they said: apart from decisions."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, bindparam, exists, func, select, update

from curation.domain.blindness import SETTLED
from curation.domain.identity import new_id
from curation.domain.probes import Answer, Probe, ProbeAnswer
from curation.domain.reviews import Decision, Purpose, RejectReason, Verdict
from curation.store.database import Transaction
from curation.store.reviews import STANDING, find_decision
from curation.store.tables_review import ProbeAnswerRow, ProbeRow
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow

_PLAIN = {"synchronize_session": False}
_MOST = 50
_OPEN = (
    select(ProbeRow)
    .join(SampleRow, SampleRow.id == ProbeRow.sample_id)
    .where(
        ProbeRow.project_id == bindparam("project"),
        ProbeRow.person_id == bindparam("person"),
        ProbeRow.is_open.is_(True),
        SampleRow.status.in_([status.value for status in SETTLED]),
    )
    .order_by(ProbeRow.asked_at, ProbeRow.id)
)
_ANSWER = select(ProbeAnswerRow).where(ProbeAnswerRow.id == bindparam("answer"))


def add_probe(tx: Transaction, project_id: str, probe: Probe) -> None:
    """Put a probe among a person's samples."""
    tx.add(
        ProbeRow(
            id=probe.id,
            project_id=project_id,
            person_id=probe.person_id,
            sample_id=probe.sample_id,
            revision=probe.revision,
            gold_id=probe.gold_id,
            repeats=probe.repeats,
            asked_at=probe.asked_at,
            is_open=True,
        )
    )
    tx.flush()


def open_probes(tx: Transaction, project_id: str, person_id: str) -> dict[str, Probe]:
    """Return the unanswered probes of a person by sample id; one whose sample is decided on anew is none."""
    found = tx.scalars(_OPEN, {"project": project_id, "person": person_id})
    return {row.sample_id: _probe(row) for row in found}


def find_probe(tx: Transaction, probe_id: str) -> Probe:
    """Return a probe by its id."""
    return _probe(tx.get_one(ProbeRow, probe_id))


def so_far(tx: Transaction, project_id: str, person_id: str, *, gold: bool) -> tuple[int, datetime | None]:
    """Return how many probes of a kind a person has had, and when the last one was asked."""
    kind = ProbeRow.gold_id if gold else ProbeRow.repeats
    query = select(func.count(), func.max(ProbeRow.asked_at)).where(
        ProbeRow.project_id == project_id, ProbeRow.person_id == person_id, kind.is_not(None)
    )
    count, last = tx.execute(query).one()
    return int(count), last


def decided_since(tx: Transaction, project_id: str, person_id: str, since: datetime | None) -> int:
    """Count a person's decisions in a project after a moment, all of them where there is none."""
    query = (
        select(func.count())
        .select_from(DecisionRow)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(DecisionRow.person_id == person_id, SampleRow.project_id == project_id, *STANDING)
    )
    if since is not None:
        query = query.where(DecisionRow.created_at > since)
    return tx.scalar(query) or 0


def to_repeat(tx: Transaction, project_id: str, person_id: str, before: datetime) -> tuple[Decision, ...]:
    """Return a person's own decisions on samples that are settled, made before a moment and not repeated yet."""
    repeated = exists().where(ProbeRow.repeats == DecisionRow.id)
    query = (
        select(DecisionRow.id)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(
            DecisionRow.person_id == person_id,
            DecisionRow.purpose == Purpose.REVIEW.value,
            DecisionRow.verdict.in_([Verdict.APPROVE.value, Verdict.REJECT.value]),
            DecisionRow.created_at < before,
            SampleRow.project_id == project_id,
            SampleRow.status.in_([status.value for status in SETTLED]),
            ~repeated,
            *STANDING,
        )
        .order_by(DecisionRow.created_at.desc(), DecisionRow.id)
        .limit(_MOST)
    )
    found = (find_decision(tx, decision_id) for decision_id in tx.scalars(query).all())
    return tuple(decision for decision in found if decision is not None)


def add_answer(
    tx: Transaction, answer: ProbeAnswer, undoes: str | None = None, typed_sealed: bytes | None = None
) -> None:
    """Add what somebody said, and close the probe; one that takes an answer back opens it again."""
    tx.add(
        ProbeAnswerRow(
            id=answer.id,
            probe_id=answer.probe_id,
            verdict=answer.answer.value,
            reason=None if answer.reason is None else answer.reason.value,
            alike=answer.alike,
            seconds=answer.seconds,
            undoes=undoes,
            typed_sealed=typed_sealed,
            created_at=answer.created_at,
        )
    )
    tx.flush()
    change = update(ProbeRow).where(ProbeRow.id == answer.probe_id).values(is_open=undoes is not None)
    tx.execute(change, execution_options=_PLAIN)


def typed_with(tx: Transaction, answer_id: str) -> bytes | None:
    """Return what was typed with an answer, sealed, None where nothing was or it has been let go of."""
    return tx.scalar(select(ProbeAnswerRow.typed_sealed).where(ProbeAnswerRow.id == answer_id))


def let_typed_go(tx: Transaction, before: datetime) -> None:
    """Empty what people typed with answers before a moment."""
    old = (ProbeAnswerRow.created_at < before, ProbeAnswerRow.typed_sealed.is_not(None))
    tx.execute(update(ProbeAnswerRow).where(*old).values(typed_sealed=None), execution_options=_PLAIN)


def find_answer(tx: Transaction, answer_id: str) -> ProbeAnswer | None:
    """Return an answer, or what took one back, by its id."""
    row = tx.scalar(_ANSWER, {"answer": answer_id})
    return None if row is None else _answer(row)


def last_answer(tx: Transaction, project_id: str, person_id: str) -> ProbeAnswer | None:
    """Return a person's newest standing answer in a project."""
    row = tx.scalar(_standing(project_id, [person_id]).order_by(ProbeAnswerRow.created_at.desc()).limit(1))
    return None if row is None else _answer(row)


def is_standing(tx: Transaction, answer_id: str) -> bool:
    """Tell whether an answer was not taken back."""
    return tx.scalar(select(ProbeAnswerRow.id).where(ProbeAnswerRow.undoes == answer_id)) is None


def count_answered(tx: Transaction, project_id: str, person_id: str, since: datetime) -> int:
    """Count the probes that a person has answered since a moment; skipping is not answering."""
    stand = _standing(project_id, [person_id]).where(
        ProbeAnswerRow.created_at >= since, ProbeAnswerRow.verdict != Answer.SKIP.value
    )
    return tx.scalar(select(func.count()).select_from(stand.subquery())) or 0


def _standing(project_id: str, people: Collection[str]) -> Select[ProbeAnswerRow]:
    undone = select(ProbeAnswerRow.undoes).where(ProbeAnswerRow.undoes.is_not(None))
    return (
        select(ProbeAnswerRow)
        .join(ProbeRow, ProbeRow.id == ProbeAnswerRow.probe_id)
        .where(
            ProbeRow.project_id == project_id,
            ProbeRow.person_id.in_(people),
            ProbeAnswerRow.undoes.is_(None),
            ProbeAnswerRow.id.not_in(undone),
        )
    )


def a_probe(person_id: str, place: tuple[str, int], of: tuple[str | None, str | None], at: datetime) -> Probe:
    """Return a new probe; `place` is sample and revision, `of` a control sample's id or an earlier decision's."""
    return Probe(new_id(), person_id, *place, *of, at)


def _probe(row: ProbeRow) -> Probe:
    return Probe(row.id, row.person_id, row.sample_id, row.revision, row.gold_id, row.repeats, row.asked_at)


def _answer(row: ProbeAnswerRow) -> ProbeAnswer:
    reason = None if row.reason is None else RejectReason(row.reason)
    return ProbeAnswer(row.id, row.probe_id, Answer(row.verdict), reason, row.alike, row.seconds, row.created_at)
