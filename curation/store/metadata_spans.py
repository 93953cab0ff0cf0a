"""Stores where personal data stands in the metadata of samples, and reads it as a text that decisions can change."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from curation.domain.findings import Part, PiiSpan, Place
from curation.domain.identity import Json
from curation.domain.privacy import SpanState, ValueKey
from curation.domain.samples import Conversation
from curation.store.database import Transaction
from curation.store.findings import SpanFound
from curation.store.privacy_texts import StoredSpan, StoredText
from curation.store.sealed_values import GROUP_DIGITS, Value, seal_values
from curation.store.tables_privacy import MetadataSpanRow
from curation.store.tables_samples import SampleRow, SealedValueRow


def add_metadata_spans(tx: Transaction, project_id: str, found: Sequence[tuple[str, SpanFound]], at: datetime) -> None:
    """Add spans in bulk, each with its column, and keep each value sealed once a project, type and value."""
    values = [
        Value(one.span.entity_type, one.value_hmac, one.spelling, one.sealed)
        for _, one in found
        if one.value_hmac is not None
    ]
    ids = seal_values(tx, project_id, values, at)
    rows = [
        _values(column, one.sample_id, one.span)
        | {
            "value_id": None if one.value_hmac is None else ids[one.span.entity_type, one.value_hmac, one.spelling],
            "decision": one.decision,
        }
        for column, one in found
    ]
    if rows:
        tx.execute(insert(MetadataSpanRow), rows)


def stored_metadata(tx: Transaction, sample_id: str) -> StoredText | None:
    """Return a sample's metadata as passages, a column each in its order, None where there is none."""
    columns = _columns(tx, sample_id)
    if not columns:
        return None
    texts = tuple(said_in(value) for value in columns.values())
    return StoredText(sample_id, 0, Conversation((), texts), "", _spans(tx, sample_id, list(columns)), ())


def all_metadata(tx: Transaction) -> Iterator[StoredText]:
    """Yield the metadata of every sample of every project that has some."""
    ids = list(tx.scalars(select(SampleRow.id).where(SampleRow.attributes.is_not(None)).order_by(SampleRow.id)))
    found = (stored_metadata(tx, sample_id) for sample_id in ids)
    return (held for held in found if held is not None)


def rewrite_metadata(tx: Transaction, before: StoredText, after: StoredText) -> None:
    """Change a sample's metadata; a column whose text stays keeps its value, whatever kind that is."""
    columns = _columns(tx, before.sample_id)
    pairs = zip(columns.items(), before.conversation.context, after.conversation.context, strict=True)
    changed: dict[str, Json] = {name: value if old == new else new for (name, value), old, new in pairs}
    tx.get_one(SampleRow, before.sample_id).attributes = changed
    tx.flush()
    tx.execute(delete(MetadataSpanRow).where(MetadataSpanRow.sample_id == before.sample_id))
    names = list(columns)
    rows = [
        _values(names[one.span.place.index], before.sample_id, one.span)
        | {"value_id": one.value_id, "decision": one.state.stored}
        for one in after.spans
    ]
    if rows:
        tx.execute(insert(MetadataSpanRow), rows)


def said_in(value: Json) -> str:
    """Return a column's value as the text that was searched."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def metadata_of(tx: Transaction, sample_ids: Sequence[str]) -> dict[str, Mapping[str, Json]]:
    """Return the metadata of samples, by sample id."""
    query = select(SampleRow.id, SampleRow.attributes).where(SampleRow.id.in_(sample_ids))
    return {name: value for name, value in tx.execute(query) if isinstance(value, Mapping)}


def _columns(tx: Transaction, sample_id: str) -> dict[str, Json]:
    found = tx.scalar(select(SampleRow.attributes).where(SampleRow.id == sample_id))
    return dict(found) if isinstance(found, Mapping) else {}


def _spans(tx: Transaction, sample_id: str, columns: Sequence[str]) -> tuple[StoredSpan, ...]:
    group = func.substr(SealedValueRow.value_hmac, 1, GROUP_DIGITS)
    query = (
        select(MetadataSpanRow, SealedValueRow.entity_type, group, SealedValueRow.sealed)
        .outerjoin(SealedValueRow, SealedValueRow.id == MetadataSpanRow.value_id)
        .where(MetadataSpanRow.sample_id == sample_id, MetadataSpanRow.column.in_(columns))
        .order_by(MetadataSpanRow.id)
        .execution_options(populate_existing=True)
    )
    found: list[StoredSpan] = []
    for row, entity, hmac, sealed in tx.execute(query):
        place = Place(Part.CONTEXT, columns.index(row.column), row.start, row.end)
        ends = (row.original_start, row.original_end)
        span = PiiSpan(place, *ends, row.entity_type, row.detector, row.score, row.placeholder)
        key = None if hmac is None else ValueKey(entity, hmac)
        found.append(StoredSpan(span, SpanState.read(row.decision), key, row.value_id, sealed))
    return tuple(sorted(found, key=lambda one: (one.span.place.index, one.span.place.start)))


def _values(column: str, sample_id: str, span: PiiSpan) -> dict[str, object]:
    return {
        "sample_id": sample_id,
        "column": column,
        "start": span.place.start,
        "end": span.place.end,
        "original_start": span.original_start,
        "original_end": span.original_end,
        "entity_type": span.entity_type,
        "detector": span.detector,
        "score": span.score,
        "placeholder": span.placeholder,
    }
