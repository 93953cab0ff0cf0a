"""The sealed store's end: originals are purged when the privacy review of a source is closed, or by age."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from curation.domain.identity import Json
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.sources import SourceState
from curation.errors import ConflictError, InputError
from curation.services.sealed_files import SealedFiles
from curation.store import sealing as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.projects import policy
from curation.store.sources import source
from curation.texts import text

POLICY = "sealing"
DAYS = 365
WORKER = "worker"


@dataclass(frozen=True)
class Kept:
    """What is still sealed of a source: whether its bytes are, how many values, until when at most."""

    bytes_kept: bool
    values: int
    until: datetime | None


@dataclass(frozen=True)
class Sealing:
    """Use cases of the sealed store; the policy `sealing` is `{"days": N}`, 0 for no purge by age."""

    database: Database
    files: SealedFiles
    clock: Clock = utc_now

    def kept(self, actor: Person, project: Project, source_id: str) -> Kept:
        """Say what is still sealed of a source."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            found = source(tx, project.id, source_id)
            purged = store.purged_at(tx, source_id)
            days = days_of(policy(tx, project.id, POLICY))
            until = found.imported_at + timedelta(days=days) if days and purged is None else None
            return Kept(purged is None, len(store.own_values(tx, source_id)), until)

    def close_review(self, actor: Person, project: Project, source_id: str) -> int:
        """Close the privacy review of a source: its bytes and replaced values are gone for good; return how many.

        Values that stand in other sources too stay until those are closed. From now on "not personal" holds for
        future imports only. Raises ConflictError while the source is not screened.
        """
        actor.require(Permission.SEE_ORIGINALS)
        with self.database.transaction() as tx:
            found = source(tx, project.id, source_id)
            if found.state is not SourceState.OPEN:
                raise ConflictError(text("This source is not screened yet, so its review cannot be closed."))
            count = self._purge(tx, project.id, source_id, actor.id)
        self._drop(source_id, found.bytes_hash)
        return count

    def purge_due(self) -> int:
        """Purge the sources that the policies' age has reached; return how many. The worker does it."""
        due: list[tuple[str, str, str]] = []
        with self.database.reading() as tx:
            for project_id, source_id, bytes_hash, imported_at in store.sealed_sources(tx):
                days = days_of(policy(tx, project_id, POLICY))
                if days and imported_at + timedelta(days=days) <= self.clock():
                    due.append((project_id, source_id, bytes_hash))
        for project_id, source_id, bytes_hash in due:
            with self.database.transaction() as tx:
                self._purge(tx, project_id, source_id, WORKER)
            self._drop(source_id, bytes_hash)
        return len(due)

    def _drop(self, source_id: str, bytes_hash: str) -> None:
        with self.database.reading() as tx:
            shared = store.others_keep(tx, bytes_hash)
        if shared:
            self.files.drop_name(source_id)
        else:
            self.files.drop(source_id, bytes_hash)

    def _purge(self, tx: Transaction, project_id: str, source_id: str, actor_id: str) -> int:
        now = self.clock()
        values = store.own_values(tx, source_id)
        if store.mark_purged(tx, source_id, now):
            store.drop_seals(tx, values)
            append_event(tx, now, actor_id, "source.purged", Thing("source", source_id, project_id))
        return len(values)


def days_of(content: Json) -> int:
    """Read after how many days originals go, 0 for never; raises InputError for anything else."""
    given = content.get("days", DAYS) if isinstance(content, Mapping) else DAYS
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise InputError(text("“days” in the sealing policy is a whole number, 0 for no purge by age."))
    return given
