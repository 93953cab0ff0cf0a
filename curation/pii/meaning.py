"""What a conversation means, whatever numbers its placeholders carry."""

from curation.domain.samples import Conversation, Message
from curation.pii.placeholders import PLACEHOLDER


def meaning_of(conversation: Conversation) -> str:
    """Return the hash of a conversation whose placeholders lost their numbers: other numbers mean the same."""

    def plain(value: str) -> str:
        return PLACEHOLDER.sub(r"<\1>", value)

    turns = tuple(Message(turn.role, plain(turn.content)) for turn in conversation.messages)
    return Conversation(turns, tuple(plain(piece) for piece in conversation.context)).hash
