"""`workbench samples`: what is in the project, what needs eyes first first."""

from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.samples import SampleStatus
from curation.store.sample_pages import Filter, Line
from curation.texts import text
from workbench.cli.output import AsJson, Home, InProject, entered, group, show, table

app = group(text("List samples, first what needs eyes most."))
Status = Annotated[SampleStatus | None, typer.Option("--status", help=text("Only samples that stand so."))]
Source = Annotated[str | None, typer.Option("--source", help=text("Only samples of this source."), show_default=False)]
Check = Annotated[str | None, typer.Option("--check", help=text("Only samples with this note."), show_default=False)]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help=text("How many at most."))]
_WIDTH = 60


@app.command()
def list_samples(  # noqa: PLR0913 - typer turns every option into an argument
    *,
    status: Status = None,
    source: Source = None,
    check: Check = None,
    limit: Limit = 50,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """List samples with their redacted question and answer."""
    chosen = Filter(status, source, check)
    with entered(home, project) as place:
        lines, total = place.workbench.importing.samples(place.person, place.project, chosen, (0, limit))
        found: list[Json] = [_value(line) for line in lines]
        show({"total": total, "samples": found}, _listed(lines, total), as_json=as_json)


def _value(line: Line) -> dict[str, Json]:
    sample = line.sample
    return {
        "id": sample.id,
        "source": sample.source_id,
        "locator": sample.locator,
        "origin": sample.origin.value,
        "language": sample.language,
        "status": sample.status.value,
        "revision": sample.head,
        "group": sample.group_id,
        "question": line.question,
        "answer": line.answer,
        "findings": line.findings,
        "attention": line.attention,
    }


def _listed(lines: tuple[Line, ...], total: int) -> str:
    if not lines:
        return text("No samples.")
    head = (text("Sample"), text("Status"), text("Notes"), text("Question"))
    rows = [(line.sample.id[:8], line.sample.status.value, str(line.findings), _short(line.question)) for line in lines]
    return table([head, *rows]) + "\n" + text("{shown} of {total} samples", shown=len(lines), total=total)


def _short(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= _WIDTH else flat[: _WIDTH - 1] + "…"
