"""Short questions to the worker as rows: sealed, taken by one conditional update, deleted when read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from curation.domain.identity import new_id
from curation.store.database import Transaction
from curation.store.tables_work import RequestRow

_WAITING, _TAKEN, _ANSWERED = "waiting", "taken", "answered"


@dataclass(frozen=True)
class Asked:
    """A question that a worker has taken; `question` is sealed."""

    id: str
    kind: str
    question: bytes


@dataclass(frozen=True)
class Answered:
    """What came back: a sealed answer, or the sentence of what went wrong."""

    answer: bytes | None
    error: str | None


def add_request(tx: Transaction, kind: str, question: bytes, at: datetime) -> str:
    """Put a sealed question, and return its id."""
    row = RequestRow(id=new_id(), kind=kind, state=_WAITING, question=question, answer=None, error=None, created_at=at)
    tx.add(row)
    tx.flush()
    return row.id


def any_request(tx: Transaction) -> bool:
    """Tell whether a question waits, without taking a lock."""
    return tx.scalar(select(RequestRow.id).where(RequestRow.state == _WAITING).limit(1)) is not None


def take_request(tx: Transaction) -> Asked | None:
    """Take the oldest waiting question, by one conditional update."""
    oldest = (
        select(RequestRow.id)
        .where(RequestRow.state == _WAITING)
        .order_by(RequestRow.created_at, RequestRow.id)
        .limit(1)
        .scalar_subquery()
    )
    change = (
        update(RequestRow)
        .where(RequestRow.id == oldest, RequestRow.state == _WAITING)
        .values(state=_TAKEN)
        .returning(RequestRow.id, RequestRow.kind, RequestRow.question)
    )
    row = tx.execute(change, execution_options={"synchronize_session": False}).one_or_none()
    return None if row is None else Asked(row[0], row[1], row[2])


def answer_request(tx: Transaction, request_id: str, answered: Answered) -> None:
    """Write the answer, and forget the question; nothing happens where the asker has given up."""
    tx.execute(
        update(RequestRow)
        .where(RequestRow.id == request_id)
        .values(state=_ANSWERED, question=b"", answer=answered.answer, error=answered.error),
        execution_options={"synchronize_session": False},
    )


def is_answered(tx: Transaction, request_id: str) -> bool:
    """Tell whether an answer lies ready, without taking a lock."""
    state = tx.scalar(select(RequestRow.state).where(RequestRow.id == request_id))
    return state == _ANSWERED


def read_answer(tx: Transaction, request_id: str) -> Answered | None:
    """Take an answer out of the store, None where there is none."""
    change = (
        delete(RequestRow)
        .where(RequestRow.id == request_id, RequestRow.state == _ANSWERED)
        .returning(RequestRow.answer, RequestRow.error)
    )
    row = tx.execute(change, execution_options={"synchronize_session": False}).one_or_none()
    return None if row is None else Answered(row[0], row[1])


def drop_request(tx: Transaction, request_id: str) -> None:
    """Delete a question that nobody waits for any more, whatever its state."""
    tx.execute(delete(RequestRow).where(RequestRow.id == request_id))


def drop_requests_before(tx: Transaction, moment: datetime) -> None:
    """Delete the questions and answers that were left behind before a moment."""
    tx.execute(delete(RequestRow).where(RequestRow.created_at < moment))
