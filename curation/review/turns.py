"""Which turns of a conversation changed between two texts of it."""

from dataclasses import dataclass
from itertools import zip_longest

from curation.domain.findings import Part
from curation.domain.places import place_in
from curation.domain.samples import Conversation, Role


@dataclass(frozen=True)
class TurnChange:
    """One turn that reads otherwise now: its place, which part it is, who speaks, both texts (empty where missing)."""

    index: int
    part: Part
    role: Role
    before: str
    after: str


def changed_turns(before: Conversation, after: Conversation) -> tuple[TurnChange, ...]:
    """Return the turns that differ, in reading order.

    Turns are compared by their place; where the last question or answer stands elsewhere by now, both are compared
    as what they are, so that a conversation that grew is read as one.
    """
    if [turn.role for turn in before.messages] != [turn.role for turn in after.messages]:
        return _changed_parts(before, after)
    found: list[TurnChange] = []
    for index, (old, new) in enumerate(zip(before.messages, after.messages, strict=True)):
        if old.content != new.content:
            part = place_in(after, index, 0, 0).part
            found.append(TurnChange(index, part, new.role, old.content, new.content))
    return tuple(found)


def _changed_parts(before: Conversation, after: Conversation) -> tuple[TurnChange, ...]:
    rest = zip_longest(_others(before), _others(after))
    found = [_other(index, old, new) for index, (old, new) in enumerate(rest) if old != new]
    last = len(found)
    if before.question != after.question:
        found.append(TurnChange(last, Part.QUESTION, Role.USER, before.question, after.question))
    if before.answer != after.answer:
        found.append(TurnChange(last + 1, Part.ANSWER, Role.ASSISTANT, before.answer, after.answer))
    return tuple(found)


def _others(conversation: Conversation) -> list[tuple[Role, str]]:
    turns = enumerate(conversation.messages)
    return [(t.role, t.content) for i, t in turns if place_in(conversation, i, 0, 0).part is Part.MESSAGE]


def _other(index: int, old: tuple[Role, str] | None, new: tuple[Role, str] | None) -> TurnChange:
    role = (new or old or (Role.USER, ""))[0]
    return TurnChange(index, Part.MESSAGE, role, "" if old is None else old[1], "" if new is None else new[1])
