"""Turns of conversations as the cards send and get them: typed words by their index, and what changed of each."""

from collections.abc import Mapping

from curation.domain.desk import Turns
from curation.domain.identity import Json
from curation.domain.samples import Conversation
from curation.errors import InputError
from curation.review.turns import changed_turns
from curation.texts import text
from workbench.routes.body import Body, typed
from workbench.routes.pieces import pieces_json

MOST_TURNS = 1_000


def turns_of(body: Body) -> Turns:
    """Read `turns`, an object of texts by their index, nothing where it is left out; raises InputError."""
    given = body.get("turns") or {}
    if not isinstance(given, Mapping) or len(given) > MOST_TURNS or not all(_is_index(name) for name in given):
        raise InputError(text("The call needs {name}: texts by the number of their turn.", name="turns"))
    return tuple((int(name), typed(dict(given), name)) for name in sorted(given, key=int))


def turns_json(turns: Turns) -> dict[str, Json]:
    """Write typed turns as `turns_of` reads them."""
    return {str(index): words for index, words in turns}


def changes_json(before: Conversation, after: Conversation) -> list[Json]:
    """Write what changed turn by turn: index, part (question, answer, message), role, word diff, in reading order."""
    return [
        {
            "index": change.index,
            "part": change.part.value,
            "role": change.role.value,
            "pieces": pieces_json(change.before, change.after),
        }
        for change in changed_turns(before, after)
    ]


def _is_index(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) <= len(str(MOST_TURNS))
