"""`workbench verify`: is everything that was written still what it was?"""

import typer

from curation.command_line import FAILED
from curation.domain.identity import Json
from curation.services.sealed_files import SealedFiles
from curation.services.verifying import Looked, Verifying
from curation.texts import text, texts
from workbench.cli.output import AsJson, Home, group, opened, say, show

app = group(text("Check the audit log, the folders and the references."))


@app.command()
def verify(*, home: Home = None, as_json: AsJson = False) -> None:
    """Check the audit log, the database, the references, the sealed sources and all manifests (else exit code 1)."""
    seen: list[Looked] = []
    with opened(home) as workbench:
        files = SealedFiles(workbench.settings.sources, workbench.seal)
        for looked in Verifying(workbench.database, files, workbench.settings.home).look():
            seen.append(looked)
            say(_line(looked))
    wrong = [problem for looked in seen for problem in looked.problems]
    summary = (
        texts("{count} problem.", "{count} problems.", len(wrong))
        if wrong
        else texts(
            "{count} thing looked at; all is as it was written.",
            "{count} things looked at; all is as it was written.",
            len(seen),
        )
    )
    problems: Json = [{"place": looked.place, "problem": one} for looked in seen for one in looked.problems]
    show({"looked_at": len(seen), "problems": problems}, summary, as_json=as_json)
    if wrong:
        raise typer.Exit(FAILED)


def _line(looked: Looked) -> str:
    if not looked.problems:
        return text("{place}: as it was written", place=looked.place)
    return "\n".join(f"{looked.place}: {problem}" for problem in looked.problems)
