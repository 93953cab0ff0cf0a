"""Turns rows into conversations by a mapping; what cannot become one is reported with its reason."""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as JsonObject
from dataclasses import dataclass, field
from datetime import date
from math import isfinite

from curation.domain.identity import Json, clean_text
from curation.domain.queue_rules import words_of
from curation.domain.risks import risk_from
from curation.domain.samples import Conversation, Message, Role
from curation.domain.sources import BadRow, Mapping
from curation.ingest.days import day_in
from curation.ingest.formats import SPEAKERS, TURNS, Layout, Turn, listed, turns_in
from curation.ingest.rows import Row
from curation.texts import text


@dataclass(frozen=True)
class Record:
    """A conversation with the place it stood; `replaced` counts characters that no text may hold.

    `metadata` are the values of the columns that are kept beside it, raw as the conversation; `valid_until` is the
    last day on which it holds. `specialties` are raw too: only those are kept that the project lists. `risk` is what
    its column says, None for nothing.
    """

    row: int
    record: int
    conversation: Conversation
    replaced: int
    metadata: JsonObject[str, Json] = field(default_factory=dict[str, Json])
    valid_until: date | None = None
    specialties: tuple[str, ...] = ()
    risk: int | None = None

    @property
    def locator(self) -> str:
        """The place as it is stored and hashed into the sample's id."""
        return f"row {self.row}"


class _BadError(ValueError):
    """Why a row cannot become a conversation; the message is the reason a person reads, without the row's text."""


def conversations(rows: Iterable[Row | BadRow], mapping: Mapping, name: str) -> Iterator[Record | BadRow]:
    r"""Yield one record a row, or a BadRow where the row has no question and answer to read.

    Line ends become `\n`; lone surrogates and zero characters become U+FFFD and are counted.
    """
    read = _LAYOUTS[Layout(mapping.format)]
    for row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            found = read(row, mapping)
            _require_turns(found)
            until, risk = _until(row, mapping), _risk(row, mapping)
        except _BadError as error:
            yield BadRow(name, row.number, str(error))
            continue
        clean, replaced = _clean(found)
        words = tuple(words_of(row.values.get(mapping.specialties or "")))
        yield Record(row.number, 0, clean, replaced, _metadata(row, mapping), until, words, risk)


def split_records(found: Iterable[Record | BadRow]) -> tuple[list[Record], list[BadRow]]:
    """Part the records from the bad rows, each in order."""
    records: list[Record] = []
    bad: list[BadRow] = []
    for one in found:
        if isinstance(one, BadRow):
            bad.append(one)
        else:
            records.append(one)
    return records, bad


def _plain(row: Row, mapping: Mapping) -> Conversation:
    question = _text(row, mapping.question, text("the question"))
    answer = _text(row, mapping.answer, text("the answer"))
    return Conversation(
        (*_system(row, mapping), Message(Role.USER, question), Message(Role.ASSISTANT, answer)), _context(row, mapping)
    )


def _alpaca(row: Row, mapping: Mapping) -> Conversation:
    instruction = _text(row, mapping.question, text("the question"))
    given = row.values.get(mapping.context or "")
    more = given.strip() if isinstance(given, str) else ""
    question = f"{instruction}\n\n{more}" if more else instruction
    answer = _text(row, mapping.answer, text("the answer"))
    last = (Message(Role.USER, question), Message(Role.ASSISTANT, answer))
    return Conversation((*_system(row, mapping), *_history(row, mapping), *last))


def _history(row: Row, mapping: Mapping) -> tuple[Message, ...]:
    """Read the turns before the instruction: a list of [question, answer], as LLaMA-Factory writes it."""
    pairs = listed(row.values.get(mapping.messages or ""))
    found: list[Message] = []
    for pair in pairs:
        match pair:
            case [str() as asked, str() as answered]:
                found += [Message(Role.USER, asked), Message(Role.ASSISTANT, answered)]
            case _:
                raise _BadError(text("its history is not a list of questions and answers."))
    return tuple(found)


def _prompt_completion(row: Row, mapping: Mapping) -> Conversation:
    prompt, completion = row.values.get(mapping.question or ""), row.values.get(mapping.answer or "")
    if turns_in(prompt) is None and turns_in(completion) is None:
        return _plain(row, mapping)
    names = TURNS[Layout.MESSAGES]
    before = _turns(prompt, names) if turns_in(prompt) else (Message(Role.USER, _text(row, mapping.question, "")),)
    after = (
        _turns(completion, names)
        if turns_in(completion)
        else (Message(Role.ASSISTANT, _text(row, mapping.answer, "")),)
    )
    # Some preference sets repeat the prompt at the head of what was chosen.
    if after[: len(before)] == before:
        before = ()
    return Conversation((*_system(row, mapping), *before, *after))


