"""Pages of the audit log by the number of its lines; decisions that somebody may not know yet are told as such."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select

from curation.domain.blindness import Looking
from curation.domain.event_sentences import BLIND, HIDDEN, HIDDEN_TALK, TALK
from curation.domain.events import Event
from curation.store.database import Transaction
from curation.store.events import event_from
from curation.store.hearing import may_know_of
from curation.store.tables_people import EventRow
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import VersionRow

MOST_KINDS = 200


@dataclass(frozen=True)
class LogFilter:
    """Which lines are wanted; what is None does not narrow. `until` is not included."""

    person: str | None = None
    action: str | None = None
    object_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class LogReading:
    """Who reads the log of which project; `home` adds the lines that belong to no project."""

    tx: Transaction
    project_id: str
    looking: Looking
    home: bool

    def before(self, wanted: LogFilter, number: int | None, most: int) -> list[Event]:
        """Return lines from before a number (the newest where None), newest first."""
        query = self._wanted(wanted).order_by(EventRow.number.desc()).limit(most)
        return self._told(query if number is None else query.where(EventRow.number < number))

    def after(self, wanted: LogFilter, number: int, most: int) -> list[Event]:
        """Return lines from after a number, oldest first."""
        query = self._wanted(wanted).order_by(EventRow.number).limit(most)
        return self._told(query.where(EventRow.number > number))

    def _wanted(self, wanted: LogFilter) -> Select[EventRow]:
        mine = func.coalesce(EventRow.project_id, self.project_id if self.home else "") == self.project_id
        query = select(EventRow).where(mine)
        if wanted.person is not None:
            query = query.where(EventRow.actor == wanted.person, self._known())
        if wanted.action is not None:
            query = query.where(EventRow.action == wanted.action, self._known())
        if wanted.object_id is not None:
            query = query.where(EventRow.object_id == wanted.object_id)
        if wanted.since is not None:
            query = query.where(EventRow.at >= wanted.since)
        return query if wanted.until is None else query.where(EventRow.at < wanted.until)

    def _known(self) -> ColumnElement[bool]:
        """Leave out what a filter would tell by finding it."""
        s = SampleRow.__table__
        told = select(s.c.id).where(s.c.id == EventRow.object_id, may_know_of(self.looking, s))
        mine = EventRow.actor == self.looking.person_id
        return or_(EventRow.action.not_in(BLIND), mine, told.correlate(EventRow).exists())

    def _told(self, query: Select[EventRow]) -> list[Event]:
        events = [event_from(row) for row in self.tx.scalars(query)]
        asked = {e.object_id for e in events if e.action in BLIND and e.actor != self.looking.person_id}
        s = SampleRow.__table__
        known = set(self.tx.scalars(select(s.c.id).where(s.c.id.in_(asked), may_know_of(self.looking, s))))
        hidden = asked - known
        return [self._masked(event) if event.object_id in hidden else event for event in events]

    def _masked(self, event: Event) -> Event:
        if event.action not in BLIND or event.actor == self.looking.person_id:
            return event
        return replace(event, action=HIDDEN_TALK if event.action in TALK else HIDDEN, actor="", hashes=())


def actions(tx: Transaction) -> list[str]:
    """Return the kinds of events that have happened, each found by one step through the index."""
    found: list[str] = []
    query = select(func.min(EventRow.action))
    action = tx.scalar(query)
    while action is not None and len(found) < MOST_KINDS:
        found.append(action)
        action = tx.scalar(query.where(EventRow.action > action))
    return found


def version_names(tx: Transaction, ids: Iterator[str]) -> dict[str, str]:
    """Return the names of those of the ids that are versions."""
    return dict(tx.execute(select(VersionRow.id, VersionRow.name).where(VersionRow.id.in_(list(ids)))).all())
