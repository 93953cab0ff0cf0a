"""Samples and their revisions: what a model is trained on and what experts read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from curation.domain.identity import canonical_json, content_hash
from curation.errors import InputError
from curation.texts import text


class Role(StrEnum):
    """Who speaks in a message."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class Origin(StrEnum):
    """Where a sample came from."""

    COLLECTED = "collected"
    GENERATED = "generated"
    WRITTEN = "written"
    FEEDBACK = "feedback"


class RevisionKind(StrEnum):
    """What made a revision; PROPOSED is one of several reviewers' correction, hidden until all have spoken."""

    IMPORTED = "imported"
    REDACTED = "redacted"
    EDITED = "edited"
    MERGED = "merged"
    RESTORED = "restored"
    PROPOSED = "proposed"


class RevisionState(StrEnum):
    """Whether a revision's text may be shown: screening texts are sealed."""

    SCREENING = "screening"
    OPEN = "open"


class SampleStatus(StrEnum):
    """Where a sample stands; computed from decisions and policy in `curation.domain.reviews`.

    RETRIEVAL: its text is right, but of facts that change often; it is kept for looking up and never trained on.
    """

    SCREENING = "screening"
    NOT_SCREENED = "not_screened"
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    ESCALATED = "escalated"
    DISPUTED = "disputed"
    SET_ASIDE = "set_aside"
    RETRIEVAL = "retrieval"


UNREAD = (SampleStatus.SCREENING, SampleStatus.NOT_SCREENED)
"""What nobody may read: texts that are looked through for names, and those in which nobody can find any."""
UNSETTLED = (SampleStatus.DISPUTED, SampleStatus.ESCALATED)
"""Where somebody has to settle what others said, in this order."""
OPEN = (SampleStatus.WAITING, *UNSETTLED)
"""Where somebody still has to decide or to settle."""


@dataclass(frozen=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True)
class Conversation:
    """The text of a revision: messages in order and the context passages they rest on."""

    messages: tuple[Message, ...]
    context: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """The last user turn, or nothing where there is none."""
        return next((m.content for m in reversed(self.messages) if m.role is Role.USER), "")

    @property
    def answer(self) -> str:
        """The last assistant turn, or nothing where there is none."""
        return next((m.content for m in reversed(self.messages) if m.role is Role.ASSISTANT), "")

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical JSON of messages and context."""
        turns = [[m.role.value, m.content] for m in self.messages]
        return content_hash(canonical_json([turns, list(self.context)]))

    def answering(self, question: str, answer: str, others: Iterable[tuple[int, str]] = ()) -> "Conversation":
        """Return the same conversation with its last question and last answer replaced, and `others` by their index.

        Raises InputError where there is no such turn.
        """
        turns = list(self.messages)
        for index, content in others:
            if not 0 <= index < len(turns):
                raise InputError(text("This conversation has no turn {number}. Look at it again.", number=index + 1))
            turns[index] = Message(turns[index].role, content)
        for role, content in ((Role.USER, question), (Role.ASSISTANT, answer)):
            places = [i for i, turn in enumerate(turns) if turn.role is role]
            if places:
                turns[places[-1]] = Message(role, content)
            else:
                turns.append(Message(role, content))
        return Conversation(tuple(turns), self.context)


def question_and_answer(question: str, answer: str) -> Conversation:
    """Return the plainest conversation: one user turn, one assistant turn."""
    return Conversation((Message(Role.USER, question), Message(Role.ASSISTANT, answer)))


@dataclass(frozen=True)
class Revision:
    """One immutable text of a sample.

    `conversation` is None while the revision is screening: its text is then only sealed.
    """

    sample_id: str
    number: int
    kind: RevisionKind
    state: RevisionState
    conversation: Conversation | None
    text_hash: str
    author_id: str | None
    created_at: datetime
    parent: int | None = None


@dataclass(frozen=True)
class Sample:
    """One training example; its text is its revisions, `head` the newest open one."""

    id: str
    project_id: str
    source_id: str | None
    locator: str
    record: int
    origin: Origin
    language: str
    status: SampleStatus
    head: int
    group_id: str | None
    created_at: datetime
    risk: int = 0
