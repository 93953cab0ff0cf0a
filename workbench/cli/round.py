"""`workbench round`: plan, answer, tasks, rate, summary, list, close."""

from pathlib import Path
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.people import Permission, Person
from curation.errors import InputError, NotFoundError
from curation.texts import text
from eval.rounds import Round, RoundState
from eval.summary_records import summary_record
from eval.systems import Order
from workbench.cli.files import bytes_in
from workbench.cli.output import AsJson, Home, InProject, NoWait, Place, entered, group, say, show, table
from workbench.cli.ratings import rated_from_file, single_verdict, task_value
from workbench.cli.waiting import answering, job_value, wait_for

app = group(text("Plan blind comparisons, let systems answer, judge, and read the verdict."))
Name = Annotated[str, typer.Argument(help=text("The round's name or id."), show_default=False)]
NewName = Annotated[str, typer.Argument(help=text("A name for the round."), show_default=False)]
Version = Annotated[str | None, typer.Option("--version", help=text("Ask the test side of this version."))]
RunNames = Annotated[list[str] | None, typer.Option("--run", help=text("A run to compare; may be repeated."))]
NoBase = Annotated[bool, typer.Option("--no-base", help=text("Leave the base model out: compare runs only."))]
FromFile = Annotated[Path | None, typer.Option("--file", help=text("Answers written beforehand (docs/formats.md)."))]
Count = Annotated[int | None, typer.Option("--questions", min=1, help=text("How many questions (else all)."))]
Judges = Annotated[list[str] | None, typer.Option("--judge", help=text("Who judges, by name; may be repeated."))]
Seed = Annotated[int, typer.Option("--seed", min=0, help=text("Draws questions, sides and order."))]
Tokens = Annotated[int, typer.Option("--max-new-tokens", min=1, help=text("The longest answer, in tokens."))]
As = Annotated[str | None, typer.Option("--as", help=text("Judge as this person (else the owner), by name or id."))]
Task = Annotated[str | None, typer.Option("--task", help=text("The pair to judge."))]
Chosen = Annotated[str | None, typer.Option("--choice", help=text("left, right, tie or both_bad."))]
Note = Annotated[str, typer.Option("--note", help=text("A note, kept sealed."))]
Ratings = Annotated[Path | None, typer.Argument(help=text("JSON lines of task and choice; else --task and --choice."))]
AtOnce = Annotated[int, typer.Option("--count", min=1, max=20, help=text("How many pairs."))]


