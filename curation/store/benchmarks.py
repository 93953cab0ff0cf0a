"""Stores what is held back: benchmark files, and the test side of frozen versions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

import polars as pl
from sqlalchemy import Select, bindparam, delete, select, update

from curation.domain.benchmarks import Benchmark, HeldText
from curation.domain.versions import Split
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.samples import named_in
from curation.store.tables_samples import BenchmarkRow, RevisionRow, SampleRow
from curation.store.tables_work import VersionMemberRow, VersionRow
from curation.texts import text

Columns = TypeVarTuple("Columns")
_AT_ONCE = 500
_HEAD = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)


@dataclass(frozen=True)
class Compared:
    """Where a sample stands: its head text, its group, and the key of what it was last compared with."""

    id: str
    head: int
    text_hash: str
    group: str | None
    key: str | None


def add_benchmark(tx: Transaction, project_id: str, new: Benchmark, by: str) -> None:
    """Add a benchmark."""
    tx.add(
        BenchmarkRow(
            id=new.id,
            project_id=project_id,
            name=new.name,
            bytes_hash=new.bytes_hash,
            questions=new.questions,
            added_by=by,
            added_at=new.added_at,
        )
    )
    tx.flush()


def benchmarks(tx: Transaction, project_id: str) -> tuple[Benchmark, ...]:
    """Return a project's benchmarks, oldest first."""
    query = (
        select(BenchmarkRow)
        .where(BenchmarkRow.project_id == project_id)
        .order_by(BenchmarkRow.added_at, BenchmarkRow.id)
    )
    return tuple(Benchmark(r.id, r.name, r.bytes_hash, r.questions, r.added_at) for r in tx.scalars(query))


def remove_benchmark(tx: Transaction, project_id: str, benchmark_id: str) -> None:
    """Hold a benchmark back no more; nothing happens where it is gone."""
    tx.execute(
        delete(BenchmarkRow).where(BenchmarkRow.project_id == project_id, BenchmarkRow.id == benchmark_id),
        execution_options={"synchronize_session": False},
    )


def test_side(tx: Transaction, project_id: str) -> list[HeldText]:
    """Return the samples on the test side of any frozen version, each as it was frozen last."""
    query = (
        select(VersionMemberRow.sample_id, VersionRow.name, RevisionRow.question, RevisionRow.answer)
        .join(VersionRow, VersionRow.id == VersionMemberRow.version_id)
        .join(
            RevisionRow,
            (RevisionRow.sample_id == VersionMemberRow.sample_id) & (RevisionRow.number == VersionMemberRow.revision),
        )
        .where(VersionRow.project_id == project_id, VersionMemberRow.split == Split.TEST.value)
        .order_by(VersionRow.created_at, VersionRow.id, VersionMemberRow.sample_id)
    )
    found = {
        sample_id: HeldText(text("the test side of version {name}", name=name), question, answer, sample_id)
        for sample_id, name, question, answer in tx.execute(query)
    }
    return [found[sample_id] for sample_id in sorted(found)]


def groups_among(tx: Transaction, project_id: str, ids: Iterable[str]) -> frozenset[str]:
    """Return the duplicate groups that samples of a project are in."""
    names, found = sorted(ids), set[str]()
    for i in range(0, len(names), _AT_ONCE):
        part = named_in(project_id, names[i : i + _AT_ONCE])
        query = select(SampleRow.group_id).where(*part, SampleRow.group_id.is_not(None))
        found.update(group for group in tx.scalars(query) if group is not None)
    return frozenset(found)


def compared(tx: Transaction, project_id: str, ids: Sequence[str] | None = None) -> list[Compared]:
    """Return where the samples of a project, or some of them, stand with the comparison, by id."""
    query = (
        select(SampleRow.id, SampleRow.head, RevisionRow.text_hash, SampleRow.group_id, SampleRow.compared_hash)
        .join(RevisionRow, _HEAD)
        .order_by(SampleRow.id)
    )
    return [Compared(*row) for part in _parts(query, project_id, ids) for row in tx.execute(part)]


def texts_compared(tx: Transaction, project_id: str, ids: Sequence[str]) -> pl.DataFrame:
    """Return id, group, question and answer of the head texts of samples."""
    query = (
        select(SampleRow.id, SampleRow.group_id, RevisionRow.question, RevisionRow.answer)
        .join(RevisionRow, _HEAD)
        .order_by(SampleRow.id)
    )
    rows = [tuple(row) for part in _parts(query, project_id, ids) for row in tx.execute(part)]
    return pl.DataFrame(rows, schema=dict.fromkeys(("id", "group", "question", "answer"), pl.String), orient="row")


def remember(tx: Transaction, keys: Mapping[str, str]) -> None:
    """Keep with each sample what it was compared with."""
    if keys:
        rows = [{"its_id": name, "its_key": key} for name, key in sorted(keys.items())]
        change = update(SampleRow).where(SampleRow.id == bindparam("its_id")).values(compared_hash=bindparam("its_key"))
        tx.connection().execute(change, rows)


def _parts(query: Select[*Columns], project_id: str, ids: Sequence[str] | None) -> Iterator[Select[*Columns]]:
    if ids is None:
        yield query.where(SampleRow.project_id == project_id)
        return
    for part in in_parts(ids):
        yield query.where(*named_in(project_id, part))
