"""Tables of review work, dataset versions, and background jobs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.store.base import Table


class LeaseRow(Table):
    """A reviewer's claim on one slot of a sample; the primary key keeps two people apart."""

    __tablename__ = "leases"
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class DecisionRow(Table):
    """An expert's verdict on one revision; never changed, taken back by a later row that `undoes` it."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index("ix_decisions_person", "person_id", "created_at"),
        Index("ix_decisions_created", "created_at"),
        Index("ix_decisions_section", "section", "section_hash"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), index=True)
    revision: Mapped[int]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    verdict: Mapped[str]
    reason: Mapped[str | None]
    section: Mapped[str | None]
    section_hash: Mapped[str | None]
    comment: Mapped[str] = mapped_column(Text)
    comment_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    seconds: Mapped[float]
    undoes: Mapped[str | None] = mapped_column(ForeignKey("decisions.id"), unique=True)
    origin: Mapped[str] = mapped_column(server_default="desk")
    created_at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(server_default="review")
    slots: Mapped[int] = mapped_column(server_default="1")
    slot: Mapped[int | None]
    blind: Mapped[bool] = mapped_column(server_default=true())


class DraftRow(Table):
    """What a person is typing on a sample, sealed, read back by its author alone."""

    __tablename__ = "drafts"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    revision: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime]


class VersionRow(Table):
    """A frozen dataset version; its identity is `hash`."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("project_id", "name"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    name: Mapped[str]
    hash: Mapped[str]
    recipe: Mapped[Json]
    counts: Mapped[Json]
    folder: Mapped[str]
    manifest_hash: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime]


class VersionMemberRow(Table):
    """One sample of a version, with the revision that was approved and its side."""

    __tablename__ = "version_members"
    version_id: Mapped[str] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    revision: Mapped[int]
    revision_hash: Mapped[str]
    split: Mapped[str]
    group_key: Mapped[str]


class SplitRow(Table):
    """The side that a group was given once; it sticks across versions."""

    __tablename__ = "splits"
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    group_key: Mapped[str] = mapped_column(primary_key=True)
    split: Mapped[str]


class JobRow(Table):
    """Background work, claimed by one conditional update of `state` and `worker`."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state", "state", "created_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str | None] = mapped_column(ForeignKey("projects.id"))
    kind: Mapped[str]
    state: Mapped[str]
    payload: Mapped[Json]
    done: Mapped[int]
    total: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int]
    cancel_asked: Mapped[bool]
    worker: Mapped[str | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]


class RequestRow(Table):
    """A short question to the worker; question and answer are sealed and deleted when read."""

    __tablename__ = "requests"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    question: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]


class WorkerRow(Table):
    """A worker process: its pid with its start time (pids are reused) and its last sign of life."""

    __tablename__ = "workers"
    id: Mapped[str] = mapped_column(primary_key=True)
    pid: Mapped[int]
    started: Mapped[float]
    heartbeat_at: Mapped[datetime]
