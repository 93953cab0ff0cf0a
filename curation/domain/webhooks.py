"""Webhooks: what a project tells another system, in which order, when it tries again, and how it signs.

Told are lines of the audit log: ids, hashes and verdicts, never text. The form is that of Standard Webhooks.
"""

import base64
import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlsplit

from curation.domain.event_sentences import DECISIONS, HIDDEN
from curation.domain.events import Event
from curation.domain.identity import Json, canonical_json, content_hash
from curation.errors import InputError
from curation.texts import text

TESTED = "webhook.tested"
SECRET_BEGINS = "whsec_"  # noqa: S105 - how a secret begins
MOST_URL = 2_000
MOST_HOOKS = 20
WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1_800, 7_200, 21_600, 43_200))
"""How long to wait after each failure in a row; after one more the webhook is switched off."""
PORTS = {"http": 80, "https": 443}
"""The port of an address that names none."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_METADATA = ipaddress.IPv6Address("fd00:ec2::254")
"""Where a cloud's machines ask for their secrets over IPv6; over IPv4 that is a link-local address."""


class Topic(StrEnum):
    """What a webhook can be told of."""

    DECISION = "decision"
    VERSION = "version"
    IMPORT = "import"
    RUN = "run"
    ROUND = "round"


ACTIONS: dict[Topic, frozenset[str]] = {
    Topic.DECISION: frozenset({*DECISIONS, HIDDEN}) - {"sample.skipped"},
    Topic.VERSION: frozenset({"version.frozen", "gate.blocked", "gate.overridden"}),
    Topic.IMPORT: frozenset({"source.imported", "source.screened"}),
    Topic.RUN: frozenset({"run.started", "run.done", "run.failed", "run.cancelled", "run.paused"}),
    Topic.ROUND: frozenset({"round.planned", "round.answered", "round.assigned", "round.closed"}),
}


class Reach(StrEnum):
    """Where webhooks of a workbench may lead: to public addresses over TLS alone, or to this network too."""

    PUBLIC = "public"
    LOCAL = "local"


class Off(StrEnum):
    """Why a webhook is switched off."""

    CHOSEN = "chosen"
    FAILED = "failed"
    GONE = "gone"
    LOST = "lost"
    """The key that opens its address is missing."""


class Reply(StrEnum):
    """What became of one try."""

    TAKEN = "taken"
    REFUSED = "refused"
    GONE = "gone"
    UNREACHED = "unreached"
    TOO_SLOW = "too_slow"
    UNTRUSTED = "untrusted"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True)
class Webhook:
    """Where a project tells what happens: up to which line of the log it has been told, and how it stands.

    `failures` counts failures in a row; no try is made before `next_at`.
    """

    id: str
    project_id: str
    topics: frozenset[Topic]
    created_by: str
    created_at: datetime
    told_to: int
    failures: int
    next_at: datetime | None
    off: Off | None

    def wants(self, event: Event) -> bool:
        """Tell whether it is told of an event: of its topics, and of tests of itself."""
        if event.action == TESTED:
            return event.object_id == self.id
        return any(event.action in ACTIONS[topic] for topic in self.topics)


@dataclass(frozen=True)
class Address:
    """Where a webhook leads, and the secret that its messages are signed with."""

    url: str
    secret: str


@dataclass(frozen=True)
class Delivery:
    """One try to tell one line of the log: `status` is the HTTP status, None where nobody answered."""

    message_id: str
    number: int
    action: str
    tried_at: datetime
    reply: Reply
    status: int | None
    milliseconds: int


@dataclass(frozen=True)
class Parcel:
    """What is sent: the address, the headers' values and the bytes."""

    url: str
    id: str
    timestamp: int
    signature: str
    body: bytes


def message_id(hook: Webhook, event: Event) -> str:
    """Name a message: the same line of the log told to the same webhook has the same name at every try."""
    return f"msg_{content_hash(f'{hook.id} {event.hash}')[:32]}"


def place_of(url: str) -> str:
    """Return the machine and port that an address leads to: what one of them keeps waiting, none else is."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}:{parts.port or PORTS.get(parts.scheme, 0)}"


def parcel_of(hook: Webhook, address: Address, slug: str, event: Event, now: datetime) -> Parcel:
    """Write and sign a line of the log for a webhook."""
    told: dict[str, Json] = {
        "type": event.action,
        "timestamp": event.at.isoformat(),
        "data": {
            "project": slug,
            "number": event.number,
            "person": event.actor,
            "object_kind": event.object_kind,
            "object_id": event.object_id,
            "hashes": list(event.hashes),
        },
    }
    name, body, moment = message_id(hook, event), canonical_json(told).encode(), int(now.timestamp())
    return Parcel(address.url, name, moment, signature(address.secret, name, moment, body), body)


def signature(secret: str, name: str, moment: int, body: bytes) -> str:
    """Sign as Standard Webhooks does: HMAC-SHA256 over id, timestamp and body."""
    key = base64.b64decode(secret.removeprefix(SECRET_BEGINS))
    digest = hmac.digest(key, f"{name}.{moment}.".encode() + body, sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def require_url(said: str, reach: Reach) -> str:
    """Read where a webhook is to lead; raises InputError that says what it must be."""
    url = said.strip()
    if not url.isascii() or len(url) > MOST_URL or any(one.isspace() or not one.isprintable() for one in url):
        raise InputError(text("A webhook's address is plain ASCII without blanks, at most {most} long.", most=MOST_URL))
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise InputError(_no_address()) from error
    if parts.scheme not in {"http", "https"} or not host or port == 0 or parts.fragment:
        raise InputError(_no_address())
    if parts.username is not None or parts.password is not None:
        raise InputError(text("A webhook's address must not hold a name or a password: the signature says who calls."))
    if reach is Reach.PUBLIC and parts.scheme != "https":
        raise InputError(text("Webhooks go out over https only here. WORKBENCH_WEBHOOKS=local allows http."))
    if _is_address(host) and not may_reach([host], reach):
        raise InputError(not_allowed(reach))
    return url


def may_reach(addresses: Iterable[str], reach: Reach) -> bool:
    """Tell whether all these network addresses may be called: never those of the machine's own link (169.254...)."""
    found = [_plain(ipaddress.ip_address(one.partition("%")[0])) for one in addresses]
    if not found:
        return False
    if any(one.is_link_local or one.is_multicast or one.is_unspecified or one == _METADATA for one in found):
        return False
    return reach is Reach.LOCAL or all(one.is_global for one in found)


def not_allowed(reach: Reach) -> str:
    """Say where webhooks may not lead."""
    if reach is Reach.LOCAL:
        return text("Webhooks never lead to link-local or multicast addresses, such as 169.254.169.254.")
    return text(
        "Webhooks lead to public addresses only here. Whoever runs the workbench can allow this network with "
        "WORKBENCH_WEBHOOKS=local."
    )


def wait_after_failure(failures: int) -> timedelta | None:
    """Return how long to wait after so many failures in a row, None where it is enough."""
    return WAITS[failures - 1] if failures <= len(WAITS) else None


def _plain(one: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the IPv4 address that an IPv6 one leads to, where it does: written as one, by 6to4, or through a NAT64."""
    if isinstance(one, ipaddress.IPv4Address):
        return one
    if one in _NAT64:
        return ipaddress.IPv4Address(int(one) & 0xFFFF_FFFF)
    return one.ipv4_mapped or one.sixtofour or one


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _no_address() -> str:
    return text("A webhook leads to an address such as https://example.org/hooks/workbench.")
