"""Jobs as rows: added, claimed by one conditional update, reported on, ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update

from curation.domain.identity import Json, new_id
from curation.domain.jobs import ENDED, Job, JobKind, JobState, Progress
from curation.store.database import Transaction
from curation.store.tables_work import JobRow

_UNCHANGED = {"synchronize_session": False, "populate_existing": True}


@dataclass(frozen=True)
class Ending:
    """What a job's move carries: the sentence of a failure, and the worker that must still hold the job.

    `uncounted` gives the attempt back, where the job was put down by an orderly stop.
    """

    error: str | None = None
    worker: str | None = None
    uncounted: bool = False


_PLAIN = Ending()


def add_job(tx: Transaction, kind: JobKind, payload: Json, actor_id: str, project_id: str | None, at: datetime) -> Job:
    """Queue a job inside the caller's transaction; `payload` holds ids and settings, never text of samples."""
    row = JobRow(
        id=new_id(),
        project_id=project_id,
        kind=kind.value,
        state=JobState.QUEUED.value,
        payload=payload,
        done=0,
        total=None,
        note="",
        error=None,
        attempts=0,
        cancel_asked=False,
        worker=None,
        created_by=actor_id,
        created_at=at,
        started_at=None,
        ended_at=None,
        heartbeat_at=None,
    )
    tx.add(row)
    tx.flush()
    return _job(row)


def find_job(tx: Transaction, job_id: str) -> Job | None:
    """Return a job by its id, None where there is none."""
    row = tx.get(JobRow, job_id, populate_existing=True)
    return None if row is None else _job(row)


def recent_jobs(tx: Transaction, project_id: str | None, limit: int) -> list[Job]:
    """Return the newest jobs of a project and those of no project, newest first; of all where None is given."""
    query = select(JobRow).order_by(JobRow.created_at.desc(), JobRow.id.desc()).limit(limit)
    if project_id is not None:
        query = query.where(or_(JobRow.project_id == project_id, JobRow.project_id.is_(None)))
    return [_job(row) for row in tx.scalars(query)]


def add_job_once(tx: Transaction, kind: JobKind, payload: Json, actor_id: str, project_id: str, at: datetime) -> Job:
    """Queue a job as `add_job` does, unless the same one waits already: then that one is returned."""
    same = (one for one in open_jobs(tx, project_id) if one.kind is kind and one.payload == payload)
    waiting = next((one for one in same if one.state is JobState.QUEUED and one.project_id == project_id), None)
    return waiting or add_job(tx, kind, payload, actor_id, project_id, at)


def open_jobs(tx: Transaction, project_id: str | None) -> list[Job]:
    """Return the jobs that have not ended, in order of creation; of all projects where None is given."""
    query = select(JobRow).where(JobRow.state.not_in(sorted(ENDED))).order_by(JobRow.created_at, JobRow.id)
    if project_id is not None:
        query = query.where(or_(JobRow.project_id == project_id, JobRow.project_id.is_(None)))
    return [_job(row) for row in tx.scalars(query)]


def count_jobs(tx: Transaction, project_id: str | None) -> dict[JobState, int]:
    """Count the jobs by state, of a project or of all; states without a job are left out."""
    query = select(JobRow.state, func.count()).group_by(JobRow.state)
    if project_id is not None:
        query = query.where(or_(JobRow.project_id == project_id, JobRow.project_id.is_(None)))
    return {JobState(state): count for state, count in tx.execute(query)}


def any_queued(tx: Transaction, kinds: Collection[JobKind]) -> bool:
    """Tell whether a job of these kinds waits, without taking a lock."""
    query = select(JobRow.id).where(JobRow.state == JobState.QUEUED.value, JobRow.kind.in_(sorted(kinds))).limit(1)
    return tx.scalar(query) is not None


