"""`workbench retrieval`: writes what belongs in retrieval as a file for a store that answers are looked up in."""

from pathlib import Path
from typing import Annotated

import typer

from curation.texts import text, texts
from workbench.cli.files import new_file
from workbench.cli.output import AsJson, Home, InProject, entered, group, show
from workbench.cli.waiting import answering

app = group(text("Write the samples that belong in retrieval, which no version holds, as JSON lines."))
To = Annotated[Path, typer.Argument(help=text("The file to write; it must not be there yet."), show_default=False)]


@app.command()
def retrieval(to: To, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Write one line a sample: question, answer, what it rests on, and where it came from."""
    with entered(home, project) as place:
        count = 0
        with new_file(to) as file, answering(place.workbench):
            for line in place.workbench.retrieval.lines(place.person, place.project):
                file.write(line)
                count += 1
        said = texts("{count} sample written to {file}.", "{count} samples written to {file}.", count, file=to)
        show({"file": str(to), "samples": count}, said, as_json=as_json)
