"""`workbench train`: start a run on a version, and wait for it."""

import json
from dataclasses import fields
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text, texts
from training.reading import from_json
from training.runs import Method, TuningSettings, preset
from training.wishes import BUILT, OPTIONS, Outlook, RunWish, base_choice, best_method
from workbench.cli.output import AsJson, Home, InProject, NoWait, entered, group, say, show
from workbench.cli.runs import run_value, run_words, wait_for_run

app = group(text("Train a model on a version."))
REST = ", ".join(field.name for field in fields(TuningSettings) if field.name not in OPTIONS)
Version = Annotated[str, typer.Option("--version", help=text("The version's name, such as v1."), show_default=False)]
Base = Annotated[
    str, typer.Option("--base", help=text("built (the small base model), a model's folder, or a name on the hub."))
]
How = Annotated[
    Method | None,
    typer.Option("--method", help=text("lora (small added matrices) or full (every weight)."), show_default=False),
]
Name = Annotated[str, typer.Option("--name", help=text("A name for the run."), show_default=False)]
Look = Annotated[bool, typer.Option("--dry-run", help=text("Say what the run would be, and start nothing."))]
Epochs = Annotated[int | None, typer.Option("--epochs", help=text("How often every sample is read."))]
Rate = Annotated[float | None, typer.Option("--learning-rate", help=text("How far a step goes."))]
Batch = Annotated[int | None, typer.Option("--batch-size", help=text("Samples read at once."))]
Length = Annotated[int | None, typer.Option("--max-length", help=text("Tokens of the longest sample."))]
Leave = Annotated[bool, typer.Option("--leave-out-long", help=text("Leave longer samples out."))]
Most = Annotated[int | None, typer.Option("--max-steps", help=text("Stop after so many steps."))]
Seed = Annotated[int | None, typer.Option("--seed", help=text("The same seed, the same run."))]
More = Annotated[
    list[str] | None,
    typer.Option("--set", help=text("Another setting as name=value; may be repeated. Names: {names}.", names=REST)),
]


@app.command()
def train(  # noqa: PLR0913 - one parameter an option
    *,
    version: Version,
    base: Base = BUILT,
    method: How = None,
    name: Name = "",
    epochs: Epochs = None,
    learning_rate: Rate = None,
    batch_size: Batch = None,
    max_length: Length = None,
    leave_out_long: Leave = False,
    max_steps: Most = None,
    seed: Seed = None,
    more: More = None,
    dry_run: Look = False,
    home: Home = None,
    project: InProject = None,
    no_wait: NoWait = False,
    as_json: AsJson = False,
) -> None:
    """Train a model on a version: loss on answers only, the best measurement kept."""
    given: dict[str, Json] = {
        "epochs": epochs,
        "learning_rate": learning_rate,
        "batch_size": batch_size,
        "max_length": max_length,
        "leave_out_long": leave_out_long or None,
        "max_steps": max_steps,
        "seed": seed,
    }
    wish = _wish(version, base, method, given | _pairs(more or []), name)
    with entered(home, project) as place:
        seen = place.workbench.runs.plan(place.person, place.project, wish)
        if dry_run:
            show(_outlook_value(seen), outlook_words(seen), as_json=as_json)
            return
        if not seen.problems:
            say(outlook_words(seen))
        run = place.workbench.runs.start(place.person, place.project, wish)
        ended = wait_for_run(place, run, no_wait=no_wait)
        show(run_value(ended), run_words(ended), as_json=as_json)


def outlook_words(seen: Outlook) -> str:
    """Say what a run would be, or every reason why it cannot start."""
    if seen.problems:
        return "\n".join(seen.problems)
    rows = texts("{count} sample to learn from", "{count} samples to learn from", seen.train_rows)
    more = text(
        "{validation} to measure by, {tokens} tokens a round, {steps} steps",
        validation=seen.validation_rows,
        tokens=seen.tokens,
        steps=seen.steps,
    )
    if seen.left_out:
        rows += text(" ({count} too long, left out)", count=seen.left_out)
    known = seen.minutes is not None
    time = text("about {minutes:.1f} minutes", minutes=seen.minutes) if known else text("time unknown for this base")
    first = text("; the base model is built first, about {minutes:.0f} minutes", minutes=seen.base_minutes)
    return f"{rows}, {more}, {time}{first if seen.base_minutes else ''}."


def _wish(version: str, base: str, method: Method | None, given: dict[str, Json], name: str) -> RunWish:
    choice = base_choice(base)
    chosen = method or best_method(choice.kind)
    asked = {key: value for key, value in given.items() if value is not None}
    settings = preset(choice.kind, chosen).settings() | asked
    return RunWish(version, choice, chosen, from_json(TuningSettings, settings, text("The command line")), name)


def _pairs(more: list[str]) -> dict[str, Json]:
    made: dict[str, Json] = {}
    for pair in more:
        key, equals, value = pair.partition("=")
        if not equals:
            raise InputError(text("--set takes name=value, not {given}.", given=pair))
        made[key.strip().replace("-", "_")] = _value(value.strip())
    return made


def _value(word: str) -> Json:
    try:
        value: Json = json.loads(word)
    except ValueError:
        return word
    return value


def _outlook_value(seen: Outlook) -> dict[str, Json]:
    return {
        "train_rows": seen.train_rows,
        "validation_rows": seen.validation_rows,
        "left_out": seen.left_out,
        "tokens": seen.tokens,
        "longest": seen.longest,
        "steps": seen.steps,
        "minutes": seen.minutes,
        "base_minutes": seen.base_minutes,
        "problems": list(seen.problems),
    }
