"""What people wrote, without personal data: redacted by the worker before it is stored or shown anywhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from curation.domain.identity import Json
from curation.domain.samples import Message, Role
from curation.errors import JobFailedError
from curation.texts import text
from eval.records import fields, items, message_records, messages_from
from eval.rounds import Answer, Question
from eval.written import WrittenRound

Ask = Callable[[str, Json, float], Json]
_QUESTION = "redact_preview"
_SECONDS = 60.0
_AT_ONCE = 50


def redacted(written: WrittenRound, project_id: str, ask: Ask) -> WrittenRound:
    """Return a written round with placeholders for personal data, by the project's policy.

    `ask` puts a short question to the worker, as `Queue.ask` does; a question and its answers are redacted
    together, so that one person has one placeholder. Raises JobFailedError where nobody answers.
    """
    given = _by_question(written)
    spoken = [_conversation(question, given[question.number]) for question in written.questions]
    *back, beside = redacted_conversations([*spoken, _beside(written)], project_id, ask)
    return _with(_told(written, beside), given, back)


def redacted_conversations(
    spoken: Sequence[tuple[Message, ...]], project_id: str, ask: Ask
) -> list[tuple[Message, ...]]:
    """Return conversations with placeholders for personal data, each with names of its own; raises as `redacted`."""
    back: list[tuple[Message, ...]] = []
    for start in range(0, len(spoken), _AT_ONCE):
        asked: list[Json] = [{"messages": message_records(c), "context": []} for c in spoken[start : start + _AT_ONCE]]
        answer = ask(_QUESTION, {"project_id": project_id, "conversations": asked}, _SECONDS)
        found = items(fields(answer, _QUESTION).get("conversations"), "conversations", _QUESTION)
        back += [messages_from(fields(one, _QUESTION).get("messages"), _QUESTION) for one in found]
    if [len(c) for c in back] != [len(c) for c in spoken]:
        raise JobFailedError(text("The worker gave back other texts than it was sent. Nothing was stored; try again."))
    return back


def _beside(written: WrittenRound) -> tuple[Message, ...]:
    """Return what stands beside the answers: the round's name, what is said about it, the systems' names."""
    said = (written.name or "", written.about, *(arm.label for arm in written.arms))
    return tuple(Message(Role.USER, one) for one in said)


def _told(written: WrittenRound, back: Sequence[Message]) -> WrittenRound:
    name, about, *labels = (turn.content for turn in back)
    arms = tuple(replace(arm, label=label) for arm, label in zip(written.arms, labels, strict=True))
    return replace(written, name=name if written.name else None, about=about, arms=arms)


def _by_question(written: WrittenRound) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = {question.number: [] for question in written.questions}
    for answer in written.answers:
        found[answer.question].append(answer)
    return found


def _conversation(question: Question, answers: Sequence[Answer]) -> tuple[Message, ...]:
    said = [Message(Role.ASSISTANT, a.text) for a in answers]
    reference = [Message(Role.ASSISTANT, question.reference)] if question.reference is not None else []
    return (*question.messages, *said, *reference)


def _with(
    written: WrittenRound, given: Mapping[int, Sequence[Answer]], back: Sequence[tuple[Message, ...]]
) -> WrittenRound:
    questions: list[Question] = []
    answers: list[Answer] = []
    for question, turns in zip(written.questions, back, strict=True):
        count = len(question.messages)
        texts = zip(given[question.number], turns[count:], strict=False)
        answers += [replace(answer, text=turn.content) for answer, turn in texts]
        reference = turns[-1].content if question.reference is not None else None
        questions.append(replace(question, messages=turns[:count], reference=reference))
    return replace(written, questions=tuple(questions), answers=tuple(answers))
