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
Yes = Annotated[bool, typer.Option("--yes", help=text("Do it; without it the command only looks."))]


@app.command()
def erase(values: Values, *, yes: Yes = False, home: Home = None, as_json: AsJson = False) -> None:
    """Erase values from samples, revisions, drafts, comments, sources and sealed values of all projects.

    Version folders, runs and backups that had held the samples are listed, not changed.
    """
    with opened(home) as workbench:
        erasing = Erasing(workbench.database, workbench.seal, SealedFiles(workbench.settings.sources, workbench.seal))
        found = erasing.erase(LOCAL_OWNER, values) if yes else erasing.look(LOCAL_OWNER, values)
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
    folder = workbench.settings.backups
    backups = [] if found.nothing else [str(f) for f in sorted(folder.glob("*")) if f.suffix in {".zip", ".db"}]
    return {
        "versions": [str(workbench.settings.home / version.folder) for version in found.versions],
        "runs": runs,
        "backups": backups,
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
        "versions": text("Versions that hold these samples; their files are not changed, delete them yourself:"),
        "runs": text("Runs that were trained on them:"),
        "backups": text("Backups that may hold them:"),
    }
    for kind, places in kept.items():
        if places:
            lines += [titles[kind], *(f"  {place}" for place in places)]
    return "\n".join(lines) + _unread(found)


def _unread(found: Traces) -> str:
    if not found.unread:
        return ""
    return "\n" + texts(
        "{count} sealed thing could not be opened with this key, so nobody can say what is in it.",
        "{count} sealed things could not be opened with this key, so nobody can say what is in them.",
        found.unread,
    )