@app.command("plan")
def plan_round(  # noqa: PLR0913 - one parameter an option
    name: NewName,
    *,
    version: Version = None,
    run: RunNames = None,
    no_base: NoBase = False,
    file: FromFile = None,
    questions: Count = None,
    judge: Judges = None,
    seed: Seed = 42,
    max_new_tokens: Tokens = 96,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Plan a round: runs against each other and their base, or answers that were written beforehand."""
    with entered(home, project) as place:
        raters = tuple(_person(place, one).id for one in judge or [place.person.name])
        if file is not None:
            content = bytes_in(file)
            with answering(place.workbench):
                planned = place.workbench.rounds.plan_written(place.person, place.project, content, raters, name)
        elif version is None or not run:
            raise InputError(text("Name --version and --run, or --file with answers written beforehand."))
        else:
            order = Order(name, version, tuple(run), raters, not no_base, questions, seed, max_new_tokens)
            planned = place.workbench.rounds.plan(place.person, place.project, order)
            say(text("Let the systems answer with: workbench round answer {id}", id=planned.id))
        show(_value(place, planned), _words(place, planned), as_json=as_json)


@app.command("answer")
def answer_round(
    name: Name, *, home: Home = None, project: InProject = None, no_wait: NoWait = False, as_json: AsJson = False
) -> None:
    """Let the systems of a round answer its questions."""
    with entered(home, project) as place:
        found = _round(place, name)
        queued = place.workbench.rounds.answer(place.person, place.project, found.id)
        job = wait_for(place.workbench, queued, no_wait=no_wait)
        if no_wait:
            show(job_value(job, place.workbench), "", as_json=as_json)
            return
        answered = _round(place, found.id)
        show(_value(place, answered), _words(place, answered), as_json=as_json)


@app.command("tasks")
def next_tasks(
    name: Name,
    *,
    count: AtOnce = 5,
    person: As = None,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Print the next pairs of a person, blind: question, left and right."""
    with entered(home, project) as place:
        actor, found = _actor(place, person), _round(place, name)
        tasks = place.workbench.judging.waiting(actor, place.project, found.id, count)
        words = [f"{t.id}\n  {t.messages[-1].content}\n  < {t.left}\n  > {t.right}" for t in tasks]
        show({"tasks": [task_value(t) for t in tasks]}, "\n".join(words) or text("Nothing waits."), as_json=as_json)


@app.command("rate")
def rate_pairs(  # noqa: PLR0913 - one parameter an option
    name: Name,
    ratings: Ratings = None,
    *,
    task: Task = None,
    choice: Chosen = None,
    note: Note = "",
    person: As = None,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Judge one pair, or all pairs of a JSON lines file; the same file twice adds nothing."""
    with entered(home, project) as place:
        actor, found = _actor(place, person), _round(place, name)
        if ratings is not None:
            verdicts = rated_from_file(ratings)
        elif task is None or choice is None:
            raise InputError(text("Name --task and --choice, or a file of JSON lines."))
        else:
            verdicts = [single_verdict(task, choice, note)]
        for verdict in verdicts:
            place.workbench.judging.rate(actor, place.project, verdict)
        now = place.workbench.judging.progress(actor, place.project, found.id)
        sentence = text("{judged} of {total} judged", judged=now.judged, total=now.total)
        show({"round": found.id, "judged": now.judged, "total": now.total}, sentence, as_json=as_json)


@app.command("summary")
def show_summary(name: Name, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Say what a round shows: one sentence, and with --json every figure."""
    with entered(home, project) as place:
        found = _round(place, name)
        summary = place.workbench.verdicts.summary(place.person, place.project, found.id)
        value: Json = {**_value(place, found), "summary": summary_record(summary, found.arms)}
        counted = text("{judged} of {planned} judgements", judged=summary.judged, planned=summary.planned)
        show(value, f"{summary.sentence}\n{counted}", as_json=as_json)


@app.command("list")
def list_rounds(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List the rounds, newest first."""
    with entered(home, project) as place:
        found = place.workbench.rounds.rounds(place.person, place.project)
        head = (text("Round"), text("Id"), text("State"), text("Questions"), text("Systems"))
        rows = [(r.name, r.id, r.state.value, str(r.questions), " / ".join(a.label for a in r.arms)) for r in found]
        sentence = table([head, *rows]) if rows else text("No rounds yet. Plan one with: workbench round plan NAME")
        show({"rounds": [_value(place, r) for r in found]}, sentence, as_json=as_json)


@app.command("close")
def close_round(name: Name, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Close a round for good: its figures are kept and its folder is completed."""
    with entered(home, project) as place:
        closed = place.workbench.rounds.close(place.person, place.project, _round(place, name).id)
        sentence = place.workbench.verdicts.sentence(place.person, place.project, closed.id)
        folder = place.workbench.settings.home / closed.folder
        show({**_value(place, closed), "sentence": sentence}, f"{sentence}\n{folder}", as_json=as_json)


def _round(place: Place, name: str) -> Round:
    return place.workbench.verdicts.round(place.person, place.project, name)


def _person(place: Place, name: str) -> Person:
    members = place.workbench.projects.members(place.person, place.project)
    found = [m for m in members if name in {m.id, m.name}]
    if len(found) != 1:
        names = ", ".join(m.name for m in members if m.may(Permission.RATE))
        raise NotFoundError(
            text("There is no single {name} in this project. Who may judge: {names}.", name=name, names=names)
        )
    return found[0]


def _actor(place: Place, name: str | None) -> Person:
    return place.person if name is None else _person(place, name)


def _value(place: Place, found: Round) -> dict[str, Json]:
    counts: dict[str, Json] = {}
    if found.state in {RoundState.JUDGING, RoundState.CLOSED}:
        progress = place.workbench.verdicts.progress(place.person, place.project, found.id)
        counts = {person: {"judged": judged, "total": total} for person, (judged, total) in progress.items()}
    return {
        "id": found.id,
        "name": found.name,
        "state": found.state.value,
        "questions": found.questions,
        "systems": [{"name": a.name, "label": a.label, "kind": a.kind.value, "run": a.run_id} for a in found.arms],
        "people": counts,
        "folder": str(place.workbench.settings.home / found.folder),
        "created_at": found.created_at.isoformat(),
        "ended_at": found.ended_at.isoformat() if found.ended_at else None,
    }


def _words(place: Place, found: Round) -> str:
    labels = " / ".join(arm.label for arm in found.arms)
    lines = [
        text("{name}: {count} questions, {state}", name=found.name, count=found.questions, state=found.state.value)
    ]
    return "\n".join([*lines, labels, str(place.workbench.settings.home / found.folder)])
