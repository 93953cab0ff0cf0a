"""Tables of what lapses: samples that went back into the queue and why, and every change of a last day."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from curation.store.base import Table


class RecallRow(Table):
    """A sample put back into the queue; never changed but for `undone_at`. Decisions up to `at` count no more."""

    __tablename__ = "recalls"
    __table_args__ = (
        Index("ix_recalls_sample", "sample_id", "at"),
        Index("ix_recalls_project", "project_id", "kind", "sample_id"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"))
    kind: Mapped[str]
    valid_until: Mapped[datetime | None]
    source_id: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    newer_id: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    section_id: Mapped[str | None]
    number: Mapped[int | None]
    act_id: Mapped[str | None]
    recalled_by: Mapped[str]
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class DatedRow(Table):
    """A change of the last day on which a sample, or all samples of a source, hold; never changed."""

    __tablename__ = "valid_untils"
    __table_args__ = (
        Index("ix_valid_untils_sample", "sample_id", "changed_at"),
        Index("ix_valid_untils_source", "source_id", "changed_at"),
        Index("ix_valid_untils_decision", "decision_id"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    sample_id: Mapped[str | None] = mapped_column(ForeignKey("samples.id"))
    source_id: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    before: Mapped[datetime | None]
    after: Mapped[datetime | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    decision_id: Mapped[str | None]
