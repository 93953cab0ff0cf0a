"""The job that freezes a version: killed anywhere it leaves nothing, run again it gives the same."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

import polars as pl

from curation.domain.gates import Before
from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.jobs import Job, Progress, Reporter
from curation.domain.projects import Project
from curation.domain.releases import ROWS, Layout, LeftOut
from curation.domain.samples import SampleStatus
from curation.domain.versions import DatasetVersion, Recipe, Split, recipe_from, version_hash
from curation.errors import ConflictError, InputError, JobFailedError, NotFoundError
from curation.pii.languages import detection_words
from curation.release.arrangement import Arrangement, arrange
from curation.release.card import CardFacts, ReviewFacts, card
from curation.release.folder import remove, write_file, written_aside
from curation.release.layouts import LayoutFile, answered, members_of
from curation.release.manifest import MANIFEST, FileFacts, pretty_json, version_manifest
from curation.release.selection import merged
from curation.services.conflict_gate import conflicts_passed, conflicts_stopped, stopped_by
from curation.services.gates import ReleaseGate
from curation.services.lapsing import today_of
from curation.store import candidates as material
from curation.store import versions as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.gates import add_gate, evidence_of
from curation.store.projects import policy, project_by_id
from curation.store.sample_pages import counts_by_status
from curation.texts import text, texts

_POLICIES = ("pii", "duplicates", "checks", "review")


@dataclass(frozen=True)
class Order:
    """What a freeze job was asked for."""

    version_id: str
    name: str
    recipe: Recipe


@dataclass(frozen=True)
class Frozen:
    """A version as read from the store at one moment, not yet written anywhere."""

    arranged: Arrangement
    rows: pl.DataFrame
    facts: CardFacts
    engines: dict[str, Json]
    sides_before: dict[str, Split]


@dataclass(frozen=True)
class Freezing:
    """The light stage of FREEZE; `home` is the folder that holds `versions/`."""

    database: Database
    home: Path
    gate: ReleaseGate

    def run(self, job: Job, reporter: Reporter) -> None:
        """Write the version's folder aside, rename it, then add its rows, sides and event in one transaction."""
        order = order_from(job)
        steps = len(Layout) * len(Split) + 3
        reporter.report(Progress(0, steps, text("Choosing samples")))
        with self.database.reading() as tx:
            if store.version_by_id(tx, order.version_id) is not None:
                return
            project = _project(tx, job)
            _require_free(tx, project, order.name)
            frozen = read_frozen(tx, project, order.recipe, today_of(job.created_at))
            stopped = stopped_by(tx, project.id, frozen.arranged)
        if stopped:
            raise conflicts_stopped(self.database, _version(job, project, order, frozen), frozen.arranged)
        frozen = self._let_through(job, project, order, frozen, reporter)
        version = _version(job, project, order, frozen)
        target = self.home / version.folder
        remove(target)
        with written_aside(target, order.version_id) as aside:
            files: dict[str, FileFacts] = {}
            for path, content in contents(frozen):
                reporter.report(Progress(len(files) + 1, steps, str(path)))
                files[str(path)] = write_file(aside / path, content)
            facts = _manifest_facts(version, frozen)
            manifest = version_manifest(order.name, job.created_at, files, facts).encode()
            write_file(aside / MANIFEST, [manifest])
        try:
            with self.database.transaction() as tx:
                self._record(tx, version, frozen, content_hash(manifest))
        except BaseException:
            remove(target)
            raise
        reporter.log(f"{version.hash} {version.rows}")
        reporter.report(Progress(steps, steps, text("Frozen: {rows} samples", rows=version.rows)))

    def _let_through(self, job: Job, project: Project, order: Order, frozen: Frozen, reporter: Reporter) -> Frozen:
        self.gate.scan(project.id, frozen.rows, reporter)
        with self.database.reading() as tx:
            found = self.gate.verdict(tx, project.id, frozen.rows)
        if not found.suspects:
            return replace(frozen, facts=replace(frozen.facts, gate=found.facts))
        told = {"name": order.name, "job": job.id, "found": evidence_of(found.suspects), **found.facts.to_json()}
        now = self.gate.clock()
        with self.database.transaction() as tx:
            add_gate(tx, project.id, (Before.VERSION, order.version_id), (found.facts.verdict, told), now)
            append_event(tx, now, job.created_by, "gate.blocked", Thing("version", order.version_id, project.id))
        raise JobFailedError(
            texts(
                "{count} text of {name} may still hold personal data, so it was not frozen. A privacy officer or the "
                "owner looks at it on the page Versions and decides.",
                "{count} texts of {name} may still hold personal data, so it was not frozen. A privacy officer or the "
                "owner looks at them on the page Versions and decides.",
                len(found.suspects),
                name=order.name,
            )
        )

    def _record(self, tx: Transaction, version: DatasetVersion, frozen: Frozen, manifest_hash: str) -> None:
        now, ours = store.sides(tx, version.project_id), frozen.arranged.sides
        if any(now.get(key) is not frozen.sides_before.get(key) and now.get(key) is not ours[key] for key in ours):
            raise ConflictError(
                text(
                    "Another version of this project was frozen at the same time. Freeze {name} again.",
                    name=version.name,
                )
            )
        store.add_version(tx, version, manifest_hash, frozen.arranged.rows)
        store.keep_sides(tx, version.project_id, frozen.arranged.sides)
        left_out: dict[str, Json] = {why.value: count for why, count in frozen.facts.left_out.items()}
        evidence: dict[str, Json] = {"rows": version.rows, "left_out": left_out}
        store.add_gate(tx, version, store.Gate("release", "version", version.id, evidence, "passed"))
        conflicts_passed(tx, version, frozen.arranged)
        gate = frozen.facts.gate
        if gate is not None:
            before = (Before.VERSION, version.id)
            add_gate(tx, version.project_id, before, (gate.verdict, gate.to_json()), version.created_at)
        thing = Thing("version", version.id, version.project_id, (version.hash, manifest_hash))
        append_event(tx, version.created_at, version.created_by, "version.frozen", thing)