def claim_job(tx: Transaction, worker_id: str, kinds: Collection[JobKind], at: datetime) -> Job | None:
    """Take the oldest queued job of these kinds for a worker, by one conditional update."""
    oldest = (
        select(JobRow.id)
        .where(JobRow.state == JobState.QUEUED.value, JobRow.kind.in_(sorted(kinds)))
        .order_by(JobRow.created_at, JobRow.id)
        .limit(1)
        .scalar_subquery()
    )
    change = (
        update(JobRow)
        .where(JobRow.id == oldest, JobRow.state == JobState.QUEUED.value)
        .values(
            state=JobState.RUNNING.value,
            worker=worker_id,
            attempts=JobRow.attempts + 1,
            done=0,
            total=None,
            note="",
            error=None,
            started_at=at,
            ended_at=None,
            heartbeat_at=at,
        )
        .returning(JobRow)
    )
    row = tx.scalars(change, execution_options=_UNCHANGED).one_or_none()
    return None if row is None else _job(row)


def record_progress(tx: Transaction, job_id: str, worker_id: str, progress: Progress, at: datetime) -> Job | None:
    """Write how far a running job is; None where the worker does not hold it any more."""
    change = (
        update(JobRow)
        .where(JobRow.id == job_id, JobRow.worker == worker_id, JobRow.state == JobState.RUNNING.value)
        .values(done=progress.done, total=progress.total, note=progress.note, heartbeat_at=at)
        .returning(JobRow)
    )
    row = tx.scalars(change, execution_options=_UNCHANGED).one_or_none()
    return None if row is None else _job(row)


def beat_jobs(tx: Transaction, worker_id: str, at: datetime) -> None:
    """Renew the sign of life of every job that a worker runs."""
    tx.execute(
        update(JobRow)
        .where(JobRow.worker == worker_id, JobRow.state == JobState.RUNNING.value)
        .values(heartbeat_at=at),
        execution_options={"synchronize_session": False},
    )


def held_jobs(tx: Transaction) -> list[tuple[Job, str | None]]:
    """Return the running jobs with the worker that holds each, in order of creation."""
    query = select(JobRow).where(JobRow.state == JobState.RUNNING.value).order_by(JobRow.created_at, JobRow.id)
    return [(_job(row), row.worker) for row in tx.scalars(query)]


def adopt_job(tx: Transaction, job_id: str, before: str | None, worker_id: str, at: datetime) -> Job | None:
    """Hand a running job over from a dead worker to a live one; None where somebody else was faster."""
    change = (
        update(JobRow)
        .where(JobRow.id == job_id, JobRow.worker == before, JobRow.state == JobState.RUNNING.value)
        .values(worker=worker_id, heartbeat_at=at)
        .returning(JobRow)
    )
    row = tx.scalars(change, execution_options=_UNCHANGED).one_or_none()
    return None if row is None else _job(row)


def move_job(tx: Transaction, job: Job, after: JobState, at: datetime, note: Ending = _PLAIN) -> Job | None:
    """Move a job on from the state that `job` was read in; None where it has moved meanwhile."""
    ended = after in ENDED
    held = [] if note.worker is None else [JobRow.worker == note.worker]
    change = (
        update(JobRow)
        .where(JobRow.id == job.id, JobRow.state == job.state.value, *held)
        .values(
            state=after.value,
            error=note.error,
            worker=None,
            attempts=JobRow.attempts - (1 if note.uncounted else 0),
            cancel_asked=ended and job.cancel_asked,
            ended_at=at if ended else None,
        )
        .returning(JobRow)
    )
    row = tx.scalars(change, execution_options=_UNCHANGED).one_or_none()
    return None if row is None else _job(row)


def renew_attempts(tx: Transaction, job_id: str) -> None:
    """Forget the earlier attempts of a job that a person asked to run again."""
    tx.execute(update(JobRow).where(JobRow.id == job_id).values(attempts=0))


def ask_to_cancel(tx: Transaction, job_id: str) -> None:
    """Note that a running job shall stop; its reporter sees it at the next report."""
    tx.execute(
        update(JobRow).where(JobRow.id == job_id, JobRow.state == JobState.RUNNING.value).values(cancel_asked=True),
        execution_options={"synchronize_session": False},
    )


def _job(row: JobRow) -> Job:
    return Job(
        id=row.id,
        project_id=row.project_id,
        kind=JobKind(row.kind),
        state=JobState(row.state),
        payload=row.payload,
        progress=Progress(row.done, row.total, row.note),
        error=row.error,
        attempts=row.attempts,
        cancel_asked=row.cancel_asked,
        created_by=row.created_by,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        heartbeat_at=row.heartbeat_at,
    )
