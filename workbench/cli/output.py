"""How commands speak: one JSON object or a sentence, options that all share, and the place they work in."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from curation.command_group import group
from curation.command_line import say, show
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.services.backups import using
from curation.services.projects import LOCAL_OWNER
from curation.texts import speak, text
from workbench.bootstrap import Settings, Workbench, open_workbench, settings
from workbench.migrations.upgrade import migrate

__all__ = [
    "AsJson",
    "Home",
    "InProject",
    "NoWait",
    "Place",
    "entered",
    "group",
    "local_address",
    "opened",
    "public_address",
    "say",
    "show",
    "table",
]

Home = Annotated[
    Path | None, typer.Option("--home", help=text("The home folder (else WORKBENCH_HOME)."), show_default=False)
]
InProject = Annotated[
    str | None,
    typer.Option("--project", help=text("The project's short name (else the only one)."), show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help=text("Print one JSON object on stdout."))]
NoWait = Annotated[bool, typer.Option("--no-wait", help=text("Queue the job and return at once."))]


@dataclass(frozen=True)
class Place:
    """Where a command works: the services, the local owner, the project."""

    workbench: Workbench
    person: Person
    project: Project


@contextmanager
def opened(home: Path | None) -> Generator[Workbench]:
    """Open a home's workbench, migrated, with its local owner; closed at the end."""
    chosen = settings(home)
    speak(chosen.language)
    with using(chosen.home), ExitStack() as open_things:
        workbench = open_workbench(chosen)
        open_things.callback(workbench.database.close)
        migrate(workbench.database, chosen.backups)
        workbench.projects.ensure_local_owner(text("Owner"))
        yield workbench


@contextmanager
def entered(home: Path | None, project: str | None) -> Generator[Place]:
    """Open a home and enter a project: the named one, else the only one; raises NotFoundError.

    With WORKBENCH_TOKEN the command works in the name of the token's person, with the token's roles.
    """
    with opened(home) as workbench:
        token = workbench.settings.token
        person, found = (
            workbench.tokens.enter(token, project) if token else workbench.projects.enter(LOCAL_OWNER, project)
        )
        yield Place(workbench, person, found)


def public_address(chosen: Settings) -> str:
    """Return the address that people type: WORKBENCH_URL, else this machine's own."""
    return chosen.entrance.url or local_address(chosen)


def local_address(chosen: Settings) -> str:
    """Return where a browser on this machine finds the app."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(chosen.host, chosen.host)  # noqa: S104 - shown, not bound
    return f"http://{host}:{chosen.port}"


def table(rows: list[tuple[str, ...]]) -> str:
    """Lay rows out in columns as wide as their widest cell; the first row is the head."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