def order_from(job: Job) -> Order:
    """Read what a freeze job was asked for; raises InputError where the payload is not one."""
    match job.payload:
        case {"version_id": str() as version_id, "name": str() as name, "recipe": recipe}:
            return Order(version_id, name, recipe_from(recipe))
        case _:
            raise InputError(text("The job {job} does not say which version to freeze.", job=job.id))


def contents(frozen: Frozen) -> Iterator[tuple[PurePosixPath, Iterator[bytes]]]:
    """Yield the files of a version but its manifest: paths and contents, equal rows giving equal bytes."""
    for layout in Layout:
        for split in Split:
            rows = frozen.rows.filter(pl.col("split") == split.value)
            if rows.height:
                file = LayoutFile(layout, split)
                yield file.path, file.content(rows)
    yield PurePosixPath("recipe.json"), iter([pretty_json(frozen.facts.recipe.settings()).encode()])
    yield PurePosixPath("README.md"), iter([card(frozen.facts).encode()])


def read_frozen(tx: Transaction, project: Project, recipe: Recipe, today: date) -> Frozen:
    """Read and arrange everything that a version holds; raises InputError where no sample passes.

    Whatever has lapsed by `today`, the day on which the version was asked for, is left out.
    """
    texts = material.texts(tx, project.id)
    usable = pl.Series(
        "id", [i for i, turns in texts.select("id", "messages").iter_rows() if answered(turns)], pl.String
    )
    found = material.candidates(tx, project.id, today)
    found = found.with_columns(empty=pl.col("empty") | ~pl.col("id").is_in(usable.implode()))
    before = store.sides(tx, project.id)
    arranged = arrange(found, material.pairs(tx, project.id), recipe, before)
    if not arranged.counts[Split.TRAIN]:
        raise InputError(text("No approved sample passes this recipe to train on. Approve more, or widen the recipe."))
    rows = arranged.rows.join(texts, on="id", how="left", maintain_order="left")
    rows = rows.select(*ROWS.names(), "split")
    facts = _card_facts(tx, project, recipe, arranged, version_hash(members_of(rows), recipe))
    return Frozen(arranged, rows, facts, _engines(tx, project, facts), before)


