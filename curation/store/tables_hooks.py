"""Tables of webhooks: where a project tells what happens, and the last tries. Addresses and secrets stand sealed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.store.base import Table


class HookRow(Table):
    """A webhook; `sealed` is None once the key that sealed its address is lost."""

    __tablename__ = "webhooks"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    topics: Mapped[Json]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    told_to: Mapped[int]
    failures: Mapped[int]
    next_at: Mapped[datetime | None]
    off: Mapped[str | None]
    held_until: Mapped[datetime | None]


class HookDeliveryRow(Table):
    """One try to tell one line of the log."""

    __tablename__ = "hook_deliveries"
    __table_args__ = (Index("ix_hook_deliveries_hook", "hook_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    hook_id: Mapped[str]
    message_id: Mapped[str]
    number: Mapped[int]
    action: Mapped[str]
    tried_at: Mapped[datetime]
    reply: Mapped[str]
    status: Mapped[int | None]
    milliseconds: Mapped[int]
