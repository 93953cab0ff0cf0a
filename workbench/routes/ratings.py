"""Ratings as the cards and programs send them: an object of whole numbers by the keys of the rubric."""

from collections.abc import Mapping

from curation.domain.rubric import MOST_CRITERIA, Ratings
from curation.errors import InputError
from curation.texts import text
from workbench.routes.body import Body

_LONGEST_KEY = 64
_HIGHEST = 100


def ratings_of(body: Body) -> Ratings:
    """Read `ratings`, nothing where it is left out; raises InputError."""
    given = body.get("ratings") or {}
    if not isinstance(given, Mapping) or len(given) > 2 * MOST_CRITERIA:
        raise InputError(text("The call needs {name}: whole numbers by name.", name="ratings"))
    found: list[tuple[str, int]] = []
    for key, value in sorted(given.items()):
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _HIGHEST
        if not whole or len(key) > _LONGEST_KEY:
            raise InputError(text("The call needs {name}: whole numbers by name.", name="ratings"))
        found.append((key, int(str(value))))
    return tuple(found)
