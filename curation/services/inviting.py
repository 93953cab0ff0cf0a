"""Inviting: one-time links with which somebody chooses a password, shown to who made them and sent by nobody."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from curation.domain.access import (
    INVITATION_LIFE,
    RESET_LIFE,
    Account,
    Browser,
    Link,
    LinkPurpose,
    Session,
    email_of,
    require_password,
)
from curation.domain.identity import content_hash, new_id
from curation.domain.people import Permission, Person, PersonRole
from curation.domain.projects import Project
from curation.errors import ConflictError, NotFoundError
from curation.services.authority import LOCAL_OWNER, may_over, require_over, require_to_give
from curation.services.people_names import person_name
from curation.services.signing_in import SigningIn
from curation.store import accounts, sessions
from curation.store import projects as people
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.texts import text


@dataclass(frozen=True)
class Invited:
    """Somebody who is invited, and the secret of their link; none where they have a way in already."""

    person: Person
    secret: str | None


@dataclass(frozen=True)
class Inviting:
    """Use cases of invitations and resets."""

    database: Database
    signing_in: SigningIn

    def invite(self, actor: Person, project: Project, name: str, email: str, roles: Iterable[PersonRole]) -> Invited:
        """Add somebody to a project with a link to choose a password; the link is returned this once.

        Whoever has the e-mail address already is added as they are, without a link.
        """
        granted = frozenset(roles)
        require_to_give(actor, granted)
        wanted = email_of(email) if email.strip() else ""
        with self.database.transaction() as tx:
            known = accounts.account_by_email(tx, wanted) if wanted else None
            if known is not None:
                return self._again(tx, actor, project, known, granted)
            person = Person(new_id(), person_name(name, granted), granted)
            people.add_person(tx, person.id, person.name, self._now())
            if wanted:
                accounts.set_email(tx, person.id, wanted)
            people.set_roles(tx, project.id, person.id, granted)
            self._note(tx, actor.id, "person.invited", person.id, project.id)
            return Invited(person, self._link(tx, person.id, LinkPurpose.INVITE, actor.id, INVITATION_LIFE))

    def reset(self, actor: Person, person_id: str) -> str:
        """Return a link with which somebody chooses a new password; the old password works until then."""
        with self.database.transaction() as tx:
            require_over(tx, actor, person_id)
            found = _known(accounts.account(tx, person_id))
            purpose = LinkPurpose.INVITE if found.password_hash is None else LinkPurpose.RESET
            self._note(tx, actor.id, "person.reset", person_id)
            life = INVITATION_LIFE if purpose is LinkPurpose.INVITE else RESET_LIFE
            return self._link(tx, person_id, purpose, actor.id, life)

    def first_link(self) -> str | None:
        """Return a link for the first owner, None once that one has a password."""
        with self.database.transaction() as tx:
            if _known(accounts.account(tx, LOCAL_OWNER)).password_hash is not None:
                return None
            return self._link(tx, LOCAL_OWNER, LinkPurpose.INVITE, LOCAL_OWNER, RESET_LIFE)

    def owner_has_email(self) -> bool:
        """Tell whether the first owner can be known by an e-mail address."""
        with self.database.reading() as tx:
            return _known(accounts.account(tx, LOCAL_OWNER)).email is not None

    def withdraw(self, actor: Person, person_id: str) -> int:
        """Make the open link of somebody open nothing; return how many there were."""
        with self.database.transaction() as tx:
            require_over(tx, actor, person_id)
            count = accounts.drop_links(tx, person_id)
            if count:
                self._note(tx, actor.id, "link.withdrawn", person_id)
        return count

    def set_email(self, actor: Person, person_id: str, email: str) -> None:
        """Write the e-mail address that somebody signs in with; raises ConflictError where it is taken."""
        with self.database.transaction() as tx:
            require_over(tx, actor, person_id)
            self._set_email(tx, person_id, email_of(email))
            self._note(tx, actor.id, "person.email", person_id)

    def accounts(self, actor: Person, project: Project) -> dict[str, tuple[Account, Link | None]]:
        """Return the ways in of a project's people by id, with their open link; of those one may look after."""
        actor.require(Permission.MANAGE)
        now = self._now()
        with self.database.reading() as tx:
            links = {i: link for i, link in accounts.open_links(tx).items() if link.expires_at > now}
            mine = [one.id for one in people.members(tx, project.id) if may_over(tx, actor, one.id)]
            found = [accounts.account(tx, person_id) for person_id in mine]
        return {one.person_id: (one, links.get(one.person_id)) for one in found if one is not None}

    def look(self, secret: str) -> tuple[Link, Account]:
        """Return what a link is for without using it up; raises NotFoundError where it opens nothing."""
        with self.database.reading() as tx:
            return self._open(tx, secret)

    def accept(self, secret: str, email: str, password: str, browser: Browser) -> tuple[str, Session]:
        """Use a link up: set the password (and the address of who has none), and begin a session.

        Every other session of the person ends. Raises NotFoundError where the link opens nothing any more.
        """
        _, account = self.look(secret)
        wanted = account.email or email_of(email)
        hashed = self.signing_in.passwords.hash(require_password(password, account, wanted))
        with self.database.transaction() as tx:
            link, account = self._open(tx, secret)
            if account.email is None:
                self._set_email(tx, account.person_id, wanted)
            accounts.set_password(tx, account.person_id, hashed)
            accounts.drop_links(tx, account.person_id)
            sessions.end_sessions(tx, account.person_id)
            self._note(tx, account.person_id, f"link.used.{link.purpose.value}", account.person_id)
            return self.signing_in.begin(tx, account.person_id, browser)

    def _again(
        self, tx: Transaction, actor: Person, project: Project, known: Account, granted: frozenset[PersonRole]
    ) -> Invited:
        held = next(
            (one.roles for one in people.members(tx, project.id) if one.id == known.person_id), frozenset[PersonRole]()
        )
        require_to_give(actor, held)
        people.set_roles(tx, project.id, known.person_id, granted | held)
        self._note(tx, actor.id, "person.roles", known.person_id, project.id)
        return Invited(Person(known.person_id, known.name, granted | held), None)

    def _open(self, tx: Transaction, secret: str) -> tuple[Link, Account]:
        link = accounts.link_by_secret(tx, content_hash(secret))
        account = None if link is None else accounts.account(tx, link.person_id)
        if link is None or account is None or account.disabled or link.expires_at <= self._now():
            raise NotFoundError(text("This link was used already, was withdrawn, or is too old. Ask for a new one."))
        return link, account

    def _link(self, tx: Transaction, person_id: str, purpose: LinkPurpose, by: str, life: timedelta) -> str:
        secret, now = secrets.token_urlsafe(32), self._now()
        accounts.add_link(tx, Link(new_id(), person_id, purpose, by, now + life), content_hash(secret), now)
        return secret

    def _set_email(self, tx: Transaction, person_id: str, email: str) -> None:
        other = accounts.account_by_email(tx, email)
        if other is not None and other.person_id != person_id:
            raise ConflictError(text("Somebody else signs in with this e-mail address. Take another one."))
        accounts.set_email(tx, person_id, email)

    def _note(self, tx: Transaction, actor_id: str, action: str, person_id: str, project_id: str | None = None) -> None:
        append_event(tx, self._now(), actor_id, action, Thing("person", person_id, project_id))

    def _now(self) -> datetime:
        return self.signing_in.clock()


def _known(found: Account | None) -> Account:
    if found is None:
        raise NotFoundError(text("There is no such person here. List them with: workbench person list"))
    return found
