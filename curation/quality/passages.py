"""Which texts of a conversation a check looks at, and how a finding names its place. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from curation.domain.findings import Finding, Place, Severity
from curation.domain.places import place_in
from curation.domain.samples import Conversation, Role


@dataclass(frozen=True)
class Turn:
    """One message with the place it has in its conversation."""

    conversation: Conversation
    index: int

    @property
    def content(self) -> str:
        """The text of the message."""
        return self.conversation.messages[self.index].content

    def place(self, start: int, end: int) -> Place:
        """Name a span of the message (code points, end exclusive)."""
        return place_in(self.conversation, self.index, start, end)

    def finding(self, check: str, severity: Severity, sentence: str, span: tuple[int, int] | None = None) -> Finding:
        """Say what a check found; without a span the whole message is meant."""
        start, end = span or (0, len(self.content))
        return Finding(check, severity, sentence, self.place(start, end))


def said(conversation: Conversation, *roles: Role) -> Iterator[Turn]:
    """Yield the messages of these roles in order."""
    for index, message in enumerate(conversation.messages):
        if message.role in roles:
            yield Turn(conversation, index)


def spoken(conversation: Conversation) -> Iterator[Turn]:
    """Yield what the user and the assistant say, without the system's prompt."""
    return said(conversation, Role.USER, Role.ASSISTANT)


def answers(conversation: Conversation) -> Iterator[Turn]:
    """Yield what the assistant says."""
    return said(conversation, Role.ASSISTANT)
