"""Stores when originals were purged, and finds the sealed values that only one source's samples hold."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from curation.domain.sources import SourceState
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.privacy import purge_decisions
from curation.store.tables_privacy import MetadataSpanRow
from curation.store.tables_samples import PiiSpanRow, SampleRow, SealedValueRow, SourceRow

_PLAIN = {"synchronize_session": False}
_SPANS = (PiiSpanRow, MetadataSpanRow)


def purged_at(tx: Transaction, source_id: str) -> datetime | None:
    """Return when a source's originals were purged, None while they are kept."""
    return tx.scalar(select(SourceRow.purged_at).where(SourceRow.id == source_id))


def sealed_sources(tx: Transaction) -> list[tuple[str, str, str, datetime]]:
    """Return (project, source, hash of its bytes, imported at) of every screened source that is not purged."""
    query = select(SourceRow.project_id, SourceRow.id, SourceRow.bytes_hash, SourceRow.imported_at).where(
        SourceRow.purged_at.is_(None), SourceRow.state == SourceState.OPEN.value
    )
    return [(p, s, h, at) for p, s, h, at in tx.execute(query.order_by(SourceRow.imported_at, SourceRow.id))]


def own_values(tx: Transaction, source_id: str) -> list[str]:
    """Return the sealed values that stand in samples of this source and of no other that is kept."""
    kept = select(SourceRow.id).where(SourceRow.purged_at.is_(None), SourceRow.id != source_id)
    here = or_(*(_stands_in(table, SampleRow.source_id == source_id) for table in _SPANS))
    elsewhere = or_(*(_stands_in(table, SampleRow.source_id.in_(kept)) for table in _SPANS))
    query = select(SealedValueRow.id).where(SealedValueRow.sealed.is_not(None), here, ~elsewhere)
    return sorted(tx.scalars(query))


def _stands_in(table: type[PiiSpanRow | MetadataSpanRow], where: ColumnElement[bool]) -> ColumnElement[bool]:
    query = select(table.id).join(SampleRow, SampleRow.id == table.sample_id)
    return query.where(table.value_id == SealedValueRow.id, where).correlate(SealedValueRow).exists()


def others_keep(tx: Transaction, bytes_hash: str) -> bool:
    """Tell whether a source that is not purged has these bytes: read another way, or in another project."""
    query = select(SourceRow.id).where(SourceRow.bytes_hash == bytes_hash, SourceRow.purged_at.is_(None))
    return tx.scalar(query.limit(1)) is not None


def mark_purged(tx: Transaction, source_id: str, at: datetime) -> bool:
    """Say that a source's originals are gone; False where they were before."""
    change = update(SourceRow).where(SourceRow.id == source_id, SourceRow.purged_at.is_(None))
    found = tx.execute(change.values(purged_at=at).returning(SourceRow.id), execution_options=_PLAIN)
    return found.one_or_none() is not None


def drop_seals(tx: Transaction, value_ids: Sequence[str]) -> None:
    """Empty sealed values; their keyed hashes stay, so that decisions on equal values go on."""
    for part in in_parts(value_ids):
        change = update(SealedValueRow).where(SealedValueRow.id.in_(part))
        tx.execute(change.values(sealed=None), execution_options=_PLAIN)
    purge_decisions(tx, value_ids)
