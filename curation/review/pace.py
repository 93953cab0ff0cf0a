"""The forecast of a project's pace, from the decisions of its last working days.

Working days are Monday to Friday, and a Saturday or Sunday on which the project usually works; what was decided on
any other day counts for the working day after it. The decisions of k days to come are taken to be like a sum of k
draws from what the last n days were drawn from: its mean is k times theirs, its variance k s^2 for the days to come
and k^2 s^2 / n for not knowing the mean, with Student's t for so few days (a prediction interval for a sum; Hahn and
Meeker, Statistical Intervals, 1991, chapter 4). The variance is never taken to be less than that of counts (Poisson).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import sqrt

from curation.domain.agreement import Estimate
from curation.domain.pace import Forecast, Kept, Promise

MOST_DAYS = 14
FEWEST_DAYS = 5
LOOKED_AT = timedelta(days=28)
_MONDAY_TO_FRIDAY = frozenset(range(5))
_DAY = timedelta(days=1)
_FURTHEST = 1_300
# Student's t, 97.5 %, for 1 to 13 degrees of freedom.
_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160)


def forecast(counts: Mapping[date, int], remaining: int, today: date, due: Mapping[date, int]) -> Forecast:
    """Say when what remains will be decided.

    `counts` are the decisions of the last days (UTC); today's are left out, since the day is not over. `due` are the
    decisions that are asked for by a day.
    """
    week = _week(counts, today)
    days = _working_days(counts, today, week)
    if len(days) < FEWEST_DAYS or not any(count for _, count in days):
        late = [Promise(day, needed, Kept.NO if day < today else Kept.CANNOT_TELL) for day, needed in _summed(due)]
        return Forecast(days, remaining, None, promises=late)
    pace = _Pace([count for _, count in days])
    ahead = list(_ahead(today, week))
    earliest = next((day for k, day in enumerate(ahead, 1) if pace.most(k) >= remaining), None)
    latest = next((day for k, day in enumerate(ahead, 1) if pace.least(k) >= remaining), None)
    promises = [
        Promise(day, needed, _kept(pace, sum(one <= day for one in ahead), needed)) for day, needed in _summed(due)
    ]
    return Forecast(days, remaining, pace.rate, earliest, latest, promises)


class _Pace:
    """What days to come will bring, from the counts of days that were."""

    def __init__(self, counts: Sequence[int]) -> None:
        self.number = len(counts)
        self.mean = sum(counts) / self.number
        spread = sum((count - self.mean) ** 2 for count in counts) / (self.number - 1)
        self.half = _T[self.number - 2] * sqrt(max(spread, self.mean))

    @property
    def rate(self) -> Estimate:
        """The mean of a day, with its interval."""
        off = self.half / sqrt(self.number)
        return Estimate(self.mean, max(self.mean - off, 0.0), self.mean + off)

    def least(self, days: int) -> float:
        """The least that so many days bring (97.5 %)."""
        return days * self.mean - self._off(days)

    def most(self, days: int) -> float:
        """The most that so many days bring (97.5 %)."""
        return days * self.mean + self._off(days)

    def _off(self, days: int) -> float:
        return self.half * sqrt(days + days**2 / self.number)


def _week(counts: Mapping[date, int], today: date) -> frozenset[int]:
    """Return the days of the week on which the project works: the usual five, and those used half of the time."""
    window = [today - _DAY * back for back in range(1, LOOKED_AT.days + 1)]
    used = {
        weekday
        for weekday in range(7)
        if 2 * sum(counts.get(day, 0) > 0 for day in window if day.weekday() == weekday)
        >= sum(day.weekday() == weekday for day in window)
    }
    return _MONDAY_TO_FRIDAY | used


def _working_days(counts: Mapping[date, int], today: date, week: frozenset[int]) -> list[tuple[date, int]]:
    """Return the last working days with their decisions, from the first day on which anything was decided."""
    used = [day for day, count in counts.items() if count > 0 and today - LOOKED_AT <= day < today]
    if not used:
        return []
    found: list[tuple[date, int]] = []
    carried, day = 0, min(used)
    while day < today:
        carried += counts.get(day, 0)
        if day.weekday() in week:
            found.append((day, carried))
            carried = 0
        day += _DAY
    return found[-MOST_DAYS:]


def _ahead(today: date, week: frozenset[int]) -> Iterator[date]:
    """Yield the working days to come, today included, for about five years."""
    found, day = 0, today
    while found < _FURTHEST:
        if day.weekday() in week:
            found += 1
            yield day
        day += _DAY


def _summed(due: Mapping[date, int]) -> list[tuple[date, int]]:
    total, found = 0, list[tuple[date, int]]()
    for day in sorted(due):
        total += due[day]
        found.append((day, total))
    return found


def _kept(pace: _Pace, days: int, needed: int) -> Kept:
    if days and pace.least(days) >= needed:
        return Kept.YES
    if not days or pace.most(days) < needed:
        return Kept.NO
    return Kept.CANNOT_TELL
