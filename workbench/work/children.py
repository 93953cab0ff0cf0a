"""The one child process at a time that trains or answers: started, watched, stopped, absorbed."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from curation.domain.jobs import EXIT_CODES, ChildStage, Job, JobKind, JobState, Progress
from curation.errors import JobFailedError, WorkbenchError
from curation.services.shifts import Held, Shift
from curation.texts import text
from workbench.bootstrap import Settings
from workbench.child import CRASHED, Child, end_strays
from workbench.work.logs import add_line
from workbench.work.marks import drop_mark, read_mark, write_mark
from workbench.work.reporting import WRITE_EVERY, bug_sentence, require_room

GRACE_SECONDS = 30.0
END_SECONDS = 10.0
_CANCELLED = EXIT_CODES[JobState.CANCELLED]
_STATES = {code: state for state, code in EXIT_CODES.items()}
_log = logging.getLogger("workbench.work")


@dataclass
class Running:
    """A child at work for a job."""

    job: Job
    child: Child
    said: Progress | None = None
    looked_at: float = 0.0
    stop_asked_at: float | None = None


@dataclass
class Children:
    """Runs the jobs of child kinds, one at a time, in order of creation."""

    shift: Shift
    settings: Settings
    stages: Mapping[JobKind, ChildStage]
    grace: float = GRACE_SECONDS
    _running: Running | None = field(default=None, init=False)
    _unsettled: bool = field(default=False, init=False)

    @property
    def busy(self) -> bool:
        """Tell whether a child is at work."""
        return self._running is not None

    def look(self) -> None:
        """Do what is due: start the next child, pass its progress on, stop it, take what it left."""
        if self._running is None:
            self._settle()
            return
        running = self._running
        code = running.child.exit_code()
        if code is not None:
            # Only then: where the store refuses how the job ended, the next look writes it.
            self._take(running, code)
            self._running = None
        elif time.monotonic() - running.looked_at >= WRITE_EVERY:
            running.looked_at = time.monotonic()
            self._pass_on(running)

    def recover(self, held: Held) -> None:
        """Go on with a child job that a dead worker left: watch its child, take its result, or try again."""
        mark = read_mark(self.settings, held.job.id)
        child = None if mark is None else Child(mark)
        if (child is None or child.was_killed()) and self.shift.has_another_try(held.job):
            self.shift.give_back(held)
            return
        adopted = self.shift.adopt(held)
        if adopted is None:
            return
        if child is None or self._running is not None:
            self._end(adopted.job, CRASHED, child)
        else:
            self._running = Running(adopted.job, child)

    def stop(self) -> None:
        """End the child in order, and queue its job again; what it saved is there for the next attempt."""
        running = self._running
        if running is None:
            return
        running.child.ask_to_end()
        until = time.monotonic() + END_SECONDS
        while running.child.exit_code() is None and time.monotonic() < until:
            time.sleep(WRITE_EVERY / 10)
        code = running.child.exit_code()
        running.child.kill()
        self._running = None
        if code == 0:
            self._take(running, code)
        else:
            self.shift.put_down(Held(self.shift.queue.job(running.job.id), self.shift.worker_id))

    def _settle(self) -> None:
        """Start the next child; where the store refused halfway last time, first let go of what was claimed then."""
        if self._unsettled:
            for held in self.shift.mine():
                if held.job.kind in self.stages:
                    self.recover(held)
        if self._running is None:
            self._unsettled = True
            self._start_next()
        self._unsettled = False

    def _start_next(self) -> None:
        job = self.shift.queue.claim(self.shift.worker_id, tuple(self.stages))
        if job is None:
            return
        stage = self.stages[job.kind]
        drop_mark(self.settings, job.id)
        self._log(job, f"started, attempt {job.attempts}")
        try:
            require_room(self.settings.home)
            folder = stage.prepare(job)
            end_strays(stage.module, folder)
            child = Child.start(self.settings, stage.module, folder)
            write_mark(self.settings, job.id, child.mark)
        except WorkbenchError as error:
            self._finish(job, JobState.FAILED, str(error))
        except OSError as error:
            self._finish(job, JobState.FAILED, text("The job's folder cannot be written: {why}", why=error))
        except Exception as error:  # noqa: BLE001 - a stage's bug ends its job, not the worker; bug_sentence is loud
            self._finish(job, JobState.FAILED, bug_sentence(error, job.kind.value))
        else:
            self._running = Running(job, child)

    def _pass_on(self, running: Running) -> None:
        progress = running.child.progress()
        if not self.shift.queue.report(self.shift.worker_id, running.job.id, progress):
            self._stop_for_good(running)

    def _stop_for_good(self, running: Running) -> None:
        if running.stop_asked_at is None:
            running.stop_asked_at = time.monotonic()
            running.child.ask_to_cancel()
        elif time.monotonic() - running.stop_asked_at > self.grace:
            running.child.kill()

    def _take(self, running: Running, code: int) -> None:
        running.child.kill()
        stopped = running.stop_asked_at is not None and code not in {0, _CANCELLED}
        self._end(running.job, _CANCELLED if stopped else code, running.child)

    def _end(self, job: Job, code: int, child: Child | None) -> None:
        state, sentence = self._absorbed(job, code, child)
        self._finish(job, state, sentence)

    def _absorbed(self, job: Job, code: int, child: Child | None) -> tuple[JobState, str | None]:
        words = child.last_words(code) if child is not None else text("The process of this job was killed.")
        try:
            folder = child.mark.folder if child is not None else self.stages[job.kind].prepare(job)
            self.stages[job.kind].absorb(job, folder, code)
        except JobFailedError as error:
            return JobState.FAILED, str(error) or words
        except WorkbenchError as error:
            return JobState.FAILED, str(error)
        except Exception as error:  # noqa: BLE001 - a stage's bug ends its job, not the worker; bug_sentence is loud
            return JobState.FAILED, bug_sentence(error, job.kind.value)
        state = _STATES.get(code, JobState.FAILED)
        return state, words if state is JobState.FAILED else None

    def _finish(self, job: Job, state: JobState, sentence: str | None) -> None:
        self._log(job, state.value + (f": {sentence}" if sentence else ""))
        self.shift.queue.finish(self.shift.worker_id, job.id, state, sentence)

    def _log(self, job: Job, what: str) -> None:
        _log.info("job %s (%s) %s", job.id, job.kind.value, what)
        add_line(self.settings, job.id, self.shift.queue.clock(), f"{job.kind.value} {what}")
