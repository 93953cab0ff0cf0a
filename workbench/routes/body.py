"""What the cards send to their routes, read at the edge: names, numbers, choices and texts, or a sentence."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from starlette.routing import Route

from curation.domain.identity import Json
from curation.errors import InputError, PermissionRefusedError
from curation.texts import text
from workbench.access import Caller, json_route
from workbench.bootstrap import Workbench

Body = dict[str, Json]
Call = Callable[[Caller, Body], Json]
Choice = TypeVar("Choice", bound=StrEnum)
_LONGEST_NAME = 64
_LONGEST_TEXT = 1_000_000
_LARGEST = 2**31 - 1
_DAY = 86_400.0


def card_routes(workbench: Workbench, card: str, calls: Mapping[str, Call]) -> list[Route]:
    """Return the routes of a card, `/api/CARD/NAME`; each serves only the person who opened the page."""
    return [json_route(workbench, f"/api/{card}/{name}", "POST", _as_opened(call)) for name, call in calls.items()]


def one_of(kind: type[Choice], body: Body, name: str) -> Choice:
    """Read a choice; raises InputError naming the choices."""
    value = body.get(name)
    if not isinstance(value, str) or value not in {choice.value for choice in kind}:
        names = ", ".join(choice.value for choice in kind)
        raise InputError(text("{name} cannot be {value}. It is one of: {names}.", name=name, value=value, names=names))
    return kind(value)


def one_of_or_none(kind: type[Choice], body: Body, name: str) -> Choice | None:
    """Read a choice that may be left open."""
    return one_of(kind, body, name) if body.get(name) else None


def short_name(body: Body, name: str) -> str:
    """Read an id or a name of 1 to 64 characters."""
    value = body.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_NAME:
        raise InputError(text("The call needs {name}: a short text.", name=name))
    return value


def names(body: Body, name: str) -> list[str]:
    """Read a list of ids or names."""
    value = body.get(name)
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise InputError(text("The call needs {name}: a list of texts.", name=name))
    return [str(v) for v in value]


def number(body: Body, name: str) -> int:
    """Read a whole number from 0 that a database can hold."""
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise InputError(text("The call needs {name}: a whole number from 0.", name=name))
    return value


def day_or_none(body: Body, name: str) -> date | None:
    """Read a day as 2026-06-01, None where it is not said."""
    value = body.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(text("{name} must be a day such as 2026-06-01.", name=name)) from error


def seconds(body: Body) -> float:
    """Read how long somebody took, 0 where that is not said or cannot be: below 0, or more than a day."""
    value = body.get("seconds")
    return float(value) if isinstance(value, int | float) and 0 <= value <= _DAY else 0.0


def typed(body: Body, name: str) -> str:
    """Read a text that a person may have typed, nothing where it is left out."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise InputError(text("The call needs {name}: a text.", name=name))
    if len(value) > _LONGEST_TEXT:
        raise InputError(text("{name} is longer than a million characters. Shorten it.", name=name))
    return value


def _as_opened(call: Call) -> Call:
    """Let a call pass only while its page still belongs to whoever opened it."""

    def checked(caller: Caller, body: Body) -> Json:
        if body.get("person") != caller.person.id:
            raise PermissionRefusedError(
                text("This page was opened by somebody else. What you typed is kept in this browser; reload the page.")
            )
        return call(caller, body)

    return checked
