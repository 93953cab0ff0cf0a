"""Where in a conversation a span stands, named one way for redaction and for checks."""

from curation.domain.findings import Part, Place
from curation.domain.samples import Conversation, Role


def place_in(conversation: Conversation, message: int, start: int, end: int) -> Place:
    """Name a span of a message: the last user turn is the question, the last assistant turn the answer.

    `message` counts from 0 and stays the place's index whatever the part is called; `start` and `end`
    are code points, end exclusive.
    """
    return Place(_part_of(conversation, message), message, start, end)


def text_at(conversation: Conversation, place: Place) -> str:
    """Return what stands at a place."""
    if place.part is Part.CONTEXT:
        return conversation.context[place.index][place.start : place.end]
    return conversation.messages[place.index].content[place.start : place.end]


def message_at(conversation: Conversation, place: Place) -> int | None:
    """Return the index of the message that a place stands in; None for a passage, or a message that is not there."""
    role = {Part.QUESTION: Role.USER, Part.ANSWER: Role.ASSISTANT}.get(place.part)
    if role is not None:
        return max((i for i, turn in enumerate(conversation.messages) if turn.role is role), default=None)
    there = place.part is Part.MESSAGE and place.index < len(conversation.messages)
    return place.index if there else None


def _part_of(conversation: Conversation, message: int) -> Part:
    role = conversation.messages[message].role
    if role is Role.SYSTEM or any(turn.role is role for turn in conversation.messages[message + 1 :]):
        return Part.MESSAGE
    return Part.QUESTION if role is Role.USER else Part.ANSWER
