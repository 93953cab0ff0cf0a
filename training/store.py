"""The table of runs, and what is asked of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Select, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.domain.jobs import ENDED, JobKind, JobState
from curation.errors import InputError
from curation.store.base import Table
from curation.store.database import Transaction
from curation.store.tables_work import JobRow, VersionRow
from curation.texts import text
from training.reading import from_json, plan_from_json
from training.runs import Figures, RunRecord, TuningPlan


class RunRow(Table):
    """One training job: plan, version, base model, folder, and the figures of its end."""

    __tablename__ = "runs"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("versions.id"))
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"))
    name: Mapped[str]
    plan: Mapped[Json]
    state: Mapped[str]
    metrics: Mapped[Json]
    folder: Mapped[str]
    error: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True)
class RunEnd:
    """How a run ended, or that it began again (no error, no figures, no moment)."""

    state: JobState
    figures: Figures | None = None
    error: str | None = None
    at: datetime | None = None


def add_run(tx: Transaction, run: RunRecord) -> None:
    """Add a run."""
    tx.add(
        RunRow(
            id=run.id,
            project_id=run.project_id,
            version_id=run.version_id,
            job_id=run.job_id,
            name=run.name,
            plan=run.plan.to_json(),
            state=run.state.value,
            metrics=None,
            folder=run.folder,
            error=None,
            created_by=run.created_by,
            created_at=run.created_at,
            ended_at=None,
        )
    )
    tx.flush()


def runs_of(tx: Transaction, project_id: str) -> tuple[RunRecord, ...]:
    """Return the runs of a project, newest first."""
    query = _runs().where(RunRow.project_id == project_id).order_by(RunRow.created_at.desc(), RunRow.id)
    return tuple(_record(row, version, job) for row, version, job in tx.execute(query))


def find_run(tx: Transaction, run_id: str) -> RunRecord | None:
    """Return a run by its id."""
    found = tx.execute(_runs().where(RunRow.id == run_id)).one_or_none()
    return None if found is None else _record(*found)


def runs_of_job(tx: Transaction, job_id: str) -> tuple[RunRecord, ...]:
    """Return the runs that a job works for: one for training, all that wait for a base being built."""
    query = _runs().where(RunRow.job_id == job_id).order_by(RunRow.created_at, RunRow.id)
    return tuple(_record(row, version, job) for row, version, job in tx.execute(query))


def give_job(tx: Transaction, run_id: str, job_id: str | None) -> None:
    """Say which job works for a run from now on."""
    tx.get_one(RunRow, run_id).job_id = job_id
    tx.flush()


def end_run(tx: Transaction, run_id: str, end: RunEnd) -> None:
    """Write how a run ended, or that it began again."""
    row = tx.get_one(RunRow, run_id)
    row.state = end.state.value
    row.metrics = None if end.figures is None else end.figures.to_json()
    row.error = end.error
    row.ended_at = end.at
    tx.flush()


def _runs() -> Select[RunRow, str, JobRow]:
    return (
        select(RunRow, VersionRow.name, JobRow)
        .join(VersionRow, VersionRow.id == RunRow.version_id)
        .outerjoin(JobRow, JobRow.id == RunRow.job_id)
    )


def _record(row: RunRow, version: str, job: JobRow | None) -> RunRecord:
    plan = plan_from_json(row.plan, text("the plan of run {name}", name=row.name))
    if not isinstance(plan, TuningPlan):
        raise InputError(text("The plan of run {name} is not a plan to tune a model.", name=row.name))
    state = _state(JobState(row.state), job)
    return RunRecord(
        id=row.id,
        project_id=row.project_id,
        version_id=row.version_id,
        version_name=version,
        job_id=row.job_id,
        name=row.name,
        plan=plan,
        state=state,
        figures=None if row.metrics is None else from_json(Figures, row.metrics, row.name),
        folder=row.folder,
        error=row.error or (job.error if job is not None and state is JobState.FAILED else None),
        created_by=row.created_by,
        created_at=row.created_at,
        ended_at=row.ended_at or (job.ended_at if job is not None and state in ENDED else None),
        waits_for_base=job is not None and job.kind == JobKind.BUILD_BASE.value,
    )


def _state(own: JobState, job: JobRow | None) -> JobState:
    """A run's state is its job's while that is open, so that no killed worker leaves a run running for ever."""
    if own is JobState.DONE or job is None:
        return own
    state = JobState(job.state)
    if state not in ENDED:
        waits = job.kind == JobKind.BUILD_BASE.value
        return JobState.QUEUED if waits else state
    if own in ENDED:
        return own
    return JobState.QUEUED if state is JobState.DONE else state
