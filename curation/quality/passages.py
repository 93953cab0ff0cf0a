"""What a check looks at: a sample with its language and its project's policy, turn by turn. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from curation.domain.findings import Finding, Part, Place, Severity
from curation.domain.places import place_in
from curation.domain.samples import Conversation, Role
from curation.quality.policy import STANDARD, ChecksPolicy
from curation.texts import text


@dataclass(frozen=True)
class Turn:
    """One message with the place it has in its conversation."""

    conversation: Conversation
    index: int

    @cached_property
    def content(self) -> str:
        """The text of the message."""
        return self.conversation.messages[self.index].content

    @cached_property
    def small(self) -> str:
        """The text in lower case."""
        return self.content.lower()

    @cached_property
    def words(self) -> list[str]:
        """The text in lower case, parted at blanks: cheap, for what only counts."""
        return self.small.split()

    @property
    def role(self) -> Role:
        """Who speaks."""
        return self.conversation.messages[self.index].role

    @property
    def field(self) -> str:
        """The name of this text in a sentence: which of a sample's texts a note means."""
        part = place_in(self.conversation, self.index, 0, 0).part
        if part is Part.MESSAGE:
            return text("message {number}", number=self.index + 1)
        return text("question") if part is Part.QUESTION else text("answer")

    def place(self, start: int, end: int) -> Place:
        """Name a span of the message (code points, end exclusive)."""
        return place_in(self.conversation, self.index, start, end)

    def finding(self, check: str, severity: Severity, sentence: str, span: tuple[int, int] | None = None) -> Finding:
        """Say what a check found; without a span the whole message is meant."""
        start, end = span or (0, len(self.content))
        return Finding(check, severity, sentence, self.place(start, end))

    def beside(self, check: str, sentence: str, span: tuple[int, int], nearest: Place | None) -> Finding:
        """Warn of a span of the message, and name the span of a passage that it is compared with."""
        return Finding(check, Severity.WARNING, sentence, self.place(*span), nearest)


@dataclass(frozen=True)
class Case:
    """A sample under the checks; `language` is its ISO 639 code, empty where it is not known."""

    conversation: Conversation
    language: str = ""
    policy: ChecksPolicy = STANDARD

    @cached_property
    def spoken(self) -> tuple[Turn, ...]:
        """What the user and the assistant say, without the system's prompt, in order."""
        turns = enumerate(self.conversation.messages)
        return tuple(Turn(self.conversation, i) for i, turn in turns if turn.role is not Role.SYSTEM)

    @cached_property
    def answers(self) -> tuple[Turn, ...]:
        """What the assistant says."""
        return tuple(turn for turn in self.spoken if turn.role is Role.ASSISTANT)

    @cached_property
    def asked(self) -> str:
        """All that the user says, line after line."""
        return "\n".join(turn.content for turn in self.spoken if turn.role is Role.USER)

    @cached_property
    def passage(self) -> str:
        """The context passages, one after the other; empty where the sample rests on none."""
        return "\n".join(self.conversation.context)

    def place_in_passage(self, start: int, end: int) -> Place:
        """Name a span of `passage` by the context passage that it stands in."""
        begins = 0
        for index, one in enumerate(self.conversation.context):
            if start < begins + len(one) + 1:
                return Place(Part.CONTEXT, index, start - begins, end - begins)
            begins += len(one) + 1
        last = len(self.conversation.context) - 1
        return Place(Part.CONTEXT, last, 0, len(self.conversation.context[last]))


Findings = Iterable[Finding]