def _conversation(row: Row, mapping: Mapping) -> Conversation:
    turns = _turns(row.values.get(mapping.messages or ""), TURNS[Layout(mapping.format)])
    return Conversation((*_system(row, mapping), *turns), _context(row, mapping))


_LAYOUTS = {
    Layout.PLAIN: _plain,
    Layout.ALPACA: _alpaca,
    Layout.SHAREGPT: _conversation,
    Layout.MESSAGES: _conversation,
    Layout.PROMPT_COMPLETION: _prompt_completion,
}


def _turns(value: Json, names: Turn) -> tuple[Message, ...]:
    turns = turns_in(value)
    if turns is None:
        raise _BadError(text("its conversation is not a list of turns."))
    found: list[Message] = []
    for number, turn in enumerate(turns, 1):
        role = SPEAKERS.get(str(turn.get(names.speaker)).lower())
        if role is None:
            raise _BadError(text("turn {number} is spoken by neither user, assistant nor system.", number=number))
        said = _said(turn.get(names.said))
        if said is None:
            raise _BadError(text("turn {number} holds no text.", number=number))
        found.append(Message(role, said))
    return tuple(found)


def _said(value: Json) -> str | None:
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return None
    pieces = [part.get("text") for part in value if isinstance(part, dict) and part.get("type") == "text"]
    said = [piece for piece in pieces if isinstance(piece, str)]
    return "\n".join(said) if len(said) == len(value) else None


def _text(row: Row, column: str | None, part: str) -> str:
    value = row.values.get(column or "")
    if isinstance(value, str):
        return value
    if isinstance(value, bool | list | dict) or (isinstance(value, float) and not isfinite(value)):
        raise _BadError(text("{part} is not text.", part=part))
    if value is None:
        raise _BadError(text("{part} is missing.", part=part))
    return str(value)


def _system(row: Row, mapping: Mapping) -> tuple[Message, ...]:
    value = row.values.get(mapping.system or "")
    return (Message(Role.SYSTEM, value),) if isinstance(value, str) and value.strip() else ()


def _context(row: Row, mapping: Mapping) -> tuple[str, ...]:
    value = row.values.get(mapping.context or "")
    pieces = value if isinstance(value, list) else [value]
    return tuple(piece for piece in pieces if isinstance(piece, str) and piece.strip())


def _until(row: Row, mapping: Mapping) -> date | None:
    try:
        return day_in(row.values.get(mapping.valid_until or ""))
    except ValueError as error:
        raise _BadError(text("its last day is no day such as 2026-06-01.")) from error


def _metadata(row: Row, mapping: Mapping) -> dict[str, Json]:
    values = {column: row.values.get(column) for column in mapping.metadata}
    return {column: value for column, value in values.items() if value is not None and not _is_nothing(value)}


def _risk(row: Row, mapping: Mapping) -> int | None:
    said = row.values.get(mapping.risk or "")
    if said is None or _is_nothing(said):
        return None
    found = risk_from(said)
    if found is None:
        raise _BadError(text("its risk is none of: normal, raised, high."))
    return found


def _is_nothing(value: Json) -> bool:
    return (isinstance(value, str) and not value.strip()) or (isinstance(value, float) and not isfinite(value))


def _require_turns(found: Conversation) -> None:
    roles = [message.role for message in found.messages]
    if Role.USER not in roles:
        raise _BadError(text("nobody asks anything in it."))
    if roles[-1] is not Role.ASSISTANT:
        raise _BadError(text("it ends without an answer."))
    if not any(message.content.strip() for message in found.messages if message.role is not Role.SYSTEM):
        raise _BadError(text("question and answer are both empty."))


def _clean(found: Conversation) -> tuple[Conversation, int]:
    replaced = 0

    def clean(value: str) -> str:
        nonlocal replaced
        plain, count = clean_text(value.replace("\r\n", "\n").replace("\r", "\n"))
        replaced += count
        return plain

    messages = tuple(Message(message.role, clean(message.content)) for message in found.messages)
    return Conversation(messages, tuple(clean(piece) for piece in found.context)), replaced
