"""Where a project stands: every sample, what waits for whom, what comes next, who has done what."""

from dataclasses import dataclass

from curation.domain.desk import Pool
from curation.domain.lapses import moment_of
from curation.domain.moments import Clock, utc_now
from curation.domain.pace import Forecast
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.standing import Standing, Work
from curation.review.pace import LOOKED_AT, forecast
from curation.services.lapsing import today_of
from curation.services.reviewing_queue import HandingOut
from curation.store import pace as pace_store
from curation.store import projects as people_store
from curation.store import versions as version_store
from curation.store.database import Database
from curation.store.review_counts import count_waiting
from curation.store.reviews import review_policy
from curation.store.sample_pages import counts_by_status
from curation.store.team import work_by_person


@dataclass(frozen=True)
class Overview:
    """Use cases that only look."""

    database: Database
    clock: Clock = utc_now

    def standing(self, actor: Person, project: Project) -> Standing:
        """Return where every sample stands and what waits for the person who asks."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            handing = HandingOut(tx, actor, project, review_policy(tx, project.id), self.clock())
            mine = count_waiting(tx, handing.asking(Pool.WAITING)) if actor.may(Permission.REVIEW) else 0
            versions = version_store.versions(tx, project.id)
            return Standing(counts_by_status(tx, project.id), mine, versions[0] if versions else None)

    def pace(self, actor: Person, project: Project) -> Forecast:
        """Return how fast the project decides, and when what remains will be done; nobody is told apart in it."""
        actor.require(Permission.SEE)
        today = today_of(self.clock())
        with self.database.reading() as tx:
            rules = review_policy(tx, project.id)
            counts = pace_store.decisions_by_day(tx, project.id, moment_of(today - LOOKED_AT))
            left, due = pace_store.decisions_left(tx, project.id, rules), pace_store.decisions_due(tx, project.id)
            return forecast(counts, left, today, due)

    def work(self, actor: Person, project: Project) -> dict[str, Work]:
        """Return what each person has decided in the project, by person id."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return work_by_person(tx, project.id)

    def names(self, actor: Person) -> dict[str, str]:
        """Return the names of everybody who works here, by id."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return dict(people_store.people(tx))
