"""How a run is asked to stop: a signal, or the file CANCEL; installed before anything heavy is imported."""

import fcntl
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from curation.domain.jobs import JobState
from curation.errors import ConflictError, JobCancelledError
from curation.texts import text
from training.artifacts import RunFolder

_LOCK_SECONDS = 10.0


class StopSign:
    """Whether somebody asked this process to stop.

    Until `wait_for_checkpoint` is called there is nothing to save, so a signal ends the work at once by
    JobCancelledError; afterwards it only raises the sign, and the trainer stops at its next step.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._signalled = False
        self._patient = False
        self._since: float | None = None

    def listen(self) -> None:
        """Take SIGTERM and SIGINT from now on."""
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)

    def wait_for_checkpoint(self) -> None:
        """From now on a wish to stop waits for the end of the step."""
        self._patient = True

    def asked(self) -> bool:
        """Tell whether to stop at the end of this step."""
        raised = self._signalled or self._folder.cancel_asked
        if raised and self._since is None:
            self._since = time.monotonic()
        return raised

    def waited(self) -> float:
        """Seconds since the wish to stop was first seen, 0 where there is none."""
        return time.monotonic() - self._since if self.asked() and self._since is not None else 0.0

    def require_going(self) -> None:
        """Go on, or raise JobCancelledError where somebody asked to stop."""
        if self.asked():
            raise JobCancelledError(text("The run was asked to stop."))

    def outcome(self) -> JobState:
        """Return cancelled where CANCEL lies in the folder, else paused: a later start goes on."""
        return JobState.CANCELLED if self._folder.cancel_asked else JobState.PAUSED

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._signalled = True
        if not self._patient:
            self.require_going()


@contextmanager
def only_one(folder: Path) -> Generator[None]:
    """Hold the folder for this process; raises ConflictError where another one works in it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        until = time.monotonic() + _LOCK_SECONDS
        while not _taken(lock.fileno()):
            if time.monotonic() > until:
                message = text("Another process works in {folder}. Wait for it, or end it.", folder=folder)
                raise ConflictError(message)
            time.sleep(0.1)
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
