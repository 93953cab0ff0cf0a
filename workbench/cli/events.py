"""`workbench events`: list the audit log, export it, verify its chain."""

from pathlib import Path
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.services.event_log import LogLayout, broken_sentence, value_of, whole_sentence
from curation.store.event_pages import LogFilter
from curation.store.events import broken_lines, last_number
from curation.texts import text
from workbench.cli.files import new_file
from workbench.cli.output import AsJson, Home, InProject, entered, group, say, show, table

app = group(text("List, export and verify the audit log."))
By = Annotated[str | None, typer.Option("--person", help=text("Only what this person did (id)."), show_default=False)]
Kind = Annotated[
    str | None, typer.Option("--kind", help=text("Only this kind, such as sample.approved."), show_default=False)
]
Of = Annotated[str | None, typer.Option("--object", help=text("Only what was done to this id."), show_default=False)]
Before = Annotated[
    int | None, typer.Option("--before", min=1, help=text("Only lines before this number."), show_default=False)
]
To = Annotated[Path, typer.Option("--to", help=text("The new file."), show_default=False)]
As = Annotated[LogLayout, typer.Option("--layout", help=text("One JSON object a line, or a table."))]


@app.command("list")
def list_events(  # noqa: PLR0913 - typer turns every option into an argument
    *,
    person: By = None,
    kind: Kind = None,
    of: Of = None,
    before: Before = None,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """List the newest lines as sentences."""
    with entered(home, project) as place:
        found = place.workbench.event_log.page(place.person, place.project, LogFilter(person, kind, of), before)
        values: list[Json] = [value_of(line) for line in found.lines]
        rows = [(str(one.event.number), f"{one.event.at:%Y-%m-%d %H:%M}", one.sentence) for one in found.lines]
        head = (text("Line"), text("When (UTC)"), text("What"))
        said = table([head, *rows]) if rows else text("No lines.")
        show({"events": values, "next": found.next}, said, as_json=as_json)


@app.command("export")
def export_events(
    to: To, *, layout: As = LogLayout.JSONL, home: Home = None, project: InProject = None, as_json: AsJson = False
) -> None:
    """Write every line of the project into a new file, oldest first."""
    with entered(home, project) as place:
        lines = 0
        with new_file(to) as file:
            for part in place.workbench.event_log.export(place.person, place.project, LogFilter(), layout):
                lines += part.count("\n")
                file.write(part)
        lines -= layout is LogLayout.CSV
        show(
            {"file": str(to), "lines": lines},
            text("{count:,} lines are in {file}.", count=lines, file=to),
            as_json=as_json,
        )


@app.command("verify")
def verify_events(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Look whether every line follows from the line before; ends with 1 where one does not."""
    with entered(home, project) as place:
        with place.workbench.database.reading() as tx:
            count, first = last_number(tx), next(broken_lines(tx), None)
        whole: Json = {"lines": count, "first_bad": first, "whole": first is None}
        if first is None:
            show(whole, whole_sentence(count), as_json=as_json)
            return
        if as_json:
            show(whole, "", as_json=True)
        say(broken_sentence(first))
        raise typer.Exit(1)
