"""Signing in: a password becomes a session of one browser, which its person and who looks after them can end."""

import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import timedelta

from curation.domain.access import LONGEST, MOST_PASSWORD, Account, Browser, Session, email_of, require_password
from curation.domain.identity import content_hash, new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Person
from curation.errors import ConflictError, InputError, NotFoundError, PermissionRefusedError, SignedOutError
from curation.services.authority import require_over
from curation.services.passwords import Passwords
from curation.services.tries import count_try, forget_try
from curation.store import accounts, sessions
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.texts import text

NOBODY = "nobody"
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Claims:
    """What an identity provider says of somebody who came in through it."""

    issuer: str
    subject: str
    email: str
    verified: bool


@dataclass(frozen=True)
class SigningIn:
    """Use cases of coming in and going out; a session's secret is given out once and kept as a hash."""

    database: Database
    passwords: Passwords = field(default_factory=Passwords)
    clock: Clock = utc_now

    def sign_in(self, typed: str, password: str, browser: Browser) -> tuple[str, Session]:
        """Begin a session; return its secret and the session.

        Raises TooManyTriesError, or PermissionRefusedError with one sentence for a wrong password and for an
        address that nobody has: the same work is done for both.
        """
        email = _comparable(typed)
        count_try(self.database, email, browser.address, self.clock())
        with self.database.reading() as tx:
            found = accounts.account_by_email(tx, email)
        able = found is not None and not found.disabled
        fits = len(password) <= MOST_PASSWORD
        given = unicodedata.normalize("NFC", password) if fits else ""
        right = self.passwords.matches(found.password_hash if found and able else None, given)
        if found is None or not right:
            self._note_refusal(found)
            raise PermissionRefusedError(text("The e-mail address or the password is not right. Try again."))
        forget_try(self.database, email, browser.address)
        with self.database.transaction() as tx:
            if found.password_hash and self.passwords.is_weak(found.password_hash):
                accounts.set_password(tx, found.person_id, self.passwords.hash(given))
            return self.begin(tx, found.person_id, browser)

    def come_in(self, claims: Claims, browser: Browser) -> tuple[str, Session]:
        """Begin a session for whom a provider vouches: known by subject, or invited by their verified e-mail address.

        Raises PermissionRefusedError for everybody else.
        """
        subject = content_hash(f"{claims.issuer}\n{claims.subject}")
        with self.database.transaction() as tx:
            found = accounts.account_by_subject(tx, subject) or self._invited(tx, claims, subject)
            if found is not None and not found.disabled:
                return self.begin(tx, found.person_id, browser)
        self._note_refusal(found)
        raise PermissionRefusedError(
            text(
                "You are not invited to this workbench under this e-mail address, or your provider does not vouch for "
                "it. Ask the owner to invite you, then sign in again."
            )
        )

    def begin(self, tx: Transaction, person_id: str, browser: Browser) -> tuple[str, Session]:
        """Begin a session inside a transaction, for somebody who has just shown who they are."""
        now = self.clock()
        secret = secrets.token_urlsafe(32)
        session = Session(new_id(), person_id, browser, now, now, now + LONGEST)
        sessions.forget_old(tx, now)
        sessions.add_session(tx, session, content_hash(secret))
        self._note(tx, person_id, "session.started", session.id)
        return secret, session

    def session_of(self, secret: str, kind: str) -> Session | None:
        """Return the session of a cookie, None where there is none that holds.

        A cookie that turns up in another kind of browser was copied: the session ends for both.
        """
        now = self.clock()
        with self.database.reading() as tx:
            found = sessions.session_by_secret(tx, content_hash(secret))
            owner = None if found is None else accounts.account(tx, found.person_id)
        if found is None or owner is None or owner.disabled or not found.holds(now):
            return None
        if found.browser.kind != kind:
            with self.database.transaction() as tx:
                sessions.end_sessions(tx, found.person_id, only=found.id)
                self._note(tx, found.person_id, "session.moved", found.id)
            return None
        if now - found.seen_at >= _SEEN_EVERY:
            with self.database.transaction() as tx:
                sessions.saw_session(tx, found.id, now)
            return replace(found, seen_at=now)
        return found

    def require_open(self, session_id: str) -> None:
        """Let a page go on whose session still holds, without counting as use of it; raises SignedOutError."""
        with self.database.reading() as tx:
            found = sessions.session_by_id(tx, session_id)
        if found is None or not found.holds(self.clock()):
            raise SignedOutError(signed_out())

    def sign_out(self, session: Session) -> None:
        """End a session at its person's wish."""
        with self.database.transaction() as tx:
            if sessions.end_sessions(tx, session.person_id, only=session.id):
                self._note(tx, session.person_id, "session.ended", session.id)

    def sessions_of(self, actor: Person, person_id: str) -> tuple[Session, ...]:
        """Return the open sessions of oneself, or of somebody whom one looks after."""
        with self.database.reading() as tx:
            require_over(tx, actor, person_id)
            found = sessions.sessions_of(tx, person_id)
        return tuple(one for one in found if one.holds(self.clock()))

    def end_session(self, actor: Person, person_id: str, session_id: str) -> None:
        """End one session of oneself, or of somebody whom one looks after; raises NotFoundError."""
        with self.database.transaction() as tx:
            require_over(tx, actor, person_id)
            if not sessions.end_sessions(tx, person_id, only=session_id):
                raise NotFoundError(text("There is no such session any more."))
            self._note(tx, actor.id, "session.revoked", session_id)

    def end_sessions(self, actor: Person, person_id: str, but: str = "") -> int:
        """End all sessions of a person (but one), and return how many there were."""
        with self.database.transaction() as tx:
            require_over(tx, actor, person_id)
            count = sessions.end_sessions(tx, person_id, but=but)
            if count:
                append_event(tx, self.clock(), actor.id, "sessions.revoked", Thing("person", person_id))
        return count

    def change_password(self, session: Session, old: str, new: str) -> None:
        """Change one's own password, knowing the old one; every other session of theirs ends."""
        with self.database.reading() as tx:
            found = accounts.account(tx, session.person_id)
        if found is None or found.email is None:
            raise ConflictError(text("There is no password to change yet. Ask the owner for a link."))
        count_try(self.database, found.email, session.browser.address, self.clock())
        if not self.passwords.matches(found.password_hash, unicodedata.normalize("NFC", old[: MOST_PASSWORD + 1])):
            self._note_refusal(found)
            raise PermissionRefusedError(text("The password that you have now is not right. Try again."))
        forget_try(self.database, found.email, session.browser.address)
        hashed = self.passwords.hash(require_password(new, found, found.email))
        with self.database.transaction() as tx:
            accounts.set_password(tx, found.person_id, hashed)
            sessions.end_sessions(tx, found.person_id, but=session.id)
            append_event(tx, self.clock(), found.person_id, "password.changed", Thing("person", found.person_id))

    def _invited(self, tx: Transaction, claims: Claims, subject: str) -> Account | None:
        email = _comparable(claims.email) if claims.verified else ""
        found = accounts.account_by_email(tx, email) if email else None
        if found is None or accounts.has_subject(tx, found.person_id):
            return None
        accounts.set_subject(tx, found.person_id, subject)
        return found

    def _note_refusal(self, found: Account | None) -> None:
        who = NOBODY if found is None else found.person_id
        with self.database.transaction() as tx:
            append_event(tx, self.clock(), NOBODY, "session.refused", Thing("person", who))

    def _note(self, tx: Transaction, actor_id: str, action: str, session_id: str) -> None:
        append_event(tx, self.clock(), actor_id, action, Thing("session", session_id))


def signed_out() -> str:
    """Return the sentence for whoever is not signed in, or not any more."""
    return text("You are not signed in here any more. What you typed is kept; sign in again.")


def _comparable(typed: str) -> str:
    try:
        return email_of(typed)
    except InputError:
        return ""
