"""The worker's main loop: answers first, then signs of life, children, light jobs, and what others left behind."""

import logging
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field

from curation.domain.jobs import JobState
from curation.errors import StorageError
from curation.services.shifts import Held, Shift
from curation.texts import text
from workbench.bootstrap import Settings
from workbench.child import end_group, parent_is_gone, spawn
from workbench.work.children import Children
from workbench.work.reporting import bug_sentence
from workbench.work.wiring import Wiring

TICK = 0.05
LIVE_EVERY = 2.0
RECOVER_EVERY = 10.0
LOOK_EVERY = 0.25
STUCK_SECONDS = 30.0
LONGEST_REST = 30.0
PATIENCE_SECONDS = 60.0
_log = logging.getLogger("workbench.work")


@dataclass
class LightProcess:
    """The process of the light jobs: started, started again after a growing rest where it died."""

    settings: Settings
    worker_id: str
    module: str
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _pipe: int | None = field(default=None, init=False)
    _deaths: int = field(default=0, init=False)
    _rest_until: float = field(default=0.0, init=False)

    def died(self) -> bool:
        """Tell, once, that the process has ended by itself."""
        if self._process is None or self._process.poll() is None:
            return False
        _log.error("the process of the light jobs ended with %s", self._process.returncode)
        self.stop()
        self._deaths += 1
        self._rest_until = time.monotonic() + min(0.25 * 2.0**self._deaths, LONGEST_REST)
        return True

    def start(self) -> None:
        """Start the process where it does not run and has rested."""
        if self._process is not None or time.monotonic() < self._rest_until:
            return
        reading, self._pipe = os.pipe()
        self._process = spawn(self.settings, self.module, f"--stages={self.worker_id}", pipe=reading)
        os.close(reading)

    def stop(self) -> None:
        """Kill the process and what it started; light jobs can be killed anywhere."""
        if self._process is not None:
            end_group(self._process.pid)
            self._process.wait()
        if self._pipe is not None:
            os.close(self._pipe)
        self._process = self._pipe = None


@dataclass
class ShiftLoop:
    """One worker: `pipe` tells of the end of who started it, None where nobody did."""

    shift: Shift
    wiring: Wiring
    children: Children
    light: LightProcess
    pipe: int | None = None
    until_idle: bool = False
    _ending: bool = field(default=False, init=False)
    _light_left: bool = field(default=False, init=False)
    _refused_since: float | None = field(default=None, init=False)
    _due: dict[str, float] = field(default_factory=dict[str, float], init=False)
    _stop_seen: dict[str, float] = field(default_factory=dict[str, float], init=False)

    def run(self) -> None:
        """Work until a signal, the end of the parent, or (where asked) an empty queue; then stop in order."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        try:
            while not self._is_over():
                self._tick_or_wait()
        finally:
            self._stop()

    def _tick_or_wait(self) -> None:
        """Do one round; a store that refuses (a full disk) is given a minute before the worker ends for it."""
        try:
            self._tick()
            self._refused_since = None
        except StorageError as error:
            _log.error("the store refuses: %s", error)
            now = time.monotonic()
            self._refused_since = self._refused_since or now
            if now - self._refused_since > PATIENCE_SECONDS:
                raise
            time.sleep(1.0)

    def _tick(self) -> None:
        if self._is_due("live", LIVE_EVERY):
            self.shift.live()
            self._end_stuck()
        if self._is_due("recover", RECOVER_EVERY):
            self._recover(self.shift.left_behind())
        if self.light.died():
            self._light_left = True
        if self._light_left:
            self._recover([held for held in self.shift.mine() if held.job.kind in self.wiring.light])
            self._light_left = False
        if self._is_due("look", LOOK_EVERY):
            self.light.start()
            self.children.look()
            self._refuse_unknown()
        if not self.shift.answer_one(self.wiring.answers, lambda bug: bug_sentence(bug, "answer")):
            time.sleep(TICK)

    def _recover(self, left: list[Held]) -> None:
        for held in left:
            _log.warning("job %s (%s) was left running by %s", held.job.id, held.job.kind.value, held.holder)
            if held.job.kind in self.wiring.children:
                self.children.recover(held)
            else:
                self.shift.give_back(held)

    def _refuse_unknown(self) -> None:
        job = self.shift.queue.claim(self.shift.worker_id, self.wiring.unknown())
        if job is not None:
            sentence = text("This worker does not know how to do {kind}. Update it.", kind=job.kind.value)
            self.shift.queue.finish(self.shift.worker_id, job.id, JobState.FAILED, sentence)

    def _end_stuck(self) -> None:
        """Kill the light process where its job was asked to stop long ago and does not listen."""
        asked = [h.job.id for h in self.shift.mine() if h.job.cancel_asked and h.job.kind in self.wiring.light]
        now = time.monotonic()
        self._stop_seen = {job_id: self._stop_seen.get(job_id, now) for job_id in asked}
        if any(now - since > STUCK_SECONDS for since in self._stop_seen.values()):
            self.light.stop()
            self._light_left = True

    def _stop(self) -> None:
        self.light.stop()
        self.children.stop()
        for held in self.shift.mine():
            self.shift.put_down(held)
        self.shift.leave()
        _log.info("%s has ended", self.shift.worker_id)

    def _is_over(self) -> bool:
        return self._ending or parent_is_gone(self.pipe) or (self.until_idle and self._is_idle())

    def _is_idle(self) -> bool:
        if not self._is_due("idle", LOOK_EVERY) or self.children.busy:
            return False
        self._recover(self.shift.left_behind())
        counts = self.shift.queue.counts(None)
        return not counts.get(JobState.QUEUED) and not self.shift.mine()

    def _is_due(self, what: str, every: float) -> bool:
        now = time.monotonic()
        if now < self._due.get(what, 0.0):
            return False
        self._due[what] = now + every
        return True

    def _end(self, number: int, frame: object) -> None:
        del number, frame
        self._ending = True
