"""Giving samples to people by name, and taking them back: one of them here, many by an act."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.review_policy import ReviewPolicy
from curation.errors import InputError, OwnWorkError
from curation.services.reaching import may_decide
from curation.store.assignments import Assignment, assign, unassign
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.given import follow
from curation.store.lanes import place
from curation.store.projects import members
from curation.store.reviews import review_policy
from curation.store.samples import sample
from curation.texts import text

_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Giving:
    """Use cases of who is to look at one sample by name."""

    database: Database
    clock: Clock = utc_now

    def give(self, actor: Person, project: Project, sample_id: str, person_id: str, due: date | None = None) -> bool:
        """Give a sample to somebody who decides here, by the end of a day (UTC) or whenever; tell whether it was new.

        Raises InputError for somebody who decides on nothing here, OwnWorkError where they wrote it.
        """
        actor.require(Permission.MANAGE)
        now = self.clock()
        with self.database.transaction() as tx:
            sample(tx, project.id, sample_id)
            require_decider(tx, project, person_id)
            made = Assignment(sample_id, person_id, end_of(due), actor.id, now)
            new = give_by_name(tx, project, made, review_policy(tx, project.id))
            if new:
                append_event(tx, now, actor.id, "sample.assigned", Thing("sample", sample_id, project.id))
        return new

    def take(self, actor: Person, project: Project, sample_id: str, person_id: str) -> bool:
        """Take a sample from somebody again, so that it is everybody's; tell whether they had it."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            sample(tx, project.id, sample_id)
            gone = take_by_name(tx, project, (person_id, sample_id), review_policy(tx, project.id))
            if gone:
                append_event(tx, self.clock(), actor.id, "sample.unassigned", Thing("sample", sample_id, project.id))
        return gone


def require_decider(tx: Transaction, project: Project, person_id: str) -> None:
    """Raise InputError for somebody on whom a sample would wait for ever: no member, or one who decides on nothing."""
    found = next((one for one in members(tx, project.id) if one.id == person_id), None)
    if found is None:
        raise InputError(text("There is no such person in this project."))
    if not found.may(Permission.REVIEW):
        raise InputError(text("{name} does not decide on samples here. Choose somebody who does.", name=found.name))


def end_of(due: date | None) -> datetime | None:
    """Return when a day is over, for what is wanted by it; None where no day is named."""
    return None if due is None else datetime.combine(due, _LAST_MINUTE, UTC)


def give_by_name(tx: Transaction, project: Project, made: Assignment, rules: ReviewPolicy) -> bool:
    """Give a sample to somebody, and let the queue know; tell whether it was new to them.

    Raises OwnWorkError where they wrote it.
    """
    if not may_decide(tx, project, made.person_id, made.sample_id, rules):
        raise OwnWorkError(text("They wrote it, or have a part in it: others decide on it."))
    new = bool(assign(tx, project.id, [made]))
    follow(tx, project.id, [made.sample_id], rules)
    return new


def take_by_name(
    tx: Transaction, project: Project, named: tuple[str, str], rules: ReviewPolicy, act_id: str | None = None
) -> bool:
    """Take a sample from somebody (`named`: person, sample), and let the queue know; tell whether they had it."""
    person_id, sample_id = named
    gone = bool(unassign(tx, project.id, person_id, [sample_id], act_id))
    place(tx, project.id, [sample_id], {sample_id: False})
    follow(tx, project.id, [sample_id], rules)
    return gone
