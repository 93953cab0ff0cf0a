"""The queue of background work: what people and screens ask of it, and what a worker does with it."""

import json
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from curation.domain.identity import Json, canonical_json
from curation.domain.jobs import ENDED, MOVES, Job, JobKind, JobState, Progress, require_move
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import ConflictError, JobFailedError, NotFoundError
from curation.pii.sealed import Seal
from curation.services.processes import host_name, is_alive
from curation.store import jobs as store
from curation.store import requests as questions
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.workers import WorkerSign, all_workers
from curation.texts import text

MAX_ATTEMPTS = 3
DEAD_AFTER = timedelta(seconds=60)
_ASK_EVERY = 0.02
_NEEDED: dict[JobKind, Permission] = {
    JobKind.SCREEN_SOURCE: Permission.IMPORT,
    JobKind.SCREEN_REVISIONS: Permission.EDIT,
    JobKind.FREEZE: Permission.FREEZE,
    JobKind.BUILD_BASE: Permission.TRAIN,
    JobKind.TRAIN: Permission.TRAIN,
    JobKind.ANSWER: Permission.PLAN_ROUNDS,
    JobKind.LOAD_DEMO: Permission.MANAGE,
    JobKind.APPLY_PRIVACY: Permission.SEE_ORIGINALS,
    JobKind.TRAIN_NAMES: Permission.SEE_ORIGINALS,
    JobKind.SURVEY: Permission.MANAGE,
    JobKind.RECHECK: Permission.IMPORT,
    JobKind.LAPSE: Permission.MANAGE,
    JobKind.RESCREEN: Permission.MANAGE,
    JobKind.VERIFY_LOG: Permission.EXPORT,
    JobKind.RISKS: Permission.MANAGE,
    JobKind.BULK: Permission.MANAGE,
    JobKind.BULK_UNDO: Permission.MANAGE,
}


