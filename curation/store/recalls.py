"""Stores which samples went back into the queue, and why: what was decided before counts no more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, func, select, update

from curation.domain.lapses import Because, Recall, Why, day_of, moment_of
from curation.domain.samples import SampleStatus
from curation.store.database import Transaction
from curation.store.tables_lapse import RecallRow
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow

_SINCE = select(func.max(RecallRow.at)).where(RecallRow.sample_id == bindparam("sample"), RecallRow.undone_at.is_(None))
_RECALLS = (
    select(RecallRow)
    .where(RecallRow.sample_id.in_(bindparam("samples", expanding=True)))
    .order_by(RecallRow.at, RecallRow.id)
    .execution_options(populate_existing=True)
)


def not_recalled() -> ColumnElement[bool]:
    """Say in SQL that a decision counts since the last recall of its sample: none that stands came after it."""
    later = (RecallRow.undone_at.is_(None), RecallRow.at >= DecisionRow.created_at)
    return ~exists().where(RecallRow.sample_id == DecisionRow.sample_id, *later)


def add_recall(tx: Transaction, project_id: str, recall: Recall) -> None:
    """Add a recall; where the sample stands is computed after it."""
    because = recall.because
    tx.add(
        RecallRow(
            id=recall.id,
            project_id=project_id,
            sample_id=recall.sample_id,
            kind=because.why.value,
            valid_until=None if because.until is None else moment_of(because.until),
            source_id=because.source_id,
            newer_id=because.newer_id,
            section_id=because.section_id,
            number=because.number,
            act_id=recall.act_id,
            recalled_by=recall.by,
            at=recall.at,
            undone_at=None,
        )
    )
    tx.flush()


def take_recall_back(tx: Transaction, recall_id: str, at: datetime) -> None:
    """Let the decisions before a recall count again."""
    tx.execute(
        update(RecallRow).where(RecallRow.id == recall_id).values(undone_at=at),
        execution_options={"synchronize_session": False},
    )


def recalled_at(tx: Transaction, sample_id: str) -> datetime | None:
    """Return since when decisions count for a sample; None where all do."""
    return tx.scalar(_SINCE, {"sample": sample_id})


def find_recall(tx: Transaction, recall_id: str) -> Recall | None:
    """Return a recall by its id."""
    row = tx.get(RecallRow, recall_id, populate_existing=True)
    return None if row is None else _recall(row)


def recalls_of(tx: Transaction, sample_ids: Sequence[str]) -> dict[str, list[Recall]]:
    """Return every recall of these samples, oldest first, those taken back included."""
    found: dict[str, list[Recall]] = {sample_id: [] for sample_id in sample_ids}
    for row in tx.scalars(_RECALLS, {"samples": list(sample_ids)}):
        found[row.sample_id].append(_recall(row))
    return found


def count_back(tx: Transaction, project_id: str, why: Why) -> int:
    """Count the samples that wait to be decided on and went back for a reason."""
    query = (
        select(func.count(func.distinct(RecallRow.sample_id)))
        .join(SampleRow, SampleRow.id == RecallRow.sample_id)
        .where(
            RecallRow.project_id == project_id,
            RecallRow.kind == why.value,
            RecallRow.undone_at.is_(None),
            func.coalesce(SampleRow.status, "") == SampleStatus.WAITING.value,
        )
    )
    return tx.scalar(query) or 0


def last_standing(recalls: Sequence[Recall]) -> Recall | None:
    """Return the newest of a sample's recalls that was not taken back."""
    return next((one for one in reversed(recalls) if one.undone_at is None), None)


def _recall(row: RecallRow) -> Recall:
    return Recall(
        id=row.id,
        sample_id=row.sample_id,
        because=Because(
            Why(row.kind), day_of(row.valid_until), row.source_id, row.newer_id, row.section_id, row.number
        ),
        at=row.at,
        by=row.recalled_by,
        act_id=row.act_id,
        undone_at=row.undone_at,
    )
