"""Stores threads about samples: comments that lose their seal once screened, who is told of them, who has read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, insert, select, update

from curation.domain.identity import Json
from curation.domain.talk import Comment, Quoted, QuotedPart, Thread
from curation.store.database import Transaction
from curation.store.tables_talk import CommentReadRow, CommentRow, ThreadPersonRow, ThreadRow

_PLAIN = {"synchronize_session": False}
_FRESH = {"populate_existing": True}


@dataclass(frozen=True)
class Unread:
    """A screened comment by somebody else, in a thread that a person takes part in, which they have not seen."""

    sample_id: str
    thread: Thread
    comment: Comment


def add_thread(tx: Transaction, project_id: str, thread: Thread) -> None:
    """Add a thread without its comments."""
    quoted = thread.quoted
    tx.add(
        ThreadRow(
            id=thread.id,
            project_id=project_id,
            sample_id=thread.sample_id,
            revision=thread.revision,
            part=None if quoted is None else quoted.part.value,
            start=0 if quoted is None else quoted.start,
            quote="" if quoted is None else quoted.words,
            created_by=thread.created_by,
            created_at=thread.created_at,
            reviewer=thread.reviewer,
            resolved_at=None,
            resolved_by=None,
        )
    )
    tx.flush()


def find_thread(tx: Transaction, project_id: str, thread_id: str) -> Thread | None:
    """Return a thread of a project, without its comments."""
    row = tx.get(ThreadRow, thread_id, populate_existing=True)
    return None if row is None or row.project_id != project_id else _thread(row)


def threads_of(tx: Transaction, sample_ids: Collection[str]) -> list[tuple[Thread, list[tuple[Comment, bytes | None]]]]:
    """Return the threads of samples, oldest first, each with its comments and their seals."""
    query = select(ThreadRow).where(ThreadRow.sample_id.in_(sample_ids)).order_by(ThreadRow.created_at, ThreadRow.id)
    threads = {row.id: _thread(row) for row in tx.scalars(query, execution_options=_FRESH)}
    if not threads:
        return []
    said: dict[str, list[tuple[Comment, bytes | None]]] = {name: [] for name in threads}
    comments = select(CommentRow).where(CommentRow.thread_id.in_(threads))
    for row in tx.scalars(comments.order_by(CommentRow.created_at, CommentRow.id), execution_options=_FRESH):
        said[row.thread_id].append((_comment(row), row.body_sealed))
    return [(thread, said[name]) for name, thread in threads.items()]


def resolve(tx: Transaction, thread_id: str, resolved: tuple[datetime, str] | None) -> None:
    """Say when and by whom a thread was resolved; None opens it again."""
    at, by = resolved or (None, None)
    change = update(ThreadRow).where(ThreadRow.id == thread_id).values(resolved_at=at, resolved_by=by)
    tx.execute(change, execution_options=_PLAIN)


def add_comment(tx: Transaction, comment: Comment, sealed: bytes) -> None:
    """Add a comment, sealed; its author and those whom it names are told of what follows in the thread."""
    tx.add(
        CommentRow(
            id=comment.id,
            thread_id=comment.thread_id,
            author_id=comment.author_id,
            body="",
            body_sealed=sealed,
            mentions=list(comment.mentions),
            reviewer=comment.reviewer,
            created_at=comment.created_at,
            withdrawn_at=None,
        )
    )
    tx.flush()
    there = set(tx.scalars(select(ThreadPersonRow.person_id).where(ThreadPersonRow.thread_id == comment.thread_id)))
    for person_id in sorted({comment.author_id, *comment.mentions} - there):
        tx.execute(insert(ThreadPersonRow).values(thread_id=comment.thread_id, person_id=person_id))


def find_comment(tx: Transaction, comment_id: str) -> Comment | None:
    """Return a comment by its id."""
    row = tx.get(CommentRow, comment_id, populate_existing=True)
    return None if row is None else _comment(row)


def withdraw(tx: Transaction, comment_id: str, at: datetime | None) -> None:
    """Say when a comment was taken back by its author; None brings it back."""
    change = update(CommentRow).where(CommentRow.id == comment_id).values(withdrawn_at=at)
    tx.execute(change, execution_options=_PLAIN)


def sealed_body(tx: Transaction, comment_id: str) -> tuple[str, tuple[str, ...], bytes] | None:
    """Return (sample id, members named, seal) of a comment that waits to be screened, None where none does."""
    query = (
        select(ThreadRow.sample_id, CommentRow.mentions, CommentRow.body_sealed)
        .join(ThreadRow, ThreadRow.id == CommentRow.thread_id)
        .where(CommentRow.id == comment_id, CommentRow.body_sealed.is_not(None))
    )
    for sample_id, mentions, sealed in tx.execute(query):
        return None if sealed is None else (sample_id, _ids(mentions), sealed)
    return None


def open_body(tx: Transaction, comment_id: str, redacted: str) -> None:
    """Give a comment its screened words and empty what was sealed."""
    change = update(CommentRow).where(CommentRow.id == comment_id).values(body=redacted, body_sealed=None)
    tx.execute(change, execution_options=_PLAIN)


def read_by(tx: Transaction, person_id: str, comment_ids: Collection[str]) -> set[str]:
    """Return which of these comments a person has seen."""
    query = select(CommentReadRow.comment_id).where(
        CommentReadRow.person_id == person_id, CommentReadRow.comment_id.in_(comment_ids)
    )
    return set(tx.scalars(query))


def mark_read(tx: Transaction, person_id: str, comment_ids: Sequence[str]) -> None:
    """Say that a person has seen comments."""
    fresh = sorted(set(comment_ids) - read_by(tx, person_id, comment_ids))
    if fresh:
        tx.execute(insert(CommentReadRow), [{"comment_id": name, "person_id": person_id} for name in fresh])


def unread(tx: Transaction, project_id: str, person_id: str) -> list[Unread]:
    """Return what is new for a person in the threads that they take part in, oldest first."""
    seen = exists().where(CommentReadRow.comment_id == CommentRow.id, CommentReadRow.person_id == person_id)
    query = (
        select(CommentRow, ThreadRow)
        .join(ThreadRow, ThreadRow.id == CommentRow.thread_id)
        .join(ThreadPersonRow, ThreadPersonRow.thread_id == ThreadRow.id)
        .where(
            ThreadPersonRow.person_id == person_id,
            ThreadRow.project_id == project_id,
            CommentRow.author_id != person_id,
            CommentRow.body_sealed.is_(None),
            CommentRow.withdrawn_at.is_(None),
            ~seen,
        )
        .order_by(CommentRow.created_at, CommentRow.id)
    )
    return [Unread(thread.sample_id, _thread(thread), _comment(row)) for row, thread in tx.execute(query)]


def _thread(row: ThreadRow) -> Thread:
    quoted = None if row.part is None else Quoted(QuotedPart(row.part), row.start, row.quote)
    return Thread(
        id=row.id,
        sample_id=row.sample_id,
        revision=row.revision,
        quoted=quoted,
        created_by=row.created_by,
        created_at=row.created_at,
        reviewer=row.reviewer,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
    )


def _comment(row: CommentRow) -> Comment:
    hidden = row.body_sealed is not None or row.withdrawn_at is not None
    return Comment(
        id=row.id,
        thread_id=row.thread_id,
        author_id=row.author_id,
        words=None if hidden else row.body,
        mentions=_ids(row.mentions),
        reviewer=row.reviewer,
        created_at=row.created_at,
        withdrawn_at=row.withdrawn_at,
        screened=row.body_sealed is None,
    )


def _ids(mentions: Json) -> tuple[str, ...]:
    return tuple(str(one) for one in mentions) if isinstance(mentions, list) else ()
