"""How long the logs of ended jobs are kept: the policy `logs` of a project, by the worker in its spare time."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from curation.domain.identity import Json
from curation.domain.jobs import ENDED, Job, JobState
from curation.domain.moments import Clock, utc_now
from curation.errors import InputError
from curation.services.sealing import WORKER
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import find_job
from curation.store.projects import policy
from curation.texts import text

POLICY = "logs"
DAYS, FAILED_DAYS = 30, 90
_NAMED_AT_ONCE = 200


@dataclass(frozen=True)
class LogDays:
    """After how many days the log of an ended job goes, and of a failed one; 0 for never."""

    days: int = DAYS
    failed_days: int = FAILED_DAYS

    @classmethod
    def read(cls, content: Json) -> "LogDays":
        """Read the policy `{"days": N, "failed_days": N}`; raises InputError for anything but whole numbers."""
        return cls(_days(content, "days", DAYS), _days(content, "failed_days", FAILED_DAYS))

    def is_over(self, job: Job, now: datetime) -> bool:
        """Tell whether the log of a job has been kept long enough."""
        days = self.failed_days if job.state is JobState.FAILED else self.days
        ended = job.ended_at if job.state in ENDED else None
        return bool(days) and ended is not None and ended + timedelta(days=days) <= now


@dataclass(frozen=True)
class JobLogs:
    """The logs of jobs in a folder, `ID.log` each, with what else is noted of a job beside it."""

    database: Database
    folder: Path
    clock: Clock = utc_now

    def purge_due(self) -> int:
        """Take away the logs whose time is over, with an event a project that names their jobs; return how many."""
        now = self.clock()
        with self.database.reading() as tx:
            due = list(self._due(tx, now))
        named: dict[str | None, list[str]] = defaultdict(list)
        for job in due:
            named[job.project_id].append(job.id)
        for project_id, ids in named.items():
            for start in range(0, len(ids), _NAMED_AT_ONCE):
                self._purge(project_id, ids[start : start + _NAMED_AT_ONCE], now)
        return len(due)

    def _due(self, tx: Transaction, now: datetime) -> list[Job]:
        found: list[Job] = []
        kept: dict[str | None, LogDays] = {None: LogDays()}
        for file in sorted(self.folder.glob("*.log")):
            job = find_job(tx, file.stem)
            if job is None:
                continue
            if job.project_id is not None and job.project_id not in kept:
                kept[job.project_id] = LogDays.read(policy(tx, job.project_id, POLICY))
            if kept[job.project_id].is_over(job, now):
                found.append(job)
        return found

    def _purge(self, project_id: str | None, ids: list[str], now: datetime) -> None:
        with self.database.transaction() as tx:
            append_event(tx, now, WORKER, "logs.purged", Thing("jobs", str(len(ids)), project_id, tuple(ids)))
        for job_id in ids:
            for file in self.folder.glob(f"{job_id}.*"):
                file.unlink(missing_ok=True)


def _days(content: Json, name: str, default: int) -> int:
    given = content.get(name, default) if isinstance(content, Mapping) else default
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise InputError(text("“{name}” in the logs policy is a whole number of days, 0 for never.", name=name))
    return given
