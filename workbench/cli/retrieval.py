"""`workbench retrieval`: writes what belongs in retrieval as a file for a store that answers are looked up in."""

from pathlib import Path
from typing import Annotated

import typer

from curation.errors import InputError
from curation.texts import text, texts
from workbench.cli.output import AsJson, Home, InProject, entered, group, show
from workbench.cli.waiting import answering

app = group(text("Write the samples that belong in retrieval, which no version holds, as JSON lines."))
To = Annotated[Path, typer.Argument(help=text("The file to write; it must not be there yet."), show_default=False)]


@app.command()
def retrieval(to: To, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Write one line a sample: question, answer, what it rests on, and where it came from."""
    with entered(home, project) as place, answering(place.workbench):
        if to.exists():
            raise InputError(text("{file} is there already. Name another file, or move that one away.", file=to))
        aside = to.with_name(f".{to.name}.writing")
        count = 0
        try:
            with aside.open("w", encoding="utf-8") as file:
                for line in place.workbench.retrieval.lines(place.person, place.project):
                    file.write(line)
                    count += 1
            aside.rename(to)
        except OSError as error:
            raise InputError(
                text("{file} cannot be written: {reason}.", file=to, reason=error.strerror or str(error))
            ) from error
        finally:
            aside.unlink(missing_ok=True)
        said = texts("{count} sample written to {file}.", "{count} samples written to {file}.", count, file=to)
        show({"file": str(to), "samples": count}, said, as_json=as_json)
