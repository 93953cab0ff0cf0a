"""Stores the tasks of a round, and the ratings given on them: added, never changed."""

from collections.abc import Collection, Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from curation.store.database import Transaction
from curation.store.parts import in_parts
from eval.rounds import Choice, Rating, RatingTask
from eval.store import RatingRow, TaskRow


def add_tasks(tx: Transaction, tasks: Iterable[RatingTask]) -> None:
    """Add a person's tasks with the sides that were drawn."""
    tx.add_all(
        TaskRow(
            id=t.id,
            round_id=t.round_id,
            person_id=t.person_id,
            question=t.question,
            left=t.left,
            right=t.right,
            ordinal=t.ordinal,
        )
        for t in tasks
    )
    tx.flush()


def tasks_of(tx: Transaction, round_id: str, person_id: str | None = None) -> tuple[RatingTask, ...]:
    """Return a round's tasks, of one person or of all, in the order in which they are judged."""
    query = select(TaskRow).where(TaskRow.round_id == round_id).order_by(TaskRow.person_id, TaskRow.ordinal)
    if person_id is not None:
        query = query.where(TaskRow.person_id == person_id)
    return tuple(_task(row) for row in tx.scalars(query))


def waiting_tasks(tx: Transaction, round_id: str, person_id: str, limit: int) -> tuple[RatingTask, ...]:
    """Return the first tasks of a person without a standing rating."""
    query = (
        select(TaskRow)
        .where(
            TaskRow.round_id == round_id, TaskRow.person_id == person_id, TaskRow.id.not_in(_standing_tasks(round_id))
        )
        .order_by(TaskRow.ordinal)
        .limit(limit)
    )
    return tuple(_task(row) for row in tx.scalars(query))


def held_task(tx: Transaction, task_id: str) -> RatingTask | None:
    """Return a task and hold its row, so that two ratings of it take turns."""
    row = tx.scalar(select(TaskRow).where(TaskRow.id == task_id).with_for_update())
    return None if row is None else _task(row)


def counts_of(tx: Transaction, round_id: str) -> dict[str, tuple[int, int]]:
    """Return (judged, all) tasks of each person in a round."""
    everything = select(TaskRow.person_id, func.count()).where(TaskRow.round_id == round_id).group_by(TaskRow.person_id)
    total = _counted(tx, everything)
    judged = _counted(tx, everything.where(TaskRow.id.in_(_standing_tasks(round_id))))
    return {person: (judged.get(person, 0), count) for person, count in sorted(total.items())}


def add_rating(tx: Transaction, rating: Rating, comment_sealed: bytes | None) -> None:
    """Add a rating, or the row that takes one back."""
    tx.add(
        RatingRow(
            id=rating.id,
            task_id=rating.task_id,
            choice=rating.choice.value,
            comment_sealed=comment_sealed,
            seconds=rating.seconds,
            undoes=rating.undoes,
            created_at=rating.created_at,
        )
    )
    tx.flush()


def rating_by_id(tx: Transaction, rating_id: str) -> Rating | None:
    """Return a rating by the id that its sender gave it."""
    row = tx.get(RatingRow, rating_id)
    return None if row is None else _rating(row)


def sealed_notes(tx: Transaction, rating_ids: Collection[str]) -> dict[str, bytes]:
    """Return the sealed notes of some ratings, by the rating's id."""
    found: dict[str, bytes] = {}
    for part in in_parts(sorted(rating_ids)):
        query = select(RatingRow.id, RatingRow.comment_sealed).where(RatingRow.id.in_(part))
        found |= {rating_id: sealed for rating_id, sealed in tx.execute(query) if sealed is not None}
    return found


def ratings_of_task(tx: Transaction, task_id: str) -> tuple[Rating, ...]:
    """Return everything that was said on a task, oldest first."""
    query = select(RatingRow).where(RatingRow.task_id == task_id).order_by(RatingRow.created_at, RatingRow.id)
    return tuple(_rating(row) for row in tx.scalars(query))


def ratings_of(tx: Transaction, round_id: str, person_id: str | None = None) -> tuple[Rating, ...]:
    """Return everything that was said in a round, by one person or by all, oldest first."""
    query = (
        select(RatingRow)
        .join(TaskRow, TaskRow.id == RatingRow.task_id)
        .where(TaskRow.round_id == round_id)
        .order_by(RatingRow.created_at, RatingRow.id)
    )
    if person_id is not None:
        query = query.where(TaskRow.person_id == person_id)
    return tuple(_rating(row) for row in tx.scalars(query))


def _counted(tx: Transaction, query: Select[str, int]) -> dict[str, int]:
    return {str(row[0]): int(row[1]) for row in tx.execute(query)}


def _standing_tasks(round_id: str) -> Select[str]:
    undoing = aliased(RatingRow)
    undone = select(undoing.id).where(undoing.undoes == RatingRow.id).exists()
    return (
        select(RatingRow.task_id)
        .join(TaskRow, TaskRow.id == RatingRow.task_id)
        .where(TaskRow.round_id == round_id, RatingRow.undoes.is_(None), ~undone)
    )


def _task(row: TaskRow) -> RatingTask:
    return RatingTask(row.id, row.round_id, row.person_id, row.question, row.left, row.right, row.ordinal)


def _rating(row: RatingRow) -> Rating:
    return Rating(
        id=row.id,
        task_id=row.task_id,
        choice=Choice(row.choice),
        seconds=row.seconds,
        created_at=row.created_at,
        commented=row.comment_sealed is not None,
        undoes=row.undoes,
    )
