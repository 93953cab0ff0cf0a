"""Tables of what people decided of personal data, of surrogates, and of what was found in metadata."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
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


class SurrogateRow(Table):
    """What stands for a value wherever it is found in a project.

    `owner` is a hash of the value by a key that needs the key file too, so that nobody can try names out with
    the database alone. Rows are never changed: a surrogate that was given stays given.
    """

    __tablename__ = "surrogates"
    __table_args__ = (UniqueConstraint("project_id", "owner_key"), UniqueConstraint("project_id", "surrogate_hash"))
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    entity_type: Mapped[str]
    owner_key: Mapped[str]
    surrogate: Mapped[str] = mapped_column(Text)
    surrogate_hash: Mapped[str]
    created_at: Mapped[datetime]


class MetadataSpanRow(Table):
    """Where personal data stood in a sample's metadata: `column` is a key of its attributes."""

    __tablename__ = "metadata_spans"
    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), index=True)
    column: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    original_start: Mapped[int]
    original_end: Mapped[int]
    entity_type: Mapped[str]
    detector: Mapped[str]
    score: Mapped[float]
    placeholder: Mapped[str]
    value_id: Mapped[str | None] = mapped_column(ForeignKey("sealed_values.id"), index=True)
    decision: Mapped[str | None]
