"""What the worker does by itself about samples whose last day has passed: they go back into the queue."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from curation.domain.identity import new_id
from curation.domain.jobs import Job, JobKind, Progress, Reporter
from curation.domain.lapses import Because, Why
from curation.domain.moments import Clock, utc_now
from curation.services.recalling import Recalling
from curation.services.spare_time import ITSELF
from curation.store import validity as store
from curation.store.database import Database
from curation.store.jobs import add_job, open_jobs
from curation.store.projects import known_project, projects
from curation.texts import text

AT_ONCE = 100
LOOK_EVERY = timedelta(minutes=10)
"""How often a worker looks for what has lapsed."""


def queue_lapses(database: Database, now: datetime) -> None:
    """Queue the job that puts lapsed samples back where there are some: their last day (UTC) has ended."""
    with database.reading() as tx:
        due = [one.id for one in projects(tx) if store.lapsed(tx, one.id, today_of(now), 1)]
    for project_id in due:
        with database.transaction() as tx:
            if all(job.kind is not JobKind.LAPSE for job in open_jobs(tx, project_id)):
                add_job(tx, JobKind.LAPSE, {}, ITSELF, project_id, now)


@dataclass(frozen=True)
class Lapsing:
    """The light stage of LAPSE; its payload is `{}`. Each batch is a transaction, so it may be killed anywhere."""

    database: Database
    clock: Clock = utc_now

    def run(self, job: Job, reporter: Reporter) -> None:
        """Put every decided sample whose last day has passed back into the queue, with that day as the reason."""
        with self.database.reading() as tx:
            project = known_project(tx, job.project_id)
        done, more = 0, True
        while more:
            reporter.report(Progress(done, None, text("Putting samples back whose last day has passed")))
            now = self.clock()
            with self.database.transaction() as tx:
                found = store.lapsed(tx, project.id, today_of(now), AT_ONCE)
                recalling = Recalling(tx, project.id, ITSELF, now)
                for sample_id, day in found:
                    recalling.put_back(new_id(), sample_id, Because(Why.EXPIRED, until=day))
            done, more = done + len(found), bool(found)
        reporter.log(f"{done} samples put back")
        reporter.report(Progress(done, done))


def today_of(now: datetime) -> date:
    """Return the day by which samples lapse: that of UTC."""
    return now.astimezone(UTC).date()
