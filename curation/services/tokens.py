"""Tokens for programs: made by a person for one project, with some of their roles and an end; shown once."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from curation.domain.access import MOST_TOKEN_DAYS, TOKEN_LIFE, ApiToken
from curation.domain.identity import content_hash, new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person, PersonRole
from curation.domain.projects import Project
from curation.errors import InputError, NotFoundError, PermissionRefusedError, SignedOutError
from curation.services.authority import require_over
from curation.services.people_names import MOST_NAME, without_turns
from curation.services.tries import count_try
from curation.store import projects, tokens
from curation.store.database import Database
from curation.store.events import Thing, append_event
from curation.texts import text

BEGINS = "wbt_"
_USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Tokens:
    """Use cases of tokens; a token can never do more than its person can at that moment."""

    database: Database
    clock: Clock = utc_now

    def make(
        self, actor: Person, project: Project, name: str, roles: Iterable[PersonRole], days: int = TOKEN_LIFE.days
    ) -> tuple[str, ApiToken]:
        """Make a token for oneself; return its secret, which is not kept, and the token."""
        actor.require(Permission.SEE)
        granted, called = frozenset(roles), without_turns(name)
        if not called or len(called) > MOST_NAME:
            raise InputError(text("A token needs a name of 1 to {most} characters: what will use it.", most=MOST_NAME))
        if not granted or not granted <= actor.roles:
            mine = ", ".join(sorted(role.value for role in actor.roles))
            raise InputError(text("A token has at least one of your own roles here: {roles}.", roles=mine))
        if not 1 <= days <= MOST_TOKEN_DAYS:
            raise InputError(text("A token holds for 1 to {most} days.", most=MOST_TOKEN_DAYS))
        now, secret = self.clock(), BEGINS + secrets.token_urlsafe(32)
        token = ApiToken(
            id=new_id(),
            person_id=actor.id,
            project_id=project.id,
            name=called,
            roles=granted,
            created_at=now,
            expires_at=now + timedelta(days=days),
            last_used_at=None,
            revoked_at=None,
        )
        with self.database.transaction() as tx:
            tokens.add_token(tx, token, content_hash(secret))
            append_event(tx, now, actor.id, "token.made", Thing("token", token.id, project.id))
        return secret, token

    def of(self, actor: Person, project: Project, person_id: str | None = None) -> tuple[ApiToken, ...]:
        """Return a person's tokens in a project (one's own unless named), ended ones included."""
        whose = person_id or actor.id
        with self.database.reading() as tx:
            require_over(tx, actor, whose)
            return tokens.tokens_of(tx, project.id, whose)

    def revoke(self, actor: Person, project: Project, token_id: str) -> None:
        """End a token of oneself, or of somebody whom one looks after; raises NotFoundError."""
        with self.database.transaction() as tx:
            found = next((one for one in tokens.tokens_of(tx, project.id, None) if one.id == token_id), None)
            if found is None:
                raise NotFoundError(text("There is no token {token} in this project.", token=token_id))
            require_over(tx, actor, found.person_id)
            if tokens.revoke_tokens(tx, self.clock(), found.person_id, project.id, token_id):
                append_event(tx, self.clock(), actor.id, "token.revoked", Thing("token", token_id, project.id))

    def enter(self, secret: str, slug: str | None, address: str | None = None) -> tuple[Person, Project]:
        """Return who a token stands for, with no more roles than both have, and its project.

        Raises SignedOutError where it opens nothing, TooManyTriesError where too many did from that network address
        (a right token from there still opens), PermissionRefusedError where another project was asked for.
        """
        now = self.clock()
        with self.database.reading() as tx:
            token = tokens.token_by_secret(tx, content_hash(secret))
            project = None if token is None else projects.project_by_id(tx, token.project_id)
            people = () if token is None else projects.members(tx, token.project_id)
            mine = project is not None and token is not None and project in projects.projects_of(tx, token.person_id)
        if token is None or project is None or not token.holds(now) or not mine:
            if address is not None:
                guessing = f"token {address}"
                count_try(self.database, guessing, guessing, now)
            raise SignedOutError(
                text("This token is unknown, revoked or too old. Make a new one on your account page.")
            )
        if slug is not None and slug != project.slug:
            raise PermissionRefusedError(
                text("This token is for the project {own}. Make one for the other project.", own=project.slug)
            )
        if token.last_used_at is None or now - token.last_used_at >= _USED_EVERY:
            with self.database.transaction() as tx:
                tokens.used_token(tx, token.id, now)
        person = next(one for one in people if one.id == token.person_id)
        return Person(person.id, person.name, person.roles & token.roles), project
