"""Projects and their people: who is here, what they may do, what the work is about."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from curation.dedup.policy import POLICY
from curation.dedup.policy import policy_from as duplicates_from
from curation.domain.identity import Json, clean_text, content_hash, new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person, PersonRole
from curation.domain.projects import Project, require_language
from curation.domain.reason_policy import KIND as REASONS
from curation.domain.reason_policy import reasons_from
from curation.domain.review_policy import KIND as REVIEW
from curation.domain.review_policy import policy_from
from curation.domain.rubric import KIND as RUBRIC
from curation.domain.rubric import rubric_from
from curation.errors import ConflictError, InputError, NotFoundError
from curation.pii.policy import PiiPolicy
from curation.services.authority import LOCAL_OWNER, require_to_give
from curation.services.people_names import MOST_NAME, person_name, without_turns
from curation.services.policies import keep_policy
from curation.services.privacy_values import with_sealed
from curation.store import projects as store
from curation.store import tokens
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.given import keep_nothing_for
from curation.store.superseding import GUIDELINES
from curation.texts import text

__all__ = ["LOCAL_OWNER", "MOST_NAME", "Draft", "Projects", "slug_of"]


@dataclass(frozen=True)
class Draft:
    """What a new project is made of."""

    name: str
    language: str = "en"
    guidelines: str = ""
    intended_use: str = ""
    slug: str = ""
    demo: bool = False


@dataclass(frozen=True)
class Projects:
    """Use cases around projects, their people and their policies."""

    database: Database
    clock: Clock = utc_now

    def ensure_local_owner(self, name: str) -> str:
        """Make sure that the one local owner exists, and return the owner's id."""
        with self.database.transaction() as tx:
            if store.person_name(tx, LOCAL_OWNER) is not None:
                return LOCAL_OWNER
            self.database.wait_for_turn(tx, "local owner")
            if store.person_name(tx, LOCAL_OWNER) is None:
                store.add_person(tx, LOCAL_OWNER, name, self.clock())
        return LOCAL_OWNER

    def create(self, owner_id: str, draft: Draft) -> Project:
        """Start a project; whoever starts it owns it. The slug comes from the name unless given."""
        name = _name_of(draft)
        slug = draft.slug or slug_of(name)
        if not name or not slug:
            raise InputError(text("A project needs a name with at least one letter or digit."))
        require_language(draft.language)
        with self.database.transaction() as tx:
            if store.project_by_slug(tx, slug) is not None:
                raise ConflictError(text("There is already a project {slug}. Choose another name.", slug=slug))
            project = Project(
                id=new_id(),
                slug=slug,
                name=name,
                language=draft.language,
                guidelines=clean_text(draft.guidelines)[0],
                intended_use=clean_text(draft.intended_use)[0],
                key=secrets.token_bytes(32),
                created_at=self.clock(),
                demo=draft.demo,
            )
            store.add_project(tx, project)
            store.set_roles(tx, project.id, owner_id, [PersonRole.OWNER])
            self._note(tx, owner_id, "project.created", project)
        return project

    def of(self, person_id: str) -> tuple[Project, ...]:
        """Return the projects in which a person has a role."""
        with self.database.reading() as tx:
            return store.projects_of(tx, person_id)

    def enter(self, person_id: str, slug: str | None) -> tuple[Person, Project]:
        """Return a person with roles, and the project by slug or their only one.

        Raises NotFoundError where there is no such project, or none named and several to choose from.
        """
        with self.database.reading() as tx:
            mine = store.projects_of(tx, person_id)
            found = [p for p in mine if slug is None or p.slug == slug]
            people = store.members(tx, found[0].id) if found else ()
        if not mine and slug is None:
            raise NotFoundError(
                text("There is no project yet. Start one with: workbench project new NAME, or: workbench demo")
            )
        if not found:
            raise NotFoundError(
                text("There is no project {slug} for you. Yours: {names}.", slug=slug or "", names=_names(mine))
            )
        if len(found) > 1:
            raise NotFoundError(text("Name a project with --project: {names}.", names=_names(mine)))
        return next(m for m in people if m.id == person_id), found[0]

    def members(self, actor: Person, project: Project) -> tuple[Person, ...]:
        """Return the people of a project."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return store.members(tx, project.id)

    def add_person(self, actor: Person, project: Project, name: str, roles: Iterable[PersonRole]) -> Person:
        """Add somebody to a project."""
        granted = frozenset(roles)
        require_to_give(actor, granted)
        person = Person(new_id(), person_name(name, granted), granted)
        with self.database.transaction() as tx:
            store.add_person(tx, person.id, person.name, self.clock())
            store.set_roles(tx, project.id, person.id, granted)
            append_event(tx, self.clock(), actor.id, "person.added", Thing("person", person.id, project.id))
        return person

    def set_roles(self, actor: Person, project: Project, person_id: str, roles: Iterable[PersonRole]) -> None:
        """Give somebody exactly these roles; a project always keeps an owner.

        Whoever has no role any more is out at once: their tokens for the project end.
        """
        actor.require(Permission.MANAGE)
        granted = frozenset(roles)
        with self.database.transaction() as tx:
            held = next((m.roles for m in store.members(tx, project.id) if m.id == person_id), frozenset[PersonRole]())
            require_to_give(actor, granted ^ held)
            if not granted:
                tokens.revoke_tokens(tx, self.clock(), person_id, project.id)
            store.set_roles(tx, project.id, person_id, granted)
            if not Person(person_id, "", granted).may(Permission.REVIEW):
                keep_nothing_for(tx, project.id, person_id)
            if not any(PersonRole.OWNER in m.roles for m in store.members(tx, project.id)):
                raise ConflictError(text("A project needs an owner. Make somebody else an owner first."))
            append_event(tx, self.clock(), actor.id, "person.roles", Thing("person", person_id, project.id))

    def describe(self, actor: Person, project: Project, draft: Draft) -> Project:
        """Change a project's name, language, guidelines or intended use.

        What the draft leaves as it was in `project` stays as it is by now, whoever changed it meanwhile.
        """
        actor.require(Permission.MANAGE)
        require_language(draft.language)
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, f"project {project.id}")
            now = store.known_project(tx, project.id)
            changed = replace(
                now,
                name=_as_said(_name_of(draft) or project.name, project.name, now.name),
                language=_as_said(draft.language, project.language, now.language),
                guidelines=_as_said(clean_text(draft.guidelines)[0], project.guidelines, now.guidelines),
                intended_use=_as_said(clean_text(draft.intended_use)[0], project.intended_use, now.intended_use),
            )
            if changed.guidelines != now.guidelines:
                self._number_guidelines(tx, actor, now, changed.guidelines)
            store.change_project(tx, changed)
            self._note(tx, actor.id, "project.described", changed)
        return changed

    def _number_guidelines(self, tx: Transaction, actor: Person, project: Project, guidelines: str) -> None:
        """Keep every text of the guidelines with its number; the first is the one before the first change."""
        if store.policy(tx, project.id, GUIDELINES) is None:
            store.add_policy(tx, project.id, GUIDELINES, {"text": project.guidelines}, (actor.id, project.created_at))
        keep_policy(tx, project.id, GUIDELINES, {"text": guidelines}, (actor.id, self.clock()))

    def remove(self, actor: Person, project: Project) -> None:
        """Take a project out of sight; nothing of it is shown any more, its events stay."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            store.remove_project(tx, project.id, self.clock())
            self._note(tx, actor.id, "project.removed", project)

    def policy(self, actor: Person, project: Project, kind: str) -> Json:
        """Return the newest policy of a kind, None for the defaults."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return store.policy(tx, project.id, kind)

    def set_policy(self, actor: Person, project: Project, kind: str, content: Json) -> int:
        """Add the next number of a policy and return it; list entries that people added to the last one stay."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            if kind == REVIEW:
                policy_from(content)
            if kind == REASONS:
                reasons_from(content)
            if kind == RUBRIC:
                rubric_from(content)
            if kind == POLICY:
                duplicates_from(content, project.language)
            if kind == "pii":
                PiiPolicy.from_json(content)
                content = with_sealed(content, store.policy(tx, project.id, kind))
            return keep_policy(tx, project.id, kind, content, (actor.id, self.clock()))

    def preference(self, person_id: str, name: str) -> str | None:
        """Return what a person chose about the screens."""
        with self.database.reading() as tx:
            return store.preference(tx, person_id, name)

    def set_preference(self, person_id: str, name: str, value: str) -> None:
        """Remember what a person chose about the screens."""
        with self.database.transaction() as tx:
            store.set_preference(tx, person_id, name, value)

    def _note(self, tx: Transaction, actor_id: str, action: str, project: Project) -> None:
        append_event(tx, self.clock(), actor_id, action, Thing("project", project.id, project.id))


def _as_said(said: str, seen: str, now: str) -> str:
    """Return what somebody says in the place of what they saw; where that is the same, what stands there by now."""
    return now if said == seen else said


def _name_of(draft: Draft) -> str:
    """Return a name without what would turn or hide the words around it; raises InputError where it is too long."""
    name = without_turns(draft.name)
    if len(name) > MOST_NAME:
        raise InputError(
            text(
                "A project's name has at most {most} characters; this one has {count}. Shorten it.",
                most=MOST_NAME,
                count=len(name),
            )
        )
    return name


def slug_of(name: str) -> str:
    """Turn a name into a short one for addresses and folders: `Herz & Kreislauf` -> `herz-kreislauf`.

    A name in another script gets a short one from its hash; a name without letters or digits gets none.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-")
    if not slug and any(letter.isalnum() for letter in name):
        return f"project-{content_hash(name)[:8]}"
    return slug


def _names(found: tuple[Project, ...]) -> str:
    return ", ".join(p.slug for p in found) or text("none yet; start one with workbench project new NAME")
