"""A worker's side of the queue: signs of life, jobs that others left behind, answers to short questions."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from curation.domain.identity import Json, canonical_json, new_id
from curation.domain.jobs import Job, JobState
from curation.errors import StorageError, WorkbenchError
from curation.services.processes import host_name, start_time
from curation.services.queue import MAX_ATTEMPTS, Queue
from curation.store import jobs as store
from curation.store import requests as questions
from curation.store.requests import Answered, Asked
from curation.store.workers import WorkerSign, all_workers, put_worker, remove_worker
from curation.texts import text

Handler = Callable[[Json], Json]
FORGOTTEN_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Held:
    """A running job and the worker in whose name it runs."""

    job: Job
    holder: str | None


@dataclass(frozen=True)
class Shift:
    """One worker process's time at the queue, from its first sign of life to its goodbye."""

    queue: Queue
    sign: WorkerSign

    @property
    def worker_id(self) -> str:
        """The name in which this worker holds jobs."""
        return self.sign.id

    def live(self) -> None:
        """Give a sign of life, for the worker and for every job that it holds; drop questions nobody waits for."""
        now = self.queue.clock()
        with self.queue.database.transaction() as tx:
            put_worker(tx, WorkerSign(self.sign.id, self.sign.pid, self.sign.started, now))
            store.beat_jobs(tx, self.worker_id, now)
            questions.drop_requests_before(tx, now - FORGOTTEN_AFTER)

    def leave(self) -> None:
        """Say goodbye: nobody waits for this worker any more."""
        with self.queue.database.transaction() as tx:
            remove_worker(tx, self.worker_id)

    def mine(self) -> list[Held]:
        """Return the jobs that run in this worker's name."""
        with self.queue.database.reading() as tx:
            return [Held(job, holder) for job, holder in store.held_jobs(tx) if holder == self.worker_id]

    def left_behind(self) -> list[Held]:
        """Return the jobs of workers that are dead, and forget those workers."""
        with self.queue.database.reading() as tx:
            signs = all_workers(tx)
            held = [Held(job, holder) for job, holder in store.held_jobs(tx)]
        dead = [sign.id for sign in signs if sign.id != self.worker_id and not self.queue.lives(sign)]
        alive = {sign.id for sign in signs} - set(dead) | {self.worker_id}
        if dead:
            with self.queue.database.transaction() as tx:
                for worker_id in dead:
                    remove_worker(tx, worker_id)
        return [one for one in held if one.holder not in alive]

    def adopt(self, held: Held) -> Held | None:
        """Go on with a job in this worker's name; None where somebody else was faster."""
        with self.queue.database.transaction() as tx:
            job = store.adopt_job(tx, held.job.id, held.holder, self.worker_id, self.queue.clock())
        return None if job is None else Held(job, self.worker_id)

    def has_another_try(self, job: Job) -> bool:
        """Tell whether a job that was killed is tried again."""
        return job.attempts < MAX_ATTEMPTS and not job.cancel_asked

    def give_back(self, held: Held) -> None:
        """Let go of a job whose process was killed: queued, ended where it was to stop, failed at the third time."""
        if held.job.cancel_asked:
            self._move(held, JobState.CANCELLED)
        elif self.has_another_try(held.job):
            self._move(held, JobState.QUEUED)
        else:
            sentence = text(
                "The process that did this job was killed {count} times. Perhaps memory ran out: see the logs folder.",
                count=held.job.attempts,
            )
            self._move(held, JobState.FAILED, sentence)

    def put_down(self, held: Held) -> None:
        """Queue a job again because the worker stops in order; the attempt does not count."""
        ending = store.Ending(worker=held.holder, uncounted=True)
        after = JobState.CANCELLED if held.job.cancel_asked else JobState.QUEUED
        with self.queue.database.transaction() as tx:
            store.move_job(tx, held.job, after, self.queue.clock(), ending)

    def answer_one(self, handlers: Mapping[str, Handler], on_bug: Callable[[Exception], str]) -> bool:
        """Answer the oldest short question, False where none waits; `on_bug` reports a bug and words it."""
        with self.queue.database.reading() as tx:
            if not questions.any_request(tx):
                return False
        with self.queue.database.transaction() as tx:
            asked = questions.take_request(tx)
        if asked is None:
            return False
        answered = self._answered(asked, handlers, on_bug)
        with self.queue.database.transaction() as tx:
            questions.answer_request(tx, asked.id, answered)
        return True

    def _answered(self, asked: Asked, handlers: Mapping[str, Handler], on_bug: Callable[[Exception], str]) -> Answered:
        if asked.kind not in handlers:
            return Answered(None, text("The worker cannot answer questions about {kind}.", kind=asked.kind))
        try:
            question: Json = json.loads(self.queue.seal.open(asked.question))
            answer = canonical_json(handlers[asked.kind](question))
        except WorkbenchError as error:
            return Answered(None, str(error))
        except Exception as error:  # noqa: BLE001 - a bug in one answer must not stop the worker; on_bug is loud
            return Answered(None, on_bug(error))
        return Answered(self.queue.seal.close(answer), None)

    def _move(self, held: Held, after: JobState, error: str | None = None) -> None:
        with self.queue.database.transaction() as tx:
            store.move_job(tx, held.job, after, self.queue.clock(), store.Ending(error, held.holder))


def begin_shift(queue: Queue) -> Shift:
    """Start a shift for this process, with its first sign of life."""
    started = start_time(os.getpid())
    if started is None:
        raise StorageError(text("This machine does not tell when processes started, so workers cannot be told apart."))
    shift = Shift(queue, WorkerSign(f"{host_name()}/{new_id()}", os.getpid(), started, queue.clock()))
    shift.live()
    return shift
