"""`workbench bench`: measure redaction on labelled text and on your own, and the desk under many people."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.engine.reading import open_table
from curation.errors import InputError, JobFailedError
from curation.pii.model_folders import placed
from curation.pii.policy import PiiPolicy
from curation.services.privacy_values import without_sealed
from curation.services.projects import LOCAL_OWNER
from curation.texts import text
from workbench.bootstrap import Settings, child_environment, settings
from workbench.child import tail
from workbench.cli.output import AsJson, Home, InProject, group, opened, show

app = group(text("Measure redaction and the desk."))
Labelled = Annotated[
    list[Path] | None,
    typer.Option("--labelled", help=text("Labelled text: JSON lines with text and spans. May be given again.")),
]
OwnText = Annotated[
    Path | None, typer.Option("--text", help=text("Your own text without private people: JSON lines, CSV or Parquet."))
]

_DEFAULT = "default"
_ROWS = 1000
People = Annotated[int, typer.Option("--people", min=1, max=200, help=text("How many people decide at once."))]
Rate = Annotated[float, typer.Option("--rate", min=0.01, max=20, help=text("Decisions a second of each person."))]
Seconds = Annotated[float, typer.Option("--seconds", min=1, help=text("How long they decide."))]
Samples = Annotated[int, typer.Option("--samples", min=1, help=text("How many samples wait in the scratch home."))]
Kills = Annotated[int, typer.Option("--kills", min=0, help=text("Kill the server so often, at random moments."))]
Busy = Annotated[bool, typer.Option("--busy", help=text("Let imports and a training run work beside (the demo)."))]


@app.callback()
def bench() -> None:
    """Measure redaction and the desk."""


@app.command()
def pii(
    *,
    labelled: Labelled = None,
    own: OwnText = None,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Print precision, recall and F2 by type, spans per 1,000 of your text, and speed, by the project's policy.

    Without files the shipped samples are measured; without a project the default policy counts.
    """
    for file in (*(labelled or ()), *((own,) if own else ())):
        if not file.is_file():
            raise InputError(text("There is no file {file}. Check the path.", file=file))
    chosen = settings(home)
    if not labelled and own is None:
        labelled, own = [chosen.samples_folder / "labelled.jsonl"], chosen.samples_folder / "law/facts_alpaca.jsonl"
    name, content = _policy(home, project)
    with TemporaryDirectory(prefix="bench-pii-") as folder:
        policy = Path(folder) / "policy.json"
        rules = placed(PiiPolicy.from_json(without_sealed(content)), chosen.home)
        policy.write_text(json.dumps(rules.to_json()), encoding="utf-8")
        arguments = ["--policy", str(policy), "--json"]
        arguments += ["--labelled", *map(str, labelled)] if labelled else []
        arguments += ["--text", str(_as_lines(own, Path(folder)))] if own else []
        report = _reported("curation.pii.bench", arguments, chosen)
    report = {"policy": name, **report} if isinstance(report, Mapping) else report
    show(report, "\n".join(lines_of(report)), as_json=as_json)


def _policy(home: Path | None, project: str | None) -> tuple[str, Json]:
    """Return the name and the PII policy of a project; the default where none is named and there is none."""
    chosen = settings(home)
    new = chosen.database_url.startswith("sqlite") and not chosen.home.is_dir()
    if project is None and new:
        return _DEFAULT, {}
    with opened(home) as workbench:
        if project is None and not workbench.projects.of(LOCAL_OWNER):
            return _DEFAULT, {}
        person, found = workbench.projects.enter(LOCAL_OWNER, project)
        return found.slug, workbench.projects.policy(person, found, "pii")


def _as_lines(own: Path, folder: Path) -> Path:
    """Return own text as JSON lines: a table (CSV, Parquet) is written anew."""
    if own.suffix.lower() not in (".csv", ".parquet"):
        return own
    lines = folder / f"{own.stem}.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for rows in open_table(own).batches(_ROWS):
            file.writelines(json.dumps(row, default=str) + "\n" for row in rows)
    return lines


@app.command()
def desk(  # noqa: PLR0913 - a command's options
    *,
    people: People = 20,
    rate: Rate = 1.0,
    seconds: Seconds = 60.0,
    samples: Samples = 10_000,
    kills: Kills = 0,
    busy: Busy = False,
    as_json: AsJson = False,
) -> None:
    """Let so many people decide at once on a scratch home of its own, and count what was kept and how long it took."""
    arguments = ["--people", str(people), "--rate", str(rate), "--seconds", str(seconds), "--samples", str(samples)]
    arguments += ["--kills", str(kills), *(["--busy"] if busy else [])]
    report = _reported("workbench.load", arguments, settings())
    show(report, "\n".join(lines_of(report)), as_json=as_json)


def _reported(module: str, arguments: Sequence[str], chosen: Settings) -> Json:
    """Run one of our own measuring programs; what it prints is its report, what it says goes to a log."""
    with TemporaryDirectory(prefix="bench-") as folder:
        log = Path(folder) / "log.txt"
        with log.open("wb") as said:
            done = subprocess.run(  # noqa: S603 - our own module, no shell
                [sys.executable, "-m", module, *arguments],
                env=child_environment(chosen),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                check=False,
            )
        if done.returncode != 0:
            raise JobFailedError(tail(log, 1) or text("The bench ended with {code}.", code=done.returncode))
    report: Json = json.loads(done.stdout)
    return report


def lines_of(report: Json, depth: int = 0) -> list[str]:
    """Lay a report out in lines: one a figure, what belongs together indented."""
    if not isinstance(report, Mapping):
        return [f"{'  ' * depth}{report}"]
    lines: list[str] = []
    for name, value in report.items():
        if isinstance(value, Mapping) and any(isinstance(one, Mapping) for one in value.values()):
            lines += [f"{'  ' * depth}{name}:", *lines_of(value, depth + 1)]
        elif isinstance(value, Mapping):
            lines.append(f"{'  ' * depth}{name}: " + ", ".join(f"{k} {v}" for k, v in value.items()))
        else:
            lines.append(f"{'  ' * depth}{name}: {value}")
    return lines
