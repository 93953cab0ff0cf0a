"""Readers of single values of a policy, each by its name: what stands there is returned typed, or refused."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text

Reader = Callable[[str, Json], object]
_Word = TypeVar("_Word", bound=StrEnum)


def one_of(kind: type[_Word]) -> Callable[[str, Json], _Word]:
    """Return the reader of one of some words; it raises InputError naming all of them."""

    def read(name: str, value: Json) -> _Word:
        values = [one.value for one in kind]
        if value not in values:
            raise InputError(text("{name} is one of: {names}.", name=name, names=", ".join(values)))
        return kind(str(value))

    return read


def yes_or_no(name: str, value: Json) -> bool:
    """Read true or false; raises InputError for anything else."""
    if not isinstance(value, bool):
        raise InputError(text("{name} is true or false.", name=name))
    return value
