"""The surrogates of a project, kept: the same in every import, every process and after every restart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from curation.domain.moments import Clock, utc_now
from curation.domain.projects import Project
from curation.errors import StorageError
from curation.pii.operators import Ledger
from curation.pii.sealed import Seal
from curation.services.privacy_values import value_key
from curation.store import surrogates as store
from curation.store.database import Database
from curation.texts import text

R = TypeVar("R")
_MOST_TRIES = 8


def operator_key(seal: Seal, project: Project) -> bytes:
    """Return the key of a project's hashes and surrogates: the database alone is not enough to work it out."""
    return seal.keyed(b"operators\0" + project.key)


@dataclass(frozen=True)
class SurrogateBook:
    """Where a project's ledger is kept.

    A ledger gives out what it likes while some texts are redacted, and keeps it in one short transaction before
    anybody sees them; where another process was first, those texts are redacted again with what that one gave.
    """

    database: Database
    project: Project
    clock: Clock = utc_now

    def keeping(self, ledger: Ledger, work: Callable[[], R]) -> R:
        """Do some redaction and keep the surrogates that it gave out; raises StorageError where that cannot be."""
        for _ in range(_MOST_TRIES):
            self._read(ledger)
            done = work()
            if not ledger.fresh or self._keep(ledger):
                return done
        raise StorageError(text("Other work on this project keeps giving out the same surrogates. Run the job again."))

    def _read(self, ledger: Ledger) -> None:
        with self.database.reading() as tx:
            for one in store.surrogates_after(tx, self.project.id, ledger.read):
                ledger.take(one.owner, one.surrogate)
                ledger.read = one.number

    def _keep(self, ledger: Ledger) -> bool:
        groups = {value_key(self.project, owner[0], made).hmac: made for owner, made in ledger.fresh.items()}
        with self.database.transaction() as tx:
            real = store.groups_kept(tx, self.project.id, groups)
            kept = not real and store.add_surrogates(tx, self.project.id, ledger.fresh, self.clock())
        if kept:
            ledger.fresh.clear()
            return True
        ledger.real.update(groups[group].casefold() for group in real)
        ledger.take_back()
        # Numbers may be given out of order by a database server: what lost is looked up from the start.
        ledger.read = 0
        return False
