"""Stores projects, people, memberships, policies and preferences."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, func, select

from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.people import Person, PersonRole
from curation.domain.projects import Project
from curation.errors import NotFoundError
from curation.store.database import Transaction
from curation.store.tables_people import MembershipRow, PersonRow, PolicyRow, PreferenceRow, ProjectRow
from curation.texts import text

_MINE = (
    select(ProjectRow)
    .where(
        ProjectRow.removed_at.is_(None),
        ProjectRow.id.in_(select(MembershipRow.project_id).where(MembershipRow.person_id == bindparam("person"))),
    )
    .order_by(ProjectRow.created_at, ProjectRow.id)
)
_MEMBERS = (
    select(PersonRow.id, PersonRow.name, MembershipRow.role)
    .join(MembershipRow, MembershipRow.person_id == PersonRow.id)
    .where(MembershipRow.project_id == bindparam("project"), PersonRow.disabled.is_(False))
    .order_by(PersonRow.name, PersonRow.id)
)
_POLICY = (
    select(PolicyRow.content)
    .where(PolicyRow.project_id == bindparam("project"), PolicyRow.kind == bindparam("kind"))
    .order_by(PolicyRow.number.desc())
    .limit(1)
)


def add_project(tx: Transaction, project: Project) -> None:
    """Add a project."""
    tx.add(
        ProjectRow(
            id=project.id,
            slug=project.slug,
            name=project.name,
            language=project.language,
            guidelines=project.guidelines,
            intended_use=project.intended_use,
            key=project.key,
            demo=project.demo,
            created_at=project.created_at,
            removed_at=None,
        )
    )
    tx.flush()


def projects(tx: Transaction) -> tuple[Project, ...]:
    """Return all projects that were not removed, oldest first."""
    query = select(ProjectRow).where(ProjectRow.removed_at.is_(None)).order_by(ProjectRow.created_at, ProjectRow.id)
    return tuple(_project(row) for row in tx.scalars(query))


def projects_of(tx: Transaction, person_id: str) -> tuple[Project, ...]:
    """Return the projects in which a person has a role, oldest first."""
    return tuple(_project(row) for row in tx.scalars(_MINE, {"person": person_id}))


def project_by_slug(tx: Transaction, slug: str) -> Project | None:
    """Return a project by its short name."""
    query = select(ProjectRow).where(ProjectRow.slug == slug, ProjectRow.removed_at.is_(None))
    row = tx.scalar(query)
    return None if row is None else _project(row)


def project_by_id(tx: Transaction, project_id: str | None) -> Project | None:
    """Return a project by its id, removed ones included; None where there is none, or none is named."""
    row = None if project_id is None else tx.get(ProjectRow, project_id)
    return None if row is None else _project(row)


def known_project(tx: Transaction, project_id: str | None) -> Project:
    """Return the project that a job or a question is about; raises NotFoundError."""
    found = project_by_id(tx, project_id)
    if found is None:
        raise NotFoundError(text("There is no project {project}.", project=project_id))
    return found


def change_project(tx: Transaction, project: Project) -> None:
    """Write a project's name, language, guidelines and intended use."""
    row = tx.get_one(ProjectRow, project.id)
    row.name, row.language = project.name, project.language
    row.guidelines, row.intended_use = project.guidelines, project.intended_use


def remove_project(tx: Transaction, project_id: str, at: datetime) -> None:
    """Take a project out of sight; its slug becomes free, its events stay."""
    row = tx.get_one(ProjectRow, project_id)
    row.removed_at = at
    row.slug = f"{row.slug}~{row.id}"


def add_person(tx: Transaction, person_id: str, name: str, at: datetime) -> None:
    """Add somebody who works here."""
    tx.add(PersonRow(id=person_id, name=name, email=None, password_hash=None, disabled=False, created_at=at))
    tx.flush()


def person_name(tx: Transaction, person_id: str) -> str | None:
    """Return a person's name, or nothing for somebody unknown or disabled."""
    row = tx.get(PersonRow, person_id)
    return None if row is None or row.disabled else row.name


def people(tx: Transaction) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of everybody, in the order they came."""
    query = select(PersonRow).where(PersonRow.disabled.is_(False)).order_by(PersonRow.created_at, PersonRow.id)
    return tuple((row.id, row.name) for row in tx.scalars(query))


def members(tx: Transaction, project_id: str) -> tuple[Person, ...]:
    """Return the people of a project with their roles there, by name."""
    found: dict[str, tuple[str, set[PersonRole]]] = {}
    for person_id, name, role in tx.execute(_MEMBERS, {"project": project_id}):
        found.setdefault(person_id, (name, set()))[1].add(PersonRole(role))
    return tuple(Person(i, name, frozenset(roles)) for i, (name, roles) in found.items())


def set_roles(tx: Transaction, project_id: str, person_id: str, roles: Iterable[PersonRole]) -> None:
    """Give a person exactly these roles in a project; what they know there stays."""
    query = select(MembershipRow).where(MembershipRow.project_id == project_id, MembershipRow.person_id == person_id)
    known: dict[str, Json] = {"specialties": [], "languages": []}
    for row in tx.scalars(query):
        known = {"specialties": row.specialties or [], "languages": row.languages or []}
        tx.delete(row)
    tx.flush()
    tx.add_all(
        MembershipRow(project_id=project_id, person_id=person_id, role=role.value, **known)
        for role in sorted(set(roles))
    )
    tx.flush()


def policy(tx: Transaction, project_id: str, kind: str) -> Json:
    """Return the newest policy of a kind, or None where the project has only the defaults."""
    return tx.scalar(_POLICY, {"project": project_id, "kind": kind})


def policy_number(tx: Transaction, project_id: str, kind: str) -> int:
    """Return the number of the newest policy of a kind, 0 where the project has only the defaults."""
    query = select(func.max(PolicyRow.number)).where(PolicyRow.project_id == project_id, PolicyRow.kind == kind)
    return tx.scalar(query) or 0


def add_policy(tx: Transaction, project_id: str, kind: str, content: Json, by: tuple[str, datetime]) -> int:
    """Add the next number of a policy; `by` is the person's id and the moment."""
    number = policy_number(tx, project_id, kind) + 1
    tx.add(
        PolicyRow(
            project_id=project_id,
            kind=kind,
            number=number,
            content=content,
            hash=content_hash(canonical_json(content)),
            created_by=by[0],
            created_at=by[1],
        )
    )
    tx.flush()
    return number


def preference(tx: Transaction, person_id: str, name: str) -> str | None:
    """Return what a person chose, or nothing."""
    row = tx.get(PreferenceRow, (person_id, name))
    return None if row is None else row.value


def set_preference(tx: Transaction, person_id: str, name: str, value: str) -> None:
    """Remember what a person chose."""
    tx.merge(PreferenceRow(person_id=person_id, name=name, value=value))


def _project(row: ProjectRow) -> Project:
    return Project(
        id=row.id,
        slug=row.slug,
        name=row.name,
        language=row.language,
        guidelines=row.guidelines,
        intended_use=row.intended_use,
        key=row.key,
        created_at=row.created_at,
        demo=row.demo,
    )
