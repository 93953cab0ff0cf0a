"""How the words of a round are written as JSON, and read back with the place of whatever is wrong."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from curation.domain.identity import Json
from curation.domain.samples import Message, Role
from curation.errors import InputError
from curation.texts import text
from eval.rounds import Answer, AnswerSettings, Arm, ArmKind, Question

Fields = Mapping[str, Json]


def arm_record(arm: Arm) -> dict[str, Json]:
    """Write an arm as it stands in plan.json."""
    return {
        "name": arm.name,
        "label": arm.label,
        "kind": arm.kind.value,
        "model": arm.model,
        "adapter": arm.adapter,
        "template": arm.template,
        "system": arm.system,
        "run": arm.run_id,
    }


def arm_from(record: Json, place: str) -> Arm:
    """Read an arm; raises InputError with the place."""
    found = fields(record, place)
    kind = string(found, "kind", place)
    if kind not in set(ArmKind):
        raise InputError(text("{place}: kind must be base, tuned or written, not {kind}.", place=place, kind=kind))
    return Arm(
        name=string(found, "name", place),
        label=string(found, "label", place),
        kind=ArmKind(kind),
        model=optional(found, "model", place),
        adapter=optional(found, "adapter", place),
        template=optional(found, "template", place),
        system=optional(found, "system", place),
        run_id=optional(found, "run", place),
    )


def settings_record(settings: AnswerSettings) -> dict[str, Json]:
    """Write the settings of answering."""
    return {
        "max_new_tokens": settings.max_new_tokens,
        "batch_size": settings.batch_size,
        "threads": settings.threads,
    }


def settings_from(record: Json, place: str) -> AnswerSettings:
    """Read the settings of answering; all are at least 1."""
    found = fields(record, place)
    return AnswerSettings(
        max_new_tokens=number(found, "max_new_tokens", place, 1),
        batch_size=number(found, "batch_size", place, 1),
        threads=number(found, "threads", place, 1),
    )


def message_records(messages: Sequence[Message]) -> list[Json]:
    """Write turns as role and content."""
    return [{"role": m.role.value, "content": m.content} for m in messages]


def messages_from(record: Json, place: str) -> tuple[Message, ...]:
    """Read turns; raises InputError where there are none or a role is unknown."""
    values = items(record, "messages", place)
    if not values:
        raise InputError(text("{place}: messages must hold at least one turn.", place=place))
    turns: list[Message] = []
    for value in values:
        turn = fields(value, place)
        role = string(turn, "role", place)
        if role not in set(Role):
            raise InputError(text("{place}: a role is system, user or assistant, not {role}.", place=place, role=role))
        turns.append(Message(Role(role), string(turn, "content", place)))
    return tuple(turns)


def question_record(question: Question) -> dict[str, Json]:
    """Write a question as a line of questions.jsonl."""
    return {
        "number": question.number,
        "sample_id": question.sample_id,
        "messages": message_records(question.messages),
        "reference": question.reference,
    }


def question_from(record: Json, place: str) -> Question:
    """Read a question."""
    found = fields(record, place)
    return Question(
        number=number(found, "number", place, 0),
        messages=messages_from(found.get("messages"), place),
        reference=optional(found, "reference", place),
        sample_id=optional(found, "sample_id", place),
    )


def answer_record(answer: Answer) -> dict[str, Json]:
    """Write an answer as a line of answers/ARM.jsonl."""
    return {"number": answer.question, "answer": answer.text, "stopped": answer.stopped, "tokens": answer.tokens}


def answer_from(record: Json, arm: str, place: str) -> Answer:
    """Read an answer of an arm."""
    found = fields(record, place)
    return Answer(
        question=number(found, "number", place, 0),
        arm=arm,
        text=string(found, "answer", place),
        stopped=found.get("stopped") is True,
        tokens=number(found, "tokens", place, 0),
    )


def parse(line: str | bytes, place: str) -> Json:
    """Parse one JSON value; raises InputError with the place."""
    try:
        return json.loads(line)
    except ValueError as error:
        raise InputError(text("{place} is not JSON: {reason}.", place=place, reason=str(error))) from error


def lines(file: Path) -> Iterator[tuple[str, Json]]:
    """Yield (place, value) of every line of a JSON lines file; raises InputError with file and line."""
    try:
        content = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(text("{file} cannot be read: {reason}.", file=file, reason=str(error))) from error
    for row, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            place = text("{file}, line {row}", file=file.name, row=row)
            yield place, parse(line, place)


def fields(record: Json, place: str) -> Fields:
    """Return a value as an object; raises InputError where it is none."""
    if not isinstance(record, Mapping):
        raise InputError(text("{place} must be a JSON object.", place=place))
    return record


def items(value: Json, name: str, place: str) -> Sequence[Json]:
    """Return a value as a list; raises InputError where it is none."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise InputError(text("{place}: {name} must be a list.", place=place, name=name))
    return value


def string(found: Fields, name: str, place: str) -> str:
    """Return a text field; raises InputError where it is missing or no text."""
    value = found.get(name)
    if not isinstance(value, str):
        raise InputError(text("{place}: {name} must be a text.", place=place, name=name))
    return value


def optional(found: Fields, name: str, place: str) -> str | None:
    """Return a text field, or None where it is missing or null."""
    return None if found.get(name) is None else string(found, name, place)


def number(found: Fields, name: str, place: str, least: int) -> int:
    """Return a whole number field; raises InputError where it is missing, no whole number, or too small."""
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InputError(
            text("{place}: {name} must be a whole number of at least {least}.", place=place, name=name, least=least)
        )
    return value
