"""Stores webhooks: where they lead (sealed), how far they have been told, and their last tries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update

from curation.domain.webhooks import Delivery, Off, Reply, Topic, Webhook
from curation.store.database import Transaction
from curation.store.tables_hooks import HookDeliveryRow, HookRow

KEPT_TRIES = 200


def add_webhook(tx: Transaction, hook: Webhook, sealed: bytes) -> None:
    """Add a webhook with its sealed address."""
    tx.add(
        HookRow(
            id=hook.id,
            project_id=hook.project_id,
            topics=sorted(topic.value for topic in hook.topics),
            sealed=sealed,
            created_by=hook.created_by,
            created_at=hook.created_at,
            told_to=hook.told_to,
            failures=hook.failures,
            next_at=hook.next_at,
            off=None,
            held_until=None,
        )
    )
    tx.flush()


def webhooks(tx: Transaction, project_id: str) -> tuple[tuple[Webhook, bytes | None], ...]:
    """Return a project's webhooks with their sealed addresses (None where the key is lost), oldest first."""
    query = select(HookRow).where(HookRow.project_id == project_id).order_by(HookRow.created_at, HookRow.id)
    return tuple((_webhook(row), row.sealed) for row in tx.scalars(query))


def due_webhooks(tx: Transaction, now: datetime, end: int) -> list[tuple[str, bytes]]:
    """Return ids and sealed addresses of those that are on, wait for nothing, and were not told up to a line."""
    query = select(HookRow.id, HookRow.sealed).where(
        HookRow.off.is_(None),
        HookRow.told_to < end,
        HookRow.sealed.is_not(None),
        or_(HookRow.next_at.is_(None), HookRow.next_at <= now),
        or_(HookRow.held_until.is_(None), HookRow.held_until <= now),
    )
    return [(name, sealed) for name, sealed in tx.execute(query.order_by(HookRow.id)) if sealed is not None]


def hold_webhook(tx: Transaction, hook_id: str, now: datetime, until: datetime) -> tuple[Webhook, bytes] | None:
    """Take a webhook for one worker until a moment; None where another has it or it was switched off."""
    free = or_(HookRow.held_until.is_(None), HookRow.held_until <= now)
    held = update(HookRow).where(HookRow.id == hook_id, HookRow.off.is_(None), free).values(held_until=until)
    if not tx.execute(held.returning(HookRow.id)).all():
        return None
    row = tx.get_one(HookRow, hook_id, populate_existing=True)
    return None if row.sealed is None else (_webhook(row), row.sealed)


def told_to(tx: Transaction, hook_id: str) -> int:
    """Return up to which line of the log a webhook has been told."""
    return tx.scalar(select(HookRow.told_to).where(HookRow.id == hook_id)) or 0


def move_webhook(tx: Transaction, hook: Webhook, held_until: datetime) -> Webhook | None:
    """Write how far a webhook came that was held until a moment, let go of it, and return it as it stands.

    None where it is held no longer: it was removed, switched on again, or another has it; then nothing is written.
    One that was switched off meanwhile stays off for the reason that was given.
    """
    values: dict[str, object] = {"told_to": hook.told_to, "failures": hook.failures, "next_at": hook.next_at}
    if hook.off is not None:
        values["off"] = func.coalesce(HookRow.off, hook.off.value)
    mine = update(HookRow).where(HookRow.id == hook.id, HookRow.held_until == held_until)
    moved = tx.execute(mine.values(**values, held_until=None).returning(HookRow.off)).first()
    return None if moved is None else replace(hook, off=None if moved.off is None else Off(moved.off))


def switch_webhook(tx: Transaction, hook_id: str, off: Off | None, told_to: int | None = None) -> None:
    """Switch a webhook off, or on (None): then its failures are forgotten, and it is told from a line on that is named.

    Whoever is telling it meanwhile still writes how far that came, unless it was switched on.
    """
    values: dict[str, object] = (
        {"off": off} if off else {"off": None, "failures": 0, "next_at": None, "held_until": None}
    )
    if told_to is not None:
        values["told_to"] = told_to
    tx.execute(update(HookRow).where(HookRow.id == hook_id).values(**values))


def drop_webhook(tx: Transaction, hook_id: str) -> None:
    """Remove a webhook and its tries."""
    tx.execute(delete(HookDeliveryRow).where(HookDeliveryRow.hook_id == hook_id))
    tx.execute(delete(HookRow).where(HookRow.id == hook_id))


def add_deliveries(tx: Transaction, hook_id: str, tried: Sequence[Delivery]) -> None:
    """Keep what became of tries; the oldest beyond KEPT_TRIES go."""
    for one in tried:
        tx.add(
            HookDeliveryRow(
                hook_id=hook_id,
                message_id=one.message_id,
                number=one.number,
                action=one.action,
                tried_at=one.tried_at,
                reply=one.reply.value,
                status=one.status,
                milliseconds=one.milliseconds,
            )
        )
    tx.flush()
    mine = HookDeliveryRow.hook_id == hook_id
    newest = select(HookDeliveryRow.id).where(mine).order_by(HookDeliveryRow.id.desc()).limit(1).offset(KEPT_TRIES)
    border = tx.scalar(newest)
    if border is not None:
        tx.execute(delete(HookDeliveryRow).where(mine, HookDeliveryRow.id <= border))


def deliveries(tx: Transaction, hook_id: str, most: int) -> tuple[Delivery, ...]:
    """Return the last tries of a webhook, the newest first."""
    query = select(HookDeliveryRow).where(HookDeliveryRow.hook_id == hook_id)
    return tuple(_delivery(row) for row in tx.scalars(query.order_by(HookDeliveryRow.id.desc()).limit(most)))


def count_webhooks(tx: Transaction, project_id: str) -> int:
    """Count a project's webhooks."""
    return tx.scalar(select(func.count()).select_from(HookRow).where(HookRow.project_id == project_id)) or 0


def _webhook(row: HookRow) -> Webhook:
    topics = row.topics if isinstance(row.topics, list) else []
    return Webhook(
        id=row.id,
        project_id=row.project_id,
        topics=frozenset(Topic(str(one)) for one in topics),
        created_by=row.created_by,
        created_at=row.created_at,
        told_to=row.told_to,
        failures=row.failures,
        next_at=row.next_at,
        off=None if row.off is None else Off(row.off),
    )


def _delivery(row: HookDeliveryRow) -> Delivery:
    return Delivery(
        message_id=row.message_id,
        number=row.number,
        action=row.action,
        tried_at=row.tried_at,
        reply=Reply(row.reply),
        status=row.status,
        milliseconds=row.milliseconds,
    )
