"""Stores decisions, and computes where a sample stands: the only place that sets a sample's status."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from curation.domain.reviews import Decision, RejectReason, ReviewPolicy, Verdict, status_of
from curation.domain.samples import RevisionState, SampleStatus
from curation.store.database import Transaction
from curation.store.projects import policy
from curation.store.tables_samples import RevisionRow, SampleRow
from curation.store.tables_work import DecisionRow

_UNDOING = aliased(DecisionRow)
STANDING = (
    DecisionRow.verdict != Verdict.UNDO.value,
    ~exists(select(_UNDOING.id).where(_UNDOING.undoes == DecisionRow.id)),
)


def review_policy(tx: Transaction, project_id: str) -> ReviewPolicy:
    """Return the project's newest review policy, with the defaults for what it leaves out."""
    content = policy(tx, project_id, "review")
    if not isinstance(content, dict):
        return ReviewPolicy()
    default = ReviewPolicy()
    figures = {name: value for name, value in content.items() if isinstance(value, int)}
    return ReviewPolicy(
        slots=figures.get("slots", default.slots),
        lease_seconds=figures.get("lease_seconds", default.lease_seconds),
        daily_target=figures.get("daily_target", default.daily_target),
    )


def hold(tx: Transaction, sample_id: str) -> None:
    """Let nobody else decide on a sample before this transaction ends (SQLite holds the whole store anyway)."""
    tx.execute(select(SampleRow.id).where(SampleRow.id == sample_id).with_for_update())


def add_decision(tx: Transaction, decision: Decision, comment_sealed: bytes | None = None) -> None:
    """Add a decision; a comment that nobody has screened comes sealed."""
    tx.add(
        DecisionRow(
            id=decision.id,
            sample_id=decision.sample_id,
            revision=decision.revision,
            person_id=decision.person_id,
            verdict=decision.verdict.value,
            reason=None if decision.reason is None else decision.reason.value,
            comment=decision.comment,
            comment_sealed=comment_sealed,
            seconds=decision.seconds,
            undoes=decision.undoes,
            created_at=decision.created_at,
        )
    )
    tx.flush()


def find_decision(tx: Transaction, decision_id: str) -> Decision | None:
    """Return a decision by its id."""
    row = tx.get(DecisionRow, decision_id)
    return None if row is None else _decision(row)


def undoing(tx: Transaction, decision_id: str) -> Decision | None:
    """Return the decision that took this one back, or nothing while it stands."""
    row = tx.scalar(select(DecisionRow).where(DecisionRow.undoes == decision_id))
    return None if row is None else _decision(row)


def decisions_of(tx: Transaction, sample_ids: Collection[str]) -> dict[str, list[Decision]]:
    """Return every decision on these samples, oldest first, undone ones included."""
    found: dict[str, list[Decision]] = {sample_id: [] for sample_id in sample_ids}
    query = select(DecisionRow).where(DecisionRow.sample_id.in_(sample_ids))
    for row in tx.scalars(query.order_by(DecisionRow.created_at, DecisionRow.id)):
        found[row.sample_id].append(_decision(row))
    return found


def last_decision(tx: Transaction, project_id: str, person_id: str) -> Decision | None:
    """Return a person's newest standing decision in a project."""
    query = (
        select(DecisionRow)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(DecisionRow.person_id == person_id, SampleRow.project_id == project_id, *STANDING)
        .order_by(DecisionRow.created_at.desc(), DecisionRow.id.desc())
        .limit(1)
    )
    row = tx.scalar(query)
    return None if row is None else _decision(row)


def count_waiting(tx: Transaction, project_id: str, person_id: str) -> int:
    """Count the samples that wait for a person: all that wait less those they have decided on at this text."""
    waiting = (SampleRow.project_id == project_id, SampleRow.status == SampleStatus.WAITING.value)
    decided = _own(project_id, person_id).where(
        SampleRow.status == SampleStatus.WAITING.value, DecisionRow.revision == SampleRow.head
    )
    everything = tx.scalar(select(func.count()).select_from(SampleRow).where(*waiting)) or 0
    return everything - (tx.scalar(decided) or 0)


def count_skipped(tx: Transaction, project_id: str, person_id: str) -> int:
    """Count the waiting samples whose newest text a person has skipped."""
    query = _own(project_id, person_id).where(
        SampleRow.status == SampleStatus.WAITING.value,
        DecisionRow.revision == SampleRow.head,
        DecisionRow.verdict == Verdict.SKIP.value,
    )
    return tx.scalar(query) or 0


def count_decided(tx: Transaction, project_id: str, person_id: str, since: datetime) -> int:
    """Count the samples that a person has decided on since a moment; skipping is not deciding."""
    query = _own(project_id, person_id).where(
        DecisionRow.created_at >= since, DecisionRow.verdict != Verdict.SKIP.value
    )
    return tx.scalar(query) or 0


def count_status(tx: Transaction, project_id: str, status: SampleStatus) -> int:
    """Count the samples that stand so."""
    query = select(func.count()).where(SampleRow.project_id == project_id, SampleRow.status == status.value)
    return tx.scalar(query.select_from(SampleRow)) or 0


def approvals(tx: Transaction, sample_ids: Collection[str], but: str) -> dict[str, int]:
    """Count the people (all but one) who have approved the newest text of each of these samples."""
    query = (
        select(DecisionRow.sample_id, func.count(func.distinct(DecisionRow.person_id)))
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(
            DecisionRow.sample_id.in_(sample_ids),
            DecisionRow.revision == SampleRow.head,
            DecisionRow.person_id != but,
            DecisionRow.verdict == Verdict.APPROVE.value,
            *STANDING,
        )
        .group_by(DecisionRow.sample_id)
    )
    return {sample_id: int(people) for sample_id, people in tx.execute(query)}


def settle(tx: Transaction, sample_id: str, rules: ReviewPolicy, at: datetime) -> SampleStatus:
    """Compute a sample's head and status from its revisions and decisions, and write them.

    The head is the newest open revision. While a newer one is being screened the sample is out of
    everybody's sight; approvals count for every revision that means the same as the head. A sample that was
    set aside or is in a language that nobody screens stays so.
    """
    tx.flush()
    sample = tx.get_one(SampleRow, sample_id, populate_existing=True)
    revisions = tx.execute(
        select(RevisionRow.number, RevisionRow.state, RevisionRow.meaning_hash)
        .where(RevisionRow.sample_id == sample_id)
        .order_by(RevisionRow.number)
    ).all()
    meanings = {number: meaning for number, state, meaning in revisions if state == RevisionState.OPEN.value}
    newest = max((number for number, _, _ in revisions), default=0)
    head = max(meanings, default=sample.head)
    before = (sample.head, sample.status)
    sample.head = head
    if sample.status not in {SampleStatus.SET_ASIDE.value, SampleStatus.NOT_SCREENED.value}:
        status = SampleStatus.SCREENING
        if head in meanings and newest == head:
            alike = frozenset(n for n, meaning in meanings.items() if n == head or (meaning == meanings[head] != ""))
            status = status_of(decisions_of(tx, [sample_id])[sample_id], alike, rules)
        sample.status = status.value
    if before != (sample.head, sample.status):
        sample.changed_at = at
    tx.flush()
    return SampleStatus(sample.status)


def _own(project_id: str, person_id: str) -> Select[int]:
    return (
        select(func.count(func.distinct(DecisionRow.sample_id)))
        .select_from(DecisionRow)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(DecisionRow.person_id == person_id, SampleRow.project_id == project_id, *STANDING)
    )


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
    )
