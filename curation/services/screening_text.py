"""What screening does to conversations: redaction, then the checks on what is left. Heavy to import (presidio)."""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePath

from curation.domain.findings import Finding
from curation.domain.identity import content_hash
from curation.domain.projects import Project
from curation.domain.samples import Conversation, Message
from curation.pii.placeholders import PLACEHOLDER
from curation.pii.policy import PiiPolicy
from curation.pii.redaction import RedactedConversation
from curation.pii.redactor import Redactor
from curation.pii.sealed import Seal
from curation.quality.suite import checking
from curation.store.findings import SpanFound
from curation.store.screened import Screened


@dataclass(frozen=True)
class Rules:
    """The settings of one screening: what is personal, and which language the texts should have."""

    policy: PiiPolicy
    language: str


@dataclass(frozen=True)
class Clean:
    """A conversation that may be stored, and what the checks say of it."""

    redacted: RedactedConversation
    findings: tuple[Finding, ...]


def cleaning(rules: Rules) -> Callable[[Sequence[Conversation]], list[Clean]]:
    """Open redaction and checks for `curation.engine.pool.map_batches`."""
    redactor = redactor_of(rules.policy)
    check = checking(rules.language)

    def clean(conversations: Sequence[Conversation]) -> list[Clean]:
        redacted = redactor.redact(conversations)
        findings = check([one.conversation for one in redacted])
        return [Clean(one, found) for one, found in zip(redacted, findings, strict=True)]

    return clean


@lru_cache(maxsize=4)
def redactor_of(policy: PiiPolicy) -> Redactor:
    """Return a policy's redactor, warm from the second call on: opening one costs over a second."""
    return Redactor(policy)


def screened(sample_id: str, clean: Clean) -> Screened:
    """Return what the store opens of a sample."""
    conversation = clean.redacted.conversation
    return Screened(sample_id, conversation, meaning_of(conversation))


def meaning_of(conversation: Conversation) -> str:
    """Return the hash of a conversation whose placeholders lost their numbers: other numbers mean the same."""

    def plain(value: str) -> str:
        return PLACEHOLDER.sub(r"<\1>", value)

    turns = tuple(Message(turn.role, plain(turn.content)) for turn in conversation.messages)
    return Conversation(turns, tuple(plain(piece) for piece in conversation.context)).hash


def spans_found(project: Project, seal: Seal, place: tuple[str, int], clean: Clean) -> list[SpanFound]:
    """Return the spans of a revision, `(sample id, number)`, each with its value's keyed hash and seal."""
    redacted = clean.redacted
    return [
        SpanFound(place[0], place[1], span, _value_hmac(project, span.entity_type, value), seal.close(value))
        for span, value in zip(redacted.spans, redacted.values, strict=True)
    ]


def safe_name(redactor: Redactor, name: str) -> str:
    """Redact a file's name but for its ending; underscores count as blanks there, because they join words."""
    path = PurePath(name)
    safe = path.stem
    for span in reversed(redactor.redact_text(safe.replace("_", " ")).spans):
        safe = safe[: span.original_start] + span.placeholder + safe[span.original_end :]
    return safe + path.suffix


def source_identity(bytes_hash: str, mapping_hash: str) -> str:
    """Return the hash that names a source's samples: its bytes, read one way."""
    return content_hash(f"{bytes_hash} {mapping_hash}")


def _value_hmac(project: Project, entity: str, value: str) -> str:
    same = f"{entity}\0{' '.join(value.casefold().split())}".encode("utf-8", "surrogatepass")
    return hmac.new(project.key, same, sha256).hexdigest()
