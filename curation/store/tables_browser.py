"""Tables of finding and acting in bulk: the index's numbers, tags, assignments, saved views, acts on many samples."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.store.base import Table


class SearchRow(Table):
    """The number that a sample has in SQLite's index of words (see sqlite_search); empty elsewhere."""

    __tablename__ = "search_rows"
    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), unique=True)


class TagRow(Table):
    """A word that people put on a sample to find it again."""

    __tablename__ = "tags"
    __table_args__ = (Index("ix_tags_sample", "sample_id"), Index("ix_tags_tag", "project_id", "tag", "sample_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    tag: Mapped[str] = mapped_column(Text)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"))
    act_id: Mapped[str | None]
    added_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]


class AssignmentRow(Table):
    """Who is to look at a sample, and by when where that was said.

    `wanted_at` is that moment, or a far one: what is wanted first stands first. It `waits` until the person has
    spoken or nobody asks any more, and `reserves` the sample for them until its day is over.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        Index("ix_assignments_sample", "sample_id"),
        Index("ix_assignments_desk", "project_id", "person_id", "waits", "wanted_at", "sample_id"),
        Index("ix_assignments_due", "project_id", "reserves", "wanted_at"),
    )
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    due_at: Mapped[datetime | None]
    act_id: Mapped[str | None]
    assigned_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    assigned_at: Mapped[datetime]
    wanted_at: Mapped[datetime]
    waits: Mapped[bool]
    reserves: Mapped[bool]


class ViewRow(Table):
    """Filters under a name: one person's own, or shared with the project."""

    __tablename__ = "views"
    __table_args__ = (Index("ix_views_project", "project_id", "owner_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    owner_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    shared: Mapped[bool]
    title: Mapped[str] = mapped_column(Text)
    address: Mapped[Json]
    created_at: Mapped[datetime]


class BulkActRow(Table):
    """One act on everything that filters leave: what, with which filters, and how far its list of samples is filled.

    `seen_at` is when the person was shown the count: what changed later is not what they saw, and is left out. Filters
    that were typed are `typed`, sealed.
    """

    __tablename__ = "bulk_acts"
    __table_args__ = (Index("ix_bulk_acts_project", "project_id", "created_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    address: Mapped[Json]
    typed: Mapped[bytes | None]
    said: Mapped[Json]
    seen_at: Mapped[datetime]
    created_at: Mapped[datetime]
    filled_to: Mapped[str | None]
    filled: Mapped[bool]
    job_id: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    undo_job_id: Mapped[str | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class BulkItemRow(Table):
    """One sample of an act: the revision that was seen, what became of it, and what undoing made of it."""

    __tablename__ = "bulk_items"
    __table_args__ = (Index("ix_bulk_items_outcome", "act_id", "outcome", "undo_outcome", "sample_id"),)
    act_id: Mapped[str] = mapped_column(ForeignKey("bulk_acts.id"), primary_key=True)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    revision: Mapped[int]
    outcome: Mapped[str]
    changed: Mapped[Json]
    undo_outcome: Mapped[str]
