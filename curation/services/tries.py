"""Slows down whoever guesses: failed tries count for a name and for an address, and make the next one wait."""

from datetime import datetime, timedelta

from curation.domain.access import wait_after
from curation.domain.identity import content_hash
from curation.errors import TooManyTriesError
from curation.store import sessions
from curation.store.database import Database
from curation.texts import text, texts

FREE_BY_NAME = 5
FREE_BY_ADDRESS = 20
_FORGOTTEN = timedelta(hours=1)
_MINUTE = 60


def count_try(database: Database, name: str, address: str, now: datetime) -> None:
    """Count a try as failed before it is looked at, so that many at once gain nothing.

    Raises TooManyTriesError, which says when to try again; the same for names that exist and that do not.
    """
    with database.transaction() as tx:
        database.wait_for_turn(tx, "tries")
        counted: list[tuple[str, sessions.Tries]] = []
        for key, free in _keys(name, address):
            found = sessions.tries(tx, key)
            if found is not None and found.until is not None and found.until > now:
                raise _too_many(found.until - now)
            recent = found is not None and now - found.last_at < _FORGOTTEN
            failures = (found.failures if found is not None and recent else 0) + 1
            wait = wait_after(failures, free)
            counted.append((key, sessions.Tries(failures, now, now + wait if wait else None)))
        for key, tried in counted:
            sessions.set_tries(tx, key, tried)


def forget_try(database: Database, name: str, address: str) -> None:
    """Take back what a try counted, since it was right; the name starts anew, the address has one less."""
    (by_name, _), (by_address, _) = _keys(name, address)
    with database.transaction() as tx:
        database.wait_for_turn(tx, "tries")
        sessions.forget_tries(tx, by_name)
        found = sessions.tries(tx, by_address)
        if found is not None:
            sessions.set_tries(tx, by_address, sessions.Tries(max(found.failures - 1, 0), found.last_at, None))


def _keys(name: str, address: str) -> tuple[tuple[str, int], tuple[str, int]]:
    return (content_hash(f"name:{name}"), FREE_BY_NAME), (content_hash(f"address:{address}"), FREE_BY_ADDRESS)


def _too_many(left: timedelta) -> TooManyTriesError:
    seconds = max(int(left.total_seconds()) + 1, 1)
    if seconds < 2 * _MINUTE:
        wait = texts("{count} second", "{count} seconds", seconds)
    else:
        wait = texts("{count} minute", "{count} minutes", -(-seconds // _MINUTE))
    return TooManyTriesError(text("Too many tries. Try again in {wait}.", wait=wait), seconds)
