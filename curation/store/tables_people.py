"""Tables of projects, people, policies, preferences, and the audit log."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.store.base import Table


class ProjectRow(Table):
    """A project; `key` is the HMAC key that names its samples."""

    __tablename__ = "projects"
    id: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str]
    guidelines: Mapped[str] = mapped_column(Text)
    intended_use: Mapped[str] = mapped_column(Text)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    demo: Mapped[bool]
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class PolicyRow(Table):
    """A policy of a project (pii, duplicates, checks, review) as a numbered, never changed file."""

    __tablename__ = "policies"
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[Json]
    hash: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime]


class PersonRow(Table):
    """Somebody who works here."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    oidc_subject: Mapped[str | None] = mapped_column(unique=True)
    disabled: Mapped[bool]
    created_at: Mapped[datetime]


class MembershipRow(Table):
    """One role of one person in one project; what they know (specialties, languages) stands on each of their rows."""

    __tablename__ = "memberships"
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    specialties: Mapped[Json]
    languages: Mapped[Json] = mapped_column(default=list)


class PreferenceRow(Table):
    """What one person chose about the screens (single-letter keys, practice done)."""

    __tablename__ = "preferences"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class EventRow(Table):
    """A line of the append-only audit log, chained to the one before by its hash."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_actor", "actor", "number"),
        Index("ix_events_action", "action", "number"),
        Index("ix_events_at", "at", "number"),
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str] = mapped_column(index=True)
    project_id: Mapped[str | None] = mapped_column(index=True)
    hashes: Mapped[Json]
    previous: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str]


class EventHeadRow(Table):
    """The end of the chain, one row: locked by whoever adds the next line."""

    __tablename__ = "event_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str]


class GateRow(Table):
    """A rule that lets a version freeze or a model be promoted, with the evidence it read."""

    __tablename__ = "gates"
    __table_args__ = (UniqueConstraint("name", "object_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    name: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    number: Mapped[int]
    evidence: Mapped[Json]
    verdict: Mapped[str]
    overridden_by: Mapped[str | None]
    override_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
