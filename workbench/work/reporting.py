"""How a stage's words reach the job's row and its log, and how a person's wish to stop reaches the stage."""

import logging
import time
import traceback
from dataclasses import dataclass, field

from curation.domain.jobs import Job, Progress
from curation.errors import JobCancelledError
from curation.services.queue import Queue
from curation.texts import text
from workbench.bootstrap import Settings
from workbench.work.logs import add_line

WRITE_EVERY = 0.5
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
        """Keep how far the stage is; raises JobCancelledError where the job shall stop or is another worker's."""
        self._latest = progress
        if time.monotonic() - self._written_at >= WRITE_EVERY:
            self.flush()

    def flush(self) -> None:
        """Write the latest progress now."""
        if self._latest is None:
            return
        latest, self._latest = self._latest, None
        self._written_at = time.monotonic()
        if not self.queue.report(self.worker_id, self.job.id, latest):
            raise JobCancelledError(text("The job {id} was asked to stop.", id=self.job.id))

    def log(self, line: str) -> None:
        """Add a line with its moment to the job's log."""
        add_line(self.settings, self.job.id, self.queue.clock(), line)


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
