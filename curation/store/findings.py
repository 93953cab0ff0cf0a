"""Stores what screening said of revisions: findings, places of personal data, sealed values."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, or_, select

from curation.domain.findings import Finding, Part, PiiSpan, Place, Severity
from curation.domain.privacy import LEFT_IN_TEXT
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.sealed_values import Value, seal_values
from curation.store.tables_samples import FindingRow, PiiSpanRow, SampleRow, SealedValueRow

_AT_ONCE = 500
HIDDEN = or_(PiiSpanRow.decision.is_(None), PiiSpanRow.decision.not_in(LEFT_IN_TEXT))


@dataclass(frozen=True)
class SpanFound:
    """A PII span of a revision, with its value's keyed hash and seal (None where not kept).

    `spelling` is the keyed hash of the exact text, `decision` what `SpanState.stored` says.
    """

    sample_id: str
    revision: int
    span: PiiSpan
    value_hmac: str | None = None
    sealed: bytes | None = None
    spelling: str | None = None
    decision: str | None = None


def add_findings(tx: Transaction, found: Iterable[tuple[str, int, Finding]]) -> None:
    """Add findings in bulk; a row is (sample id, revision, finding)."""
    rows = [finding_values(*one) for one in found]
    if rows:
        tx.execute(insert(FindingRow), rows)


def findings_of(tx: Transaction, sample_id: str, revision: int) -> tuple[Finding, ...]:
    """Return what the checks said of a revision, in the order it was added."""
    query = (
        select(FindingRow)
        .where(FindingRow.sample_id == sample_id, FindingRow.revision == revision)
        .order_by(FindingRow.id)
    )
    return tuple(finding_from(row) for row in tx.scalars(query))


def findings_of_heads(tx: Transaction, ids: Sequence[str]) -> dict[str, list[Finding]]:
    """Return the findings of the head revisions of samples, by sample id."""
    found: dict[str, list[Finding]] = {sample_id: [] for sample_id in ids}
    for part in in_parts(ids):
        query = (
            select(FindingRow)
            .join(SampleRow, (SampleRow.id == FindingRow.sample_id) & (SampleRow.head == FindingRow.revision))
            .where(SampleRow.id.in_(part))
            .order_by(FindingRow.id)
        )
        for row in tx.scalars(query):
            found[row.sample_id].append(finding_from(row))
    return found


def drop_findings(tx: Transaction, sample_ids: Sequence[str], check: str) -> None:
    """Forget what one check said of samples, before it is said anew."""
    for part in in_parts(sample_ids):
        tx.execute(
            delete(FindingRow).where(FindingRow.sample_id.in_(part), FindingRow.check == check),
            execution_options={"synchronize_session": False},
        )


def samples_with(tx: Transaction, project_id: str, check: str) -> tuple[str, ...]:
    """Return the samples of a project whose head carries a finding of a check, by id."""
    query = (
        select(SampleRow.id)
        .join(FindingRow, (FindingRow.sample_id == SampleRow.id) & (FindingRow.revision == SampleRow.head))
        .where(SampleRow.project_id == project_id, FindingRow.check == check)
        .distinct()
        .order_by(SampleRow.id)
    )
    return tuple(tx.scalars(query))


def counts_by_check(tx: Transaction, project_id: str) -> dict[str, int]:
    """Count the samples of a project by the checks whose notes stand on them, most first."""
    number = func.count(SampleRow.id.distinct())
    query = (
        select(FindingRow.check, number)
        .join(SampleRow, (SampleRow.id == FindingRow.sample_id) & (SampleRow.head == FindingRow.revision))
        .where(SampleRow.project_id == project_id, FindingRow.dismissed_by.is_(None))
        .group_by(FindingRow.check)
        .order_by(number.desc(), FindingRow.check)
    )
    return dict(tx.execute(query).all())


def drop_of_heads(tx: Transaction, sample_ids: Sequence[str], checks: Collection[str]) -> None:
    """Forget what these checks said of the head revisions of samples; what somebody dismissed stays dismissed."""
    for part in in_parts(sample_ids):
        heads = select(SampleRow.head).where(SampleRow.id == FindingRow.sample_id).scalar_subquery()
        tx.execute(
            delete(FindingRow).where(
                FindingRow.sample_id.in_(part),
                FindingRow.revision == heads,
                FindingRow.check.in_(checks),
                FindingRow.dismissed_by.is_(None),
            ),
            execution_options={"synchronize_session": False},
        )


def add_spans(tx: Transaction, project_id: str, found: Sequence[SpanFound], at: datetime) -> None:
    """Add PII spans in bulk and keep each replaced value sealed once a project, type and value."""
    values = [
        Value(one.span.entity_type, one.value_hmac, one.spelling, one.sealed)
        for one in found
        if one.value_hmac is not None
    ]
    ids = seal_values(tx, project_id, values, at)
    rows = [
        _span_values(one, None if one.value_hmac is None else ids[one.span.entity_type, one.value_hmac, one.spelling])
        for one in found
    ]
    if rows:
        tx.execute(insert(PiiSpanRow), rows)


def spans_of(tx: Transaction, sample_id: str, revision: int) -> tuple[PiiSpan, ...]:
    """Return where personal data stood in a revision, in reading order."""
    query = (
        select(PiiSpanRow)
        .where(PiiSpanRow.sample_id == sample_id, PiiSpanRow.revision == revision, HIDDEN)
        .order_by(PiiSpanRow.part, PiiSpanRow.index, PiiSpanRow.start)
    )
    return tuple(span_of(row) for row in tx.scalars(query))


def spans_of_heads(tx: Transaction, ids: Sequence[str]) -> dict[str, list[PiiSpan]]:
    """Return the PII spans of the head revisions of samples, by sample id."""
    found: dict[str, list[PiiSpan]] = {sample_id: [] for sample_id in ids}
    for i in range(0, len(ids), _AT_ONCE):
        query = (
            select(PiiSpanRow)
            .join(SampleRow, (SampleRow.id == PiiSpanRow.sample_id) & (SampleRow.head == PiiSpanRow.revision))
            .where(SampleRow.id.in_(ids[i : i + _AT_ONCE]), HIDDEN)
            .order_by(PiiSpanRow.part, PiiSpanRow.index, PiiSpanRow.start)
        )
        for row in tx.scalars(query):
            found[row.sample_id].append(span_of(row))
    return found


def sealed_values(tx: Transaction, project_id: str) -> tuple[tuple[str, bytes | None], ...]:
    """Return (entity type, sealed value) of every replaced value of a project; purged ones are None."""
    query = (
        select(SealedValueRow.entity_type, SealedValueRow.sealed)
        .where(SealedValueRow.project_id == project_id)
        .order_by(SealedValueRow.id)
    )
    return tuple(tx.execute(query))


def counts_by_entity(tx: Transaction, project_id: str) -> dict[str, int]:
    """Count the PII spans of a project's heads by entity type, most first."""
    number = func.count()
    query = (
        select(PiiSpanRow.entity_type, number)
        .join(SampleRow, (SampleRow.id == PiiSpanRow.sample_id) & (SampleRow.head == PiiSpanRow.revision))
        .where(SampleRow.project_id == project_id, HIDDEN)
        .group_by(PiiSpanRow.entity_type)
        .order_by(number.desc(), PiiSpanRow.entity_type)
    )
    return dict(tx.execute(query).all())


