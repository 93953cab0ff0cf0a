"""The append-only audit log: who, when, what, which object, and the hash of the line before."""

from dataclasses import dataclass
from datetime import datetime

from curation.domain.identity import canonical_json, content_hash

FIRST = "0" * 64


@dataclass(frozen=True)
class Event:
    """One line of the audit log; `hashes` name contents, never text."""

    number: int
    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str
    hashes: tuple[str, ...]
    previous: str
    hash: str


def event_hash(previous: str, at: datetime, actor: str, action: str, rest: tuple[str, ...]) -> str:
    """Return the SHA-256 that chains a line to the one before; `rest` is kind, id and hashes."""
    return content_hash(canonical_json([previous, at.isoformat(), actor, action, list(rest)]))
