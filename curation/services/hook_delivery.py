"""Tells webhooks what happened, in the order of the log, at least once; killed anywhere nothing is lost.

The audit log is the outbox: each of its lines is written in the transaction of what it tells. A webhook knows up to
which line it has been told, and moves on only after an answer.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from curation.domain.blindness import Looking
from curation.domain.events import Event
from curation.domain.moments import Clock, utc_now
from curation.domain.webhooks import (
    Address,
    Delivery,
    Off,
    Parcel,
    Reply,
    Webhook,
    message_id,
    parcel_of,
    place_of,
    wait_after_failure,
)
from curation.pii.sealed import Seal
from curation.services.hook_addresses import address_from
from curation.store import webhooks as store
from curation.store.database import Database, Transaction
from curation.store.event_pages import LogFilter, LogReading
from curation.store.events import Thing, append_event, last_number
from curation.store.projects import project_by_id
from curation.store.reviews import review_policy

Send = Callable[[Parcel], tuple[Reply, int | None]]
_AT_ONCE = 200
_HELD = timedelta(seconds=90)
_PATIENCE = 1.0
_NOBODY = "worker"


@dataclass(frozen=True)
class HookDelivery:
    """The worker's side of webhooks; `send` makes one try and tells what came back, with the HTTP status."""

    database: Database
    seal: Seal
    send: Send
    clock: Clock = utc_now

    def due(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the webhooks that have something to be told now, by the place that they lead to."""
        with self.database.reading() as tx:
            due = store.due_webhooks(tx, self.clock(), last_number(tx))
        places: dict[str, tuple[str, ...]] = {}
        for hook_id, sealed in due:
            address = address_from(self.seal, sealed)
            place = hook_id if address is None else place_of(address.url)
            places[place] = (*places.get(place, ()), hook_id)
        return places

    def tell(self, hook_ids: Sequence[str]) -> bool:
        """Tell webhooks, one after the other, some of what they have not been told; return whether there is more."""
        with self.database.reading() as tx:
            end = last_number(tx)
        more = [self._tell(hook_id, end) for hook_id in hook_ids]
        return any(more)

    def _tell(self, hook_id: str, end: int) -> bool:
        now = self.clock()
        with self.database.reading() as tx:
            if store.told_to(tx, hook_id) >= end:
                return False
        with self.database.transaction() as tx:
            held = store.hold_webhook(tx, hook_id, now, now + _HELD)
        if held is None:
            return False
        hook, sealed = held
        address = address_from(self.seal, sealed)
        if address is None:
            self._write(replace(hook, off=Off.LOST), [], now + _HELD)
            return False
        with self.database.reading() as tx:
            events, slug = self._untold(tx, hook)
        changed, tried = self._sent(hook, address, slug, events)
        if changed.failures == 0 and len(events) < _AT_ONCE and (not events or changed.told_to == events[-1].number):
            changed = replace(changed, told_to=max(changed.told_to, end))
        self._write(changed, tried, now + _HELD)
        return changed.failures == 0 and changed.told_to < end

    def _untold(self, tx: Transaction, hook: Webhook) -> tuple[Sequence[Event], str]:
        """Return the next lines as somebody who settles but reviews nothing may know them, and the project's name."""
        looks = Looking("", settles=True, visibility=review_policy(tx, hook.project_id).visibility)
        found = LogReading(tx, hook.project_id, looks, home=False).after(LogFilter(), hook.told_to, _AT_ONCE)
        project = project_by_id(tx, hook.project_id)
        return found, "" if project is None else project.slug

    def _sent(
        self, hook: Webhook, address: Address, slug: str, events: Sequence[Event]
    ) -> tuple[Webhook, list[Delivery]]:
        tried: list[Delivery] = []
        until = time.monotonic() + _PATIENCE
        for event in events:
            if hook.wants(event):
                if tried and time.monotonic() > until:
                    break
                one = self._try(hook, address, slug, event)
                tried.append(one)
                if one.reply is not Reply.TAKEN:
                    return _failed(hook, one.reply, self.clock()), tried
                hook = replace(hook, failures=0, next_at=None)
            hook = replace(hook, told_to=event.number)
        return replace(hook, failures=0, next_at=None), tried

    def _try(self, hook: Webhook, address: Address, slug: str, event: Event) -> Delivery:
        began, now = time.monotonic(), self.clock()
        reply, status = self.send(parcel_of(hook, address, slug, event, now))
        took = round((time.monotonic() - began) * 1000)
        return Delivery(message_id(hook, event), event.number, event.action, now, reply, status, took)

    def _write(self, hook: Webhook, tried: Sequence[Delivery], held_until: datetime) -> None:
        """Write how far it came; what the lead has changed meanwhile (off, on again) stands."""
        with self.database.transaction() as tx:
            stands = store.move_webhook(tx, hook, held_until)
            if stands is None:
                return
            store.add_deliveries(tx, hook.id, tried)
            if hook.off is not None and stands.off is hook.off:
                append_event(tx, self.clock(), _NOBODY, "webhook.stopped", Thing("webhook", hook.id, hook.project_id))


def _failed(hook: Webhook, reply: Reply, now: datetime) -> Webhook:
    failures = hook.failures + 1
    wait = wait_after_failure(failures)
    if reply is Reply.GONE:
        return replace(hook, failures=failures, off=Off.GONE)
    if wait is None:
        return replace(hook, failures=failures, off=Off.FAILED)
    return replace(hook, failures=failures, next_at=now + wait)
