"""Background work: what can run, how far it is, how it may move."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from curation.domain.identity import Json
from curation.errors import ConflictError
from curation.texts import text


class JobKind(StrEnum):
    """What the worker knows to do."""

    SCREEN_SOURCE = "screen_source"
    SCREEN_REVISIONS = "screen_revisions"
    FREEZE = "freeze"
    BUILD_BASE = "build_base"
    TRAIN = "train"
    ANSWER = "answer"
    LOAD_DEMO = "load_demo"
    APPLY_PRIVACY = "apply_privacy"
    TRAIN_NAMES = "train_names"
    SURVEY = "survey"
    RECHECK = "recheck"
    RESCREEN = "rescreen"
    VERIFY_LOG = "verify_log"
    LAPSE = "lapse"
    RISKS = "risks"
    BULK = "bulk"
    BULK_UNDO = "bulk_undo"


class JobState(StrEnum):
    """The states of a job; see MOVES."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
MOVES: dict[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.RUNNING, JobState.CANCELLED}),
    JobState.RUNNING: frozenset({JobState.QUEUED, JobState.PAUSED, JobState.DONE, JobState.FAILED, JobState.CANCELLED}),
    JobState.PAUSED: frozenset({JobState.QUEUED, JobState.CANCELLED}),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset({JobState.QUEUED}),
    JobState.CANCELLED: frozenset({JobState.QUEUED}),
}
EXIT_CODES: dict[JobState, int] = {
    JobState.DONE: 0,
    JobState.FAILED: 1,
    JobState.PAUSED: 3,
    JobState.CANCELLED: 130,
}


@dataclass(frozen=True)
class Progress:
    """How far a job is: items done, items in all (None while unknown), a sentence."""

    done: int = 0
    total: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Job:
    """One piece of background work; `payload` holds ids and settings, never text of samples."""

    id: str
    project_id: str | None
    kind: JobKind
    state: JobState
    payload: Json
    progress: Progress
    error: str | None
    attempts: int
    cancel_asked: bool
    created_by: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    heartbeat_at: datetime | None

    def rate(self, now: datetime) -> float | None:
        """Items per second since the start, None before the first item."""
        if self.started_at is None or self.progress.done == 0:
            return None
        until = self.ended_at or now
        seconds = max((until - self.started_at).total_seconds(), 1e-3)
        return self.progress.done / seconds

    def seconds_left(self, now: datetime) -> float | None:
        """Seconds until the end at the rate so far, None while that cannot be told."""
        rate = self.rate(now)
        if rate is None or self.progress.total is None:
            return None
        return max(self.progress.total - self.progress.done, 0) / rate


def require_move(before: JobState, after: JobState) -> None:
    """Let a job move, or raise ConflictError with both states."""
    if after not in MOVES[before]:
        raise ConflictError(text("A job that is {before} cannot become {after}.", before=before, after=after))


class Reporter(Protocol):
    """Where a stage says how far it is; the worker's writes to the job row, a test's to a list."""

    def report(self, progress: Progress) -> None:
        """Say how far it is; raises JobCancelledError where somebody asked the job to stop."""
        ...

    def log(self, line: str) -> None:
        """Add a line to the job's log; never text of samples."""
        ...


class LightStage(Protocol):
    """A job that runs warm inside the worker; it may be killed anywhere and run again."""

    def run(self, job: Job, reporter: Reporter) -> None:
        """Do the work; raise a WorkbenchError to fail with its sentence."""
        ...


class ChildStage(Protocol):
    """A job that runs as a child process which knows only a folder."""

    @property
    def module(self) -> str:
        """Name what runs as `python -m MODULE FOLDER`."""
        ...

    def prepare(self, job: Job) -> Path:
        """Write the folder that `python -m MODULE FOLDER` works in, and return it (again on a retry)."""
        ...

    def absorb(self, job: Job, folder: Path, exit_code: int) -> None:
        """Take what the child left into the store; raise JobFailedError where it failed."""
        ...
