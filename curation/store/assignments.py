"""Stores who is to look at which sample, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from curation.domain.identity import Json
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.tables_browser import AssignmentRow

FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""When what has no day is wanted: after everything else."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Assignment:
    """One sample given to one person; `due_at` where a day was named, `act_id` where it came by a bulk act."""

    sample_id: str
    person_id: str
    due_at: datetime | None
    assigned_by: str
    assigned_at: datetime
    act_id: str | None = None


def assign(tx: Transaction, project_id: str, given: Sequence[Assignment]) -> list[str]:
    """Give samples to people; who has one already keeps it as it is. Return the samples that were new to them.

    `follow` must be called after it, so that the queue knows.
    """
    known = {(one.sample_id, one.person_id) for one in assigned(tx, project_id, [one.sample_id for one in given])}
    fresh = [one for one in given if (one.sample_id, one.person_id) not in known]
    rows: list[dict[str, Json | datetime]] = [
        {
            "project_id": project_id,
            "sample_id": one.sample_id,
            "person_id": one.person_id,
            "due_at": one.due_at,
            "act_id": one.act_id,
            "assigned_by": one.assigned_by,
            "assigned_at": one.assigned_at,
            "wanted_at": one.due_at or FAR,
            "waits": True,
            "reserves": True,
        }
        for one in fresh
    ]
    if rows:
        tx.execute(insert(AssignmentRow), rows)
    return [one.sample_id for one in fresh]


def unassign(tx: Transaction, project_id: str, person_id: str, ids: Sequence[str], act_id: str | None = None) -> int:
    """Take samples from a person again (where an act is named: only what came by that one); return how many."""
    gone = 0
    for part in in_parts(ids):
        mine = (
            AssignmentRow.project_id == project_id,
            AssignmentRow.person_id == person_id,
            AssignmentRow.sample_id.in_(part),
            *(() if act_id is None else (AssignmentRow.act_id == act_id,)),
        )
        gone += len(tx.scalars(select(AssignmentRow.sample_id).where(*mine)).all())
        tx.execute(delete(AssignmentRow).where(*mine), execution_options={"synchronize_session": False})
    return gone


def assigned(tx: Transaction, project_id: str, ids: Sequence[str]) -> list[Assignment]:
    """Return who is to look at samples, in the order of sample and person."""
    found: list[Assignment] = []
    for part in in_parts(sorted(set(ids))):
        query = select(AssignmentRow).where(AssignmentRow.project_id == project_id, AssignmentRow.sample_id.in_(part))
        found += map(_assignment, tx.scalars(query.order_by(AssignmentRow.sample_id, AssignmentRow.person_id)))
    return found


def assigned_to(tx: Transaction, project_id: str, person_id: str) -> list[Assignment]:
    """Return what a person is to look at, by the id of the sample."""
    query = select(AssignmentRow).where(AssignmentRow.project_id == project_id, AssignmentRow.person_id == person_id)
    return [_assignment(row) for row in tx.scalars(query.order_by(AssignmentRow.sample_id))]


def _assignment(row: AssignmentRow) -> Assignment:
    return Assignment(row.sample_id, row.person_id, row.due_at, row.assigned_by, row.assigned_at, row.act_id)
