"""How fast a project decides, and when what remains will be done: always with an interval, or "cannot tell"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from curation.domain.agreement import Estimate


class Kept(StrEnum):
    """Whether what is due by a day will be done by then, at the pace so far."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Promise:
    """So many decisions that are due by a day (all that is due before included), and whether they will be given."""

    day: date
    needed: int
    kept: Kept


@dataclass(frozen=True)
class Forecast:
    """The pace of a project: the working days looked at with their decisions, oldest first, and what follows from it.

    `remaining` are decisions that are still asked for. `rate` is decisions a working day, None where there are too
    few days to tell. The work ends between `earliest` and `latest` (95 %); `latest` is None where no end can be told.
    """

    days: Sequence[tuple[date, int]]
    remaining: int
    rate: Estimate | None
    earliest: date | None = None
    latest: date | None = None
    promises: Sequence[Promise] = ()

    @property
    def ends(self) -> tuple[date | None, date | None]:
        """Between which days the work ends."""
        return self.earliest, self.latest

    @property
    def decided(self) -> int:
        """How many decisions were given on these days."""
        return sum(count for _, count in self.days)
