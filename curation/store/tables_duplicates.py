"""Table of what people decided on duplicate groups."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.store.base import Table


class GroupDecisionRow(Table):
    """A person's word on a duplicate group; never changed, taken back by a later row that `undoes` it."""

    __tablename__ = "group_decisions"
    __table_args__ = (Index("ix_group_decisions_project", "project_id", "decided_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    kind: Mapped[str]
    action: Mapped[str]
    members: Mapped[Json]
    keeper: Mapped[str | None] = mapped_column(ForeignKey("samples.id"))
    apart: Mapped[Json]
    copies: Mapped[Json]
    note: Mapped[str] = mapped_column(Text)
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]
    undoes: Mapped[str | None] = mapped_column(ForeignKey("group_decisions.id"), unique=True)
