"""Until when samples and sources hold: said on their pages; and what lapses soon."""

from dataclasses import dataclass
from datetime import date

from curation.domain.identity import new_id
from curation.domain.lapses import SOON, Back, Dated, LapsingSoon, Validity, Why, require_ahead
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.samples import SampleStatus
from curation.services.dating import Dating
from curation.services.lapsing import today_of
from curation.services.why_back import why_back
from curation.store import sources as sources_store
from curation.store import validity as store
from curation.store.database import Database
from curation.store.events import Thing, append_event
from curation.store.recalls import count_back
from curation.store.samples import sample


@dataclass(frozen=True)
class Validities:
    """Use cases around the last day on which something holds; each change is an event, and none is forgotten."""

    database: Database
    clock: Clock = utc_now

    def of_sample(self, actor: Person, project: Project, sample_id: str) -> Validity:
        """Return until when a sample holds; raises NotFoundError."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            sample(tx, project.id, sample_id)
            return store.validities(tx, [sample_id])[sample_id]

    def why_back(self, actor: Person, project: Project, sample_id: str) -> Back | None:
        """Return why a sample came back, or that it holds no more; raises NotFoundError."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            sample(tx, project.id, sample_id)
            return why_back(tx, project, [sample_id], today_of(self.clock())).get(sample_id)

    def date_sample(self, actor: Person, project: Project, sample_id: str, day: date | None) -> None:
        """Say until when a sample holds, None for the day of its source; raises InputError for one that has passed."""
        require_dater(actor)
        now = self.clock()
        require_ahead(day, today_of(now))
        with self.database.transaction() as tx:
            sample(tx, project.id, sample_id)
            Dating(tx, project.id, actor.id, now).set(sample_id, day)

    def date_source(self, actor: Person, project: Project, source_id: str, day: date | None) -> None:
        """Say until when a source holds, None for no end; its samples with a day of their own keep that."""
        actor.require(Permission.IMPORT)
        now = self.clock()
        with self.database.transaction() as tx:
            before = sources_store.source(tx, project.id, source_id).valid_until
            if before == day:
                return
            store.set_source_until(tx, source_id, day)
            store.add_dated(tx, project.id, Dated(new_id(), None, source_id, before, day, actor.id, now))
            append_event(tx, now, actor.id, "source.dated", Thing("source", source_id, project.id))

    def soon(self, actor: Person, project: Project) -> LapsingSoon:
        """Count the approved samples that lapse within 30 days, and those that came back and wait, by reason."""
        actor.require(Permission.SEE)
        today = today_of(self.clock())
        with self.database.reading() as tx:
            approved = store.count_lapsing(tx, project.id, SampleStatus.APPROVED, today + SOON)
            return LapsingSoon(approved, today + SOON, {why: count_back(tx, project.id, why) for why in Why})


def require_dater(actor: Person) -> None:
    """Let whoever reviews or imports say until when samples hold; raises PermissionRefusedError."""
    if not actor.may(Permission.REVIEW):
        actor.require(Permission.IMPORT)
