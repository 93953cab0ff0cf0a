"""Texts that are always hidden from now on: kept sealed on the deny list, and hidden in what is stored by a job."""

from collections.abc import Iterable
from datetime import datetime

from curation.domain.identity import Json, new_id
from curation.domain.jobs import JobKind
from curation.domain.people import Person
from curation.domain.privacy import PrivacyAction, PrivacyDecision
from curation.domain.projects import Project
from curation.errors import InputError
from curation.pii.denied import denied_entry
from curation.pii.sealed import Seal
from curation.services.privacy_lists import Lists, sealed_words
from curation.services.privacy_standing import seekable
from curation.services.privacy_values import change_lists, entries_of, value_key
from curation.store import privacy as store
from curation.store.database import Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.texts import text


def deny(within: tuple[Transaction, Seal, datetime], actor: Person, project: Project, entries: Iterable[str]) -> int:
    """Put entries on the deny list as a mark at the desk does; return how many were not on it yet.

    Raises InputError for one that stands everywhere and means nobody.
    """
    tx, seal, now = within
    lists = Lists(seal, *entries_of(tx, seal, project.id))
    named: list[Json] = []
    for entry in entries:
        entity, value = denied_entry(entry)
        if not seekable(value, by_hand=True):
            raise InputError(
                text("“{value}” stands in many places where it means nobody. Add the words beside it.", value=value)
            )
        if f"{entity}: {value}" in lists.deny:
            continue
        one = decision_on(project, actor.id, (entity, value), sealed_words(seal, value, value), now)
        store.add_privacy_decision(tx, one)
        lists.change(one)
        thing = Thing("sealed_value", one.target.hmac[:32], project.id, (one.target.hmac,))
        append_event(tx, now, actor.id, "value.mark", thing)
        named.append(one.id)
    if named:
        change_lists(tx, seal, project.id, (lists.allow, lists.deny), (actor.id, now))
        add_job(tx, JobKind.APPLY_PRIVACY, {"decisions": named}, actor.id, project.id, now)
    return len(named)


def decision_on(
    project: Project,
    actor_id: str,
    said: tuple[str, str],
    sealed: bytes,
    now: datetime,
) -> PrivacyDecision:
    """Return the mark of a value, `(entity type, value)`."""
    key = value_key(project, *said)
    return PrivacyDecision(
        id=new_id(),
        project_id=project.id,
        action=PrivacyAction.MARK,
        target=key,
        result=key,
        sealed=sealed,
        decided_by=actor_id,
        decided_at=now,
    )
