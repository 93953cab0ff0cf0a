"""Stores filters under a name: a person's own views and those that a project shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from curation.domain.identity import Json
from curation.store.database import Transaction
from curation.store.tables_browser import ViewRow


@dataclass(frozen=True)
class View:
    """Filters under a name, as their address says them."""

    id: str
    owner_id: str
    shared: bool
    title: str
    address: Mapping[str, str]
    created_at: datetime


def views(tx: Transaction, project_id: str, person_id: str) -> list[View]:
    """Return a person's own views and the shared ones, by name."""
    mine = or_(ViewRow.owner_id == person_id, ViewRow.shared)
    query = select(ViewRow).where(ViewRow.project_id == project_id, mine)
    return [_view(row) for row in tx.scalars(query.order_by(func.lower(ViewRow.title), ViewRow.id))]


def find_view(tx: Transaction, project_id: str, view_id: str) -> View | None:
    """Return a view of a project."""
    row = tx.get(ViewRow, view_id)
    return None if row is None or row.project_id != project_id else _view(row)


def put_view(tx: Transaction, project_id: str, view: View) -> None:
    """Keep a view."""
    address: Json = dict(view.address)
    tx.add(
        ViewRow(
            id=view.id,
            project_id=project_id,
            owner_id=view.owner_id,
            shared=view.shared,
            title=view.title,
            address=address,
            created_at=view.created_at,
        )
    )
    tx.flush()


def drop_view(tx: Transaction, view_id: str) -> None:
    """Forget a view."""
    tx.delete(tx.get_one(ViewRow, view_id))
    tx.flush()


def _view(row: ViewRow) -> View:
    said: Mapping[str, Json] = row.address if isinstance(row.address, Mapping) else dict[str, Json]()
    address = {name: str(value) for name, value in said.items()}
    return View(row.id, row.owner_id, row.shared, row.title, address, row.created_at)
