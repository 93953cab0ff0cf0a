"""The table of what people decided of personal data."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from curation.store.base import Table


class PrivacyDecisionRow(Table):
    """What somebody said of a value; never changed, taken back by a later row that `undoes` it."""

    __tablename__ = "privacy_decisions"
    __table_args__ = (Index("ix_privacy_decisions_project", "project_id", "decided_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    action: Mapped[str]
    entity_type: Mapped[str]
    value_hmac: Mapped[str]
    result_type: Mapped[str]
    result_hmac: Mapped[str]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime]
    undoes: Mapped[str | None] = mapped_column(ForeignKey("privacy_decisions.id"), unique=True)
