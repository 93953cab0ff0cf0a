"""Reads what was sent into its shape, strictly: what does not fit is one sentence that names the place."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

from curation.domain.identity import Json, clean_text
from curation.errors import InputError
from curation.texts import text
from workbench.rest.shapes import Kind, Long, Part, Shape, choices_of, has_form, item_of, parts_of, shape_of, value_of

_BIGGEST = 2**53
_SHOWN = 60


class UnfitError(InputError):
    """What was sent is JSON, or an address, of another shape."""


def read(shape: type[Shape], value: Json, place: str = "") -> Shape:
    """Read JSON into a shape; raises UnfitError that names the place."""
    if not isinstance(value, Mapping):
        raise UnfitError(text("{place} must be an object with names.", place=place or text("The body")))
    known = {part.name: part for part in parts_of(shape)}
    unknown = next((name for name in value if name not in known), None)
    if unknown is not None:
        raise UnfitError(
            text(
                "There is no {name} here. There are: {names}.",
                name=_within(place, _cut(str(unknown))),
                names=", ".join(known) or text("none"),
            )
        )
    given = {name: _part(part, value, _within(place, name)) for name, part in known.items() if name in value}
    missing = next((name for name, part in known.items() if part.required and name not in given), None)
    if missing is not None:
        raise UnfitError(text("{name} is missing.", name=_within(place, missing)))
    return shape(**given)


def read_address(shape: type[Shape], said: Mapping[str, str]) -> Shape:
    """Read the part of an address after its question mark; numbers and truths are written as texts there."""
    known = {part.name: part for part in parts_of(shape)}
    return read(shape, {name: _typed(known[name].kind, one) if name in known else one for name, one in said.items()})


def _typed(kind: Kind, said: str) -> Json:
    if kind.of is bool and said in {"true", "false"}:
        return said == "true"
    if kind.of is int and said.removeprefix("-").isascii() and said.removeprefix("-").isdigit():
        return int(said) if len(said) <= len(str(_BIGGEST)) else said
    if kind.of is float:
        try:
            return float(said)
        except ValueError:
            return said
    return said


def _part(part: Part, value: Mapping[str, Json], place: str) -> object:
    return _value(part.kind, value[part.name], place)


def _value(kind: Kind, value: Json, place: str) -> object:
    if value is None and kind.nullable:
        return None
    inner = item_of(kind)
    if inner is not None:
        return _items(kind, inner, value, place)
    shape = shape_of(kind)
    if shape is not None:
        return read(shape, value, place)
    if value_of(kind) is not None and not isinstance(value, Mapping):
        raise UnfitError(text("{place} must be an object with names.", place=place))
    choices = choices_of(kind)
    if choices is not None:
        return _choice(choices, value, place)
    plain = _PLAIN.get(kind.of)
    return value if plain is None else plain(kind, value, place)


def _choice(choices: tuple[StrEnum, ...], value: Json, place: str) -> StrEnum:
    found = next((one for one in choices if one.value == value), None)
    if found is None:
        names = ", ".join(one.value for one in choices)
        raise UnfitError(
            text("{name} cannot be {value}. It is one of: {names}.", name=place, value=_cut(value), names=names)
        )
    return found


def _items(kind: Kind, inner: Kind, value: Json, place: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise UnfitError(text("{name} must be a list.", name=place))
    if kind.long is not None and not kind.long.least <= len(value) <= kind.long.most:
        raise UnfitError(
            text("{name} must have {least} to {most} items.", name=place, least=kind.long.least, most=kind.long.most)
        )
    return tuple(_value(inner, one, f"{place}[{number}]") for number, one in enumerate(value))


def _text(kind: Kind, value: Json, place: str) -> object:
    long = kind.long or Long(_BIGGEST)
    if not isinstance(value, str):
        raise UnfitError(text("{name} must be a text.", name=place))
    if "\0" in value:
        raise UnfitError(text("{name} holds a null character, which no text may hold. Take it out.", name=place))
    if not long.least <= len(value) <= long.most:
        raise UnfitError(
            text("{name} must have {least} to {most:,} characters.", name=place, least=long.least, most=long.most)
        )
    if not has_form(value, long):
        raise UnfitError(
            text("{name} must be a name of letters, digits and . _ : - that begins with a letter or digit.", name=place)
        )
    return clean_text(value)[0]


def _whole(kind: Kind, value: Json, place: str) -> object:
    # 1.0 is a whole number in JSON Schema.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnfitError(text("{name} must be a whole number.", name=place))
    return _bounded(kind, value, place)


def _figure(kind: Kind, value: Json, place: str) -> object:
    if not isinstance(value, int | float) or isinstance(value, bool) or not _is_finite(value):
        raise UnfitError(text("{name} must be a number.", name=place))
    return float(_bounded(kind, value, place))


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond what a float holds
        return False


def _bounded(kind: Kind, value: float, place: str) -> float:
    within = kind.within
    if within is not None and not within.least <= value <= within.most:
        raise UnfitError(
            text("{name} must be from {least:,} to {most:,}.", name=place, least=within.least, most=within.most)
        )
    return value


def _truth(kind: Kind, value: Json, place: str) -> object:
    del kind
    if not isinstance(value, bool):
        raise UnfitError(text("{name} must be true or false.", name=place))
    return value


def _moment(kind: Kind, value: Json, place: str) -> object:
    del kind
    try:
        found = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise UnfitError(
            text(
                "{name} must be a moment with its zone, such as 2026-11-21T10:00:00Z, not {value}.",
                name=place,
                value=_cut(value),
            )
        )
    try:
        return found.astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC) if found.year == 1 else datetime.max.replace(tzinfo=UTC)


def _day(kind: Kind, value: Json, place: str) -> object:
    del kind
    try:
        found = date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise UnfitError(
            text("{name} must be a day such as 2026-11-21, not {value}.", name=place, value=_cut(value))
        ) from error
    return found


def _within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _cut(value: Json) -> str:
    said = clean_text(str(value))[0]
    return said if len(said) <= _SHOWN else said[:_SHOWN] + "…"


_PLAIN: dict[object, Callable[[Kind, Json, str], object]] = {
    str: _text,
    int: _whole,
    float: _figure,
    bool: _truth,
    datetime: _moment,
    date: _day,
}
