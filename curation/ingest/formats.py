"""The layouts that rows come in, guessed from the names of the columns and the first values."""

import json
from collections.abc import Mapping as JsonObject
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from curation.domain.identity import Json
from curation.domain.samples import Role
from curation.domain.sources import Mapping
from curation.errors import InputError
from curation.ingest.columns import (
    ANSWER,
    CONTEXT,
    QUESTION,
    SYSTEM,
    VALID_UNTIL,
    by_plain_name,
    first_named,
    listed_names,
    plain_name,
)
from curation.ingest.days import day_in
from curation.ingest.rows import Row
from curation.texts import text


class Layout(StrEnum):
    """How a row says its conversation."""

    PLAIN = "plain"
    ALPACA = "alpaca"
    SHAREGPT = "sharegpt"
    MESSAGES = "messages"
    PROMPT_COMPLETION = "prompt-completion"


@dataclass(frozen=True)
class Turn:
    """The names that a layout gives to who speaks and what is said."""

    speaker: str
    said: str


TURNS = {Layout.MESSAGES: Turn("role", "content"), Layout.SHAREGPT: Turn("from", "value")}
SPEAKERS = {
    "system": Role.SYSTEM,
    "developer": Role.SYSTEM,
    "user": Role.USER,
    "human": Role.USER,
    "prompter": Role.USER,
    "assistant": Role.ASSISTANT,
    "gpt": Role.ASSISTANT,
    "chatgpt": Role.ASSISTANT,
    "bot": Role.ASSISTANT,
    "model": Role.ASSISTANT,
}
_IDENTIFYING = frozenset(
    (
        *("author", "birth", "birthdate", "birthday", "client", "customer", "dob", "email", "fax", "firstname"),
        *("forename", "fullname", "iban", "ip", "lastname", "mail", "mobile", "mrn", "passport", "patient", "phone"),
        *("signature", "ssn", "street", "surname", "telephone", "user", "username"),
    )
)
_NAMING = frozenset({"first", "last", "full", "given", "family", "maiden"})
_LONGEST_NAME = 64


def guess_mapping(columns: Sequence[str], rows: Sequence[Row]) -> Mapping:
    """Guess which column is what from the names and the first rows; what cannot be told stays None.

    All other columns are metadata, but for those whose names say that they hold direct identifiers.
    """
    found = replace(_guessed(columns, rows), valid_until=_column_of_days(columns, rows))
    taken = set(named_columns(found).values())
    return replace(found, metadata=tuple(c for c in columns if c not in taken and not _names_people(c)))


def _column_of_days(columns: Sequence[str], rows: Sequence[Row]) -> str | None:
    """Return the column that is called so and holds days alone."""
    named = first_named(columns, VALID_UNTIL)
    try:
        days = [day_in(row.values.get(named)) for row in rows] if named else []
    except ValueError:
        return None
    return named if any(days) else None


def _guessed(columns: Sequence[str], rows: Sequence[Row]) -> Mapping:
    plain = by_plain_name(columns)
    turns = _column_of_turns(columns, rows)
    system = first_named(columns, SYSTEM)
    if {"chosen", "rejected"} <= set(plain):
        return _preferred(columns, rows)
    if "prompt" in plain and "completion" in plain:
        return Mapping(
            format=Layout.PROMPT_COMPLETION.value,
            question=plain["prompt"],
            answer=plain["completion"],
            system=system,
        )
    if turns is not None:
        return Mapping(format=turns[0].value, messages=turns[1], system=system)
    if "instruction" in plain and "output" in plain:
        return Mapping(
            format=Layout.ALPACA.value,
            question=plain["instruction"],
            answer=plain["output"],
            context=plain.get("input"),
            messages=plain.get("history"),
            system=system,
        )
    return Mapping(
        format=Layout.PLAIN.value,
        question=first_named(columns, QUESTION),
        answer=first_named(columns, ANSWER),
        context=first_named(columns, CONTEXT),
        system=system,
    )


def _preferred(columns: Sequence[str], rows: Sequence[Row]) -> Mapping:
    """Map a preference set: the chosen answer is the answer, the rejected one stays beside it."""
    plain = by_plain_name(columns)
    question, system = first_named(columns, QUESTION), first_named(columns, SYSTEM)
    whole = _column_of_turns([plain["chosen"]], rows)
    if question is None and whole is not None:
        return Mapping(format=whole[0].value, messages=whole[1], system=system)
    layout = Layout.PROMPT_COMPLETION.value
    return Mapping(format=layout, question=question, answer=plain["chosen"], system=system)


