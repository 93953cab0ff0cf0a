"""Webhooks as the lead keeps them: where a project tells other systems what happens, and how that went."""

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from curation.domain.identity import canonical_json, new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.webhooks import (
    MOST_HOOKS,
    SECRET_BEGINS,
    TESTED,
    Address,
    Delivery,
    Reach,
    Topic,
    Webhook,
    require_url,
)
from curation.domain.webhooks import Off as WhyOff
from curation.errors import ConflictError, InputError, NotFoundError
from curation.pii.sealed import Seal
from curation.services.hook_addresses import address_from
from curation.store import webhooks as store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event, last_number
from curation.texts import text

SHOWN_TRIES = 20


@dataclass(frozen=True)
class Told:
    """A webhook with its address (empty where the key is lost) and its last tries."""

    hook: Webhook
    url: str
    tries: tuple[Delivery, ...]


@dataclass(frozen=True)
class Webhooks:
    """Use cases of webhooks; the worker delivers (see hook_delivery)."""

    database: Database
    seal: Seal
    reach: Reach = Reach.PUBLIC
    clock: Clock = utc_now

    def all(self, actor: Person, project: Project) -> tuple[Told, ...]:
        """Return the project's webhooks with their last tries."""
        actor.require(Permission.MANAGE)
        with self.database.reading() as tx:
            return tuple(self._told(tx, hook, sealed) for hook, sealed in store.webhooks(tx, project.id))

    def add(self, actor: Person, project: Project, url: str, topics: Iterable[Topic]) -> tuple[str, Webhook]:
        """Add a webhook that is told what happens from now on; return its secret, shown this once, and it.

        Raises InputError for an address that cannot be used and where nothing was chosen.
        """
        actor.require(Permission.MANAGE)
        place, chosen = require_url(url, self.reach), frozenset(topics)
        if not chosen:
            raise InputError(text("Choose what the webhook is told of: {topics}.", topics=", ".join(Topic)))
        secret = SECRET_BEGINS + base64.b64encode(secrets.token_bytes(32)).decode()
        sealed = self.seal.close(canonical_json({"url": place, "secret": secret}))
        with self.database.transaction() as tx:
            if store.count_webhooks(tx, project.id) >= MOST_HOOKS:
                raise ConflictError(text("There are {most} webhooks already. Remove one first.", most=MOST_HOOKS))
            now = self.clock()
            hook = Webhook(new_id(), project.id, chosen, actor.id, now, last_number(tx), 0, None, None)
            store.add_webhook(tx, hook, sealed)
            self._note(tx, actor, "webhook.added", hook)
        return secret, hook

    def remove(self, actor: Person, project: Project, hook_id: str) -> None:
        """Remove a webhook; what it has not been told is not told. Raises NotFoundError."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            hook, _ = _known(tx, project, hook_id)
            store.drop_webhook(tx, hook.id)
            self._note(tx, actor, "webhook.removed", hook)

    def switch(self, actor: Person, project: Project, hook_id: str, *, on: bool, skip: bool = False) -> Webhook:
        """Switch a webhook on or off; what happened while it was off is told then, unless `skip`."""
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            hook, _ = _known(tx, project, hook_id)
            off = None if on else hook.off or WhyOff.CHOSEN
            store.switch_webhook(tx, hook.id, off, last_number(tx) if on and skip else None)
            self._note(tx, actor, "webhook.on" if on else "webhook.off", hook)
        return replace(hook, off=None, failures=0, next_at=None) if on else replace(hook, off=off)

    def test(self, actor: Person, project: Project, hook_id: str) -> int:
        """Have a webhook told that it is tested, after what waits for it; return the number of that line of the log.

        Raises ConflictError where it is switched off.
        """
        actor.require(Permission.MANAGE)
        with self.database.transaction() as tx:
            hook, sealed = _known(tx, project, hook_id)
            if hook.off is not None or sealed is None:
                raise ConflictError(text("This webhook is switched off. Switch it on first."))
            thing = Thing("webhook", hook.id, project.id)
            return append_event(tx, self.clock(), actor.id, TESTED, thing).number

    def tries(self, actor: Person, project: Project, hook_id: str) -> tuple[Delivery, ...]:
        """Return the last tries of a webhook, the newest first."""
        actor.require(Permission.MANAGE)
        with self.database.reading() as tx:
            hook, _ = _known(tx, project, hook_id)
            return store.deliveries(tx, hook.id, store.KEPT_TRIES)

    def _told(self, tx: Transaction, hook: Webhook, sealed: bytes | None) -> Told:
        address: Address | None = None if sealed is None else address_from(self.seal, sealed)
        return Told(hook, "" if address is None else address.url, store.deliveries(tx, hook.id, SHOWN_TRIES))

    def _note(self, tx: Transaction, actor: Person, action: str, hook: Webhook) -> None:
        append_event(tx, self.clock(), actor.id, action, Thing("webhook", hook.id, hook.project_id))


def _known(tx: Transaction, project: Project, hook_id: str) -> tuple[Webhook, bytes | None]:
    found = next((one for one in store.webhooks(tx, project.id) if one[0].id == hook_id), None)
    if found is None:
        raise NotFoundError(text("There is no webhook {id} in this project.", id=hook_id))
    return found
