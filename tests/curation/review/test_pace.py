"""The forecast of the pace: what it says of simulated projects comes true as often as it says."""

import random
from datetime import date, timedelta

import pytest

from curation.domain.pace import Kept
from curation.review.pace import MOST_DAYS, forecast

TODAY = date(2026, 3, 2)  # a Monday
DAY = timedelta(days=1)


def weekdays(back, today=TODAY):
    """The working days before today, oldest first."""
    found = [today - DAY * i for i in range(1, 60) if (today - DAY * i).weekday() < 5]
    return found[:back][::-1]


def test_a_steady_pace_ends_on_the_day_that_division_gives():
    told = forecast(dict.fromkeys(weekdays(14), 100), 500, TODAY, {})
    assert told.rate.value == 100
    assert told.rate.low < 100 < told.rate.high
    assert told.earliest <= date(2026, 3, 6) <= told.latest
    assert (told.latest - told.earliest).days <= 4
    assert (len(told.days), told.decided) == (14, 1400)


@pytest.mark.parametrize("days", [0, 1, 4])
def test_with_few_days_it_cannot_tell(days):
    told = forecast(dict.fromkeys(weekdays(days), 50), 100, TODAY, {date(2026, 3, 20): 10, date(2026, 2, 20): 1})
    assert (told.rate, told.earliest, told.latest) == (None, None, None)
    assert [one.kept for one in told.promises] == [Kept.NO, Kept.CANNOT_TELL]


def test_a_project_that_stands_still_has_no_end():
    counts = {**dict.fromkeys(weekdays(14), 0), weekdays(14)[0]: 3}
    told = forecast(counts, 1_000, TODAY, {})
    assert told.latest is None


def test_today_is_left_out_and_weekends_count_for_the_day_after():
    monday = date(2026, 2, 23)
    told = forecast({date(2026, 2, 20): 5, date(2026, 2, 21): 7, monday: 1, TODAY: 1_000}, 10, TODAY, {})
    assert dict(told.days)[monday] == 8
    assert TODAY not in dict(told.days)


def test_a_team_that_works_on_sundays_has_them_as_working_days():
    sundays = {TODAY - DAY * (1 + 7 * i): 40 for i in range(4)}
    told = forecast({**dict.fromkeys(weekdays(14), 40), **sundays}, 40 * 7, TODAY, {})
    assert any(day.weekday() == 6 for day, _ in told.days)
    assert all(count == 40 for _, count in told.days)


def test_what_is_due_is_summed_up_and_told_for_each_day():
    counts = dict.fromkeys(weekdays(14), 100)
    due = {date(2026, 3, 4): 100, date(2026, 3, 5): 900, date(2026, 3, 31): 100}
    told = forecast(counts, 1_100, TODAY, due)
    assert [(one.needed, one.kept) for one in told.promises] == [(100, Kept.YES), (1_000, Kept.NO), (1_100, Kept.YES)]


def draws(chance, mean, spread):
    """Decisions of one day: counts whose own mean goes up and down from day to day (gamma, then Poisson)."""
    level = chance.gammavariate(mean / spread, spread) if spread else mean
    total, gone = 0, chance.expovariate(1)
    while gone < level:
        total += 1
        gone += chance.expovariate(1)
    return total


@pytest.mark.parametrize(("mean", "spread", "known", "ahead"), [(30, 0, 14, 10), (30, 10, 14, 10), (30, 10, 6, 15)])
def test_the_interval_holds_the_day_on_which_the_work_really_ends(mean, spread, known, ahead):
    chance = random.Random(5)  # noqa: S311 - a simulation, not a secret
    trials, held = 200, 0
    for _ in range(trials):
        counts = {day: draws(chance, mean, spread) for day in weekdays(known)}
        remaining = mean * ahead
        told = forecast(counts, remaining, TODAY, {})
        done, day = 0, TODAY - DAY
        while done < remaining:
            day += DAY
            done += draws(chance, mean, spread) if day.weekday() < 5 else 0
        held += told.earliest <= day and (told.latest is None or day <= told.latest)
    assert held / trials >= 0.93


def test_no_more_days_are_looked_at_than_it_says():
    assert len(forecast(dict.fromkeys(weekdays(20), 9), 9, TODAY, {}).days) == MOST_DAYS
