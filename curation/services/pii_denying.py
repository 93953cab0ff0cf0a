"""Texts that are always hidden from now on: kept sealed on the deny list, and hidden in what is stored by a job."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from curation.domain.identity import Json, new_id
from curation.domain.jobs import JobKind
from curation.domain.people import Person
from curation.domain.privacy import PrivacyAction, PrivacyDecision
from curation.domain.projects import Project
from curation.errors import InputError
from curation.pii.denied import denied_entry
from curation.pii.sealed import Seal
from curation.services.privacy_lists import Lists, same, sealed_words
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


def deny_no_more(
    within: tuple[Transaction, Seal, datetime], actor: Person, project: Project, entries: Iterable[str]
) -> int:
    """Take entries off the deny list, and marks of them back; return how many were on it.

    A text without a type is taken off whatever its type. Raises InputError for one that is not on the list, or that
    a decision on the page Personal data keeps there.
    """
    tx, seal, now = within
    lists = Lists(seal, *entries_of(tx, seal, project.id))
    gone = {entry for wanted in entries for entry in _meant(wanted, lists.deny)}
    taken: list[PrivacyDecision] = []
    for entity, value in map(denied_entry, sorted(gone)):
        key = value_key(project, entity, value)
        about = [one for one in store.decisions_about(tx, project.id, [key.hmac]) if key in (one.target, one.result)]
        stand = [one for one in about if one.undoes is None and one.id not in {other.undoes for other in about}]
        if any(one.action is not PrivacyAction.MARK for one in stand):
            raise InputError(
                text("“{value}” was decided on the page Personal data. Take that decision back there.", value=value)
            )
        taken += stand
    for one in taken:
        back = replace(one, id=new_id(), undoes=one.id, sealed=None, decided_by=actor.id, decided_at=now)
        store.add_privacy_decision(tx, back)
        thing = Thing("sealed_value", one.target.hmac[:32], project.id, (one.target.hmac,))
        append_event(tx, now, actor.id, "value.taken_back", thing)
    if gone:
        change_lists(tx, seal, project.id, (lists.allow, lists.deny - gone), (actor.id, now))
        append_event(tx, now, actor.id, "policy.pii", Thing("project", project.id, project.id))
    if taken:
        add_job(tx, JobKind.APPLY_PRIVACY, {"decisions": [one.id for one in taken]}, actor.id, project.id, now)
    return len(gone)


def _meant(wanted: str, listed: Iterable[str]) -> set[str]:
    """Return the entries of a list that somebody means; raises InputError where there is none."""
    typed = denied_entry(wanted) if ": " in wanted else None
    meant = {
        entry
        for entry in listed
        if same(entry, wanted) or (denied_entry(entry) == typed) or same(denied_entry(entry)[1], wanted)
    }
    if not meant:
        raise InputError(
            text("“{value}” is not on the list of what is always hidden. Type it as it was put there.", value=wanted)
        )
    return meant


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
