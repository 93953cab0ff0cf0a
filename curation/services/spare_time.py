"""What a worker tidies up while it has nothing else to do."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from curation.domain.moments import Clock
from curation.errors import WorkbenchError

_EVERY = timedelta(hours=1)
_log = logging.getLogger("workbench.work")


@dataclass
class Hourly:
    """Does each of some tidying tasks once an hour; each returns how many things it took away.

    What one of them is refused is written to the worker's log, and the others go on.
    """

    clock: Clock
    tasks: tuple[Callable[[], int], ...]
    _next_look: datetime | None = field(default=None, init=False)

    def __call__(self) -> bool:
        """Tidy up where the hour has come; there is never more to do at once."""
        now = self.clock()
        if self._next_look is None or now >= self._next_look:
            self._next_look = now + _EVERY
            for task in self.tasks:
                self._do(task)
        return False

    def _do(self, task: Callable[[], int]) -> None:
        try:
            task()
        except WorkbenchError as error:
            _log.error("tidying up was refused: %s", error)
