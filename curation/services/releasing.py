"""Dataset versions as people use them: plan, freeze, list, compare, export."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from curation.domain.gates import GATE
from curation.domain.identity import new_id
from curation.domain.jobs import Job, JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.releases import Comparison, Layout, LeftOut, ReleasePlan
from curation.domain.samples import SampleStatus
from curation.domain.versions import DatasetVersion, Recipe, version_name
from curation.errors import ConflictError, InputError, NotFoundError
from curation.release.arrangement import arrange
from curation.release.exports import export_to, pieces_of_zip
from curation.release.manifest import FileFacts, listed_files
from curation.services.conflict_gate import stopped_by, stopped_words
from curation.services.lapsing import today_of
from curation.store import candidates as material
from curation.store import versions as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job, open_jobs
from curation.store.sample_pages import counts_by_status
from curation.texts import text

_APPROVED_BUT = (LeftOut.LAPSED, LeftOut.FILTERED, LeftOut.EMPTY, LeftOut.BLOCKED, LeftOut.CONFLICT)


@dataclass(frozen=True)
class VersionFolder:
    """Where a version lies, and its files by path with their hashes and sizes."""

    folder: Path
    files: dict[str, FileFacts]


@dataclass(frozen=True)
class Releasing:
    """Use cases around dataset versions; `home` is the folder that holds `versions/`."""

    database: Database
    home: Path
    clock: Clock = utc_now

    def plan(self, actor: Person, project: Project, recipe: Recipe) -> ReleasePlan:
        """Say what a version would hold if it were frozen now, and why other samples are left out."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return _plan(tx, project, recipe.checked(), today_of(self.clock()))

    def next_name(self, actor: Person, project: Project) -> str:
        """Return the first of v1, v2, ... that no version is called."""
        taken = {version.name.lower() for version in self.versions(actor, project)}
        return next(f"v{number}" for number in range(1, len(taken) + 2) if f"v{number}" not in taken)

    def choices(self, actor: Person, project: Project) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the origins and the languages that approved samples have, to filter by."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return material.choices(tx, project.id)

    def freeze(self, actor: Person, project: Project, name: str, recipe: Recipe) -> Job:
        """Queue the job that freezes a version.

        Raises InputError for a name or recipe that cannot be used, with nothing approved to freeze or where open
        contradictions stop it, ConflictError where the name is taken.
        """
        actor.require(Permission.FREEZE)
        chosen, settings = version_name(name), recipe.checked()
        with self.database.transaction() as tx:
            _require_free(tx, project, chosen)
            _require_content(_plan(tx, project, settings, today_of(self.clock())))
            payload = {"version_id": new_id(), "name": chosen, "recipe": settings.settings()}
            return add_job(tx, JobKind.FREEZE, payload, actor.id, project.id, self.clock())

    def versions(self, actor: Person, project: Project) -> tuple[DatasetVersion, ...]:
        """Return the versions of a project, newest first."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return store.versions(tx, project.id)

    def version(self, actor: Person, project: Project, name: str) -> DatasetVersion:
        """Return a version by its name; raises NotFoundError naming those there are."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return _known(tx, project, name)

    def folder(self, actor: Person, project: Project, name: str) -> VersionFolder:
        """Return where a version lies and its files, from its manifest."""
        version = self.version(actor, project, name)
        folder = self.home / version.folder
        return VersionFolder(folder, listed_files(folder))

    def card(self, actor: Person, project: Project, name: str) -> str:
        """Return the dataset card of a version without the header for machines."""
        folder = self.folder(actor, project, name).folder
        return (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip()

    def before(self, actor: Person, project: Project, version: DatasetVersion) -> DatasetVersion | None:
        """Return the version that was frozen before another, or nothing for the first."""
        older = [v for v in self.versions(actor, project) if v.created_at < version.created_at]
        return older[0] if older else None

    def gates(self, actor: Person, project: Project, name: str) -> tuple[store.Gate, ...]:
        """Return what was checked before a version was let through."""
        version = self.version(actor, project, name)
        with self.database.reading() as tx:
            return store.gates_of(tx, version.id)

    def compare(self, actor: Person, project: Project, before: str, after: str) -> Comparison:
        """Say what changed from one version to another: samples added, removed, with another text, on another side."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            old, new = _known(tx, project, before), _known(tx, project, after)
            return _comparison((old, store.members(tx, old.id)), (new, store.members(tx, new.id)))

    def export(self, actor: Person, project: Project, name: str, layout: Layout, target: Path) -> Path:
        """Write one layout of a version as a new folder, or as a zip where the target ends in .zip.

        Raises ConflictError where the target is there already, StorageError where the disk refuses or the version's
        own files were damaged; nothing half-written is left.
        """
        actor.require(Permission.EXPORT)
        version = self._open(actor, project, name)
        written = export_to(self.home / version.folder, layout, target.expanduser().absolute())
        self._note_export(actor, project, version)
        return written

    def download(self, actor: Person, project: Project, name: str, path: str) -> Path:
        """Return the place of one file of a version, for sending; raises NotFoundError where it has no such file."""
        actor.require(Permission.EXPORT)
        held = self.folder(actor, project, name)
        if path not in held.files and path != "manifest.json":
            raise NotFoundError(text("The version {name} has no file {path}.", name=name, path=path))
        self._note_export(actor, project, self._open(actor, project, name))
        return held.folder / path

    def download_zip(self, actor: Person, project: Project, name: str, layout: Layout) -> Iterator[bytes]:
        """Yield one layout of a version as a zip, piece by piece."""
        actor.require(Permission.EXPORT)
        version = self._open(actor, project, name)
        self._note_export(actor, project, version)
        return pieces_of_zip(self.home / version.folder, layout)

    def _open(self, actor: Person, project: Project, name: str) -> DatasetVersion:
        version = self.version(actor, project, name)
        if all(gate.name != GATE for gate in self.gates(actor, project, name)):
            raise ConflictError(
                text(
                    "The version {name} was frozen before versions were searched again for personal data, so it "
                    "stays here. Freeze the same recipe under another name.",
                    name=version.name,
                )
            )
        return version

    def _note_export(self, actor: Person, project: Project, version: DatasetVersion) -> None:
        with self.database.transaction() as tx:
            thing = Thing("version", version.id, project.id, (version.hash,))
            append_event(tx, self.clock(), actor.id, "version.exported", thing)


def _plan(tx: Transaction, project: Project, recipe: Recipe, today: date) -> ReleasePlan:
    found = material.candidates(tx, project.id, today)
    arranged = arrange(found, material.pairs(tx, project.id), recipe, store.sides(tx, project.id))
    standing = counts_by_status(tx, project.id)
    elsewhere = {LeftOut(s.value): n for s, n in standing.items() if s is not SampleStatus.APPROVED and n}
    return replace(arranged.plan(elsewhere, recipe), stopped=stopped_by(tx, project.id, arranged))


def _require_content(plan: ReleasePlan) -> None:
    if plan.stopped:
        raise InputError(stopped_words(plan.stopped))
    if plan.rows:
        return
    if any(why in plan.left_out for why in _APPROVED_BUT):
        raise InputError(
            text("No approved sample passes this recipe. Look at why they are left out, and widen it or mend them.")
        )
    raise InputError(text("Nothing is approved yet, so there is nothing to freeze. Approve some samples first."))


def _require_free(tx: Transaction, project: Project, name: str) -> None:
    if store.version_by_name(tx, project.id, name) is not None:
        raise ConflictError(
            text("There is already a version {name}. A version never changes: choose another name.", name=name)
        )
    for job in open_jobs(tx, project.id):
        match job.payload:
            case {"version_id": str(), "name": str() as taken} if taken.lower() == name.lower():
                raise ConflictError(
                    text("A version {name} is being frozen right now, by job {job}.", name=name, job=job.id)
                )
            case _:
                continue


def _known(tx: Transaction, project: Project, name: str) -> DatasetVersion:
    version = store.version_by_name(tx, project.id, name)
    if version is None:
        names = ", ".join(v.name for v in store.versions(tx, project.id)) or text("none yet")
        raise NotFoundError(text("There is no version {name}. There are: {names}.", name=name, names=names))
    return version


def _comparison(before: tuple[DatasetVersion, pl.DataFrame], after: tuple[DatasetVersion, pl.DataFrame]) -> Comparison:
    both = before[1].join(after[1], on="id", how="inner", suffix="_after", maintain_order="right")
    changed = pl.col("revision_hash") != pl.col("revision_hash_after")
    moved = pl.col("split") != pl.col("split_after")
    return Comparison(
        before=before[0],
        after=after[0],
        added=after[1].join(before[1], on="id", how="anti", maintain_order="left")["id"].to_list(),
        removed=before[1].join(after[1], on="id", how="anti", maintain_order="left")["id"].to_list(),
        changed=both.filter(changed)["id"].to_list(),
        moved=both.filter(moved)["id"].to_list(),
        unchanged=both.filter(~changed & ~moved).height,
    )
