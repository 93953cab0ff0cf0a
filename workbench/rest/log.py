"""The door's rows on the log: pages of its lines, and the whole as a stream."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from curation.domain.people import Permission
from curation.services.event_log import LogLayout, Told
from curation.store.event_pages import LogFilter
from workbench.rest.operations import Ask, Media, Operation, Pieces, Purpose, download, operation
from workbench.rest.shapes import Line, Nothing, Number

_EXPORT = frozenset({Permission.EXPORT})


@dataclass(frozen=True)
class LogWanted:
    """Which lines of the log; what is left out does not narrow."""

    person: Annotated[Line | None, "The id of who did it."] = None
    action: Annotated[Line | None, "Such as sample.approved or version.frozen."] = None
    object: Annotated[Line | None, "The id of what it was done to."] = None
    since: Annotated[datetime | None, "A moment with its zone, included."] = None
    until: Annotated[datetime | None, "A moment with its zone, not included."] = None


@dataclass(frozen=True)
class EventsWanted(LogWanted):
    """Which lines of the log, and from where on."""

    before: Annotated[Number | None, "`next` of the page before."] = None


@dataclass(frozen=True)
class LogExportWanted(LogWanted):
    """Which lines of the log, and as what."""

    layout: LogLayout = LogLayout.JSONL


@dataclass(frozen=True)
class EventLine:
    """A line of the log: ids and hashes, never text."""

    number: int
    at: datetime
    actor: str
    who: str
    action: str
    object_kind: str
    object_id: str
    hashes: tuple[str, ...]
    previous: str
    hash: str
    sentence: str


@dataclass(frozen=True)
class Events:
    """Lines of the log, newest first; `next` is `before` of the next page, null at the end."""

    events: tuple[EventLine, ...]
    next: int | None


def operations() -> tuple[Operation, ...]:
    """Return the rows."""
    return (
        operation(
            Purpose("GET", "/events", "list_events", "List lines of the log, newest first.", _EXPORT),
            (EventsWanted, Nothing, Events),
            _events,
        ),
        download(
            Purpose("GET", "/events/export", "export_events", "Stream lines of the log, oldest first.", _EXPORT),
            LogExportWanted,
            (Media.JSONL, Media.CSV),
            _log,
        ),
    )


def _events(ask: Ask[EventsWanted, Nothing]) -> Events:
    page = ask.workbench.event_log.page(ask.caller.person, ask.caller.project, _wanted(ask.query), ask.query.before)
    return Events(tuple(_line(one) for one in page.lines), page.next)


def _log(ask: Ask[LogExportWanted, Nothing]) -> Pieces:
    layout = ask.query.layout
    lines = ask.workbench.event_log.export(ask.caller.person, ask.caller.project, _wanted(ask.query), layout)
    media = {LogLayout.JSONL: Media.JSONL, LogLayout.CSV: Media.CSV}[layout]
    return Pieces(lines, media, f"{ask.caller.project.slug}-log.{layout.value}")


def _wanted(query: LogWanted) -> LogFilter:
    return LogFilter(query.person, query.action, query.object, query.since, query.until)


def _line(told: Told) -> EventLine:
    event = told.event
    return EventLine(
        number=event.number,
        at=event.at,
        actor=event.actor,
        who=told.who,
        action=event.action,
        object_kind=event.object_kind,
        object_id=event.object_id,
        hashes=event.hashes,
        previous=event.previous,
        hash=event.hash,
        sentence=told.sentence,
    )
