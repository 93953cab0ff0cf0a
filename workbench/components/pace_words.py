"""The pace of a project in words: what remains, when it will be done, and what it was counted from."""

from datetime import date

from curation.domain.pace import Forecast, Kept
from curation.review.pace import FEWEST_DAYS, MOST_DAYS
from curation.texts import text, texts
from workbench.components.lapse_words import day_words


def remaining_words(found: Forecast) -> str:
    """Say what remains, and when it will be done."""
    left = texts("{count:,} decision is still asked for.", "{count:,} decisions are still asked for.", found.remaining)
    return f"{left} {end_words(found)}"


def end_words(found: Forecast) -> str:
    """Say when what remains will be done, as an interval, or that it cannot be told."""
    if found.rate is None:
        return text(
            "When they will be done cannot be told yet: that takes {fewest} working days with decisions in the last "
            "four weeks; there are {count}.",
            fewest=FEWEST_DAYS,
            count=sum(1 for _, count in found.days if count),
        )
    if found.latest is None or found.earliest is None:
        begin = "" if found.earliest is None else text("Not before {day}.", day=day_words(found.earliest))
        last = text("The pace is too uneven to tell when they will be done at the latest.")
        return f"{begin} {last}".strip()
    if found.earliest == found.latest:
        return text("At the pace so far they will be done on {day}.", day=day_words(found.latest))
    return text(
        "At the pace so far they will be done between {first} and {last} (95 %).",
        first=day_words(found.earliest),
        last=day_words(found.latest),
    )


def rate_words(found: Forecast) -> str:
    """Say the rate with its interval and what it was counted from."""
    counted = texts(
        "{decided:,} decision given one by one on the last working day.",
        "{decided:,} decisions given one by one on the last {count} working days.",
        len(found.days),
        decided=found.decided,
    )
    if found.rate is None or found.rate.low is None or found.rate.high is None:
        return counted
    said = text(
        "{rate:.1f} a working day (95 %: {low:.1f} to {high:.1f}).",
        rate=found.rate.value,
        low=found.rate.low,
        high=found.rate.high,
    )
    return (
        f"{counted} {said} {text('At most {most} days are looked at; acts on many are not counted.', most=MOST_DAYS)}"
    )


def promise_words(found: Forecast) -> list[str]:
    """Say for each day by which decisions are due whether they will be given."""
    return [_promised(one.day, one.needed, one.kept) for one in found.promises]


def _promised(day: date, needed: int, kept: Kept) -> str:
    due = texts("{count:,} is due by {day}", "{count:,} are due by {day}", needed, day=day_words(day))
    words = {
        Kept.YES: text("they will be given in time."),
        Kept.NO: text("they will not be given in time."),
        Kept.CANNOT_TELL: text("whether they will be given in time cannot be told."),
    }
    icon = {Kept.YES: ":material/check:", Kept.NO: ":material/warning:", Kept.CANNOT_TELL: ":material/help:"}
    return f"{icon[kept]} {due}: {words[kept]}"
