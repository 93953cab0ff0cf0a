"""What must point at something that is there, and what no foreign key can say."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from curation.store.database import Transaction
from curation.store.tables_people import EventRow
from curation.store.tables_samples import RevisionRow, SampleRow, SourceRow
from curation.store.tables_work import DecisionRow, VersionMemberRow, VersionRow


@dataclass(frozen=True)
class FrozenFolder:
    """What a version's row says of its folder; `folder` is relative to the home."""

    name: str
    folder: str
    hash: str
    manifest_hash: str


def frozen_folders(tx: Transaction) -> list[FrozenFolder]:
    """Return every version's folder with the hashes that it was frozen with, by name."""
    rows = tx.scalars(select(VersionRow).order_by(VersionRow.folder))
    return [FrozenFolder(row.name, row.folder, row.hash, row.manifest_hash) for row in rows]


def source_hashes(tx: Transaction) -> list[tuple[str, str]]:
    """Return the id of every source whose bytes are kept, and the hash that names them."""
    query = select(SourceRow).where(SourceRow.purged_at.is_(None)).order_by(SourceRow.id)
    return [(row.id, row.bytes_hash) for row in tx.scalars(query)]


def headless_samples(tx: Transaction) -> list[str]:
    """Return the samples whose newest revision is not there."""
    head = and_(RevisionRow.sample_id == SampleRow.id, RevisionRow.number == SampleRow.head)
    query = select(SampleRow.id).outerjoin(RevisionRow, head).where(RevisionRow.sample_id.is_(None))
    return list(tx.scalars(query.order_by(SampleRow.id)))


def baseless_decisions(tx: Transaction) -> list[str]:
    """Return the decisions on a revision that is not there."""
    seen = and_(RevisionRow.sample_id == DecisionRow.sample_id, RevisionRow.number == DecisionRow.revision)
    query = select(DecisionRow.id).outerjoin(RevisionRow, seen).where(RevisionRow.sample_id.is_(None))
    return list(tx.scalars(query.order_by(DecisionRow.id)))


def changed_members(tx: Transaction) -> list[tuple[str, str]]:
    """Return version and sample of every frozen row whose revision is gone or has another text by now.

    A person's erasure changes texts, and says so in the audit log.
    """
    erased = select(EventRow.object_id).where(EventRow.action == "sample.erased", EventRow.object_kind == "sample")
    kept = and_(
        RevisionRow.sample_id == VersionMemberRow.sample_id,
        RevisionRow.number == VersionMemberRow.revision,
        RevisionRow.text_hash == VersionMemberRow.revision_hash,
    )
    query = (
        select(VersionRow.name, VersionMemberRow.sample_id)
        .join(VersionRow, VersionRow.id == VersionMemberRow.version_id)
        .outerjoin(RevisionRow, kept)
        .where(RevisionRow.sample_id.is_(None), VersionMemberRow.sample_id.not_in(erased))
        .order_by(VersionRow.name, VersionMemberRow.sample_id)
    )
    return [(name, sample_id) for name, sample_id in tx.execute(query)]
