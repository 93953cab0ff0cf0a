"""How a stage's words reach the job's row and its log, and how a person's wish to stop reaches the stage."""

import logging
import shutil
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from curation.domain.jobs import Job, Progress
from curation.errors import JobCancelledError, StorageError
from curation.services.queue import Queue
from curation.texts import text
from workbench.bootstrap import Settings
from workbench.work.logs import add_line

WRITE_EVERY = 0.5
LEAST_FREE = 50_000_000
_log = logging.getLogger("workbench.work")


@dataclass
class RowReporter:
    """A Reporter that writes to the job's row about twice a second, and to the job's log at once."""

    queue: Queue
    worker_id: str
    job: Job
    settings: Settings
    _latest: Progress | None = field(default=None, init=False)
    _written_at: float = field(default=0.0, init=False)

    def report(self, progress: Progress) -> None:
        """Keep how far the stage is.

        Raises JobCancelledError where the job shall stop or is another worker's, StorageError where the disk is
        nearly full.
        """
        self._latest = progress
        if time.monotonic() - self._written_at >= WRITE_EVERY:
            self.flush()

    def flush(self) -> None:
        """Write the latest progress now."""
        if self._latest is None:
            return
        require_room(self.settings.home)
        latest, self._latest = self._latest, None
        self._written_at = time.monotonic()
        if not self.queue.report(self.worker_id, self.job.id, latest):
            raise JobCancelledError(text("The job {id} was asked to stop.", id=self.job.id))

    def log(self, line: str) -> None:
        """Add a line with its moment to the job's log."""
        add_line(self.settings, self.job.id, self.queue.clock(), line)


def require_room(home: Path) -> None:
    """Raise StorageError where the disk of the home is nearly full.

    Background work stops before the database has no room left, because how it ended is written there.
    """
    free = shutil.disk_usage(home).free
    if free < LEAST_FREE:
        raise StorageError(
            text(
                "Only {free} MB are free on the disk of {home}. Background work stops below {least} MB, so that "
                "nothing is half written. Make room, then run it again.",
                free=free // 1_000_000,
                home=home,
                least=LEAST_FREE // 1_000_000,
            )
        )


def bug_sentence(error: Exception, doing: str) -> str:
    """Log a bug loudly and return its sentence for a person.

    Where it stood and its class are logged, not its message: that may quote a text that nobody should see.
    """
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("A bug in %s: %s\n%s", doing, type(error).__name__, frames)
    return text(
        "A bug stopped this ({doing}: {kind}). Please report it with the lines from the logs folder of the home.",
        doing=doing,
        kind=type(error).__name__,
    )
