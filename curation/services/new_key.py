"""A key that is lost: what it sealed is let go of in one act that says so, and a new key is started."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from curation.domain.identity import new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission
from curation.errors import ConflictError
from curation.pii.sealed import Seal
from curation.services.homes import take_new_key
from curation.services.privacy_values import SEALED
from curation.store import lost_key as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.projects import members, projects
from curation.texts import text


@dataclass(frozen=True)
class NewKey:
    """The use case of going on without the old key; whoever does it owns every project of the home."""

    database: Database
    seal: Seal
    home: Path
    key_file: Path
    clock: Clock = utc_now

    def look(self, actor_id: str) -> Mapping[str, int]:
        """Count what would be gone, by table; raises ConflictError where the key is there."""
        self._require_lost()
        with self.database.transaction() as tx, tx.begin_nested() as tried:
            self._require(tx, actor_id)
            gone = store.let_go(tx, SEALED, actor_id, self.clock())
            tried.rollback()
        return gone

    def start(self, actor_id: str) -> Mapping[str, int]:
        """Let go of what is sealed and take a new key; return what is gone. Killed anywhere it can be done again."""
        self._require_lost()
        with self.database.transaction() as tx:
            self._require(tx, actor_id)
            now = self.clock()
            gone = store.let_go(tx, SEALED, actor_id, now)
            append_event(tx, now, actor_id, "key.replaced", Thing("key", new_id()))
        for file in (self.home / "sources").glob("*.sealed"):
            file.unlink(missing_ok=True)
        take_new_key(self.home, self.key_file)
        return gone

    def _require_lost(self) -> None:
        if not self.seal.lost:
            raise ConflictError(
                text(
                    "The key {file} of this home is there, so nothing is lost and no new one is needed.",
                    file=self.key_file,
                )
            )

    def _require(self, tx: Transaction, actor_id: str) -> None:
        for project in projects(tx):
            for person in members(tx, project.id):
                if person.id == actor_id:
                    person.require(Permission.SEE_ORIGINALS)
