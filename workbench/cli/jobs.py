"""`workbench jobs`: list, show, log, cancel, retry."""

from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.jobs import Job
from curation.texts import text
from workbench.bootstrap import Workbench
from workbench.cli.output import AsJson, Home, InProject, NoWait, entered, group, show, table
from workbench.cli.waiting import job_value, progress_line, wait_for
from workbench.work.logs import log_tail

app = group(text("List, show, cancel or retry background work."))
JobId = Annotated[str, typer.Argument(help=text("The job's id."), show_default=False)]
Lines = Annotated[int, typer.Option("--lines", min=1, max=1000, help=text("How many of the last lines."))]
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
        job = place.workbench.queue.seen(place.person, place.project, job_id)
        lines = [progress_line(job, place.workbench), job.error or ""]
        show(job_value(job, place.workbench), "\n".join(line for line in lines if line), as_json=as_json)


@app.command("log")
def show_log(
    job_id: JobId, *, home: Home = None, project: InProject = None, lines: Lines = 40, as_json: AsJson = False
) -> None:
    """Print the end of a job's log, and of its child process's."""
    with entered(home, project) as place:
        job = place.workbench.queue.seen(place.person, place.project, job_id)
        log = log_tail(place.workbench.settings, job.id, lines)
        show({"job": job.id, "log": log}, log, as_json=as_json)


@app.command("cancel")
def cancel_job(job_id: JobId, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Stop a job: at once where it waits, else at its next report."""
    with entered(home, project) as place:
        job = place.workbench.queue.cancel(place.person, place.project, job_id)
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
        queued = place.workbench.queue.retry(place.person, place.project, job_id)
        job = wait_for(place.workbench, queued, no_wait=no_wait)
        show(job_value(job, place.workbench), progress_line(job, place.workbench), as_json=as_json)


def _listed(found: list[Job], workbench: Workbench) -> str:
    if not found:
        return text("No jobs yet.")
    head = (text("Job"), text("State"), text("How far"))
    return table([head, *((job.id, job.state.value, progress_line(job, workbench)) for job in found)])
