"""Sealed files that belong to no source: an import that ended between its file and its row leaves one behind."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from curation.domain.moments import Clock, utc_now
from curation.services.sealed_files import SealedFiles
from curation.services.sealing import WORKER
from curation.store.database import Database
from curation.store.events import Thing, append_event
from curation.store.references import source_hashes

AGE = timedelta(hours=1)
"""Younger files may be those of an import under way."""


@dataclass(frozen=True)
class Orphans:
    """Finds and takes away sealed files without a source; killed anywhere, it goes on the next time."""

    database: Database
    files: SealedFiles
    clock: Clock = utc_now

    def found(self) -> list[Path]:
        """Return the files that are older than an hour and neither a source's bytes nor its name."""
        with self.database.reading() as tx:
            kept = {name for source_id, bytes_hash in source_hashes(tx) for name in _names(source_id, bytes_hash)}
        return [path for path in self.files.all() if path.name not in kept and self._is_old(path)]

    def sweep(self) -> int:
        """Take those files away, each with an event that names it; return how many. The worker does it."""
        count = 0
        for path in self.found():
            with self.database.transaction() as tx:
                append_event(tx, self.clock(), WORKER, "sealed.swept", Thing("sealed_file", path.name))
            # Looked at again: an import of the same bytes makes the file young when it takes it up.
            if self._is_old(path):
                path.unlink(missing_ok=True)
                count += 1
        return count

    def _is_old(self, path: Path) -> bool:
        if not path.exists():
            return False
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) + AGE <= self.clock()


def _names(source_id: str, bytes_hash: str) -> tuple[str, str]:
    return f"{bytes_hash}.sealed", f"{source_id}.name.sealed"
