"""`workbench restore`: a backup in the place of an empty or replaced home."""

from pathlib import Path
from typing import Annotated

import typer

from curation.errors import SealError
from curation.pii.sealed import Seal, seal_from
from curation.services.backups import restore as put_back
from curation.texts import text
from workbench.bootstrap import Settings, settings
from workbench.cli.output import AsJson, Home, group, say, show

app = group(text("Put a backup into an empty or replaced home folder."))
Archive = Annotated[Path, typer.Argument(help=text("The backup's file."), show_default=False)]
Replace = Annotated[bool, typer.Option("--replace", help=text("Put a used home aside first."))]
WithoutKey = Annotated[bool, typer.Option("--without-key", help=text("Go on where the key is lost."))]


@app.command()
def restore(
    archive: Archive,
    *,
    home: Home = None,
    replace: Replace = False,
    without_key: WithoutKey = False,
    as_json: AsJson = False,
) -> None:
    """Check a backup file by file, then put it in the home's place in one move."""
    chosen = settings(home)
    seal = None if without_key else _key(chosen)
    before = put_back(archive.expanduser(), chosen.home, seal, replace=replace)
    if before is not None:
        say(text("What was there before is kept in {folder}.", folder=before))
    show(
        {"home": str(chosen.home), "before": None if before is None else str(before)},
        text("{home} is restored. Start it with: workbench up", home=chosen.home),
        as_json=as_json,
    )


def _key(chosen: Settings) -> Seal:
    if not chosen.key_file.exists():
        raise SealError(
            text(
                "The key file {file} is not there. Put the key of the backed-up home there (or name it with "
                "WORKBENCH_KEY_FILE), or restore without it: --without-key",
                file=chosen.key_file,
            )
        )
    return seal_from(chosen.key_file)
