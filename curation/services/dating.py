"""Until when a sample holds, said together with a decision: asked for where its last day has passed."""

from dataclasses import dataclass
from datetime import date, datetime

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.lapses import Dated, require_ahead
from curation.domain.reviews import Verdict
from curation.errors import InputError
from curation.services.lapsing import today_of
from curation.store import validity as store
from curation.store.database import Transaction
from curation.store.events import Thing, append_event
from curation.texts import text

_HOLDS = frozenset({Verdict.APPROVE, Verdict.RETRIEVE})


@dataclass(frozen=True)
class Dating:
    """Somebody says until when samples of a project hold, at one moment, inside one transaction."""

    tx: Transaction
    project_id: str
    by: str
    now: datetime

    def require(self, act: Act) -> None:
        """Let an act pass; raises InputError where a text holds no more and no new last day is named."""
        if act.verdict not in _HOLDS:
            return
        require_ahead(act.valid_until, today_of(self.now))
        if act.valid_until is None and store.validities(self.tx, [act.sample_id])[act.sample_id].lapsed(
            today_of(self.now)
        ):
            raise InputError(
                text(
                    "Its last day has passed. Say until when it holds now: beside the text on the desk, or on the "
                    "sample's page."
                )
            )

    def keep(self, act: Act) -> None:
        """Write the day that came with an act."""
        if act.verdict in _HOLDS and act.valid_until is not None:
            self.set(act.sample_id, act.valid_until, act.id)

    def set(self, sample_id: str, day: date | None, decision_id: str | None = None) -> str | None:
        """Write a sample's own last day, None for that of its source; return the change, None where it is so."""
        before = store.validities(self.tx, [sample_id])[sample_id].own
        if before == day:
            return None
        change = Dated(new_id(), sample_id, None, before, day, self.by, self.now, decision_id)
        store.set_sample_until(self.tx, sample_id, day, self.now)
        store.add_dated(self.tx, self.project_id, change)
        append_event(self.tx, self.now, self.by, "sample.dated", Thing("sample", sample_id, self.project_id))
        return change.id

    def take_back(self, change: Dated | None) -> bool:
        """Put the day before a change back, where nobody has said another since; tell whether that was so."""
        if change is None or change.sample_id is None:
            return False
        if store.validities(self.tx, [change.sample_id])[change.sample_id].own != change.after:
            return False
        self.set(change.sample_id, change.before)
        return True
