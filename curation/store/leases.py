"""Stores claims: who has which slot of a sample on the desk, and until when."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import CursorResult, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from curation.domain.reviews import Lease
from curation.store.database import Transaction
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import LeaseRow

BEYOND = -1
"""The slot of whoever decides on a sample that nobody is asked for any more, a disputed one for instance."""
_PLAIN = {"synchronize_session": False}
_HERE = select(SampleRow.id).where(
    func.coalesce(SampleRow.project_id, "") == bindparam("project"),
    SampleRow.id.in_(bindparam("samples", expanding=True)),
)
_MINE = (LeaseRow.person_id == bindparam("whose"), LeaseRow.sample_id.in_(_HERE))
_OPEN = (
    select(LeaseRow)
    .where(LeaseRow.sample_id.in_(bindparam("samples", expanding=True)), LeaseRow.expires_at > bindparam("at"))
    .execution_options(populate_existing=True)
)
_EVERY = select(LeaseRow).where(LeaseRow.sample_id == bindparam("sample")).execution_options(populate_existing=True)
_PROLONG = (
    update(LeaseRow)
    .where(*_MINE, LeaseRow.expires_at > bindparam("at"))
    .values(expires_at=bindparam("until"))
    .returning(LeaseRow.sample_id)
    .execution_options(**_PLAIN)
)
_GIVE_BACK = delete(LeaseRow).where(*_MINE).returning(LeaseRow.sample_id).execution_options(**_PLAIN)
_TAKE = insert(LeaseRow)
_TAKE_OVER = (
    update(LeaseRow)
    .where(
        LeaseRow.sample_id == bindparam("sample"),
        LeaseRow.slot == bindparam("place"),
        LeaseRow.person_id == bindparam("seen"),
        LeaseRow.expires_at == bindparam("seen_until"),
    )
    .values(person_id=bindparam("whose"), expires_at=bindparam("until"))
    .execution_options(**_PLAIN)
)


def leases_of(tx: Transaction, sample_ids: Collection[str], at: datetime) -> dict[str, list[Lease]]:
    """Return the claims on these samples that have not run out."""
    found: dict[str, list[Lease]] = {sample_id: [] for sample_id in sample_ids}
    for row in tx.scalars(_OPEN, {"samples": list(sample_ids), "at": at}):
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
    rows = {row.slot: row for row in tx.scalars(_EVERY, {"sample": wanted.sample_id})}
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
    mine = {"project": project_id, "whose": person_id, "samples": list(sample_ids)}
    return sorted(tx.scalars(_PROLONG, {**mine, "at": at, "until": until}))


def release(tx: Transaction, project_id: str, person_id: str, sample_ids: Collection[str]) -> list[str]:
    """Give a person's claims on these samples of a project back; return those that were given back."""
    mine = {"project": project_id, "whose": person_id, "samples": list(sample_ids)}
    return sorted(tx.scalars(_GIVE_BACK, mine))


def _insert(tx: Transaction, lease: Lease) -> bool:
    try:
        with tx.begin_nested():
            tx.execute(
                _TAKE,
                {
                    "sample_id": lease.sample_id,
                    "slot": lease.slot,
                    "person_id": lease.person_id,
                    "expires_at": lease.expires_at,
                },
            )
    except IntegrityError:
        return False
    return True


def _take_over(tx: Transaction, seen: LeaseRow, lease: Lease) -> bool:
    before = {"sample": seen.sample_id, "place": seen.slot, "seen": seen.person_id, "seen_until": seen.expires_at}
    result = tx.execute(_TAKE_OVER, {**before, "whose": lease.person_id, "until": lease.expires_at})
    return isinstance(result, CursorResult) and result.rowcount == 1
