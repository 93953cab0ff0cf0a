"""Stores decisions, and computes where a sample stands: the only place that sets a sample's status."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, insert, select
from sqlalchemy.orm import aliased

from curation.domain.review_policy import KIND, ReviewPolicy, policy_from
from curation.domain.reviews import (
    Decision,
    DecisionOrigin,
    JudgedText,
    Outcome,
    Purpose,
    RejectReason,
    Verdict,
    status_of,
)
from curation.domain.samples import RevisionKind, RevisionState, SampleStatus
from curation.store.database import Transaction
from curation.store.given import follow
from curation.store.projects import policy
from curation.store.recalls import recalled_at
from curation.store.samples import NAMED
from curation.store.tables_samples import RevisionRow, SampleRow
from curation.store.tables_work import DecisionRow
from curation.store.voices import put_voices

_UNDOING = aliased(DecisionRow)
STANDING = (
    DecisionRow.verdict != Verdict.UNDO.value,
    ~exists(select(_UNDOING.id).where(_UNDOING.undoes == DecisionRow.id)),
)


_HELD = select(SampleRow.id).where(SampleRow.id == bindparam("sample")).with_for_update()
_ADD = insert(DecisionRow)
_NAMED = select(DecisionRow).where(DecisionRow.id == bindparam("decision"))
_EVERY = (
    select(DecisionRow)
    .where(DecisionRow.sample_id.in_(bindparam("samples", expanding=True)))
    .order_by(DecisionRow.created_at, DecisionRow.id)
)
_TEXTS = select(
    RevisionRow.number, RevisionRow.meaning_hash, RevisionRow.state, RevisionRow.kind, RevisionRow.parent
).where(RevisionRow.sample_id == bindparam("sample"))
_RISK = select(SampleRow.risk, SampleRow.least_slots).where(SampleRow.id == bindparam("sample"))


@dataclass(frozen=True)
class Stand:
    """Where a sample stands, with every decision on it, and since when they count (None: from the first)."""

    outcome: Outcome
    decisions: tuple[Decision, ...]
    recalled_at: datetime | None


def review_policy(tx: Transaction, project_id: str) -> ReviewPolicy:
    """Return the project's newest review policy, with the defaults for what it leaves out."""
    return policy_from(policy(tx, project_id, KIND))


def hold(tx: Transaction, sample_id: str) -> None:
    """Let nobody else decide on a sample before this transaction ends (SQLite holds the whole store anyway)."""
    tx.execute(_HELD, {"sample": sample_id})


def add_decision(tx: Transaction, decision: Decision, comment_sealed: bytes | None = None) -> None:
    """Add a decision; a comment that nobody has screened comes sealed."""
    values = {
        "id": decision.id,
        "sample_id": decision.sample_id,
        "revision": decision.revision,
        "person_id": decision.person_id,
        "verdict": decision.verdict.value,
        "reason": None if decision.reason is None else decision.reason.value,
        "comment": decision.comment,
        "comment_sealed": comment_sealed,
        "seconds": decision.seconds,
        "undoes": decision.undoes,
        "origin": decision.origin.value,
        "created_at": decision.created_at,
        "purpose": decision.purpose.value,
        "slots": decision.slots,
        "slot": decision.slot,
        "blind": decision.blind,
        "section": decision.section,
        "section_hash": decision.section_hash,
    }
    tx.execute(_ADD, values)


def find_decision(tx: Transaction, decision_id: str) -> Decision | None:
    """Return a decision by its id."""
    row = tx.scalar(_NAMED, {"decision": decision_id})
    return None if row is None else _decision(row)


def undoing(tx: Transaction, decision_id: str) -> Decision | None:
    """Return the decision that took this one back, or nothing while it stands."""
    row = tx.scalar(select(DecisionRow).where(DecisionRow.undoes == decision_id))
    return None if row is None else _decision(row)


def decisions_of(tx: Transaction, sample_ids: Collection[str]) -> dict[str, list[Decision]]:
    """Return every decision on these samples, oldest first, undone ones included."""
    found: dict[str, list[Decision]] = {sample_id: [] for sample_id in sample_ids}
    for row in tx.scalars(_EVERY, {"samples": list(sample_ids)}):
        found[row.sample_id].append(_decision(row))
    return found


def last_decision(tx: Transaction, project_id: str, person_id: str, purpose: Purpose | None = None) -> Decision | None:
    """Return a person's newest standing decision in a project, of one purpose where it is given."""
    query = (
        select(DecisionRow)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(DecisionRow.person_id == person_id, SampleRow.project_id == project_id, *STANDING)
        .order_by(DecisionRow.created_at.desc(), DecisionRow.id.desc())
        .limit(1)
    )
    if purpose is not None:
        query = query.where(DecisionRow.purpose == purpose.value)
    row = tx.scalar(query)
    return None if row is None else _decision(row)


def outcome_of(tx: Transaction, sample_id: str, rules: ReviewPolicy) -> Outcome:
    """Return where a sample stands by its revisions and decisions, without writing it."""
    return stand_of(tx, sample_id, rules).outcome


def stand_of(tx: Transaction, sample_id: str, rules: ReviewPolicy) -> Stand:
    """Return where a sample stands together with what that rests on."""
    texts = [
        JudgedText(number, meaning, state == RevisionState.OPEN.value, kind == RevisionKind.PROPOSED.value, parent)
        for number, meaning, state, kind, parent in tx.execute(_TEXTS, {"sample": sample_id})
    ]
    risk, least = tx.execute(_RISK, {"sample": sample_id}).one_or_none() or (0, 0)
    decisions, recalled = decisions_of(tx, [sample_id])[sample_id], recalled_at(tx, sample_id)
    outcome = status_of(decisions, texts, rules.slots_for(risk), recalled, least)
    return Stand(outcome, tuple(decisions), recalled)


def settle(tx: Transaction, sample_id: str, rules: ReviewPolicy, at: datetime) -> SampleStatus:
    """Compute a sample's head, status and counting voices from its revisions and decisions, and write them.

    While a newer text is being screened the sample is out of everybody's sight. A sample that was set aside or is
    in a language that nobody screens stays so.
    """
    tx.flush()
    sample = tx.scalars(NAMED, {"sample": sample_id}).one()
    outcome = outcome_of(tx, sample_id, rules)
    before = (sample.head, sample.status)
    sample.head = outcome.head or sample.head
    if sample.status not in {SampleStatus.SET_ASIDE.value, SampleStatus.NOT_SCREENED.value}:
        sample.status = outcome.status.value
    if before != (sample.head, sample.status):
        sample.changed_at = at
    put_voices(tx, sample_id, outcome.voices, outcome.slots)
    tx.flush()
    follow(tx, sample.project_id, [sample_id], rules)
    return SampleStatus(sample.status)


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        id=row.id,
        sample_id=row.sample_id,
        revision=row.revision,
        person_id=row.person_id,
        verdict=Verdict(row.verdict),
        reason=None if row.reason is None else RejectReason(row.reason),
        comment=row.comment,
        seconds=row.seconds,
        created_at=row.created_at,
        undoes=row.undoes,
        purpose=Purpose(row.purpose),
        slots=row.slots,
        slot=row.slot,
        blind=row.blind,
        origin=DecisionOrigin(row.origin),
        section=row.section,
        section_hash=row.section_hash,
    )
