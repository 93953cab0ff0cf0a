"""`workbench erase`: every trace of a person's values goes; the files that had held them are named."""

from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.errors import ConflictError
from curation.services.erasing import Erasing, Traces
from curation.services.projects import LOCAL_OWNER
from curation.services.sealed_files import SealedFiles
from curation.texts import text, texts
from workbench.bootstrap import Workbench
from workbench.cli.output import AsJson, Home, group, opened, say, show

app = group(text("Erase a person: every trace of some values, and name what had held them."))
Values = Annotated[
    list[str], typer.Argument(help=text("Names, addresses, numbers: as they were written."), show_default=False)
]
DropFiles = Annotated[
    bool, typer.Option("--drop-files", help=text("With --yes: also delete the files of frozen folders that hold it."))
]
Yes = Annotated[bool, typer.Option("--yes", help=text("Do it; without it the command only looks."))]


@app.command()
def erase(
    values: Values,
    *,
    yes: Yes = False,
    drop_files: DropFiles = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Erase values from every table of all projects, from sealed sources and from logs.

    Version, run and round folders are frozen proofs: they are named, and lose the files that hold a value with
    --drop-files. Backups that hold one are named.
    """
    with opened(home) as workbench:
        erasing = Erasing(workbench.database, workbench.seal, SealedFiles(workbench.settings.sources, workbench.seal))
        found = erasing.erase(LOCAL_OWNER, values, drop_files=drop_files) if yes else erasing.look(LOCAL_OWNER, values)
        kept = _kept(workbench, found)
        show(_value(found, kept, erased=yes), _words(found, kept, erased=yes), as_json=as_json)
    if not yes and not found.nothing:
        raise ConflictError(text("Nothing was erased yet. To erase for good, run the same command with --yes."))
    if yes and not workbench.database.is_sqlite:
        say(text("Freed space of the database server may still hold it: run VACUUM FULL there."))


def _kept(workbench: Workbench, found: Traces) -> dict[str, list[str]]:
    held = {version.id for version in found.versions}
    runs: list[str] = []
    for project in workbench.projects.of(LOCAL_OWNER):
        person, _ = workbench.projects.enter(LOCAL_OWNER, project.slug)
        trained = [run for run in workbench.runs.runs(person, project) if run.version_id in held]
        runs.extend(str(workbench.settings.home / run.folder) for run in trained)
    return {
        "versions": [str(workbench.settings.home / version.folder) for version in found.versions],
        "runs": runs,
        "models": [str(folder) for folder in found.models],
        "files": [str(file) for file in found.files],
        "logs": [str(file) for file in found.logs],
        "backups": [file for file, holds in found.backups.items() if holds],
        "backups_unread": [file for file, holds in found.backups.items() if holds is None],
    }


def _value(found: Traces, kept: dict[str, list[str]], *, erased: bool) -> Json:
    return {
        "erased": erased,
        "samples": found.samples,
        "revisions": found.revisions,
        "sealed_values": found.values,
        "sources": found.sources,
        "other_rows": dict(found.other_rows),
        "unread": found.unread,
        "exports": found.exports,
        **kept,
    }


def _words(found: Traces, kept: dict[str, list[str]], *, erased: bool) -> str:
    if found.nothing:
        return text("There is no trace of it here.") + _unread(found)
    lines = [
        text("Erased:") if erased else text("Would be erased:"),
        "  " + texts("{count} sample had held it", "{count} samples had held it", found.samples),
        "  " + texts("{count} text held it in clear", "{count} texts held it in clear", found.revisions),
        "  " + texts("{count} sealed value", "{count} sealed values", found.values),
        "  " + texts("{count} source's sealed bytes", "the sealed bytes of {count} sources", found.sources),
    ]
    titles = {
        "versions": text("Versions that hold these samples:"),
        "runs": text("Runs that were trained on them; train again where that matters:"),
        "models": text("Names models that learned from the project's texts; train again with workbench pii train:"),
        "files": text("Files of frozen folders in which it stands; deleted with --drop-files:"),
        "logs": text("Logs in which it stands, or stood:"),
        "backups": text("Backups that hold it; delete them, or restore none of them without erasing again:"),
        "backups_unread": text("Backups that cannot be read, so that nobody can say what is in them:"),
    }
    for kind, places in kept.items():
        if places:
            lines += [titles[kind], *(f"  {place}" for place in places)]
    if found.exports:
        lines.append(
            texts(
                "These versions were exported {count} time: copies outside of the home are yours to delete.",
                "These versions were exported {count} times: copies outside of the home are yours to delete.",
                found.exports,
            )
        )
    return "\n".join(lines) + _unread(found)


def _unread(found: Traces) -> str:
    if not found.unread:
        return ""
    return "\n" + texts(
        "{count} sealed thing could not be opened with this key, so nobody can say what is in it.",
        "{count} sealed things could not be opened with this key, so nobody can say what is in them.",
        found.unread,
    )
