"""The look at all texts that a worker takes by itself: after an import, and after a day's decisions."""

from datetime import datetime, timedelta

from curation.domain.jobs import JobKind
from curation.domain.projects import Project
from curation.services.spare_time import ITSELF
from curation.store import surveys as store
from curation.store.database import Database, Transaction
from curation.store.jobs import add_job, open_jobs
from curation.store.projects import projects

FEWEST = 40
LOOK_EVERY = timedelta(seconds=20)
"""How often a worker looks for what is out of date."""
_AT_MOST_EVERY = timedelta(minutes=10)
_DAY = timedelta(days=1)
_BEFORE = frozenset({JobKind.SURVEY, JobKind.SCREEN_SOURCE, JobKind.LOAD_DEMO})


def queue_surveys(database: Database, now: datetime) -> None:
    """Queue a survey of each project whose last one is out of date.

    It is out of date when samples came in since (looked at again after ten minutes at the earliest), and a day
    after it where something was decided since. Projects of fewer than 40 samples are looked at when somebody asks.
    """
    with database.reading() as tx:
        due = [project for project in projects(tx) if _is_due(tx, project, now)]
    for project in due:
        with database.transaction() as tx:
            if not _is_busy(tx, project):
                add_job(tx, JobKind.SURVEY, {}, ITSELF, project.id, now)


def _is_busy(tx: Transaction, project: Project) -> bool:
    return any(job.kind in _BEFORE for job in open_jobs(tx, project.id))


def _is_due(tx: Transaction, project: Project, now: datetime) -> bool:
    if _is_busy(tx, project):
        return False
    fresh = store.freshness(tx, project.id)
    if fresh.made_at is None:
        return fresh.came >= FEWEST
    return now - fresh.made_at >= (_AT_MOST_EVERY if fresh.came else _DAY) and bool(fresh.came or fresh.decided)
