"""The audit log for people: pages of sentences, exports, and whether the chain holds."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curation.domain.blindness import looking
from curation.domain.event_sentences import sentence_of
from curation.domain.events import Event
from curation.domain.identity import Json
from curation.domain.jobs import Job, JobKind, JobState, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import JobFailedError
from curation.store.database import Database, Transaction
from curation.store.event_pages import LogFilter, LogReading, actions, version_names
from curation.store.events import broken_lines, last_number
from curation.store.jobs import add_job, open_jobs, recent_jobs
from curation.store.projects import members
from curation.store.reviews import review_policy
from curation.texts import text

PAGE = 50
_AT_ONCE = 500
_RECENT = 200
_SHORT = 8
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("number", "at", "actor", "who", "action", "object_kind", "object_id", "sentence")


class LogLayout(StrEnum):
    """As what the log leaves the house."""

    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True)
class Told:
    """A line of the log with who did it, by name, and its sentence."""

    event: Event
    who: str
    sentence: str


@dataclass(frozen=True)
class LogPage:
    """Lines, newest first; before which number the next page begins, None at the end; and what can be filtered by."""

    lines: tuple[Told, ...]
    next: int | None
    people: Mapping[str, str]
    actions: Sequence[str]


@dataclass(frozen=True)
class EventLog:
    """Use cases of the log; whoever may export may read it. Decisions one may not know yet are told as hidden."""

    database: Database
    clock: Clock = utc_now

    def page(self, actor: Person, project: Project, wanted: LogFilter, before: int | None = None) -> LogPage:
        """Return the page before a line's number, the newest first."""
        actor.require(Permission.EXPORT)
        with self.database.reading() as tx:
            found = _reading(tx, actor, project).before(wanted, before, PAGE + 1)
            names = _names(tx, project)
            more = found[PAGE - 1].number if len(found) > PAGE else None
            return LogPage(tuple(_told(tx, found[:PAGE], names)), more, names, actions(tx))

    def export(self, actor: Person, project: Project, wanted: LogFilter, layout: LogLayout) -> Iterator[str]:
        """Yield the lines as text, oldest first, a few hundred at a time; each part reads a moment of its own."""
        actor.require(Permission.EXPORT)
        return self._exported(actor, project, wanted, layout)

    def verify(self, actor: Person, project: Project) -> Job:
        """Have the whole chain looked at in the background; a look that waits already is not asked for twice."""
        actor.require(Permission.EXPORT)
        with self.database.transaction() as tx:
            waiting = [job for job in open_jobs(tx, project.id) if job.kind is JobKind.VERIFY_LOG]
            return waiting[0] if waiting else add_job(tx, JobKind.VERIFY_LOG, {}, actor.id, project.id, self.clock())

    def last_look(self, actor: Person, project: Project) -> Job | None:
        """Return the last look at the chain that has ended, with its sentence as note or error."""
        actor.require(Permission.EXPORT)
        ended = {JobState.DONE, JobState.FAILED}
        with self.database.reading() as tx:
            looks = (job for job in recent_jobs(tx, project.id, _RECENT) if job.kind is JobKind.VERIFY_LOG)
            return next((job for job in looks if job.state in ended), None)

    def _exported(self, actor: Person, project: Project, wanted: LogFilter, layout: LogLayout) -> Iterator[str]:
        if layout is LogLayout.CSV:
            yield _row(_COLUMNS)
        number, more = 0, True
        while more:
            with self.database.reading() as tx:
                found = _reading(tx, actor, project).after(wanted, number, _AT_ONCE)
                lines = [line_of(one, layout) for one in _told(tx, found, _names(tx, project))]
            more = len(found) == _AT_ONCE
            number = found[-1].number if found else number
            yield "".join(lines)


@dataclass(frozen=True)
class LogVerifying:
    """The light stage of VERIFY_LOG; its payload is `{}`."""

    database: Database

    def run(self, job: Job, reporter: Reporter) -> None:
        """Look at every line; the note says that all is well, raises JobFailedError naming the first bad line."""
        del job
        with self.database.reading() as tx:
            count = last_number(tx)
            reporter.report(Progress(0, count, text("Looking at every line")))
            first = next(broken_lines(tx), None)
        if first is not None:
            raise JobFailedError(broken_sentence(first))
        reporter.report(Progress(count, count, whole_sentence(count)))


def whole_sentence(count: int) -> str:
    """Say that the chain holds."""
    return text("All {count:,} lines of the log follow from one another.", count=count)


def broken_sentence(number: int) -> str:
    """Say where the chain breaks."""
    return text(
        "Line {number} of the log does not follow from the line before: it or that one was changed or removed. "
        "Compare with a backup.",
        number=number,
    )


def value_of(one: Told) -> dict[str, Json]:
    """Write a line as JSON."""
    event = one.event
    return {
        "number": event.number,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "who": one.who,
        "action": event.action,
        "object_kind": event.object_kind,
        "object_id": event.object_id,
        "hashes": list(event.hashes),
        "previous": event.previous,
        "hash": event.hash,
        "sentence": one.sentence,
    }


def line_of(one: Told, layout: LogLayout) -> str:
    """Write a line for a file."""
    value = value_of(one)
    if layout is LogLayout.JSONL:
        return json.dumps(value, ensure_ascii=False) + "\n"
    return _row([str(value[name]) for name in _COLUMNS])


def _row(cells: Sequence[str]) -> str:
    """Write a row; a cell that a spreadsheet would take for a formula gets a quote before it."""
    written = io.StringIO()
    csv.writer(written).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return written.getvalue()


def _reading(tx: Transaction, actor: Person, project: Project) -> LogReading:
    looks = looking(actor, review_policy(tx, project.id).visibility)
    return LogReading(tx, project.id, looks, home=actor.may(Permission.MANAGE))


def _names(tx: Transaction, project: Project) -> dict[str, str]:
    return {person.id: person.name for person in members(tx, project.id)}


def _told(tx: Transaction, events: Sequence[Event], people: Mapping[str, str]) -> Iterator[Told]:
    versions = version_names(tx, (event.object_id for event in events if event.object_kind == "version"))
    machine = text("The workbench")
    for event in events:
        who = people.get(event.actor, machine if event.actor in {"", "worker"} else event.actor[:_SHORT])
        what = people.get(event.object_id) or versions.get(event.object_id) or event.object_id[:_SHORT]
        yield Told(event, who if event.actor else "", sentence_of(event.action).format(who=who, what=what))
