"""The parts of a PII policy that are rows: what takes a value's place, and patterns of the project's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import regex

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text

_ENTITY = regex.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*|\*")
_ENGINE = regex.compile(r"auto|shipped|(?:spacy|hf|gliner):\S.*")


class Operator(StrEnum):
    """What takes the place of a value; suggest and keep leave it, the one offered to a person."""

    TAG = "tag"
    SURROGATE = "surrogate"
    HASH = "hash"
    MASK = "mask"
    REMOVE = "remove"
    KEEP = "keep"
    SUGGEST = "suggest"


@dataclass(frozen=True)
class UserPattern:
    """A regular expression of the project; its search is bounded in time, whatever it says."""

    entity_type: str
    pattern: str
    score: float = 0.9

    def to_json(self) -> Json:
        """Return the row as it stands in a policy file."""
        return {"entity_type": self.entity_type, "pattern": self.pattern, "score": self.score}


def operators_in(value: Json) -> tuple[tuple[str, str], ...]:
    """Parse the object of entity types and operators; raises InputError that names the row."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise InputError(text('“operators” in the PII policy is an object such as {{"PERSON": "surrogate"}}.'))
    known = [one.value for one in Operator]
    for entity, operator in value.items():
        _check_entity(entity)
        if operator not in known:
            raise InputError(
                text(
                    "The PII policy names the operator “{operator}” for {entity}. Known are: {known}.",
                    operator=operator,
                    entity=entity,
                    known=", ".join(known),
                )
            )
    return tuple(sorted((entity, str(operator)) for entity, operator in value.items()))


def patterns_in(value: Json) -> tuple[UserPattern, ...]:
    """Parse the project's own patterns; raises InputError that names the row and what is wrong with it."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InputError(text("“patterns” in the PII policy is a list of objects with entity_type and pattern."))
    return tuple(_pattern(row, number) for number, row in enumerate(value, start=1))


def lines_in(value: Json) -> tuple[tuple[str, float], ...]:
    """Parse the object of entity types and their own lines; raises InputError that names the row."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise InputError(text('“lines” in the PII policy is an object such as {{"PERSON": 0.5}}.'))
    found: list[tuple[str, float]] = []
    for entity, line in value.items():
        _check_entity(entity)
        if isinstance(line, bool) or not isinstance(line, int | float) or not 0 <= line <= 1:
            raise InputError(
                text("The line of {entity} in the PII policy is a number from 0 to 1, such as 0.5.", entity=entity)
            )
        found.append((entity, float(line)))
    return tuple(sorted(found))


def engine_in(value: Json) -> str:
    """Parse which model is used beside the shipped one; raises InputError that lists the forms."""
    if not isinstance(value, str) or not _ENGINE.fullmatch(value):
        raise InputError(
            text(
                "“engine” in the PII policy is {given}. It is auto, shipped, spacy:NAME, hf:FOLDER or gliner:FOLDER.",
                given=value,
            )
        )
    return value


def _pattern(row: Json, number: int) -> UserPattern:
    if not isinstance(row, Mapping):
        raise InputError(text("Pattern {number} of the PII policy is not an object.", number=number))
    entity, pattern, score = row.get("entity_type"), row.get("pattern"), row.get("score", 0.9)
    if not isinstance(entity, str) or not isinstance(pattern, str) or not pattern:
        raise InputError(text("Pattern {number} of the PII policy needs an entity_type and a pattern.", number=number))
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise InputError(
            text("The score of pattern {number} of the PII policy is a number from 0 to 1.", number=number)
        )
    _check_entity(entity)
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise InputError(
            text("Pattern {number} of the PII policy cannot be read: {error}.", number=number, error=error)
        ) from error
    return UserPattern(entity, pattern, float(score))


def _check_entity(entity: str) -> None:
    if not _ENTITY.fullmatch(entity):
        raise InputError(
            text("“{entity}” is no entity type. Types are written in capitals, such as PERSON.", entity=entity)
        )
