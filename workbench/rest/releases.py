"""The door's rows on what goes out: versions, and their files in every layout."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated

from curation.domain.people import Permission
from curation.domain.releases import Layout
from curation.domain.versions import Recipe
from workbench.rest.answers import JobLine, VersionLine, job_line, version_line
from workbench.rest.operations import (
    Ask,
    Media,
    Operation,
    Pieces,
    Purpose,
    StoredFile,
    download,
    operation,
)
from workbench.rest.shapes import Long, Nothing, Number, Within

_SEE, _FREEZE, _EXPORT = (frozenset({one}) for one in (Permission.SEE, Permission.FREEZE, Permission.EXPORT))
_Share = Annotated[float, Within(0, 0.999)]
_Chosen = Annotated[tuple[Annotated[str, Long(35, 1)], ...], Long(50)]


@dataclass(frozen=True)
class Versions:
    """The versions of a project, newest first."""

    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class FileLine:
    """A file of a version."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class VersionWhole:
    """A version with its files."""

    version: VersionLine
    files: tuple[FileLine, ...]


@dataclass(frozen=True)
class RecipeWanted:
    """The recipe of a version: shares of the sides, the seed of the split, filters (empty for all)."""

    seed: Number = 42
    validation: _Share = 0.1
    test: _Share = 0.1
    origins: _Chosen = ()
    languages: _Chosen = ()
    keep_duplicates: bool = False


@dataclass(frozen=True)
class FreezeWanted(RecipeWanted):
    """The name and the recipe of a version."""

    name: Annotated[str, Long(64, 1)] = field(kw_only=True)


@dataclass(frozen=True)
class Plan:
    """What a version would hold now: its rows by side, and how many samples are left out by reason.

    `stopped` samples contradict one another openly, which stops a freeze.
    """

    rows: int
    counts: Mapping[str, int]
    left_out: Mapping[str, int]
    warnings: tuple[str, ...]
    stopped: int


@dataclass(frozen=True)
class ExportWanted:
    """The layout of an export."""

    layout: Layout


def operations() -> tuple[Operation, ...]:
    """Return the rows."""
    return (
        operation(
            Purpose("GET", "/versions", "list_versions", "List the frozen versions.", _SEE),
            (Nothing, Nothing, Versions),
            _versions,
        ),
        operation(
            Purpose(
                "POST",
                "/versions",
                "freeze_version",
                "Freeze what is approved as a version, as a job. A name is used once.",
                _FREEZE,
                HTTPStatus.ACCEPTED,
            ),
            (Nothing, FreezeWanted, JobLine),
            _freeze,
        ),
        operation(
            Purpose(
                "POST",
                "/versions/plan",
                "plan_version",
                "Tell what a version would hold if it were frozen now, and why other samples are left out.",
                _SEE,
            ),
            (Nothing, RecipeWanted, Plan),
            _plan,
        ),
        operation(
            Purpose("GET", "/versions/{version}", "get_version", "Return a version and its files.", _SEE),
            (Nothing, Nothing, VersionWhole),
            _version,
        ),
        *_of_files(),
    )


def _of_files() -> tuple[Operation, ...]:
    return (
        download(
            Purpose("GET", "/versions/{version}/export", "export_version", "Stream one layout as a zip.", _EXPORT),
            ExportWanted,
            (Media.ZIP,),
            _export,
        ),
        download(
            Purpose(
                "GET", "/versions/{version}/files/{file:path}", "get_version_file", "Return a file as it lies.", _EXPORT
            ),
            Nothing,
            (Media.BYTES,),
            _file,
        ),
    )


def _versions(ask: Ask[Nothing, Nothing]) -> Versions:
    found = ask.workbench.releasing.versions(ask.caller.person, ask.caller.project)
    return Versions(tuple(version_line(one) for one in found))


def _version(ask: Ask[Nothing, Nothing]) -> VersionWhole:
    releasing, who = ask.workbench.releasing, (ask.caller.person, ask.caller.project)
    version = releasing.version(*who, ask.path["version"])
    files = releasing.folder(*who, version.name).files
    listed = tuple(FileLine(path, facts.bytes, facts.sha256) for path, facts in sorted(files.items()))
    return VersionWhole(version_line(version), listed)


def _freeze(ask: Ask[Nothing, FreezeWanted]) -> JobLine:
    recipe = _recipe(ask.body)
    return job_line(ask.workbench.releasing.freeze(ask.caller.person, ask.caller.project, ask.body.name, recipe))


def _plan(ask: Ask[Nothing, RecipeWanted]) -> Plan:
    found = ask.workbench.releasing.plan(ask.caller.person, ask.caller.project, _recipe(ask.body))
    return Plan(
        rows=found.rows,
        counts={split.value: count for split, count in found.counts.items()},
        left_out={why.value: count for why, count in found.left_out.items()},
        warnings=tuple(found.warnings),
        stopped=found.stopped,
    )


def _recipe(said: RecipeWanted) -> Recipe:
    return Recipe(said.seed, said.validation, said.test, said.origins, said.languages, said.keep_duplicates)


def _export(ask: Ask[ExportWanted, Nothing]) -> Pieces:
    name, layout = ask.path["version"], ask.query.layout
    pieces = ask.workbench.releasing.download_zip(ask.caller.person, ask.caller.project, name, layout)
    return Pieces(pieces, Media.ZIP, f"{ask.caller.project.slug}-{name}-{layout.value}.zip")


def _file(ask: Ask[Nothing, Nothing]) -> StoredFile:
    name, path = ask.path["version"], ask.path["file"]
    place = ask.workbench.releasing.download(ask.caller.person, ask.caller.project, name, path)
    return StoredFile(place, f"{name}-{path.replace('/', '-')}")
