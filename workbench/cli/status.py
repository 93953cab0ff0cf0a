"""`workbench status`: where every sample stands, what is running, whether a worker is alive, how much room is left."""

import shutil

from curation.domain.identity import Json
from curation.domain.jobs import JobState
from curation.domain.pace import Forecast
from curation.texts import text
from workbench.cli.output import AsJson, Home, InProject, entered, group, show, table
from workbench.cli.waiting import job_value, progress_line
from workbench.components.pace_words import rate_words, remaining_words
from workbench.frames import status_words

app = group(text("Show where every sample stands and what is running."))


@app.command()
def status(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Count the samples by status, list what runs, and say whether a worker is alive and how much disk is free."""
    with entered(home, project) as place:
        workbench = place.workbench
        samples = workbench.importing.counts(place.person, place.project)
        running = [job for job in workbench.queue.open(place.project.id) if job.state is not JobState.PAUSED]
        pace = workbench.overview.pace(place.person, place.project)
        alive = bool(workbench.queue.live_workers())
        free = shutil.disk_usage(workbench.settings.home).free
        jobs: list[Json] = [job_value(job, workbench) for job in running]
        value: dict[str, Json] = {
            "project": place.project.slug,
            "home": str(workbench.settings.home),
            "samples": {state.value: count for state, count in samples.items()},
            "jobs": jobs,
            "worker_alive": alive,
            "disk_free_bytes": free,
            "pace": _pace_value(pace),
            "key_lost": workbench.seal.lost or None,
        }
        rows = [
            (text("Project"), place.project.name),
            (text("Home"), str(workbench.settings.home)),
            *((status_words(state), str(count)) for state, count in samples.items()),
            *(((text("Pace"), f"{remaining_words(pace)} {rate_words(pace)}".strip()),) if pace.remaining else ()),
            *((text("Job {id}", id=job.id), progress_line(job, workbench)) for job in running),
            (text("Worker"), text("alive") if alive else text("none; start one with: workbench up")),
            (text("Disk"), text("{gigabytes} GB free", gigabytes=round(free / 1e9, 1))),
            *(((text("Key"), workbench.seal.lost),) if workbench.seal.lost else ()),
        ]
        show(value, table(rows), as_json=as_json)


def _pace_value(found: Forecast) -> dict[str, Json]:
    rate = found.rate
    return {
        "decisions_left": found.remaining,
        "working_days": [{"day": day.isoformat(), "decisions": count} for day, count in found.days],
        "a_day": None if rate is None else {"mean": rate.value, "low": rate.low, "high": rate.high},
        "done_between": None if rate is None else [None if day is None else day.isoformat() for day in found.ends],
        "due": [
            {"day": one.day.isoformat(), "needed": one.needed, "in_time": one.kept.value} for one in found.promises
        ],
    }
