"""Waiting for a job on the command line: progress on stderr, a worker where none is alive, Ctrl+C."""

import os
import time
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import TracebackType

import typer

from curation.command_line import PAUSED
from curation.domain.identity import Json
from curation.domain.jobs import ENDED, Job, JobState
from curation.errors import JobCancelledError, JobFailedError
from curation.texts import text
from workbench.bootstrap import Workbench
from workbench.child import spawn
from workbench.cli.output import say
from workbench.frames import job_words

_LOOK_EVERY = 0.1
_SAY_EVERY = 5.0
RESTED = ENDED | {JobState.PAUSED}


class OwnWorker:
    """A worker started for one command line: works the queue off, then ends (or `stays`); stopped with the command."""

    def __init__(self, workbench: Workbench, *, stays: bool = False) -> None:
        reading, self._pipe = os.pipe()
        more = () if stays else ("--until-idle",)
        self._process = spawn(workbench.settings, "workbench.worker", *more, pipe=reading)
        os.close(reading)

    def __enter__(self) -> "OwnWorker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the worker; what it had not finished stays queued."""
        self._process.terminate()
        self._process.wait()
        os.close(self._pipe)

    def has_ended(self) -> bool:
        """Tell whether the worker has ended by itself."""
        return self._process.poll() is not None


@contextmanager
def answering(workbench: Workbench) -> Generator[None]:
    """See to it that a worker is alive for all of a block: one is started where there is none."""
    if workbench.queue.live_workers():
        yield
        return
    say(text("Starting a worker for this command."))
    with OwnWorker(workbench, stays=True) as own:
        while not workbench.queue.live_workers() and not own.has_ended():
            time.sleep(_LOOK_EVERY)
        yield


def wait_for(workbench: Workbench, job: Job, *, no_wait: bool = False) -> Job:
    """Wait until a job has ended, and return it; a worker is started for it where none is alive.

    Raises JobFailedError with the job's sentence, JobCancelledError; leaves with exit code 3 where the
    job pauses. Ctrl+C leaves a job to a running worker, and queued where this command had started one.
    """
    if no_wait:
        say(text("Queued as job {id}. Follow it with: workbench jobs show {id}", id=job.id))
        return job
    alive = bool(workbench.queue.live_workers())
    helper: AbstractContextManager[OwnWorker | None] = nullcontext() if alive else OwnWorker(workbench)
    try:
        with helper as own:
            ended = _watch(workbench, job, own)
    except KeyboardInterrupt:
        say(text("The job {id} is kept. Stop it for good with: workbench jobs cancel {id}", id=job.id))
        raise
    if ended.state is JobState.FAILED:
        raise JobFailedError(ended.error or text("The job {id} failed.", id=job.id))
    if ended.state is JobState.CANCELLED:
        raise JobCancelledError(text("The job {id} was cancelled.", id=job.id))
    if ended.state is JobState.PAUSED:
        say(text("The job {id} is paused. Go on with: workbench jobs retry {id}", id=job.id))
        raise typer.Exit(PAUSED)
    return ended


def progress_line(job: Job, workbench: Workbench) -> str:
    """Say how far a job is, in one line."""
    now = workbench.queue.clock()
    share = f"{job.progress.done}" if job.progress.total is None else f"{job.progress.done}/{job.progress.total}"
    left = job.seconds_left(now)
    parts = [job_words(job), job.state.value, share, job.progress.note]
    if job.state is JobState.RUNNING and left is not None:
        parts.append(text("about {seconds} s left", seconds=round(left)))
    return "  ".join(part for part in parts if part)


def job_value(job: Job, workbench: Workbench) -> dict[str, Json]:
    """Return a job as plain JSON: ids, state, progress, rate a second, seconds left, times in UTC."""
    now = workbench.queue.clock()
    return {
        "id": job.id,
        "kind": job.kind.value,
        "state": job.state.value,
        "payload": job.payload,
        "done": job.progress.done,
        "total": job.progress.total,
        "note": job.progress.note,
        "rate": job.rate(now),
        "seconds_left": job.seconds_left(now) if job.state is JobState.RUNNING else None,
        "error": job.error,
        "attempts": job.attempts,
        "cancel_asked": job.cancel_asked,
        "created_at": job.created_at.isoformat(),
        "started_at": job.started_at.isoformat() if job.started_at else None,
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
    }


def _watch(workbench: Workbench, job: Job, own: OwnWorker | None) -> Job:
    said, said_at = "", 0.0
    while True:
        over = own is not None and own.has_ended()
        now = workbench.queue.job(job.id)
        line = progress_line(now, workbench)
        if line != said and (time.monotonic() - said_at > _SAY_EVERY or now.state in RESTED):
            say(line)
            said, said_at = line, time.monotonic()
        if now.state in RESTED:
            return now
        if over:
            raise JobFailedError(
                text("The worker ended before the job {id} did. Its log is in logs/worker.log of the home.", id=job.id)
            )
        time.sleep(_LOOK_EVERY)
