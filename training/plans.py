"""Runs as people use them: looked over, started, watched, cancelled; no model is loaded here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from curation.domain.identity import new_id
from curation.domain.jobs import ENDED, Job, JobKind, JobState
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.versions import DatasetVersion
from curation.errors import ConflictError, InputError, NotFoundError
from curation.services.queue import Queue
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job, open_jobs
from curation.store.versions import version_by_name, versions
from curation.texts import text
from training import store
from training.artifacts import MetricLine, RunFolder
from training.outlook import outlook
from training.runs import BaseChoice, BaseKind, RunRecord, TuningPlan, VersionRef
from training.wishes import Outlook, RunWish, base_name

MOST_POINTS = 1_000
RESUMABLE = frozenset({JobState.FAILED, JobState.CANCELLED, JobState.PAUSED})
METRICS = pl.Schema(
    {
        "step": pl.Int64,
        "epoch": pl.Float64,
        "seconds": pl.Float64,
        "tokens": pl.Int64,
        "loss": pl.Float64,
        "eval_loss": pl.Float64,
        "learning_rate": pl.Float64,
    }
)


@dataclass(frozen=True)
class RunProgress:
    """How far a run is: optimiser steps, a note, seconds spent and left (None while that cannot be told)."""

    step: int
    steps: int | None
    note: str
    seconds: float
    seconds_left: float | None


@dataclass(frozen=True)
class Runs:
    """Use cases around training; `home` is the folder that holds `versions/`, `runs/` and `models/`."""

    database: Database
    home: Path
    queue: Queue
    clock: Clock = utc_now

    def plan(self, actor: Person, project: Project, wish: RunWish) -> Outlook:
        """Say what a run would be, and why it cannot start; raises NotFoundError for an unknown version."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            version = _version(tx, project, wish.version)
            before = store.runs_of(tx, project.id)
        return outlook(self._reference(version), self.placed(wish.base), wish.method, wish.settings, before)

    def start(self, actor: Person, project: Project, wish: RunWish) -> RunRecord:
        """Queue a run; where its built base is not there yet, the job that builds it comes first.

        Raises InputError with what pre-flight refuses, ConflictError where the name is taken.
        """
        actor.require(Permission.TRAIN)
        problems = self.plan(actor, project, wish).problems
        if problems:
            raise InputError("\n".join(problems))
        with self.database.transaction() as tx:
            run = self._draft(tx, actor, project, wish)
            store.add_run(tx, run)
            job = self._base_job(tx, actor, run.plan.base) or self.train_job(tx, run)
            store.give_job(tx, run.id, job.id)
            thing = Thing("run", run.id, project.id, (run.plan.version.hash,))
            append_event(tx, self.clock(), actor.id, "run.started", thing)
            return _known(tx, project, run.id)

    def build_base(self, actor: Person) -> Job | None:
        """Queue the building of the small base model; None where it stands already."""
        actor.require(Permission.TRAIN)
        with self.database.transaction() as tx:
            return self._base_job(tx, actor, self.placed(BaseChoice(BaseKind.BUILT)))

    def runs(self, actor: Person, project: Project) -> tuple[RunRecord, ...]:
        """Return the runs of a project, newest first."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return store.runs_of(tx, project.id)

    def run(self, actor: Person, project: Project, name: str) -> RunRecord:
        """Return a run by its id or its name; raises NotFoundError."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return _known(tx, project, name)

    def folder(self, run: RunRecord) -> RunFolder:
        """Return the folder of a run."""
        return RunFolder(self.home / run.folder)

    def metrics(self, run: RunRecord) -> pl.DataFrame:
        """Return what a run logged so far (columns of METRICS), its loss thinned to MOST_POINTS points."""
        lines = self.folder(run).metrics()
        learnt = [line for line in lines if line.eval_loss is None]
        stride = max(-(-len(learnt) // MOST_POINTS), 1)
        kept = [*learnt[::stride], *(line for line in lines if line.eval_loss is not None)]
        return pl.DataFrame([_point(line) for line in kept], METRICS, orient="row").sort("step", maintain_order=True)

    def log_tail(self, run: RunRecord, lines: int = 40) -> str:
        """Return the last lines that a run printed."""
        return self.folder(run).log_tail(lines)

    def progress(self, run: RunRecord) -> RunProgress:
        """Say how far a run is, from what its process wrote; of the base model while that is being built."""
        folder = self._base_folder(run.plan.base) if run.waits_for_base else self.folder(run)
        status, lines = folder.status(), folder.metrics()
        if status is None or (run.state is JobState.QUEUED and not run.waits_for_base):
            return RunProgress(0, None, "", 0.0, None)
        seconds = lines[-1].seconds if lines else 0.0
        going = run.waits_for_base or run.state is JobState.RUNNING
        rate = lines[-1].step / seconds if going and lines and seconds else 0.0
        left = (status.max_steps - status.step) / rate if status.max_steps and rate else None
        return RunProgress(status.step, status.max_steps, status.note, seconds, left)

    def cancel(self, actor: Person, project: Project, name: str) -> RunRecord:
        """Stop a run: at once where it waits, at its next step where it runs; raises ConflictError where it ended."""
        actor.require(Permission.TRAIN)
        run = self.run(actor, project, name)
        if run.state in ENDED or run.job_id is None:
            raise ConflictError(text("The run {name} has ended: there is nothing to cancel.", name=run.name))
        if not run.waits_for_base:
            self.queue.cancel(actor, project, run.job_id)
            return self.run(actor, project, run.id)
        with self.database.transaction() as tx:
            store.end_run(tx, run.id, store.RunEnd(JobState.CANCELLED, at=self.clock()))
            store.give_job(tx, run.id, None)
            append_event(tx, self.clock(), actor.id, "run.cancelled", Thing("run", run.id, project.id))
            return _known(tx, project, run.id)

    def resume(self, actor: Person, project: Project, name: str) -> RunRecord:
        """Go on with a failed, cancelled or paused run from its last checkpoint; raises ConflictError elsewhere."""
        actor.require(Permission.TRAIN)
        run = self.run(actor, project, name)
        if run.job_id is None or run.state not in RESUMABLE:
            raise ConflictError(
                text("The run {name} is {state}: start it anew instead.", name=run.name, state=run.state.value)
            )
        self.queue.retry(actor, project, run.job_id)
        return self.run(actor, project, run.id)

    def placed(self, base: BaseChoice) -> BaseChoice:
        """Return the base with its folder: a built one lies in `models/` under the name of its recipe."""
        if base.kind is not BaseKind.BUILT:
            return base
        return BaseChoice(BaseKind.BUILT, str(self.home / "models" / base_name()))

    def train_job(self, tx: Transaction, run: RunRecord) -> Job:
        """Queue the training of a run inside the caller's transaction."""
        return add_job(tx, JobKind.TRAIN, {"run_id": run.id}, run.created_by, run.project_id, self.clock())

    def _base_job(self, tx: Transaction, actor: Person, base: BaseChoice) -> Job | None:
        name = Path(base.name).name
        if base.kind is not BaseKind.BUILT or (Path(base.name) / "manifest.json").exists():
            return None
        for job in open_jobs(tx, None):
            if job.kind is JobKind.BUILD_BASE and job.payload == {"base": name} and not job.cancel_asked:
                return job
        return add_job(tx, JobKind.BUILD_BASE, {"base": name}, actor.id, None, self.clock())

    def _base_folder(self, base: BaseChoice) -> RunFolder:
        return RunFolder(self.home / "runs" / Path(base.name).name)

    def _draft(self, tx: Transaction, actor: Person, project: Project, wish: RunWish) -> RunRecord:
        version = _version(tx, project, wish.version)
        names = {run.name for run in store.runs_of(tx, project.id)}
        name = wish.name.strip() or _free_name(names)
        if name in names:
            raise ConflictError(text("There is a run called {name} already. Choose another name.", name=name))
        run_id = new_id()
        plan = TuningPlan(run_id, self._reference(version), self.placed(wish.base), wish.method, wish.settings)
        return RunRecord(
            id=run_id,
            project_id=project.id,
            version_id=version.id,
            version_name=version.name,
            job_id=None,
            name=name,
            plan=plan,
            state=JobState.QUEUED,
            figures=None,
            folder=f"runs/{run_id}",
            error=None,
            created_by=actor.id,
            created_at=self.clock(),
        )

    def _reference(self, version: DatasetVersion) -> VersionRef:
        return VersionRef(str(self.home / version.folder), version.hash)


def wish_of(run: RunRecord) -> RunWish:
    """Return what was asked for when a run was started, so that it can be asked again."""
    base = run.plan.base
    asked = replace(base, name="") if base.kind is BaseKind.BUILT else base
    return RunWish(run.version_name, asked, run.plan.method, run.plan.settings)


def _free_name(names: Sequence[str] | set[str]) -> str:
    return next(f"run-{n}" for n in range(1, len(names) + 2) if f"run-{n}" not in names)


def _version(tx: Transaction, project: Project, name: str) -> DatasetVersion:
    version = version_by_name(tx, project.id, name)
    if version is None:
        there = ", ".join(one.name for one in versions(tx, project.id)) or text("none yet")
        raise NotFoundError(text("There is no version {name}. These are there: {names}.", name=name, names=there))
    return version


def _known(tx: Transaction, project: Project, name: str) -> RunRecord:
    runs = store.runs_of(tx, project.id)
    found = next((run for run in runs if name in {run.id, run.name}), None)
    if found is None:
        names = ", ".join(run.name for run in runs) or text("none yet")
        raise NotFoundError(text("There is no run {name}. There are: {names}.", name=name, names=names))
    return found


def _point(line: MetricLine) -> tuple[int, float, float, int, float | None, float | None, float | None]:
    return (line.step, line.epoch, line.seconds, line.tokens, line.loss, line.eval_loss, line.learning_rate)
