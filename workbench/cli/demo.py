"""`workbench demo`: loads the demo project, or takes it out of sight."""

from pathlib import Path
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.jobs import Job, JobKind
from curation.services.projects import LOCAL_OWNER
from curation.texts import text
from workbench.bootstrap import Workbench
from workbench.cli.output import AsJson, Home, NoWait, group, opened, show
from workbench.cli.waiting import answering, wait_for

SLUG = "demo"
app = group(text("Load the demo project, or remove it."))
Remove = Annotated[bool, typer.Option("--remove", help=text("Take the demo project out of sight instead."))]


@app.command()
def load_demo(*, home: Home = None, remove: Remove = False, no_wait: NoWait = False, as_json: AsJson = False) -> None:
    """Load the demo project and wait until it can be used; its training runs on in the worker."""
    if remove:
        _remove(home, as_json=as_json)
        return
    with opened(home) as workbench:
        if _is_there(workbench):
            show(_value(workbench), text("The demo project is here already."), as_json=as_json)
            return
        job: Job | None = workbench.queue.enqueue(JobKind.LOAD_DEMO, {}, LOCAL_OWNER, None)
        if no_wait:
            wait_for(workbench, job, no_wait=True)
            show(_value(workbench), text("The demo is being loaded."), as_json=as_json)
            return
        with answering(workbench):
            while job is not None:
                wait_for(workbench, job)
                job = _next(workbench)
        show(_value(workbench), text("The demo project is loaded."), as_json=as_json)


def _remove(home: Path | None, *, as_json: bool) -> None:
    with opened(home) as workbench:
        owner, project = workbench.projects.enter(LOCAL_OWNER, SLUG)
        workbench.projects.remove(owner, project)
        value: dict[str, Json] = {"project": SLUG, "removed": True}
        show(value, text("The demo project is removed. Load it again with: workbench demo"), as_json=as_json)


def _next(workbench: Workbench) -> Job | None:
    return next((job for job in workbench.queue.open(None) if job.kind is JobKind.LOAD_DEMO), None)


def _is_there(workbench: Workbench) -> bool:
    return any(project.slug == SLUG for project in workbench.projects.of(LOCAL_OWNER))


def _value(workbench: Workbench) -> dict[str, Json]:
    if not _is_there(workbench):
        return {"project": SLUG, "samples": {}}
    owner, project = workbench.projects.enter(LOCAL_OWNER, SLUG)
    counts = workbench.importing.counts(owner, project)
    return {"project": SLUG, "samples": {status.value: count for status, count in counts.items()}}
