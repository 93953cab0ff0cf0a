"""What all file commands share: their options, the meter, and how their results are told."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from curation.engine.meter import Meter
from curation.texts import text

USUAL = ("question", "answer")

Source = Annotated[Path, typer.Argument(metavar="IN", help=text("The file to read."))]
Target = Annotated[Path, typer.Argument(metavar="OUT", help=text("The file to write."))]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        help=text("The text columns: --columns question answer, after IN and OUT."),
        show_default=", ".join(USUAL),
    ),
]
Workers = Annotated[int, typer.Option("--workers", min=1, help=text("How many processes work."))]
Letters = Annotated[
    bool, typer.Option("--letters", help=text("Compare by letters: for languages without spaces between words."))
]
AsJson = Annotated[bool, typer.Option("--json", help=text("Print one JSON object with the counts on stdout."))]


def question_and_answer(columns: list[str] | None) -> tuple[str, str]:
    """Return the two columns that were named, the usual ones where none was."""
    names = columns or USUAL
    if len(names) != len(USUAL):
        raise typer.BadParameter(text("name two columns: the question's and the answer's"), param_hint="--columns")
    question, answer = names
    return question, answer


@contextmanager
def metered() -> Generator[Meter]:
    """Show progress on stderr while a stage works; the line of a terminal is cleared whatever ends it."""
    meter = Meter(sys.stderr)
    try:
        yield meter
    finally:
        meter.clear()


def require_other_files(source: Path, *targets: Path | None) -> None:
    """Let files pass that are each named once; else the command line is wrong."""
    places = [path.resolve() for path in (source, *targets) if path is not None]
    if len(set(places)) < len(places):
        raise typer.BadParameter(
            text("a file is named twice; read from one file and write to others"), param_hint="IN / OUT"
        )
