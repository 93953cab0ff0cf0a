"""Until when a sample holds, said together with a decision: asked for where its last day has passed.

What reviewers say stays with their decisions, so that nobody learns from it what others decided; once the sample is
settled it becomes the sample's own last day: that of the ruling, else the earliest that those who approved said.
"""

from dataclasses import dataclass
from datetime import date, datetime

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.lapses import Dated, require_ahead
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.errors import InputError
from curation.services.lapsing import today_of
from curation.store import reviews
from curation.store import validity as store
from curation.store.database import Transaction
from curation.store.events import Thing, append_event
from curation.texts import text

_HOLDS = frozenset({Verdict.APPROVE, Verdict.RETRIEVE})
_SETTLED = frozenset(store.DECIDED)


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
        validity = store.validities(self.tx, [act.sample_id])[act.sample_id]
        if act.valid_until is None and validity.lapsed(today_of(self.now)) and not self._said(act.sample_id):
            raise InputError(
                text(
                    "Its last day has passed. Say until when it holds now: beside the text on the desk, or on the "
                    "sample's page."
                )
            )

    def keep(self, act: Act, status: SampleStatus) -> None:
        """Keep the day that came with an act, and write it where the act has settled the sample."""
        if act.verdict in _HOLDS and act.valid_until is not None:
            said = Dated(new_id(), act.sample_id, None, None, act.valid_until, self.by, self.now, act.id)
            store.add_dated(self.tx, self.project_id, said)
        days = self._said(act.sample_id) if status in _SETTLED else []
        if days:
            self.set(act.sample_id, min(days), f"{act.id}.until")

    def taken_back(self, sample_id: str, status: SampleStatus) -> None:
        """Write the day before decisions settled a sample that is settled no more, where nobody said another since."""
        if status in _SETTLED:
            return
        names = [f"{one.id}.until" for one in reviews.decisions_of(self.tx, [sample_id])[sample_id]]
        written = [change for name in names if (change := store.find_dated(self.tx, name)) is not None]
        if written:
            self.take_back(written[-1])

    def set(self, sample_id: str, day: date | None, name: str | None = None) -> str | None:
        """Write a sample's own last day, None for that of its source; return the change, None where it is so."""
        before = store.validities(self.tx, [sample_id])[sample_id].own
        if before == day:
            return None
        change = Dated(name or new_id(), sample_id, None, before, day, self.by, self.now)
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

    def _said(self, sample_id: str) -> list[date]:
        """Return the days that count: that of the last ruling where it names one, else those of approving voices."""
        days = store.said_on(self.tx, sample_id)
        if not days:
            return []
        rules = reviews.review_policy(self.tx, self.project_id)
        outcome = reviews.outcome_of(self.tx, sample_id, rules)
        ruled = [days[one.id] for one in outcome.rulings[-1:] if one.id in days]
        return ruled or [days[one.id] for one in outcome.voices if one.verdict in _HOLDS and one.id in days]
