"""What a conversation means, whatever its placeholders look like."""

from collections.abc import Mapping

from curation.domain.samples import Conversation, Message
from curation.pii.placeholders import HASHED, PLACEHOLDER, standing_alone


def meaning_of(conversation: Conversation, placeholders: Mapping[str, str] | None = None) -> str:
    """Return the hash of a conversation whose placeholders say their type alone: other numbers mean the same.

    `placeholders` names the entity type of each that does not say it itself: surrogates, masks, marks of removal.
    """
    named = {said: f"<{entity}>" for said, entity in (placeholders or {}).items() if said and not _says_itself(said)}
    every = standing_alone(named)

    def plain(value: str) -> str:
        typed = every.sub(lambda match: named[match[0]], value) if named else value
        return HASHED.sub(r"<\1>", PLACEHOLDER.sub(r"<\1>", typed))

    turns = tuple(Message(turn.role, plain(turn.content)) for turn in conversation.messages)
    return Conversation(turns, tuple(plain(piece) for piece in conversation.context)).hash


def _says_itself(said: str) -> bool:
    return PLACEHOLDER.fullmatch(said) is not None or HASHED.fullmatch(said) is not None
