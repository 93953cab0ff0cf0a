"""Stores what people are typing: sealed, one a person and sample, read back for its author alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from curation.store.database import Transaction
from curation.store.tables_work import DraftRow


@dataclass(frozen=True)
class SealedDraft:
    """A draft as it lies in the store: what was typed is encrypted."""

    person_id: str
    sample_id: str
    revision: int
    sealed: bytes
    changed_at: datetime


def save_draft(tx: Transaction, draft: SealedDraft) -> None:
    """Write a person's draft on a sample over the one before."""
    tx.merge(
        DraftRow(
            person_id=draft.person_id,
            sample_id=draft.sample_id,
            revision=draft.revision,
            sealed=draft.sealed,
            changed_at=draft.changed_at,
        )
    )
    tx.flush()


def drafts_of(tx: Transaction, person_id: str, sample_ids: Collection[str]) -> dict[str, SealedDraft]:
    """Return a person's drafts on these samples."""
    query = select(DraftRow).where(DraftRow.person_id == person_id, DraftRow.sample_id.in_(sample_ids))
    return {
        row.sample_id: SealedDraft(row.person_id, row.sample_id, row.revision, row.sealed, row.changed_at)
        for row in tx.scalars(query)
    }


def drop_draft(tx: Transaction, person_id: str, sample_id: str) -> None:
    """Delete a person's draft on a sample."""
    tx.execute(
        delete(DraftRow).where(DraftRow.person_id == person_id, DraftRow.sample_id == sample_id),
        execution_options={"synchronize_session": False},
    )
