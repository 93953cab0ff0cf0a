"""`workbench gold`: control samples, whose answer is known; mixed in unannounced at the rate of the review policy."""

from collections.abc import Iterator
from typing import Annotated

import typer

from curation.domain.blindness import SETTLED
from curation.domain.identity import Json
from curation.domain.probes import GoldLine
from curation.store.sample_pages import Filter
from curation.texts import text, texts
from workbench.cli.output import AsJson, Home, InProject, Place, entered, group, show, table

app = group(text("List control samples, make settled samples control samples, and end them."))
Samples = Annotated[list[str] | None, typer.Argument(help=text("Ids of approved or rejected samples."))]
Source = Annotated[
    str | None, typer.Option("--source", help=text("All settled samples of this source."), show_default=False)
]
Why = Annotated[str, typer.Option("--why", help=text("What is read after the answer, where there is feedback."))]
AsCorrected = Annotated[
    bool, typer.Option("--as-corrected", help=text("Show corrected samples as they are now, not as they came."))
]
Name = Annotated[str, typer.Argument(help=text("The id of the control sample."))]
_AT_ONCE = 1_000
_WIDTH = 60


@app.command("list")
def list_gold(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List the control samples with how they were answered."""
    with entered(home, project) as place:
        lines = place.workbench.control.lines(place.person, place.project)
        values: list[Json] = [_value(line) for line in lines]
        head = (text("Control sample"), text("Expected"), text("Answered"), text("As expected"), text("Question"))
        rows = [
            (line.gold.id, line.gold.expected.value, str(line.answered), str(line.right), line.question[:_WIDTH])
            for line in lines
        ]
        show({"gold": values}, table([head, *rows]) if rows else text("No control samples."), as_json=as_json)


@app.command()
def add(  # noqa: PLR0913 - typer turns every option into an argument
    samples: Samples = None,
    *,
    source: Source = None,
    why: Why = "",
    as_corrected: AsCorrected = False,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Make samples control samples: what was settled is what is expected."""
    with entered(home, project) as place:
        chosen = list(samples or [])
        if source is not None:
            chosen += _settled(place, source)
        made = place.workbench.control.add(place.person, place.project, chosen, why, first=not as_corrected)
        said = texts("{count} control sample more.", "{count} control samples more.", made)
        show({"added": made}, said, as_json=as_json)


@app.command()
def end(name: Name, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Ask nobody for a control sample any more; what was answered stays."""
    with entered(home, project) as place:
        place.workbench.control.end(place.person, place.project, name)
        show({"ended": name}, text("Nobody is asked for {name} any more.", name=name), as_json=as_json)


def _settled(place: Place, source: str) -> Iterator[str]:
    """Yield every settled sample of a source."""
    for status in sorted(SETTLED):
        wanted, offset = Filter(status, source), 0
        while lines := place.workbench.importing.samples(place.person, place.project, wanted, (offset, _AT_ONCE))[0]:
            yield from (line.sample.id for line in lines)
            offset += len(lines)


def _value(line: GoldLine) -> dict[str, Json]:
    return {
        "id": line.gold.id,
        "sample": line.gold.sample_id,
        "revision": line.gold.revision,
        "expected": line.gold.expected.value,
        "answered": line.answered,
        "right": line.right,
    }
