"""`workbench jobs`: list, show, log, cancel, retry."""

from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.jobs import Job, JobState
from curation.errors import InputError
from curation.texts import text
from workbench.bootstrap import Workbench
from workbench.cli.output import AsJson, Home, InProject, NoWait, Place, entered, group, say, show, table
from workbench.cli.waiting import RESTED, job_value, progress_line, wait_for
from workbench.work.logs import follow_log, log_tail

app = group(text("List, show, cancel or retry background work."))
JobId = Annotated[str, typer.Argument(help=text("The job's id, or its beginning."), show_default=False)]
Follow = Annotated[bool, typer.Option("--follow", "-f", help=text("Go on printing until the job has ended."))]
Lines = Annotated[int, typer.Option("--lines", min=1, max=1000, help=text("How many of the last lines."))]
_SEARCHED, _SHORTEST = 1000, 4
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help=text("How many of the newest."))]


@app.callback(invoke_without_command=True)
def jobs(context: typer.Context, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List, show, cancel or retry background work; alone, list the newest."""
    if context.invoked_subcommand is None:
        list_jobs(home=home, project=project, as_json=as_json)


@app.command("list")
def list_jobs(*, home: Home = None, project: InProject = None, limit: Limit = 20, as_json: AsJson = False) -> None:
    """List the newest jobs."""
    with entered(home, project) as place:
        found = place.workbench.queue.recent(place.project.id, limit)
        value: Json = {"jobs": [job_value(job, place.workbench) for job in found]}
        show(value, _listed(found, place.workbench), as_json=as_json)


@app.command("show")
def show_job(job_id: JobId, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Show one job: its state, how far it is, and why it failed."""
    with entered(home, project) as place:
        job = _named(place, job_id)
        lines = [progress_line(job, place.workbench), job.error or ""]
        show(job_value(job, place.workbench), "\n".join(line for line in lines if line), as_json=as_json)


@app.command("log")
def show_log(
    job_id: JobId,
    *,
    home: Home = None,
    project: InProject = None,
    lines: Lines = 40,
    follow: Follow = False,
    as_json: AsJson = False,
) -> None:
    """Print the end of a job's log, and of its child process's."""
    if follow and as_json:
        raise typer.BadParameter(text("--json prints one object and cannot go on"), param_hint="--follow")
    with entered(home, project) as place:
        job = _named(place, job_id)
        settings, queue = place.workbench.settings, place.workbench.queue
        if follow:
            for line in follow_log(settings, job.id, lambda: queue.job(job.id).state in RESTED):
                show(None, line, as_json=False)
            return
        log = log_tail(settings, job.id, lines)
        if not log:
            say(_why_empty(job))
        show({"job": job.id, "state": job.state.value, "log": log}, log, as_json=as_json)


@app.command("cancel")
def cancel_job(job_id: JobId, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Stop a job: at once where it waits, else at its next report."""
    with entered(home, project) as place:
        job = place.workbench.queue.cancel(place.person, place.project, _named(place, job_id).id)
        sentence = (
            text("The job {id} stops.", id=job.id)
            if job.cancel_asked
            else text("The job {id} is cancelled.", id=job.id)
        )
        show(job_value(job, place.workbench), sentence, as_json=as_json)


@app.command("retry")
def retry_job(
    job_id: JobId, *, home: Home = None, project: InProject = None, no_wait: NoWait = False, as_json: AsJson = False
) -> None:
    """Run a failed, cancelled or paused job again, and wait for it."""
    with entered(home, project) as place:
        queued = place.workbench.queue.retry(place.person, place.project, _named(place, job_id).id)
        job = wait_for(place.workbench, queued, no_wait=no_wait)
        show(job_value(job, place.workbench), progress_line(job, place.workbench), as_json=as_json)


def _named(place: Place, job_id: str) -> Job:
    """Return the job of an id, or the one job whose id begins so."""
    queue = place.workbench.queue
    begun = [job for job in queue.recent(place.project.id, _SEARCHED) if job.id.startswith(job_id)]
    if len(begun) > 1 and len(job_id) >= _SHORTEST:
        raise InputError(text("{count} jobs begin with {id}. Write more of it.", count=len(begun), id=job_id))
    known = begun[0].id if len(begun) == 1 and len(job_id) >= _SHORTEST else job_id
    return queue.seen(place.person, place.project, known)


def _why_empty(job: Job) -> str:
    if job.state is JobState.QUEUED:
        return text("The job {id} has not started, so it has no log yet.", id=job.id)
    return text("The job {id} has no log. A log goes some time after the end of its job.", id=job.id)


def _listed(found: list[Job], workbench: Workbench) -> str:
    if not found:
        return text("No jobs yet.")
    head = (text("Job"), text("Queued (UTC)"), text("How far"))
    rows = [(job.id, f"{job.created_at:%Y-%m-%d %H:%M}", _far(job, workbench)) for job in found]
    return table([head, *rows])


def _far(job: Job, workbench: Workbench) -> str:
    """Say how far a job is, and of a failed one why."""
    line = progress_line(job, workbench)
    return f"{line}  {job.error}" if job.error else line
