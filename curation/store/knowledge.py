"""Stores what the people of a project know: their specialties and languages there."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from curation.domain.identity import Json
from curation.domain.people import Person, PersonRole
from curation.store.database import Transaction
from curation.store.tables_people import MembershipRow, PersonRow

_SKILLED = (
    select(PersonRow.id, PersonRow.name, MembershipRow.role, MembershipRow.specialties, MembershipRow.languages)
    .join(MembershipRow, MembershipRow.person_id == PersonRow.id)
    .where(MembershipRow.project_id == bindparam("project"), PersonRow.disabled.is_(False))
    .order_by(PersonRow.name, PersonRow.id)
)


@dataclass(frozen=True)
class Knows:
    """What somebody knows in a project; without languages they read any."""

    specialties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def skilled(tx: Transaction, project_id: str) -> tuple[tuple[Person, Knows], ...]:
    """Return the people of a project with their roles and what they know there, by name."""
    found: dict[str, tuple[Person, Knows]] = {}
    for person_id, name, role, specialties, languages in tx.execute(_SKILLED, {"project": project_id}):
        person, knows = found.get(person_id, (Person(person_id, name, frozenset()), Knows()))
        found[person_id] = (
            Person(person_id, name, person.roles | {PersonRole(role)}),
            Knows(_joined(knows.specialties, specialties), _joined(knows.languages, languages)),
        )
    return tuple(found.values())


def set_knowledge(tx: Transaction, project_id: str, person_id: str, knows: Knows) -> None:
    """Write what somebody knows, beside each of their roles."""
    mine = (MembershipRow.project_id == project_id, MembershipRow.person_id == person_id)
    values = {"specialties": list(knows.specialties), "languages": list(knows.languages)}
    tx.execute(update(MembershipRow).where(*mine).values(**values), execution_options={"synchronize_session": False})
    tx.expire_all()


def words_in(value: Json) -> tuple[str, ...]:
    """Read a list of words from JSON; anything else holds none."""
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _joined(before: tuple[str, ...], value: Json) -> tuple[str, ...]:
    return tuple(sorted({*before, *words_in(value)}))
