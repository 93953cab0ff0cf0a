"""Shapes: dataclasses as what travels in JSON; one walk over their fields reads, writes and describes them.

A field is a text, number, truth, moment, choice (StrEnum), another shape, a tuple of these, a mapping from names, or
free JSON (`object`); with `| None` where it may be left open. `Annotated` adds a sentence (a string) and limits
(`Within`, `Long`).
"""

import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, TypeVar, Union, get_args, get_origin, get_type_hints

from curation.domain.identity import Json

NAME = r"[A-Za-z0-9][A-Za-z0-9._:\-]{0,63}"
LINE = 400
PAGE_OF_TEXT = 1_000_000
Shape = TypeVar("Shape")


@dataclass(frozen=True)
class Within:
    """The least and the most that a number may be."""

    least: float
    most: float


@dataclass(frozen=True)
class Long:
    """How long a text may be (code points) or how many items a list may have; `form` is a whole regular expression."""

    most: int
    least: int = 0
    form: str | None = None


Name = Annotated[str, Long(64, 1, NAME)]
"""An id or a name that a program chooses or passes on."""
Line = Annotated[str, Long(LINE)]
Prose = Annotated[str, Long(PAGE_OF_TEXT)]
Number = Annotated[int, Within(0, 2**31 - 1)]


@dataclass(frozen=True)
class Kind:
    """What a field holds: the bare type, whether it may be null, its sentence and its limits."""

    of: object
    nullable: bool
    says: str
    within: Within | None
    long: Long | None


@dataclass(frozen=True)
class Part:
    """One field of a shape."""

    name: str
    kind: Kind
    required: bool
    default: object


@dataclass(frozen=True)
class Nothing:
    """The shape of what is not sent."""


@cache
def parts_of(shape: type[object]) -> tuple[Part, ...]:
    """Return the fields of a shape, in order."""
    hints = get_type_hints(shape, include_extras=True)
    if not is_dataclass(shape):
        raise TypeError(f"{shape.__name__} is no dataclass")
    return tuple(_part(one, hints[one.name]) for one in fields(shape))


def says_of(shape: type[object]) -> str:
    """Return what a shape is, in one sentence."""
    return (shape.__doc__ or "").partition("\n\n")[0].replace("\n", " ").strip()


def item_of(kind: Kind) -> Kind | None:
    """Return what a tuple holds, None where the kind is no tuple."""
    if get_origin(kind.of) is not tuple:
        return None
    return kind_of(get_args(kind.of)[0])


def value_of(kind: Kind) -> Kind | None:
    """Return what a mapping from names holds, None where the kind is none."""
    if get_origin(kind.of) is not Mapping:
        return None
    return kind_of(get_args(kind.of)[1])


def choices_of(kind: Kind) -> tuple[StrEnum, ...] | None:
    """Return what can be chosen, None where the kind is no choice."""
    return tuple(kind.of) if isinstance(kind.of, type) and issubclass(kind.of, StrEnum) else None


def shape_of(kind: Kind) -> type[object] | None:
    """Return the shape that a field holds, None where it holds something plain."""
    return kind.of if isinstance(kind.of, type) and is_dataclass(kind.of) else None


def kind_of(hint: object) -> Kind:
    """Read a type as a field says it."""
    says, within, long = "", None, None
    nullable = False
    while True:
        if get_origin(hint) is Annotated:
            hint, *notes = get_args(hint)
            for note in notes:
                says = note if isinstance(note, str) else says
                within = note if isinstance(note, Within) else within
                long = note if isinstance(note, Long) else long
        elif get_origin(hint) in {Union, types.UnionType}:
            inner = [one for one in get_args(hint) if one is not types.NoneType]
            nullable = True
            if len(inner) != 1:
                raise TypeError(f"{hint} is more than one type")
            hint = inner[0]
        else:
            return Kind(hint, nullable, says, within, long)


def written(value: object) -> Json:
    """Write a value of a shape as plain JSON."""
    match value:
        case StrEnum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {str(name): written(one) for name, one in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON inside
        case Sequence():
            return [written(one) for one in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - as above
        case _:
            return {part.name: written(getattr(value, part.name)) for part in parts_of(type(value))}


def has_form(value: str, long: Long) -> bool:
    """Tell whether a text has the form that its field wants."""
    return long.form is None or re.fullmatch(long.form, value) is not None


def _part(one: Field[object], hint: object) -> Part:
    required = one.default is MISSING and one.default_factory is MISSING
    default = None if one.default is MISSING else one.default
    return Part(one.name, kind_of(hint), required, default)
