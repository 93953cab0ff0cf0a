"""Names of people and projects: in any script, without signs that would turn or hide the words around them."""

import unicodedata
from collections.abc import Collection

from curation.domain.people import PersonRole
from curation.errors import InputError
from curation.texts import text

MOST_NAME = 80
_TURNING = frozenset(map(chr, (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def without_turns(name: str) -> str:
    """Return a name without control characters and without marks that change the direction of text."""
    return "".join(
        sign for sign in name if sign not in _TURNING and unicodedata.category(sign) not in {"Cc", "Cs"}
    ).strip()


def person_name(typed: str, roles: Collection[PersonRole]) -> str:
    """Return the name of a new person, or raise InputError where there is none, or no role."""
    name = without_turns(typed)
    if not name or not roles:
        raise InputError(text("A person needs a name and at least one role."))
    if len(name) > MOST_NAME:
        raise InputError(
            text("A name has at most {most} characters; this one has {count}.", most=MOST_NAME, count=len(name))
        )
    return name
