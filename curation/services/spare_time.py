"""What a worker does of itself while it has nothing else to do."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from curation.domain.moments import Clock
from curation.errors import WorkbenchError

ITSELF = "workbench"
"""Who did what no person asked for."""
HOUR = timedelta(hours=1)
_log = logging.getLogger("workbench.work")


@dataclass
class Every:
    """Does something when the worker starts and after each `pause`; it is told the moment."""

    pause: timedelta
    act: Callable[[datetime], None]
    clock: Clock
    _next: datetime | None = field(default=None, init=False)

    def __call__(self) -> bool:
        """Do it where its time has come; there is never more of it to do at once."""
        now = self.clock()
        if self._next is None or now >= self._next:
            self._next = now + self.pause
            self.act(now)
        return False


def tidy(tasks: Iterable[Callable[[], object]]) -> None:
    """Do each of some tidying tasks; what one is refused is written to the worker's log, and the others go on."""
    for task in tasks:
        try:
            task()
        except WorkbenchError as error:
            _log.error("tidying up was refused: %s", error)