def _card_facts(tx: Transaction, project: Project, recipe: Recipe, found: Arrangement, digest: str) -> CardFacts:
    standing = counts_by_status(tx, project.id)
    elsewhere = {LeftOut(s.value): n for s, n in standing.items() if s is not SampleStatus.APPROVED}
    replaced = material.replaced(tx, project.id).join(found.rows, on="id", how="semi")
    return CardFacts(
        project=project.name,
        intended_use=project.intended_use,
        version_hash=digest,
        recipe=recipe,
        counts=found.counts,
        by_origin=_tally(found.rows, "origin"),
        by_language=_tally(found.rows, "language"),
        by_source=_tally(found.rows, "source"),
        left_out=merged(elsewhere, found.left_out),
        review=_review_facts(tx, project, found.rows),
        replaced=_tally(replaced, "entity_type", pl.col("count").sum()),
        detectors=sorted(replaced["detector"].unique()),
        notes=_tally(material.notes(tx, project.id).join(found.rows, on="id", how="semi"), "check"),
        screened_by=_tally(material.engines(tx, project.id).join(found.rows, on="id", how="semi"), "engine"),
        detection={language: detection_words(language) for language in sorted(found.rows["language"].unique())},
    )


def _review_facts(tx: Transaction, project: Project, rows: pl.DataFrame) -> ReviewFacts:
    given = material.approvals(tx, project.id).join(rows, on="id", how="semi")
    people = given.group_by("id").agg(pl.col("person").n_unique())
    days = given["day"].sort()
    return ReviewFacts(
        approvals=given.height,
        people=given["person"].n_unique(),
        by_two_or_more=people.filter(pl.col("person") > 1).height,
        edited=rows.filter(pl.col("id").is_in(material.edited(tx, project.id).implode())).height,
        first=days[0] if days.len() else None,
        last=days[-1] if days.len() else None,
    )


def _engines(tx: Transaction, project: Project, facts: CardFacts) -> dict[str, Json]:
    contents = {kind: policy(tx, project.id, kind) for kind in _POLICIES}
    named = {k: "default" if c is None else content_hash(canonical_json(c)) for k, c in contents.items()}
    return {
        "detectors": list(facts.detectors),
        "replaced": dict(facts.replaced),
        "screened_by": dict(facts.screened_by),
        "detection": dict(facts.detection),
        "notes": dict(facts.notes),
        "policies": named,
    }


def _tally(frame: pl.DataFrame, column: str, count: pl.Expr | None = None) -> dict[str, int]:
    number = (pl.len() if count is None else count).alias("number")
    counted = (
        frame.drop_nulls(column)
        .group_by(column)
        .agg(number)
        .sort(pl.col("number"), pl.col(column), descending=[True, False])
    )
    return {str(name): int(found) for name, found in counted.iter_rows()}


def _version(job: Job, project: Project, order: Order, frozen: Frozen) -> DatasetVersion:
    return DatasetVersion(
        id=order.version_id,
        project_id=project.id,
        name=order.name,
        hash=frozen.facts.version_hash,
        recipe=order.recipe,
        counts=frozen.arranged.counts,
        folder=f"versions/{project.slug}-{project.id[:8]}/{order.name}",
        created_by=job.created_by,
        created_at=job.created_at,
    )


def _manifest_facts(version: DatasetVersion, frozen: Frozen) -> dict[str, Json]:
    return {
        "version_hash": version.hash,
        "recipe": version.recipe.settings(),
        "counts": {split.value: count for split, count in version.counts.items()},
        "left_out": {why.value: count for why, count in frozen.facts.left_out.items()},
        "engines": frozen.engines,
        "gate": None if frozen.facts.gate is None else frozen.facts.gate.to_json(),
    }


def _project(tx: Transaction, job: Job) -> Project:
    project = project_by_id(tx, job.project_id)
    if project is None:
        raise NotFoundError(text("The project of job {job} is gone.", job=job.id))
    return project


def _require_free(tx: Transaction, project: Project, name: str) -> None:
    if store.version_by_name(tx, project.id, name) is not None:
        raise ConflictError(text("There is already a version {name}. Choose another name.", name=name))
