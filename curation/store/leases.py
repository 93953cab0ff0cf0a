"""Stores claims: who has which slot of a sample on the desk, and until when."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError

from curation.domain.reviews import Lease
from curation.store.database import Transaction
from curation.store.samples import named_in
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import LeaseRow

BEYOND = -1
"""The slot of whoever decides on a sample that nobody is asked for any more, a disputed one for instance."""
_PLAIN = {"synchronize_session": False}


def leases_of(tx: Transaction, sample_ids: Collection[str], at: datetime) -> dict[str, list[Lease]]:
    """Return the claims on these samples that have not run out."""
    found: dict[str, list[Lease]] = {sample_id: [] for sample_id in sample_ids}
    query = select(LeaseRow).where(LeaseRow.sample_id.in_(sample_ids), LeaseRow.expires_at > at)
    for row in tx.scalars(query, execution_options={"populate_existing": True}):
        found[row.sample_id].append(Lease(row.sample_id, row.slot, row.person_id, row.expires_at))
    return found


def samples_of(tx: Transaction, person_id: str) -> list[str]:
    """Return the samples that somebody has claimed, also those whose claim has run out and nobody took over."""
    return list(tx.scalars(select(LeaseRow.sample_id).where(LeaseRow.person_id == person_id)))


def claim(tx: Transaction, wanted: Lease, slots: Iterable[int], at: datetime) -> Lease | None:
    """Take a sample's own or first free slot of those given (`wanted.slot` is ignored); None where there is none.

    A free slot is inserted, where the primary key lets one of two people win; one that has run out is
    taken by an update that names what was seen.
    """
    open_ones = list(slots)
    if not open_ones:
        return None
    query = select(LeaseRow).where(LeaseRow.sample_id == wanted.sample_id)
    rows = {row.slot: row for row in tx.scalars(query, execution_options={"populate_existing": True})}
    mine = [slot for slot in open_ones if slot in rows and rows[slot].person_id == wanted.person_id]
    free = [slot for slot in open_ones if slot not in rows or rows[slot].expires_at <= at]
    for slot in dict.fromkeys((*mine, *free)):
        taken = Lease(wanted.sample_id, slot, wanted.person_id, wanted.expires_at)
        if _take_over(tx, rows[slot], taken) if slot in rows else _insert(tx, taken):
            return taken
    return None


def renew(
    tx: Transaction, project_id: str, person_id: str, sample_ids: Collection[str], at: datetime, until: datetime
) -> list[str]:
    """Prolong a person's claims in a project that have not run out; return the samples that are still theirs."""
    mine = (*_mine(project_id, person_id, sample_ids), LeaseRow.expires_at > at)
    change = update(LeaseRow).where(*mine).values(expires_at=until).returning(LeaseRow.sample_id)
    return sorted(tx.scalars(change, execution_options=_PLAIN))


def release(tx: Transaction, project_id: str, person_id: str, sample_ids: Collection[str]) -> list[str]:
    """Give a person's claims on these samples of a project back; return those that were given back."""
    change = delete(LeaseRow).where(*_mine(project_id, person_id, sample_ids)).returning(LeaseRow.sample_id)
    return sorted(tx.scalars(change, execution_options=_PLAIN))


def _mine(project_id: str, person_id: str, sample_ids: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    here = select(SampleRow.id).where(*named_in(project_id, list(sample_ids)))
    return LeaseRow.person_id == person_id, LeaseRow.sample_id.in_(here)


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
