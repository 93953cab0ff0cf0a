"""Stores the revisions that people make: corrections while they are sealed, and earlier texts brought back."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, func, select

from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.samples import Conversation, Message, Revision, RevisionKind, RevisionState, Role
from curation.store.database import Transaction
from curation.store.tables_samples import FindingRow, PiiSpanRow, RevisionRow, SampleRow

_OPEN = (
    select(RevisionRow)
    .join(SampleRow, SampleRow.id == RevisionRow.sample_id)
    .where(
        RevisionRow.sample_id.in_(bindparam("samples", expanding=True)),
        RevisionRow.state == RevisionState.OPEN.value,
        RevisionRow.number <= SampleRow.head,
        (RevisionRow.kind != RevisionKind.PROPOSED.value) | (RevisionRow.number == SampleRow.head),
    )
    .order_by(RevisionRow.sample_id, RevisionRow.number)
)
_HEAD = select(SampleRow.head).where(SampleRow.id == bindparam("sample")).scalar_subquery()
_NEWEST = (
    select(RevisionRow)
    .where(
        RevisionRow.sample_id == bindparam("sample"),
        (RevisionRow.kind != RevisionKind.PROPOSED.value) | (RevisionRow.number == _HEAD),
    )
    .order_by(RevisionRow.number.desc())
    .limit(1)
)


def conversation_json(conversation: Conversation) -> str:
    """Write a conversation as the JSON text that is sealed: `{"messages": [{role, content}], "context": [text]}`."""
    turns = [{"role": m.role.value, "content": m.content} for m in conversation.messages]
    return canonical_json({"messages": turns, "context": list(conversation.context)})


def conversation_from(messages: Json, context: Json) -> Conversation:
    """Read the messages and context columns of a revision."""
    rows = messages if isinstance(messages, list) else []
    turns = [Message(Role(str(t["role"])), str(t["content"])) for t in rows if isinstance(t, dict)]
    passages = tuple(str(piece) for piece in context) if isinstance(context, list) else ()
    return Conversation(tuple(turns), passages)


def conversation_of(revision: Revision, opened: str | None) -> Conversation:
    """Return a revision's text: its own where it is open, else what was unsealed (see `conversation_json`)."""
    if revision.conversation is not None or opened is None:
        return revision.conversation or Conversation(())
    content = json.loads(opened)
    return conversation_from(content["messages"], content["context"])


def open_revisions(tx: Transaction, sample_ids: Collection[str]) -> dict[str, tuple[Revision, ...]]:
    """Return the open revisions that led to each sample's head, oldest first, the head last."""
    found: dict[str, tuple[Revision, ...]] = {}
    for row in tx.scalars(_OPEN, {"samples": list(sample_ids)}):
        found[row.sample_id] = (*found.get(row.sample_id, ()), _revision(row))
    return found


def newest_revision(tx: Transaction, sample_id: str) -> Revision | None:
    """Return a sample's newest revision, open or still being screened; one voice among several only as its head."""
    row = tx.scalar(_NEWEST, {"sample": sample_id})
    return None if row is None else _revision(row)


def find_revision(tx: Transaction, sample_id: str, number: int) -> tuple[Revision, bytes | None] | None:
    """Return a revision, and its sealed text while it has one."""
    row = tx.get(RevisionRow, (sample_id, number))
    return None if row is None else (_revision(row), row.sealed)


def add_correction(
    tx: Transaction, parent: Revision, kind: RevisionKind, typed: tuple[str, bytes], at: datetime
) -> int:
    """Add what a person typed (their id, the sealed text) as the next revision, to be screened; return its number.

    The hashes are those of the sealed bytes: a hash of typed text could be tried out against likely
    identifiers before screening has taken them out.
    """
    author_id, sealed = typed
    number = _next_number(tx, parent.sample_id)
    tx.add(
        RevisionRow(
            sample_id=parent.sample_id,
            number=number,
            kind=kind.value,
            state=RevisionState.SCREENING.value,
            question="",
            answer="",
            messages=[],
            context=[],
            text_hash=content_hash(sealed),
            meaning_hash="",
            sealed=sealed,
            parent=parent.number,
            author_id=author_id,
            created_at=at,
        )
    )
    tx.flush()
    return number


def restore(tx: Transaction, sample_id: str, number: int, author_id: str, at: datetime) -> int:
    """Add an earlier open text as the next revision, with its findings and spans; return its number."""
    row = tx.get_one(RevisionRow, (sample_id, number))
    fresh = _next_number(tx, sample_id)
    copied = {c: getattr(row, c) for c in ("question", "answer", "messages", "context", "meaning_hash")}
    # An old text from which personal data was taken out later keeps the hash that it was decided on with.
    copied["text_hash"] = conversation_from(row.messages, row.context).hash
    tx.add(
        RevisionRow(
            sample_id=sample_id,
            number=fresh,
            kind=RevisionKind.RESTORED.value,
            state=RevisionState.OPEN.value,
            sealed=None,
            parent=number,
            author_id=author_id,
            created_at=at,
            **copied,
        )
    )
    tx.flush()
    for table in (FindingRow, PiiSpanRow):
        for found in tx.scalars(select(table).where(table.sample_id == sample_id, table.revision == number)):
            kept = {c.key: getattr(found, c.key) for c in table.__table__.columns if c.key not in {"id", "revision"}}
            tx.add(table(**kept, revision=fresh))
    tx.flush()
    return fresh


def _next_number(tx: Transaction, sample_id: str) -> int:
    return (tx.scalar(select(func.max(RevisionRow.number)).where(RevisionRow.sample_id == sample_id)) or 0) + 1


def _revision(row: RevisionRow) -> Revision:
    is_open = row.state == RevisionState.OPEN.value
    return Revision(
        sample_id=row.sample_id,
        number=row.number,
        kind=RevisionKind(row.kind),
        state=RevisionState(row.state),
        conversation=conversation_from(row.messages, row.context) if is_open else None,
        text_hash=row.text_hash,
        author_id=row.author_id,
        created_at=row.created_at,
        parent=row.parent,
    )
