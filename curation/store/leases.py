"""Stores claims: who has which sample on the desk, until when, and what comes next."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CursorResult, Select, delete, exists, func, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from curation.domain.desk import Pool
from curation.domain.reviews import Lease, Verdict
from curation.domain.samples import SampleStatus
from curation.store.database import Transaction
from curation.store.reviews import STANDING
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow, DraftRow, LeaseRow

Place = tuple[float, str]
_STATUS = {
    Pool.WAITING: SampleStatus.WAITING,
    Pool.SKIPPED: SampleStatus.WAITING,
    Pool.ESCALATED: SampleStatus.ESCALATED,
}
_BUSY = (SampleStatus.WAITING.value, SampleStatus.SCREENING.value)


def held(tx: Transaction, project_id: str, person_id: str, pool: Pool, at: datetime) -> list[str]:
    """Return the samples of a pool that a person has claimed and that have not run out, in the desk's order."""
    query = (
        _in_order(project_id, person_id, pool)
        .join(LeaseRow, LeaseRow.sample_id == SampleRow.id)
        .where(LeaseRow.person_id == person_id, LeaseRow.expires_at > at)
    )
    return [sample_id for sample_id, _ in tx.execute(query)]


def candidates(
    tx: Transaction, project_id: str, person_id: str, pool: Pool, after: Place | None, limit: int
) -> list[Place]:
    """Return (attention, id) of a pool's next samples in the desk's order, from `after` on (exclusive).

    The order is that of the index read backwards, so that a hundred thousand samples cost no sort.
    """
    query = _in_order(project_id, person_id, pool).limit(limit)
    if after is not None:
        query = query.where(tuple_(SampleRow.attention, SampleRow.id) < after)
    return [(attention, sample_id) for sample_id, attention in tx.execute(query)]


def count_kept(tx: Transaction, project_id: str, person_id: str) -> int:
    """Count a person's texts on samples that others have decided on meanwhile."""
    query = _in_order(project_id, person_id, Pool.KEPT).order_by(None).subquery()
    return tx.scalar(select(func.count()).select_from(query)) or 0


def held_by_others(tx: Transaction, sample_id: str, person_id: str, at: datetime) -> int:
    """Count the slots of a sample that other people hold now."""
    query = select(func.count()).where(
        LeaseRow.sample_id == sample_id, LeaseRow.person_id != person_id, LeaseRow.expires_at > at
    )
    return tx.scalar(query.select_from(LeaseRow)) or 0


def claim(tx: Transaction, lease: Lease, slots: int, used: int, at: datetime) -> Lease | None:
    """Take a sample's own or first free slot (`lease.slot` is ignored); None where there is none.

    Of a sample's `slots`, `used` have done their work: other people have approved the text.
    A free slot is inserted, where the primary key lets one of two people win; one that has run out is
    taken by an update that names what was seen.
    """
    query = select(LeaseRow).where(LeaseRow.sample_id == lease.sample_id).order_by(LeaseRow.slot)
    rows = {row.slot: row for row in tx.scalars(query, execution_options={"populate_existing": True})}
    mine = [slot for slot, row in rows.items() if row.person_id == lease.person_id]
    free = [slot for slot in range(slots) if slot not in rows or rows[slot].expires_at <= at]
    if not mine and len(free) <= used:
        return None
    for slot in (*mine, *free):
        taken = Lease(lease.sample_id, slot, lease.person_id, lease.expires_at)
        if _take_over(tx, rows[slot], taken) if slot in rows else _insert(tx, taken):
            return taken
    return None


def renew(tx: Transaction, person_id: str, sample_ids: Collection[str], at: datetime, until: datetime) -> list[str]:
    """Prolong a person's claims that have not run out; return the samples that are still theirs."""
    mine = (LeaseRow.person_id == person_id, LeaseRow.sample_id.in_(sample_ids), LeaseRow.expires_at > at)
    tx.execute(update(LeaseRow).where(*mine).values(expires_at=until), execution_options=_PLAIN)
    query = select(LeaseRow.sample_id).where(LeaseRow.person_id == person_id, LeaseRow.sample_id.in_(sample_ids))
    return sorted(tx.scalars(query.where(LeaseRow.expires_at > at)))


def release(tx: Transaction, person_id: str, sample_ids: Collection[str]) -> None:
    """Give a person's claims on these samples back."""
    tx.execute(
        delete(LeaseRow).where(LeaseRow.person_id == person_id, LeaseRow.sample_id.in_(sample_ids)),
        execution_options=_PLAIN,
    )


_PLAIN = {"synchronize_session": False}


def _in_order(project_id: str, person_id: str, pool: Pool) -> Select[str, float]:
    ordered = select(SampleRow.id, SampleRow.attention).order_by(SampleRow.attention.desc(), SampleRow.id.desc())
    if pool is Pool.KEPT:
        # The few drafts lead here: a project that an index could find would be read in full instead.
        here = func.coalesce(SampleRow.project_id, "") == project_id
        typed = ordered.join(DraftRow, DraftRow.sample_id == SampleRow.id).where(DraftRow.person_id == person_id)
        return typed.where(here, SampleRow.status.not_in(_BUSY))
    mine = select(DecisionRow.id).where(
        DecisionRow.sample_id == SampleRow.id,
        DecisionRow.person_id == person_id,
        DecisionRow.revision == SampleRow.head,
        *STANDING,
    )
    skipped = exists(mine.where(DecisionRow.verdict == Verdict.SKIP.value))
    decided = exists(mine.where(DecisionRow.verdict != Verdict.SKIP.value))
    wanted = {Pool.WAITING: (~exists(mine),), Pool.SKIPPED: (skipped, ~decided), Pool.ESCALATED: ()}[pool]
    return ordered.where(SampleRow.project_id == project_id, SampleRow.status == _STATUS[pool].value, *wanted)


def _insert(tx: Transaction, lease: Lease) -> bool:
    try:
        with tx.begin_nested():
            tx.add(
                LeaseRow(
                    sample_id=lease.sample_id,
                    slot=lease.slot,
                    person_id=lease.person_id,
                    expires_at=lease.expires_at,
                )
            )
    except IntegrityError:
        return False
    return True


def _take_over(tx: Transaction, seen: LeaseRow, lease: Lease) -> bool:
    change = (
        update(LeaseRow)
        .where(
            LeaseRow.sample_id == seen.sample_id,
            LeaseRow.slot == seen.slot,
            LeaseRow.person_id == seen.person_id,
            LeaseRow.expires_at == seen.expires_at,
        )
        .values(person_id=lease.person_id, expires_at=lease.expires_at)
    )
    result = tx.execute(change, execution_options=_PLAIN)
    return isinstance(result, CursorResult) and result.rowcount == 1
