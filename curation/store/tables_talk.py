"""Tables of what people say to each other about a sample: flags, threads with their comments, and drafts of these."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.store.base import Table


class FlagRow(Table):
    """A flag on a sample: a reason from the project's list, and a note; never changed, only taken away.

    `label` is the reason as it was called then; `reviewer` tells whether others who review are to be blind to it.
    """

    __tablename__ = "flags"
    __table_args__ = (Index("ix_flags_reason", "project_id", "reason", "ended_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), index=True)
    revision: Mapped[int]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    label: Mapped[str] = mapped_column(Text)
    section: Mapped[str | None]
    section_hash: Mapped[str | None]
    note: Mapped[str] = mapped_column(Text)
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reviewer: Mapped[bool]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class ThreadRow(Table):
    """A conversation about a sample; `part`, `start` and `quote` say which words of `revision` it is about, if any."""

    __tablename__ = "threads"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), index=True)
    revision: Mapped[int]
    part: Mapped[str | None]
    start: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    reviewer: Mapped[bool]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class CommentRow(Table):
    """One comment of a thread, sealed until it is screened; members are named in it by place in `mentions`."""

    __tablename__ = "comments"
    id: Mapped[str] = mapped_column(primary_key=True)
    thread_id: Mapped[str] = mapped_column(ForeignKey("threads.id"), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    body: Mapped[str] = mapped_column(Text)
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    mentions: Mapped[Json]
    reviewer: Mapped[bool]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ThreadPersonRow(Table):
    """Who is told of new comments in a thread: those who wrote in it, or are named there."""

    __tablename__ = "thread_people"
    thread_id: Mapped[str] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class CommentReadRow(Table):
    """A comment that somebody has seen."""

    __tablename__ = "comment_reads"
    comment_id: Mapped[str] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)


class CommentDraftRow(Table):
    """A comment that somebody is typing, sealed; `thread` is the conversation's id, nothing for a new one."""

    __tablename__ = "comment_drafts"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    thread: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime]
