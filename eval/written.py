"""Answers written beforehand: one JSON file of systems, questions and their answers, read as a round."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.domain.identity import Json, clean_text
from curation.domain.samples import Message, Role
from curation.errors import InputError
from curation.texts import text
from eval.records import Fields, fields, items, messages_from, optional, parse, string
from eval.rounds import Answer, Arm, ArmKind, Question

FEWEST_SYSTEMS, MOST_SYSTEMS = 2, 6
_PLACE = "round"


@dataclass(frozen=True)
class WrittenRound:
    """What such a file holds; `about` says who wrote the answers and is shown to those who judge."""

    name: str | None
    about: str
    arms: tuple[Arm, ...]
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]


def read_written(content: bytes | str) -> WrittenRound:
    """Read a file of written answers (docs/formats.md); raises InputError with the place of what is wrong."""
    record = fields(parse(content, _PLACE), _PLACE)
    keys, arms = _systems(record)
    questions: list[Question] = []
    answers: list[Answer] = []
    for number, value in enumerate(items(record.get("questions"), "questions", _PLACE)):
        place = text("question {number}", number=number + 1)
        found = fields(value, place)
        questions.append(Question(number, _turns(found, place), optional(found, "reference", place)))
        answers += _answers(found, number, keys, place)
    if not questions:
        raise InputError(text("The file holds no questions."))
    return WrittenRound(
        name=optional(record, "name", _PLACE),
        about=clean_text(optional(record, "about", _PLACE) or "")[0],
        arms=arms,
        questions=tuple(questions),
        answers=tuple(answers),
    )


def _systems(record: Fields) -> tuple[tuple[str, ...], tuple[Arm, ...]]:
    found = [fields(value, "systems") for value in items(record.get("systems"), "systems", _PLACE)]
    keys = tuple(string(system, "key", "systems") for system in found)
    if not FEWEST_SYSTEMS <= len(keys) <= MOST_SYSTEMS or len(set(keys)) != len(keys):
        raise InputError(
            text(
                "A round compares {fewest} to {most} systems with different keys; the file has {keys}.",
                fewest=FEWEST_SYSTEMS,
                most=MOST_SYSTEMS,
                keys=", ".join(keys) or text("none"),
            )
        )
    names = [clean_text(string(system, "name", "systems"))[0] for system in found]
    return keys, tuple(Arm(arm_name(place), name, ArmKind.WRITTEN) for place, name in enumerate(names))


def arm_name(place: int) -> str:
    """Return the short name of a round's arm by its place: a, b, c."""
    return chr(ord("a") + place)


def _turns(found: Fields, place: str) -> tuple[Message, ...]:
    if "messages" in found:
        return tuple(Message(m.role, clean_text(m.content)[0]) for m in messages_from(found["messages"], place))
    return (Message(Role.USER, clean_text(string(found, "question", place))[0]),)


def _answers(found: Fields, number: int, keys: Sequence[str], place: str) -> list[Answer]:
    written = fields(_required(found, "answers", place), place)
    missing = [key for key in keys if not str(written.get(key) or "").strip()]
    if missing:
        raise InputError(text("{place}: there is no answer of {key}.", place=place, key=missing[0]))
    return [
        Answer(number, arm_name(i), clean_text(string(written, key, place))[0], stopped=True, tokens=0)
        for i, key in enumerate(keys)
    ]


def _required(found: Fields, name: str, place: str) -> Json:
    if name not in found:
        raise InputError(text("{place}: {name} is missing.", place=place, name=name))
    return found[name]
