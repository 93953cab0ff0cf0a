"""`workbench version`: plan, freeze, list, show, compare, export."""

from pathlib import Path
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.releases import Layout, ReleasePlan
from curation.domain.versions import DatasetVersion, Recipe, Split
from curation.errors import NotFoundError
from curation.release.words import left_out_words
from curation.texts import text
from workbench.cli.output import AsJson, Home, InProject, NoWait, Place, entered, group, say, show, table
from workbench.cli.waiting import job_value, wait_for

app = group(text("Freeze what experts approved, list, show, compare and export versions."))
Name = Annotated[str, typer.Argument(help=text("The version's name, such as v1."), show_default=False)]
Seed = Annotated[int, typer.Option("--seed", help=text("Names the split: the same seed, the same sides."))]
Validation = Annotated[float, typer.Option("--validation", help=text("Share of the validation side."))]
Test = Annotated[float, typer.Option("--test", help=text("Share of the test side."))]
Origins = Annotated[list[str] | None, typer.Option("--origin", help=text("Only this origin; may be repeated."))]
Languages = Annotated[list[str] | None, typer.Option("--language", help=text("Only this language; may be repeated."))]
Reason = Annotated[str, typer.Option("--reason", help=text("Why these texts may go out."), show_default=False)]
Keep = Annotated[bool, typer.Option("--keep-duplicates", help=text("Keep every sample of a duplicate group."))]
To = Annotated[Path, typer.Option("--to", help=text("A new folder, or a file ending in .zip."), show_default=False)]
Shape = Annotated[Layout, typer.Option("--layout", help=text("The shape of the files."))]