def finding_values(sample_id: str, revision: int, finding: Finding) -> dict[str, object]:
    """Return the columns of a finding's row."""
    place, nearest = finding.place, finding.nearest
    return {
        "sample_id": sample_id,
        "revision": revision,
        "check": finding.check,
        "severity": finding.severity.value,
        "message": finding.message,
        "part": None if place is None else place.part.value,
        "index": None if place is None else place.index,
        "start": None if place is None else place.start,
        "end": None if place is None else place.end,
        "nearest_index": None if nearest is None else nearest.index,
        "nearest_start": None if nearest is None else nearest.start,
        "nearest_end": None if nearest is None else nearest.end,
        "dismissed_by": finding.dismissed_by,
        "offer": finding.offer or None,
    }


def finding_from(row: FindingRow) -> Finding:
    """Read a row."""
    place = None if row.part is None else Place(Part(row.part), row.index or 0, row.start or 0, row.end or 0)
    nearest = None
    if row.nearest_index is not None:
        nearest = Place(Part.CONTEXT, row.nearest_index, row.nearest_start or 0, row.nearest_end or 0)
    return Finding(
        row.check, Severity(row.severity), row.message, place, nearest, row.dismissed_by, offer=row.offer or ""
    )


def _span_values(one: SpanFound, value_id: str | None) -> dict[str, object]:
    span = one.span
    return {
        "sample_id": one.sample_id,
        "revision": one.revision,
        "part": span.place.part.value,
        "index": span.place.index,
        "start": span.place.start,
        "end": span.place.end,
        "original_start": span.original_start,
        "original_end": span.original_end,
        "entity_type": span.entity_type,
        "detector": span.detector,
        "score": span.score,
        "placeholder": span.placeholder,
        "value_id": value_id,
        "decision": one.decision,
        "decided_by": None,
    }


def span_of(row: PiiSpanRow) -> PiiSpan:
    """Return a span as its row says."""
    return PiiSpan(
        place=Place(Part(row.part), row.index, row.start, row.end),
        original_start=row.original_start,
        original_end=row.original_end,
        entity_type=row.entity_type,
        detector=row.detector,
        score=row.score,
        placeholder=row.placeholder,
    )
