"""How a process opens a redactor for batches. Light to import: who only hands out texts never loads presidio."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from curation.domain.samples import Conversation
from curation.pii.operators import Ledger
from curation.pii.policy import PiiPolicy
from curation.pii.redaction import RedactedConversation

Redacting = Callable[[Sequence[Conversation]], list[RedactedConversation]]


@dataclass(frozen=True)
class Keyed:
    """A policy with the project's key, which hashes and surrogates need."""

    policy: PiiPolicy
    key: bytes = field(default=b"", repr=False)


def redacting(policy: PiiPolicy) -> Redacting:
    """Open a redactor for `curation.engine.pool.map_batches`."""
    return redacting_keyed(Keyed(policy))


def redacting_keyed(given: Keyed, ledger: Ledger | None = None) -> Redacting:
    """Open a redactor with the project's key; surrogates are consistent in one process, or as far as its ledger."""
    room = import_module("curation.pii.redactor")
    opened: Redacting = room.Redactor(given.policy, key=given.key, ledger=ledger).redact
    room.settle()
    return opened
