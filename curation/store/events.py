"""Stores the audit log: appends lines to the chain, reads and checks them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from curation.domain.events import FIRST, Event, event_hash
from curation.store.database import Transaction
from curation.store.tables_people import EventHeadRow, EventRow

_HEAD = 1
_END = select(EventHeadRow.number, EventHeadRow.hash).where(EventHeadRow.id == _HEAD).with_for_update()
_ADD = insert(EventRow)
_MOVE_END = (
    update(EventHeadRow)
    .where(EventHeadRow.id == _HEAD)
    .values(number=bindparam("last"), hash=bindparam("digest"))
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True)
class Thing:
    """What an event is about: its kind, its id, its project, and hashes of its content; never text."""

    kind: str
    id: str
    project_id: str | None = None
    hashes: tuple[str, ...] = ()


def append_event(tx: Transaction, at: datetime, actor: str, action: str, thing: Thing) -> Event:
    """Add a line to the chain, under a lock on its end."""
    end = tx.execute(_END).one_or_none()
    if end is None:
        tx.execute(insert(EventHeadRow).values(id=_HEAD, number=0, hash=FIRST))
    last, previous = end or (0, FIRST)
    digest = event_hash(previous, at, actor, action, (thing.kind, thing.id, *thing.hashes))
    number = last + 1
    values = {"number": number, "at": at, "actor": actor, "action": action, "previous": previous, "hash": digest}
    about = {"object_kind": thing.kind, "object_id": thing.id, "project_id": thing.project_id}
    tx.execute(_ADD, {**values, **about, "hashes": list(thing.hashes)})
    tx.execute(_MOVE_END, {"last": number, "digest": digest})
    return Event(number, at, actor, action, thing.kind, thing.id, thing.hashes, previous, digest)


def last_number(tx: Transaction) -> int:
    """Return the number of the newest line, 0 before the first: what it was tells whether anything has happened."""
    return tx.scalar(select(EventHeadRow.number).where(EventHeadRow.id == _HEAD)) or 0


def recent_events(tx: Transaction, project_id: str | None, limit: int = 50) -> tuple[Event, ...]:
    """Return the newest lines first, of one project or of all."""
    query = select(EventRow).order_by(EventRow.number.desc()).limit(limit)
    if project_id is not None:
        query = query.where(EventRow.project_id == project_id)
    return tuple(event_from(row) for row in tx.scalars(query))


def events_of(tx: Transaction, kind: str, object_id: str) -> tuple[Event, ...]:
    """Return one object's lines, oldest first."""
    query = (
        select(EventRow).where(EventRow.object_kind == kind, EventRow.object_id == object_id).order_by(EventRow.number)
    )
    return tuple(event_from(row) for row in tx.scalars(query))


def broken_lines(tx: Transaction) -> Iterator[int]:
    """Yield the numbers of lines that do not follow from the line before, and of a torn-off end."""
    previous, number = FIRST, 0
    for row in tx.scalars(select(EventRow).order_by(EventRow.number).execution_options(yield_per=1000)):
        event = event_from(row)
        rest = (event.object_kind, event.object_id, *event.hashes)
        expected = event_hash(event.previous, event.at, event.actor, event.action, rest)
        if event.previous != previous or event.hash != expected or event.number != number + 1:
            yield event.number
        previous, number = event.hash, event.number
    head = tx.scalar(select(EventHeadRow).where(EventHeadRow.id == _HEAD))
    if head is not None and (head.number, head.hash) != (number, previous):
        yield head.number


def event_from(row: EventRow) -> Event:
    """Read a line."""
    hashes = row.hashes if isinstance(row.hashes, list) else []
    return Event(
        number=row.number,
        at=row.at,
        actor=row.actor,
        action=row.action,
        object_kind=row.object_kind,
        object_id=row.object_id,
        hashes=tuple(str(h) for h in hashes),
        previous=row.previous,
        hash=row.hash,
    )