@dataclass(frozen=True)
class Queue:
    """Use cases around jobs and short questions; services add jobs in their own transaction by `store.add_job`."""

    database: Database
    seal: Seal
    clock: Clock = utc_now

    def enqueue(self, kind: JobKind, payload: Json, actor_id: str, project_id: str | None) -> Job:
        """Queue a job; its payload holds ids and settings, never text of samples."""
        with self.database.transaction() as tx:
            return store.add_job(tx, kind, payload, actor_id, project_id, self.clock())

    def job(self, job_id: str) -> Job:
        """Return a job as it stands; raises NotFoundError."""
        with self.database.reading() as tx:
            return _known(tx, job_id)

    def seen(self, actor: Person, project: Project, job_id: str) -> Job:
        """Return a job that a person may see in a project; raises NotFoundError, PermissionRefusedError."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return _of_project(tx, project, job_id)

    def recent(self, project_id: str | None, limit: int = 50) -> list[Job]:
        """Return the newest jobs of a project (of all where None), newest first."""
        with self.database.reading() as tx:
            return store.recent_jobs(tx, project_id, limit)

    def open(self, project_id: str | None) -> list[Job]:
        """Return the jobs that wait, run or pause, in order of creation."""
        with self.database.reading() as tx:
            return store.open_jobs(tx, project_id)

    def counts(self, project_id: str | None) -> dict[JobState, int]:
        """Count the jobs of a project (of all where None) by state."""
        with self.database.reading() as tx:
            return store.count_jobs(tx, project_id)

    def cancel(self, actor: Person, project: Project, job_id: str) -> Job:
        """Stop a job: at once where it waits or nobody runs it, else at its next report.

        Raises NotFoundError, ConflictError where it has ended, PermissionRefusedError.
        """
        with self.database.transaction() as tx:
            job = _allowed(tx, actor, project, job_id)
            if job.state in ENDED:
                raise ConflictError(
                    text(
                        "The job {id} has ended ({state}). There is nothing to stop.", id=job.id, state=job.state.value
                    )
                )
            if job.state is JobState.RUNNING and self._held(tx, job):
                store.ask_to_cancel(tx, job.id)
            else:
                require_move(job.state, JobState.CANCELLED)
                store.move_job(tx, job, JobState.CANCELLED, self.clock())
            append_event(tx, self.clock(), actor.id, "job.cancelled", Thing("job", job.id, job.project_id))
            return _known(tx, job_id)

    def retry(self, actor: Person, project: Project, job_id: str) -> Job:
        """Queue a failed, cancelled or paused job again, with fresh attempts; raises as `cancel` does."""
        with self.database.transaction() as tx:
            job = _allowed(tx, actor, project, job_id)
            if job.state is JobState.RUNNING:
                raise ConflictError(text("The job {id} is running. Cancel it first.", id=job.id))
            if JobState.QUEUED not in MOVES[job.state]:
                raise ConflictError(
                    text(
                        "The job {id} is {state}. Only a failed, cancelled or paused job can run again.",
                        id=job.id,
                        state=job.state.value,
                    )
                )
            store.move_job(tx, job, JobState.QUEUED, self.clock())
            store.renew_attempts(tx, job.id)
            append_event(tx, self.clock(), actor.id, "job.retried", Thing("job", job.id, job.project_id))
            return _known(tx, job_id)

    def live_workers(self) -> list[WorkerSign]:
        """Return the workers that are alive by now, on this machine by process, elsewhere by their last sign."""
        with self.database.reading() as tx:
            return [sign for sign in all_workers(tx) if self.lives(sign)]

    def lives(self, sign: WorkerSign) -> bool:
        """Tell whether a worker that signed is alive."""
        if sign.id.rpartition("/")[0] == host_name():
            return is_alive(sign.pid, sign.started)
        return self.clock() - sign.heartbeat_at < DEAD_AFTER

    def ask(self, kind: str, question: Json, timeout: float = 10.0) -> Json:
        """Put a short question to the worker and wait for its answer; sealed on the way, deleted when read.

        `timeout` is in seconds. Raises JobFailedError where nobody answers in time or the answer is a failure.
        """
        if not self.live_workers():
            raise JobFailedError(
                text("Nobody answers: no worker is running. Start the app and the worker with: workbench up")
            )
        with self.database.transaction() as tx:
            sealed = self.seal.close(canonical_json(question))
            request_id = questions.add_request(tx, kind, sealed, self.clock())
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            with self.database.reading() as tx:
                ready = questions.is_answered(tx, request_id)
            if ready:
                return self._read(request_id)
            time.sleep(_ASK_EVERY)
        with self.database.transaction() as tx:
            questions.drop_request(tx, request_id)
        raise JobFailedError(
            text("The worker did not answer within {seconds} seconds. It may be starting; try again.", seconds=timeout)
        )

    def claim(self, worker_id: str, kinds: Collection[JobKind] = tuple(JobKind)) -> Job | None:
        """Take the oldest queued job of these kinds for a worker, by one conditional update."""
        with self.database.reading() as tx:
            if not store.any_queued(tx, kinds):
                return None
        with self.database.transaction() as tx:
            return store.claim_job(tx, worker_id, kinds, self.clock())

    def report(self, worker_id: str, job_id: str, progress: Progress) -> bool:
        """Write how far a job is; False where it shall stop: asked to, or no longer this worker's."""
        with self.database.transaction() as tx:
            job = store.record_progress(tx, job_id, worker_id, progress, self.clock())
        return job is not None and not job.cancel_asked

    def finish(self, worker_id: str, job_id: str, state: JobState, error: str | None = None) -> Job | None:
        """End or pause a job that this worker holds; None where it is no longer this worker's."""
        with self.database.transaction() as tx:
            job = _known(tx, job_id)
            if job.state is not JobState.RUNNING:
                return None
            return store.move_job(tx, job, state, self.clock(), store.Ending(error, worker_id))

    def _held(self, tx: Transaction, job: Job) -> bool:
        holder = {held.id: worker for held, worker in store.held_jobs(tx)}.get(job.id)
        return any(sign.id == holder and self.lives(sign) for sign in all_workers(tx))

    def _read(self, request_id: str) -> Json:
        with self.database.transaction() as tx:
            answered = questions.read_answer(tx, request_id)
        if answered is None or answered.answer is None:
            raise JobFailedError((answered and answered.error) or text("The answer was lost on its way. Ask again."))
        answer: Json = json.loads(self.seal.open(answered.answer))
        return answer


def may_steer(actor: Person, job: Job) -> bool:
    """Tell whether somebody may cancel or retry a job: who started it, or who could have."""
    return job.created_by == actor.id or actor.may(_NEEDED[job.kind])


def _known(tx: Transaction, job_id: str) -> Job:
    job = store.find_job(tx, job_id)
    if job is None:
        raise NotFoundError(text("There is no job {id}. See them with: workbench jobs", id=job_id))
    return job


def _of_project(tx: Transaction, project: Project, job_id: str) -> Job:
    job = _known(tx, job_id)
    if job.project_id not in {None, project.id}:
        raise NotFoundError(text("There is no job {id} in the project {project}.", id=job_id, project=project.slug))
    return job


def _allowed(tx: Transaction, actor: Person, project: Project, job_id: str) -> Job:
    job = _of_project(tx, project, job_id)
    if not may_steer(actor, job):
        actor.require(_NEEDED[job.kind])
    return job
