"""Stores what people are typing: sealed, one a person and sample, read back for its author alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from curation.store.database import Transaction
from curation.store.tables_work import DraftRow

_MINE = select(DraftRow).where(
    DraftRow.person_id == bindparam("person"), DraftRow.sample_id.in_(bindparam("samples", expanding=True))
)
_DROP = (
    delete(DraftRow)
    .where(DraftRow.person_id == bindparam("person"), DraftRow.sample_id == bindparam("sample"))
    .execution_options(synchronize_session=False)
)


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
    return {
        row.sample_id: SealedDraft(row.person_id, row.sample_id, row.revision, row.sealed, row.changed_at)
        for row in tx.scalars(_MINE, {"person": person_id, "samples": list(sample_ids)})
    }


def drop_draft(tx: Transaction, person_id: str, sample_id: str) -> None:
    """Delete a person's draft on a sample."""
    tx.execute(_DROP, {"person": person_id, "sample": sample_id})