@app.command("plan")
def plan_version(  # noqa: PLR0913 - one parameter an option
    *,
    seed: Seed = 42,
    validation: Validation = 0.1,
    test: Test = 0.1,
    origin: Origins = None,
    language: Languages = None,
    keep_duplicates: Keep = False,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Say what a version would hold if it were frozen now."""
    recipe = Recipe(seed, validation, test, tuple(origin or ()), tuple(language or ()), keep_duplicates)
    with entered(home, project) as place:
        plan = place.workbench.releasing.plan(place.person, place.project, recipe)
        show(_plan_value(plan), _plan_words(plan), as_json=as_json)


@app.command("freeze")
def freeze_version(  # noqa: PLR0913 - one parameter an option
    name: Name,
    *,
    seed: Seed = 42,
    validation: Validation = 0.1,
    test: Test = 0.1,
    origin: Origins = None,
    language: Languages = None,
    keep_duplicates: Keep = False,
    home: Home = None,
    project: InProject = None,
    no_wait: NoWait = False,
    as_json: AsJson = False,
) -> None:
    """Freeze the approved samples as a version that never changes."""
    recipe = Recipe(seed, validation, test, tuple(origin or ()), tuple(language or ()), keep_duplicates)
    with entered(home, project) as place:
        releasing = place.workbench.releasing
        for warning in releasing.plan(place.person, place.project, recipe).warnings:
            say(warning)
        job = wait_for(place.workbench, releasing.freeze(place.person, place.project, name, recipe), no_wait=no_wait)
        if no_wait:
            show(job_value(job, place.workbench), "", as_json=as_json)
            return
        version = releasing.version(place.person, place.project, name)
        show(_value(place, version), _words(place, version), as_json=as_json)


@app.command("allow")
def allow_version(
    name: Name,
    *,
    reason: Reason,
    home: Home = None,
    project: InProject = None,
    no_wait: NoWait = False,
    as_json: AsJson = False,
) -> None:
    """Let through what the search for personal data has stopped, with a reason that stays, and freeze again."""
    with entered(home, project) as place:
        gates = place.workbench.gates
        waiting = [one for one in gates.stopped(place.person, place.project) if one.name.lower() == name.lower()]
        if not waiting:
            raise NotFoundError(text("Nothing has stopped a version {name}.", name=name))
        job = gates.let_through(place.person, place.project, waiting[0].id, reason)
        done = wait_for(place.workbench, job, no_wait=no_wait)
        show(job_value(done, place.workbench), text("{name} was let through.", name=name), as_json=as_json)


@app.command("list")
def list_versions(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List the versions, newest first."""
    with entered(home, project) as place:
        found = place.workbench.releasing.versions(place.person, place.project)
        head = (text("Version"), text("Samples"), text("Frozen (UTC)"), text("Hash"))
        rows = [(v.name, str(v.rows), f"{v.created_at:%Y-%m-%d %H:%M}", v.hash[:12]) for v in found]
        sentence = (
            table([head, *rows]) if rows else text("No versions yet. Freeze one with: workbench version freeze v1")
        )
        show({"versions": [_value(place, version) for version in found]}, sentence, as_json=as_json)


@app.command("show")
def show_version(name: Name, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Show one version: counts, recipe, hash, files."""
    with entered(home, project) as place:
        version = place.workbench.releasing.version(place.person, place.project, name)
        held = place.workbench.releasing.folder(place.person, place.project, name)
        files: dict[str, Json] = {p: {"sha256": f.sha256, "bytes": f.bytes} for p, f in held.files.items()}
        lines = [f"{facts.bytes:>12}  {path}" for path, facts in held.files.items()]
        sentence = "\n".join([_words(place, version), *lines])
        show(_value(place, version) | {"files": files}, sentence, as_json=as_json)


@app.command("compare")
def compare_versions(
    before: Name, after: Name, *, home: Home = None, project: InProject = None, as_json: AsJson = False
) -> None:
    """Say which samples were added, removed, changed or moved from one version to another."""
    with entered(home, project) as place:
        found = place.workbench.releasing.compare(place.person, place.project, before, after)
        ids: dict[str, Json] = {
            "added": list(found.added),
            "removed": list(found.removed),
            "changed": list(found.changed),
            "moved": list(found.moved),
        }
        sentence = text(
            "{added} added, {removed} removed, {changed} with another text, {moved} on another side, {same} as before.",
            added=len(found.added),
            removed=len(found.removed),
            changed=len(found.changed),
            moved=len(found.moved),
            same=found.unchanged,
        )
        show({"before": before, "after": after, **ids, "unchanged": found.unchanged}, sentence, as_json=as_json)


@app.command("export")
def export_version(
    name: Name,
    *,
    layout: Shape = Layout.PARQUET,
    to: To,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Write one layout of a version as a new folder or a zip."""
    with entered(home, project) as place:
        written = place.workbench.releasing.export(place.person, place.project, name, layout, to)
        value: Json = {"version": name, "layout": layout.value, "to": str(written)}
        show(value, text("Written to {place}", place=written), as_json=as_json)


def _value(place: Place, version: DatasetVersion) -> dict[str, Json]:
    return {
        "id": version.id,
        "name": version.name,
        "hash": version.hash,
        "rows": version.rows,
        "counts": {split.value: version.counts.get(split, 0) for split in Split},
        "recipe": version.recipe.settings(),
        "folder": str(place.workbench.settings.home / version.folder),
        "created_by": version.created_by,
        "created_at": version.created_at.isoformat(),
    }


def _words(place: Place, version: DatasetVersion) -> str:
    counts = ", ".join(f"{split.value} {version.counts.get(split, 0)}" for split in Split)
    return "\n".join(
        (
            text("{name}: {rows} samples ({counts})", name=version.name, rows=version.rows, counts=counts),
            text("hash {hash}", hash=version.hash),
            str(place.workbench.settings.home / version.folder),
        )
    )


def _plan_value(plan: ReleasePlan) -> Json:
    return {
        "rows": plan.rows,
        "counts": {split.value: plan.counts.get(split, 0) for split in Split},
        "left_out": {why.value: count for why, count in plan.left_out.items()},
        "warnings": list(plan.warnings),
    }


def _plan_words(plan: ReleasePlan) -> str:
    counts = ", ".join(f"{split.value} {plan.counts.get(split, 0)}" for split in Split)
    first = text("{rows} samples would be in it ({counts}).", rows=plan.rows, counts=counts)
    others = [f"  {count:>7}  {left_out_words(why)}" for why, count in plan.left_out.items()]
    left = [text("Left out:"), *others] if others else []
    return "\n".join([first, *left, *plan.warnings])
