"""Stores what people are typing in threads: sealed, one a person, sample and thread, read back for its author alone."""

from datetime import datetime

from sqlalchemy import delete, select

from curation.store.database import Transaction
from curation.store.tables_talk import CommentDraftRow


def save_comment_draft(tx: Transaction, place: tuple[str, str, str], sealed: bytes, at: datetime) -> None:
    """Write a draft over the one before; `place` is person, sample, and thread ("" for a new one)."""
    person_id, sample_id, thread = place
    tx.merge(CommentDraftRow(person_id=person_id, sample_id=sample_id, thread=thread, sealed=sealed, changed_at=at))
    tx.flush()


def comment_drafts(tx: Transaction, person_id: str, sample_id: str) -> dict[str, bytes]:
    """Return the sealed drafts of a person on a sample, by thread."""
    query = select(CommentDraftRow.thread, CommentDraftRow.sealed).where(
        CommentDraftRow.person_id == person_id, CommentDraftRow.sample_id == sample_id
    )
    return dict(tx.execute(query).all())


def drop_comment_draft(tx: Transaction, person_id: str, sample_id: str, thread: str) -> None:
    """Delete a draft."""
    tx.execute(
        delete(CommentDraftRow).where(
            CommentDraftRow.person_id == person_id,
            CommentDraftRow.sample_id == sample_id,
            CommentDraftRow.thread == thread,
        ),
        execution_options={"synchronize_session": False},
    )
