"""Stores who is signed in with which browser, and how often signing in failed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from curation.domain.access import LONGEST, Browser, Session
from curation.store.database import Transaction
from curation.store.tables_access import SessionRow, TryRow


@dataclass(frozen=True)
class Tries:
    """How often somebody failed in a row, and until when no further try is looked at."""

    failures: int
    last_at: datetime
    until: datetime | None


def add_session(tx: Transaction, session: Session, secret_hash: str) -> None:
    """Begin a session."""
    tx.add(
        SessionRow(
            id=session.id,
            secret_hash=secret_hash,
            person_id=session.person_id,
            browser=session.browser.kind,
            address=session.browser.address,
            created_at=session.created_at,
            seen_at=session.seen_at,
            expires_at=session.expires_at,
        )
    )
    tx.flush()


def session_by_secret(tx: Transaction, secret_hash: str) -> Session | None:
    """Return the session of a cookie, expired ones included."""
    row = tx.scalar(select(SessionRow).where(SessionRow.secret_hash == secret_hash))
    return None if row is None else _session(row)


def session_by_id(tx: Transaction, session_id: str) -> Session | None:
    """Return a session by its public id, expired ones included."""
    row = tx.get(SessionRow, session_id)
    return None if row is None else _session(row)


def sessions_of(tx: Transaction, person_id: str) -> tuple[Session, ...]:
    """Return a person's sessions, the newest first."""
    query = select(SessionRow).where(SessionRow.person_id == person_id)
    return tuple(_session(row) for row in tx.scalars(query.order_by(SessionRow.created_at.desc(), SessionRow.id)))


def saw_session(tx: Transaction, session_id: str, at: datetime) -> None:
    """Remember when a session was last used."""
    row = tx.get(SessionRow, session_id)
    if row is not None:
        row.seen_at = at


def end_sessions(tx: Transaction, person_id: str, *, but: str = "", only: str = "") -> int:
    """Forget a person's sessions (all, all but one, or one), and return how many there were."""
    query = select(SessionRow).where(SessionRow.person_id == person_id, SessionRow.id != but)
    rows = tx.scalars(query.where(SessionRow.id == only) if only else query).all()
    for row in rows:
        tx.delete(row)
    tx.flush()
    return len(rows)


def forget_old(tx: Transaction, now: datetime) -> None:
    """Forget sessions that are over, and tries of days ago."""
    tx.execute(delete(SessionRow).where(SessionRow.expires_at < now))
    tx.execute(delete(TryRow).where(TryRow.last_at < now - LONGEST))


def tries(tx: Transaction, key: str) -> Tries | None:
    """Return how often a name or an address failed, by its hash."""
    row = tx.get(TryRow, key)
    return None if row is None else Tries(row.failures, row.last_at, row.until)


def set_tries(tx: Transaction, key: str, found: Tries) -> None:
    """Remember how often a name or an address failed."""
    tx.merge(TryRow(key=key, failures=found.failures, last_at=found.last_at, until=found.until))
    tx.flush()


def forget_tries(tx: Transaction, key: str) -> None:
    """Forget the failed tries of a name: it has come in."""
    tx.execute(delete(TryRow).where(TryRow.key == key))


def _session(row: SessionRow) -> Session:
    browser = Browser(row.browser, row.address)
    return Session(row.id, row.person_id, browser, row.created_at, row.seen_at, row.expires_at)
