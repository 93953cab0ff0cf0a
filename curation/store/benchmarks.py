"""Stores what is held back: benchmark files, and the test side of frozen versions."""

from sqlalchemy import delete, select

from curation.domain.benchmarks import Benchmark, HeldText
from curation.domain.versions import Split
from curation.store.database import Transaction
from curation.store.tables_samples import BenchmarkRow, RevisionRow, SampleRow
from curation.store.tables_work import VersionMemberRow, VersionRow
from curation.texts import text


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


def groups_of(tx: Transaction, project_id: str, source_id: str | None) -> dict[str, str | None]:
    """Return the duplicate group of each sample of a project, or of one source, by sample id."""
    query = select(SampleRow.id, SampleRow.group_id).where(SampleRow.project_id == project_id).order_by(SampleRow.id)
    if source_id is not None:
        query = query.where(SampleRow.source_id == source_id)
    return dict(tx.execute(query).all())
