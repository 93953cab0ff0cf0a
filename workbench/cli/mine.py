"""`workbench waiting`: what waits for whoever asks, and for the lead what waits for nobody."""

from curation.domain.identity import Json
from curation.domain.lanes import Gap
from curation.domain.waiting import Waiting
from curation.texts import text, texts
from workbench.cli.output import AsJson, Home, InProject, entered, group, show

app = group(text("Show what waits for you, and what waits because nobody here knows it."))


@app.command()
def waiting(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Show what was given to you and by when, the opinions you are asked for, and what you may settle."""
    with entered(home, project) as place:
        mine = place.workbench.on_my_desk.now(place.person, place.project)
        news = sum(one.count for one in place.workbench.talking.unread(place.person, place.project))
        left = place.workbench.reviewing.progress(place.person, place.project).left
        gaps = place.workbench.staffing.gaps(place.person, place.project)
        missing: list[Json] = [_gap(one) for one in gaps]
        value: dict[str, Json] = {"waiting": left, **_value(mine), "comments": news, "nobody_for": missing}
        show(value, "\n".join([*_lines(mine, left), *_news(news), *map(_gap_line, gaps)]), as_json=as_json)


def _value(mine: Waiting) -> dict[str, Json]:
    return {
        "given": mine.given,
        "due_today": mine.due_today,
        "overdue": mine.overdue,
        "asked": mine.asked,
        "unsure": mine.unsure,
        "unsettled": mine.unsettled,
    }


def _gap(gap: Gap) -> dict[str, Json]:
    return {
        "lack": gap.lack.value,
        "specialties": list(gap.specialties),
        "language": gap.language,
        "people": gap.people,
        "samples": gap.samples,
    }


def _lines(mine: Waiting, left: int) -> list[str]:
    lines = [texts("{count:,} sample to decide on", "{count:,} samples to decide on", left)]
    if mine.given:
        lines.append(
            text(
                "Given to you: {count:,}, of them due today {today:,}, overdue {overdue:,}",
                count=mine.given,
                today=mine.due_today,
                overdue=mine.overdue,
            )
        )
    if mine.unsure:
        lines.append(
            text("Others are not sure of: {count:,}, asked of you {asked:,}", count=mine.unsure, asked=mine.asked)
        )
    if mine.unsettled:
        lines.append(texts("{count:,} disagreement to settle", "{count:,} disagreements to settle", mine.unsettled))
    return lines


def _news(count: int) -> list[str]:
    return [texts("{count:,} new comment for you", "{count:,} new comments for you", count)] if count else []


def _gap_line(gap: Gap) -> str:
    what = ", ".join(part for part in (" / ".join(gap.specialties), gap.language) if part)
    waits = texts("{count:,} sample waits", "{count:,} samples wait", gap.samples)
    return text("{people} here for {what}: {waits}", people=gap.people, what=what, waits=waits)
