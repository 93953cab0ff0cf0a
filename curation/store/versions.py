"""Stores dataset versions: rows, members, the sides that stick, and the gates that let them pass."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from sqlalchemy import func, insert, select, update

from curation.domain.identity import Json, new_id
from curation.domain.releases import MEMBERS
from curation.domain.versions import DatasetVersion, Split, recipe_from
from curation.store.database import Transaction
from curation.store.tables_people import GateRow
from curation.store.tables_work import SplitRow, VersionMemberRow, VersionRow

_AT_ONCE = 5_000


@dataclass(frozen=True)
class Gate:
    """What let a thing pass: the rule, the evidence it read, and the verdict."""

    name: str
    object_kind: str
    object_id: str
    evidence: Json
    verdict: str


def add_version(tx: Transaction, version: DatasetVersion, manifest_hash: str, members: pl.DataFrame) -> None:
    """Add a version with its members (columns of MEMBERS)."""
    tx.add(
        VersionRow(
            id=version.id,
            project_id=version.project_id,
            name=version.name,
            hash=version.hash,
            recipe=version.recipe.settings(),
            counts={split.value: count for split, count in version.counts.items()},
            folder=version.folder,
            manifest_hash=manifest_hash,
            created_by=version.created_by,
            created_at=version.created_at,
        )
    )
    tx.flush()
    named = members.select(
        pl.lit(version.id).alias("version_id"),
        pl.col("id").alias("sample_id"),
        "revision",
        "revision_hash",
        "split",
        pl.col("group").alias("group_key"),
    )
    for part in named.iter_slices(_AT_ONCE):
        tx.execute(insert(VersionMemberRow), part.to_dicts())


def versions(tx: Transaction, project_id: str) -> tuple[DatasetVersion, ...]:
    """Return the versions of a project, newest first."""
    query = select(VersionRow).where(VersionRow.project_id == project_id)
    rows = tx.scalars(query.order_by(VersionRow.created_at.desc(), VersionRow.id))
    return tuple(_version(row) for row in rows)


def version_by_name(tx: Transaction, project_id: str, name: str) -> DatasetVersion | None:
    """Return a version by its name; capital letters make no other name, because some disks see none."""
    query = select(VersionRow).where(VersionRow.project_id == project_id, func.lower(VersionRow.name) == name.lower())
    row = tx.scalar(query)
    return None if row is None else _version(row)


def version_by_id(tx: Transaction, version_id: str) -> DatasetVersion | None:
    """Return a version by its id."""
    row = tx.get(VersionRow, version_id)
    return None if row is None else _version(row)


def members(tx: Transaction, version_id: str) -> pl.DataFrame:
    """Return the members of a version (columns of MEMBERS), sorted by the bytes of the id."""
    m = VersionMemberRow
    query = select(m.sample_id, m.revision, m.revision_hash, m.split, m.group_key).where(m.version_id == version_id)
    found = pl.DataFrame([tuple(row) for row in tx.execute(query)], MEMBERS, orient="row")
    return found.sort(pl.col("id").cast(pl.Binary))


def versions_with(tx: Transaction, sample_id: str) -> tuple[str, ...]:
    """Return the names of the versions that hold a sample, oldest first."""
    query = (
        select(VersionRow.name)
        .join(VersionMemberRow, VersionMemberRow.version_id == VersionRow.id)
        .where(VersionMemberRow.sample_id == sample_id)
        .order_by(VersionRow.created_at, VersionRow.id)
    )
    return tuple(tx.scalars(query))


def sides(tx: Transaction, project_id: str) -> dict[str, Split]:
    """Return the side that each key of a project was given once."""
    query = select(SplitRow.group_key, SplitRow.split).where(SplitRow.project_id == project_id)
    return {key: Split(side) for key, side in tx.execute(query)}


def keep_sides(tx: Transaction, project_id: str, chosen: Mapping[str, Split]) -> None:
    """Make the side of each key stick; a key whose group grew into another's takes that one's side."""
    known = sides(tx, project_id)
    fresh = [
        {"project_id": project_id, "group_key": key, "split": side.value}
        for key, side in sorted(chosen.items())
        if key not in known
    ]
    for i in range(0, len(fresh), _AT_ONCE):
        tx.execute(insert(SplitRow), fresh[i : i + _AT_ONCE])
    moved = [
        {"project_id": project_id, "group_key": key, "split": side.value}
        for key, side in sorted(chosen.items())
        if known.get(key, side) is not side
    ]
    if moved:
        tx.execute(update(SplitRow), moved)


def add_gate(tx: Transaction, version: DatasetVersion, gate: Gate) -> None:
    """Add the next row of a gate."""
    query = select(func.max(GateRow.number)).where(GateRow.name == gate.name, GateRow.object_id == gate.object_id)
    tx.add(
        GateRow(
            id=new_id(),
            project_id=version.project_id,
            name=gate.name,
            object_kind=gate.object_kind,
            object_id=gate.object_id,
            number=(tx.scalar(query) or 0) + 1,
            evidence=gate.evidence,
            verdict=gate.verdict,
            overridden_by=None,
            override_reason=None,
            created_at=version.created_at,
        )
    )
    tx.flush()


def gates_of(tx: Transaction, object_id: str) -> tuple[Gate, ...]:
    """Return the gates that a thing has passed or not, oldest first."""
    query = select(GateRow).where(GateRow.object_id == object_id).order_by(GateRow.created_at, GateRow.number)
    return tuple(Gate(row.name, row.object_kind, row.object_id, row.evidence, row.verdict) for row in tx.scalars(query))


def _version(row: VersionRow) -> DatasetVersion:
    counts = row.counts if isinstance(row.counts, dict) else {}
    return DatasetVersion(
        id=row.id,
        project_id=row.project_id,
        name=row.name,
        hash=row.hash,
        recipe=recipe_from(row.recipe),
        counts={Split(name): count for name, count in counts.items() if isinstance(count, int)},
        folder=row.folder,
        created_by=row.created_by,
        created_at=row.created_at,
    )