def remarks(mapping: Mapping) -> tuple[str, ...]:
    """Return in sentences what a mapping does that its columns do not say by themselves."""
    taken = {plain_name(column) for column in named_columns(mapping).values()}
    beside = {plain_name(column) for column in mapping.metadata}
    if "chosen" in taken and "rejected" in beside:
        return (text("These are preferences: the chosen answer is taken in, the rejected one is kept as metadata."),)
    return ()


def require_mapping(mapping: Mapping, columns: Sequence[str], name: str) -> None:
    """Let a mapping pass that names what its layout needs, all of it columns of the file; else InputError."""
    if mapping.format not in set(Layout):
        raise InputError(
            text("There is no layout “{format}”. Known are {known}.", format=mapping.format, known=", ".join(Layout))
        )
    needed = ("messages",) if Layout(mapping.format) in TURNS else ("question", "answer")
    named = named_columns(mapping)
    missing = next((part for part in needed if part not in named), None)
    if missing is not None:
        raise InputError(
            text(
                "{file}: no column is mapped to the {part}. Choose one of {columns}, for example "
                "--mapping {part}={example}.",
                file=name,
                part=missing,
                columns=listed_names(columns),
                example=listed_names(columns[:1]) or "COLUMN",
            )
        )
    unknown = next(((part, column) for part, column in named.items() if column not in columns), None)
    if unknown is not None:
        raise InputError(
            text(
                "{file} has no column “{column}” for the {part}. Its columns are {columns}.",
                file=name,
                column=unknown[1],
                part=unknown[0],
                columns=listed_names(columns),
            )
        )
    strange = next((column for column in mapping.metadata if column not in columns), None)
    if strange is not None:
        raise InputError(
            text(
                "{file} has no column “{column}” to keep as metadata. Its columns are {columns}.",
                file=name,
                column=strange,
                columns=listed_names(columns),
            )
        )


def named_columns(mapping: Mapping) -> dict[str, str]:
    """Return which part is read from which column, as `--mapping part=column` would say it."""
    parts = {
        "question": mapping.question,
        "answer": mapping.answer,
        "context": mapping.context,
        "messages": mapping.messages,
        "system": mapping.system,
        "valid_until": mapping.valid_until,
        "specialties": mapping.specialties,
        "risk": mapping.risk,
    }
    return {part: column for part, column in parts.items() if column}


def with_columns(mapping: Mapping, chosen: JsonObject[str, str]) -> Mapping:
    """Return a mapping with some parts read from other columns; raises InputError for an unknown part."""
    known = ("question", "answer", "context", "messages", "system", "valid_until", "specialties", "risk")
    unknown = next((part for part in chosen if part not in known), None)
    if unknown is not None:
        raise InputError(text("There is no part “{part}”. Known are {known}.", part=unknown, known=", ".join(known)))
    found = named_columns(mapping) | {part: column for part, column in chosen.items() if column}
    layout = mapping.format
    if "messages" in chosen and Layout(layout) not in {*TURNS, Layout.ALPACA}:
        layout = Layout.MESSAGES.value
    elif {"question", "answer"} & set(chosen) and Layout(layout) in TURNS:
        layout = Layout.PLAIN.value
    beside = tuple(column for column in mapping.metadata if column not in found.values())
    return replace(Mapping(format=layout, metadata=beside), **found)


def turns_in(value: Json) -> list[JsonObject[str, Json]] | None:
    """Return a list of turns, parsed from JSON text where a column can only hold text; None for anything else."""
    found = listed(value)
    turns = [turn for turn in found if isinstance(turn, JsonObject)]
    return turns if turns and len(turns) == len(found) else None


def listed(value: Json) -> list[Json]:
    """Return a list, parsed from JSON text where a column can only hold text; an empty one for anything else."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    return value if isinstance(value, list) else []


def _column_of_turns(columns: Sequence[str], rows: Sequence[Row]) -> tuple[Layout, str] | None:
    for column in columns:
        first = next((row.values[column] for row in rows if row.values.get(column) is not None), None)
        turns = turns_in(first)
        for layout, names in TURNS.items():
            if turns and names.speaker in turns[0] and names.said in turns[0]:
                return layout, column
    return None


def _names_people(column: str) -> bool:
    words = set(plain_name(column).split("_"))
    named = words == {"name"} or ("name" in words and bool(words & _NAMING))
    return named or bool(words & _IDENTIFYING) or len(column) > _LONGEST_NAME or "@" in column
