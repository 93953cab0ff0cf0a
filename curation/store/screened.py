"""Stores what screening opens: first revisions in bulk, and typed ones that lose their seal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from curation.domain.identity import Json
from curation.domain.samples import Conversation, RevisionKind, RevisionState, SampleStatus
from curation.store.database import Transaction
from curation.store.tables_people import ProjectRow
from curation.store.tables_samples import RevisionRow, SampleRow
from curation.store.tables_work import DecisionRow


@dataclass(frozen=True)
class Screened:
    """A redacted text with the hash of what it means (its placeholders normalised)."""

    sample_id: str
    conversation: Conversation
    meaning: str


def add_first_revisions(tx: Transaction, screened: Iterable[Screened], at: datetime) -> None:
    """Add revision 1 of samples in bulk, open."""
    rows = [
        {
            "sample_id": one.sample_id,
            "number": 1,
            "kind": RevisionKind.REDACTED.value,
            "parent": None,
            "author_id": None,
            "created_at": at,
            **_open(one),
        }
        for one in screened
    ]
    if rows:
        tx.execute(insert(RevisionRow), rows)


def open_revision(tx: Transaction, number: int, screened: Screened) -> None:
    """Give a screening revision its redacted text and empty what was sealed; an open one stays as it is."""
    tx.execute(
        update(RevisionRow)
        .where(
            RevisionRow.sample_id == screened.sample_id,
            RevisionRow.number == number,
            RevisionRow.state == RevisionState.SCREENING.value,
        )
        .values(**_open(screened)),
        execution_options={"synchronize_session": False},
    )


def waiting_revisions(tx: Transaction) -> tuple[tuple[str, str, int], ...]:
    """Return (project id, sample id, number) of all revisions that wait to be screened, oldest first."""
    query = (
        select(SampleRow.project_id, RevisionRow.sample_id, RevisionRow.number)
        .join(SampleRow, SampleRow.id == RevisionRow.sample_id)
        .where(
            SampleRow.project_id.in_(select(ProjectRow.id)),  # so that the index of the queue serves this
            SampleRow.status == SampleStatus.SCREENING.value,
            RevisionRow.state == RevisionState.SCREENING.value,
        )
        .order_by(RevisionRow.created_at, RevisionRow.sample_id, RevisionRow.number)
    )
    return tuple(tx.execute(query))


def sealed_comment(tx: Transaction, decision_id: str) -> tuple[str, bytes] | None:
    """Return (sample id, seal) of a decision's comment that waits to be screened, None where none does."""
    row = tx.get(DecisionRow, decision_id)
    return None if row is None or row.comment_sealed is None else (row.sample_id, row.comment_sealed)


def open_comment(tx: Transaction, decision_id: str, redacted: str) -> None:
    """Give a decision its screened comment and empty what was sealed."""
    tx.execute(
        update(DecisionRow).where(DecisionRow.id == decision_id).values(comment=redacted, comment_sealed=None),
        execution_options={"synchronize_session": False},
    )


def _open(one: Screened) -> dict[str, object]:
    conversation = one.conversation
    turns: list[Json] = [{"role": m.role.value, "content": m.content} for m in conversation.messages]
    return {
        "state": RevisionState.OPEN.value,
        "question": conversation.question,
        "answer": conversation.answer,
        "messages": turns,
        "context": list(conversation.context),
        "text_hash": conversation.hash,
        "meaning_hash": one.meaning,
        "sealed": None,
    }
