"""Reads and writes stored texts with their spans, for decisions on personal data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import case, delete, func, insert, select

from curation.domain.findings import Finding, Part, PiiSpan, Place
from curation.domain.identity import Json
from curation.domain.privacy import SpanState, ValueKey
from curation.domain.samples import Conversation, RevisionKind, RevisionState
from curation.store.corrections import conversation_from
from curation.store.database import Transaction
from curation.store.findings import finding_from, finding_values
from curation.store.sealed_values import GROUP_DIGITS
from curation.store.tables_privacy import MetadataSpanRow
from curation.store.tables_samples import FindingRow, PiiSpanRow, RevisionRow, SampleRow, SealedValueRow


@dataclass(frozen=True)
class StoredSpan:
    """A span as it is stored: its state, its value's key, row and seal (None where not kept)."""

    span: PiiSpan
    state: SpanState
    key: ValueKey | None
    value_id: str | None
    sealed: bytes | None


@dataclass(frozen=True)
class StoredText:
    """An open revision with its spans and its findings (each with who dismissed it)."""

    sample_id: str
    number: int
    conversation: Conversation
    meaning: str
    spans: tuple[StoredSpan, ...]
    findings: tuple[tuple[Finding, str | None], ...]


def stored_texts(tx: Transaction, sample_id: str) -> list[StoredText]:
    """Return a sample's open revisions, oldest first, but its text of now last (others' proposals may be newer)."""
    query = (
        select(RevisionRow)
        .join(SampleRow, SampleRow.id == RevisionRow.sample_id)
        .where(RevisionRow.sample_id == sample_id, RevisionRow.state == RevisionState.OPEN.value)
        .order_by(case((RevisionRow.number == SampleRow.head, 1), else_=0), RevisionRow.number)
        .execution_options(populate_existing=True)
    )
    spans, findings = _spans(tx, sample_id), _findings(tx, sample_id)
    return [
        StoredText(
            sample_id,
            row.number,
            conversation_from(row.messages, row.context),
            row.meaning_hash,
            tuple(spans.get(row.number, ())),
            tuple(findings.get(row.number, ())),
        )
        for row in tx.scalars(query)
    ]


def add_text(tx: Transaction, text: StoredText, author_id: str, at: datetime) -> int:
    """Add a text as its sample's next revision, restored from `text.number`; return its number.

    It means what its parent meant: only placeholders changed, so an approval of the parent counts for it.
    """
    newest = tx.scalar(select(func.max(RevisionRow.number)).where(RevisionRow.sample_id == text.sample_id)) or 0
    tx.add(
        RevisionRow(
            sample_id=text.sample_id,
            number=newest + 1,
            kind=RevisionKind.RESTORED.value,
            state=RevisionState.OPEN.value,
            text_hash=text.conversation.hash,
            meaning_hash=text.meaning,
            sealed=None,
            parent=text.number,
            author_id=author_id,
            created_at=at,
            **_columns(text.conversation),
        )
    )
    tx.flush()
    _add_beside(tx, text, newest + 1)
    return newest + 1


def rewrite_text(tx: Transaction, text: StoredText) -> None:
    """Change an earlier revision in place, so that a value hidden now is read nowhere.

    Its hash stays: it names the text that was decided on and frozen.
    """
    row = tx.get_one(RevisionRow, (text.sample_id, text.number))
    for name, value in _columns(text.conversation).items():
        setattr(row, name, value)
    tx.flush()
    for table in (FindingRow, PiiSpanRow):
        tx.execute(delete(table).where(table.sample_id == text.sample_id, table.revision == text.number))
    _add_beside(tx, text, text.number)


def placeholders_of(tx: Transaction, sample_id: str) -> dict[str, str]:
    """Return what stands for a value in any of a sample's revisions or in its metadata, with the entity type."""
    found: dict[str, str] = {}
    for table in (PiiSpanRow, MetadataSpanRow):
        query = select(table.placeholder, table.entity_type).where(table.sample_id == sample_id)
        found |= dict(tx.execute(query.where(table.placeholder != "").distinct()).all())
    return found


