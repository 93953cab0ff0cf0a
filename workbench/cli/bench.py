"""`workbench bench`: measure redaction on labelled text and on your own; the figures come from a process of its own."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.errors import InputError, JobFailedError
from curation.services.privacy_values import without_sealed
from curation.texts import text
from workbench.bootstrap import child_environment
from workbench.child import tail
from workbench.cli.output import AsJson, Home, InProject, entered, group, show

app = group(text("Measure how well personal data is found."))
Labelled = Annotated[
    list[Path] | None,
    typer.Option("--labelled", help=text("Labelled text: JSON lines with text and spans. May be given again.")),
]
OwnText = Annotated[Path | None, typer.Option("--text", help=text("Your own text without private people: JSON lines."))]


@app.callback()
def bench() -> None:
    """Measure how well personal data is found."""


@app.command()
def pii(
    *,
    labelled: Labelled = None,
    own: OwnText = None,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Print precision, recall and F2 by type, spans per 1,000 of your text, and speed, by the project's policy."""
    for file in (*(labelled or ()), *((own,) if own else ())):
        if not file.is_file():
            raise InputError(text("There is no file {file}. Check the path.", file=file))
    with entered(home, project) as place, TemporaryDirectory(prefix="bench-pii-") as folder:
        content = place.workbench.projects.policy(place.person, place.project, "pii")
        policy, log = Path(folder) / "policy.json", Path(folder) / "log.txt"
        policy.write_text(json.dumps(without_sealed(content)), encoding="utf-8")
        command = [sys.executable, "-m", "curation.pii.bench", "--policy", str(policy), "--json"]
        command += ["--labelled", *map(str, labelled)] if labelled else []
        command += ["--text", str(own)] if own else []
        with log.open("wb") as said:
            done = subprocess.run(  # noqa: S603 - our own module, no shell
                command,
                env=child_environment(place.workbench.settings),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                check=False,
            )
        if done.returncode != 0:
            raise JobFailedError(tail(log, 1) or text("The bench ended with {code}.", code=done.returncode))
        report: Json = json.loads(done.stdout)
    show(report, "\n".join(lines_of(report)), as_json=as_json)


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
