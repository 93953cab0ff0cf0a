"""Plans and figures read back from JSON: strict at the edge, trusted afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import TypeVar

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text
from training.runs import (
    FORMAT,
    BaseChoice,
    BaseKind,
    BasePlan,
    BaseSettings,
    Figures,
    Method,
    Plan,
    TuningPlan,
    TuningSettings,
    VersionRef,
)

Flat = TypeVar("Flat", TuningSettings, BaseSettings, Figures)
Choice = TypeVar("Choice", BaseKind, Method)


def from_json(kind: type[Flat], values: Json, place: str) -> Flat:
    """Read a flat dataclass back; raises InputError that names the place and the field."""
    if not isinstance(values, Mapping):
        raise InputError(text("{place} must be an object of settings.", place=place))
    known = {field.name: field for field in fields(kind)}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise InputError(text("{place} has no setting called {name}. Remove it.", place=place, name=unknown[0]))
    try:
        return _made(kind, {name: _one(known[name].type, value) for name, value in values.items()})
    except (TypeError, ValueError) as error:
        raise InputError(text("{place} cannot be read: {reason}", place=place, reason=str(error))) from error


def _made(kind: Callable[..., Flat], values: Mapping[str, Json]) -> Flat:
    return kind(**values)


def _one(kind: object, value: Json) -> Json:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(str(value))
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        raise TypeError(text("{value} is not a {kind}", value=value, kind=kind.__name__))
    return value


def plan_from_json(values: Json, place: str) -> Plan:
    """Read plan.json; raises InputError that names the place where it does not hold."""
    if not isinstance(values, Mapping) or values.get("format") != FORMAT:
        raise InputError(text("{place} is not a plan of format {format}.", place=place, format=FORMAT))
    if values.get("kind") == "base":
        settings = from_json(BaseSettings, values.get("settings"), f"{place}: settings")
        return BasePlan(_word(values, "id", place), _word(values, "target", place), settings)
    if values.get("kind") != "sft":
        raise InputError(text("{place}: the kind must be sft or base.", place=place))
    version, base = _part(values, "version", place), _part(values, "base", place)
    return TuningPlan(
        id=_word(values, "id", place),
        version=VersionRef(_word(version, "folder", place), _word(version, "hash", place)),
        base=BaseChoice(_choice(BaseKind, base, "kind", place), str(base.get("name") or "")),
        method=_choice(Method, values, "method", place),
        settings=from_json(TuningSettings, values.get("settings"), f"{place}: settings"),
    )


def _choice(kind: type[Choice], values: Mapping[str, Json], name: str, place: str) -> Choice:
    try:
        return kind(_word(values, name, place))
    except ValueError as error:
        able = ", ".join(kind)
        raise InputError(text("{place}: {name} must be one of {able}.", place=place, name=name, able=able)) from error


def _part(values: Mapping[str, Json], name: str, place: str) -> Mapping[str, Json]:
    part = values.get(name)
    if not isinstance(part, Mapping):
        raise InputError(text("{place}: {name} is missing.", place=place, name=name))
    return part


def _word(values: Mapping[str, Json], name: str, place: str) -> str:
    word = values.get(name)
    if not isinstance(word, str) or not word:
        raise InputError(text("{place}: {name} is missing.", place=place, name=name))
    return word