def add_carried(tx: Transaction, sample_id: str, revision: int, spans: Sequence[StoredSpan]) -> None:
    """Add spans to a revision that has its own already: those of placeholders that were in an earlier text."""
    rows = _span_rows(sample_id, revision, spans)
    if rows:
        tx.execute(insert(PiiSpanRow), rows)


def has_waiting_text(tx: Transaction, sample_id: str) -> bool:
    """Tell whether a correction that becomes the sample's text still waits to be screened."""
    query = select(RevisionRow.number).where(
        RevisionRow.sample_id == sample_id,
        RevisionRow.state == RevisionState.SCREENING.value,
        RevisionRow.kind != RevisionKind.PROPOSED.value,
    )
    return tx.scalar(query.limit(1)) is not None


def _columns(conversation: Conversation) -> dict[str, object]:
    turns: list[Json] = [{"role": m.role.value, "content": m.content} for m in conversation.messages]
    return {
        "question": conversation.question,
        "answer": conversation.answer,
        "messages": turns,
        "context": list(conversation.context),
    }


def _spans(tx: Transaction, sample_id: str) -> dict[int, list[StoredSpan]]:
    group = func.substr(SealedValueRow.value_hmac, 1, GROUP_DIGITS)
    query = (
        select(PiiSpanRow, SealedValueRow.entity_type, group, SealedValueRow.sealed)
        .outerjoin(SealedValueRow, SealedValueRow.id == PiiSpanRow.value_id)
        .where(PiiSpanRow.sample_id == sample_id)
        .order_by(PiiSpanRow.revision, PiiSpanRow.id)
    )
    found: dict[int, list[StoredSpan]] = {}
    for row, entity, hmac, sealed in tx.execute(query):
        key = None if hmac is None else ValueKey(entity, hmac)
        place = Place(Part(row.part), row.index, row.start, row.end)
        ends = (row.original_start, row.original_end)
        span = PiiSpan(place, *ends, row.entity_type, row.detector, row.score, row.placeholder)
        found.setdefault(row.revision, []).append(
            StoredSpan(span, SpanState.read(row.decision), key, row.value_id, sealed)
        )
    return found


def _findings(tx: Transaction, sample_id: str) -> dict[int, list[tuple[Finding, str | None]]]:
    found: dict[int, list[tuple[Finding, str | None]]] = {}
    query = select(FindingRow).where(FindingRow.sample_id == sample_id).order_by(FindingRow.id)
    for row in tx.scalars(query):
        found.setdefault(row.revision, []).append((finding_from(row), row.dismissed_by))
    return found


def _add_beside(tx: Transaction, text: StoredText, revision: int) -> None:
    findings = [finding_values(text.sample_id, revision, replace(one, dismissed_by=by)) for one, by in text.findings]
    spans = _span_rows(text.sample_id, revision, text.spans)
    if findings:
        tx.execute(insert(FindingRow), findings)
    if spans:
        tx.execute(insert(PiiSpanRow), spans)


def _span_rows(sample_id: str, revision: int, spans: Sequence[StoredSpan]) -> list[dict[str, object]]:
    return [
        {
            "sample_id": sample_id,
            "revision": revision,
            **_place(one.span.place),
            "original_start": one.span.original_start,
            "original_end": one.span.original_end,
            "entity_type": one.span.entity_type,
            "detector": one.span.detector,
            "score": one.span.score,
            "placeholder": one.span.placeholder,
            "value_id": one.value_id,
            "decision": one.state.stored,
            "decided_by": None,
        }
        for one in spans
    ]


def _place(place: Place) -> dict[str, object]:
    return {"part": place.part.value, "index": place.index, "start": place.start, "end": place.end}
