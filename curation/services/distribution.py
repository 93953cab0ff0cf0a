"""What the data looks like: counts as they are now, targets by topic, and the order to look at all texts again."""

from dataclasses import dataclass
from typing import Final

from curation.domain.distribution import Distribution, Facet
from curation.domain.jobs import Job, JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.samples import SampleStatus
from curation.errors import InputError, NotFoundError
from curation.services.checks_policy import kept_of
from curation.store import distribution as store
from curation.store import surveys
from curation.store.database import Database
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job, open_jobs
from curation.store.sample_pages import counts_by_status
from curation.texts import text

MOST_WANTED: Final = 1_000_000


@dataclass(frozen=True)
class Distributions:
    """Use cases of the page that shows what a project's data looks like."""

    database: Database
    clock: Clock = utc_now

    def now(self, actor: Person, project: Project) -> Distribution:
        """Return the counts as they are now, with the last survey of the texts."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            statuses = counts_by_status(tx, project.id)
            survey = surveys.survey_of(tx, project.id)
            return Distribution(
                samples=sum(statuses.values()),
                approved=statuses[SampleStatus.APPROVED],
                set_aside=statuses[SampleStatus.SET_ASIDE],
                bars={facet: store.bars(tx, project.id, facet) for facet in Facet if facet is not Facet.TOPIC},
                survey=survey,
                redundancy=store.redundancy(tx, project.id),
                wanted=dict(kept_of(tx, project.id).policy.targets.difficulty),
                came=surveys.freshness(tx, project.id).came if survey else 0,
            )

    def survey(self, actor: Person, project: Project) -> Job:
        """Have all texts read again in the background; a look that waits already is not asked for twice."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            waiting = [job for job in open_jobs(tx, project.id) if job.kind is JobKind.SURVEY]
            return waiting[0] if waiting else add_job(tx, JobKind.SURVEY, {}, actor.id, project.id, self.clock())

    def aim(self, actor: Person, project: Project, topic: int, target: int | None) -> None:
        """Say how many approved samples a topic is to have, None for no target; raises NotFoundError."""
        actor.require(Permission.MANAGE)
        if target is not None and not 0 < target <= MOST_WANTED:
            raise InputError(text("A target is a number of samples from 1."))
        with self.database.transaction() as tx:
            if not surveys.set_target(tx, project.id, topic, target):
                raise NotFoundError(text("This topic is not there any more. Look at the page again."))
            append_event(tx, self.clock(), actor.id, "topic.target", Thing("project", project.id, project.id))
