"""`workbench backup`: the home in one archive, without the key."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from curation.services.backups import Home as Kept
from curation.services.backups import back_up
from curation.texts import text
from workbench.cli.output import AsJson, Home, group, opened, say, show

app = group(text("Copy the home folder into one archive (without the key)."))
Target = Annotated[Path | None, typer.Option("--to", help=text("The folder to write to (else backups/ of the home)."))]


@app.command()
def backup(*, home: Home = None, to: Target = None, as_json: AsJson = False) -> None:
    """Write a consistent copy of the database and the folders, while the workbench may be in use."""
    with opened(home) as workbench:
        chosen = workbench.settings
        heard = Heard()
        source = Kept(workbench.database, workbench.seal, chosen.home, heard)
        made = back_up(source, (to or chosen.backups).expanduser())
    if not made.database:
        say(text("The database is not in it: it is a server's. Copy it with the server's own tool (pg_dump)."))
    say(
        text(
            "The key is not in it. Keep a copy of {file} elsewhere: without it, originals stay closed.",
            file=chosen.key_file,
        )
    )
    show(
        {"file": str(made.file), "files": made.files, "bytes": made.size, "database": made.database, "key": False},
        text(
            "{file}: {files} files, {megabytes} MB",
            file=made.file,
            files=made.files,
            megabytes=round(made.size / 1e6, 1),
        ),
        as_json=as_json,
    )


@dataclass
class Heard:
    """Says which folder is being copied, once a folder."""

    folders: set[str] = field(default_factory=set[str])

    def __call__(self, name: str) -> None:
        """Hear a file's name."""
        folder = "/".join(name.split("/")[:-1][:2])
        if folder not in self.folders:
            self.folders.add(folder)
            say(text("Copying {folder}", folder=folder))
