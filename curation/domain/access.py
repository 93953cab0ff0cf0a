"""How people come in: sessions, one-time links, tokens for programs, and how long each of them holds."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from curation.domain.people import PersonRole
from curation.errors import InputError
from curation.texts import text

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
INVITATION_LIFE = timedelta(days=7)
RESET_LIFE = timedelta(days=1)
TOKEN_LIFE = timedelta(days=90)
MOST_TOKEN_DAYS = 366
LEAST_PASSWORD = 12
MOST_PASSWORD = 1_024
MOST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_FIRST_WAIT = timedelta(seconds=30)
_MOST_WAIT = timedelta(minutes=15)


class AuthMode(StrEnum):
    """How the workbench knows who is there."""

    OFF = "off"
    PASSWORD = "password"  # noqa: S105 - the name of a mode
    OIDC = "oidc"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    INVITE = "invite"
    RESET = "reset"


@dataclass(frozen=True)
class Browser:
    """Where a session lives: the kind of browser, in words, and the network address."""

    kind: str
    address: str


@dataclass(frozen=True)
class Session:
    """A browser that somebody signed in with; its secret is in the browser's cookie alone."""

    id: str
    person_id: str
    browser: Browser
    created_at: datetime
    seen_at: datetime
    expires_at: datetime

    def holds(self, now: datetime) -> bool:
        """Tell whether the session has neither rested too long nor grown too old."""
        return now < self.expires_at and now - self.seen_at < IDLE


@dataclass(frozen=True)
class Link:
    """A one-time link that lets somebody choose a password; its secret is in the link alone."""

    id: str
    person_id: str
    purpose: LinkPurpose
    created_by: str
    expires_at: datetime


@dataclass(frozen=True)
class ApiToken:
    """What a program shows instead of a person: one project, some of the person's roles, an end."""

    id: str
    person_id: str
    project_id: str
    name: str
    roles: frozenset[PersonRole]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    def holds(self, now: datetime) -> bool:
        """Tell whether the token still opens anything."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True)
class Account:
    """Somebody's way in: name, e-mail to sign in with, and whether a password is set."""

    person_id: str
    name: str
    email: str | None
    password_hash: str | None
    disabled: bool


def wait_after(failures: int, free: int) -> timedelta:
    """Return how long to wait after so many failed tries: nothing for the first `free`, then twice as long each."""
    if failures < free:
        return timedelta(0)
    doubled = _FIRST_WAIT * 2.0 ** min(failures - free, 10)
    return min(doubled, _MOST_WAIT)


def email_of(typed: str) -> str:
    """Return an e-mail address as it is compared; raises InputError where it is none."""
    email = unicodedata.normalize("NFKC", typed).strip().casefold()
    clean = all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} for sign in email)
    if not clean or len(email) > MOST_EMAIL or not _EMAIL.fullmatch(email):
        raise InputError(text("This is no e-mail address. Write one such as anna@example.org."))
    return email


def require_password(password: str, account: Account, email: str) -> str:
    """Return a new password as it is compared (NFC), or raise InputError saying what is wrong with it."""
    chosen = unicodedata.normalize("NFC", password)
    if "\0" in chosen:
        raise InputError(text("A password cannot hold a null character. Type another one."))
    if len(chosen) < LEAST_PASSWORD:
        raise InputError(
            text("A password has at least {least} characters; a sentence is a good one.", least=LEAST_PASSWORD)
        )
    if len(chosen) > MOST_PASSWORD:
        raise InputError(text("A password has at most {most} characters. Choose a shorter one.", most=MOST_PASSWORD))
    if chosen.casefold() in {email, account.name.casefold()} or len(set(chosen)) < LEAST_PASSWORD // 3:
        raise InputError(text("This password is too easy to guess. Take one that is neither your name nor one letter."))
    return chosen
