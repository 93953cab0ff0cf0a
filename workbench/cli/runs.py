"""`workbench runs`: list, show, log, cancel, resume."""

from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.jobs import JobState
from curation.errors import ConflictError
from curation.texts import text
from training.plans import wish_of
from training.runs import BaseKind, Method, RunRecord
from training.wishes import command_line
from workbench.cli.output import AsJson, Home, InProject, NoWait, Place, entered, group, show, table
from workbench.cli.waiting import wait_for

app = group(text("List, show, resume and cancel runs, and print their logs."))
Name = Annotated[str, typer.Argument(help=text("The run's name or id."), show_default=False)]
Lines = Annotated[int, typer.Option("--lines", min=1, max=10_000, help=text("How many of the last lines."))]


@app.callback(invoke_without_command=True)
def runs(context: typer.Context, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List, show, resume and cancel runs, and print their logs; alone, list the newest."""
    if context.invoked_subcommand is None:
        list_runs(home=home, project=project, as_json=as_json)


@app.command("list")
def list_runs(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List the runs, newest first."""
    with entered(home, project) as place:
        found = place.workbench.runs.runs(place.person, place.project)
        value: Json = {"runs": [run_value(run) for run in found]}
        show(value, _listed(found), as_json=as_json)


@app.command("show")
def show_run(name: Name, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Show one run: its plan, how far it is, its figures, and the command that asks for it again."""
    with entered(home, project) as place:
        runs = place.workbench.runs
        run = runs.run(place.person, place.project, name)
        far = runs.progress(run)
        value: dict[str, Json] = {
            **run_value(run),
            "plan": run.plan.to_json(),
            "step": far.step,
            "steps": far.steps,
            "seconds_left": far.seconds_left,
            "folder": str(runs.folder(run).path),
            "command": command_line(place.project.slug, wish_of(run)),
        }
        lines = [run_words(run), str(value["folder"]), str(value["command"])]
        show(value, "\n".join(lines), as_json=as_json)


@app.command("log")
def show_log(
    name: Name, *, home: Home = None, project: InProject = None, lines: Lines = 100, as_json: AsJson = False
) -> None:
    """Print the last lines that a run printed."""
    with entered(home, project) as place:
        run = place.workbench.runs.run(place.person, place.project, name)
        log = place.workbench.runs.log_tail(run, lines)
        show({"run": run.id, "log": log}, log, as_json=as_json)


@app.command("cancel")
def cancel_run(name: Name, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Stop a run: at once where it waits, else at its next step, with a checkpoint."""
    with entered(home, project) as place:
        run = place.workbench.runs.cancel(place.person, place.project, name)
        sentence = (
            text("The run {name} is cancelled.", name=run.name)
            if run.state is JobState.CANCELLED
            else text("The run {name} stops at its next step.", name=run.name)
        )
        show(run_value(run), sentence, as_json=as_json)


@app.command("resume")
def resume_run(
    name: Name, *, home: Home = None, project: InProject = None, no_wait: NoWait = False, as_json: AsJson = False
) -> None:
    """Go on with a failed, cancelled or paused run from its last checkpoint, and wait for it."""
    with entered(home, project) as place:
        run = place.workbench.runs.resume(place.person, place.project, name)
        ended = wait_for_run(place, run, no_wait=no_wait)
        show(run_value(ended), run_words(ended), as_json=as_json)


def wait_for_run(place: Place, run: RunRecord, *, no_wait: bool) -> RunRecord:
    """Wait for a run, and for its base model before it; raises as `wait_for` does."""
    services = place.workbench
    while True:
        now = services.runs.run(place.person, place.project, run.id)
        if now.job_id is None:
            raise ConflictError(text("The run {name} was cancelled while it waited.", name=run.name))
        wait_for(services, services.queue.job(now.job_id), no_wait=no_wait)
        if no_wait or not now.waits_for_base:
            return services.runs.run(place.person, place.project, run.id)


def run_value(run: RunRecord) -> dict[str, Json]:
    """Return a run as plain JSON: what it is, where it stands, its figures."""
    return {
        "id": run.id,
        "name": run.name,
        "version": run.version_name,
        "base": "built" if run.plan.base.kind is BaseKind.BUILT else run.plan.base.name,
        "method": run.plan.method.value,
        "state": run.state.value,
        "waits_for_base": run.waits_for_base,
        "job_id": run.job_id,
        "figures": None if run.figures is None else run.figures.to_json(),
        "error": run.error,
        "created_at": run.created_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
    }


def run_words(run: RunRecord) -> str:
    """Say where a run stands in one line."""
    if run.figures is None:
        return f"{run.name}: {run.error or run.state.value}"
    figures = run.figures
    measured = figures.eval_loss if figures.eval_loss is not None else figures.train_loss
    return text(
        "{name}: {state}, {steps} steps in {minutes:.1f} minutes, loss {loss:.3f}",
        name=run.name,
        state=run.state.value,
        steps=figures.steps,
        minutes=figures.minutes,
        loss=measured,
    )


def _listed(found: tuple[RunRecord, ...]) -> str:
    if not found:
        return text("No runs yet. Start one with: workbench train --version v1")
    head = (text("Run"), text("Version"), text("Base"), text("Method"), text("State"))
    return table([head, *(_cells(run) for run in found)])


def _cells(run: RunRecord) -> tuple[str, ...]:
    base = text("built here") if run.plan.base.kind is BaseKind.BUILT else run.plan.base.name
    method = text("full") if run.plan.method is Method.FULL else text("LoRA")
    return (run.name, run.version_name, base, method, run_words(run).removeprefix(f"{run.name}: "))
