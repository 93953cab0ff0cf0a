"""Judgements as files and options: how scripts judge."""

from pathlib import Path

from curation.domain.identity import Json, canonical_json, content_hash
from curation.errors import InputError
from curation.texts import text
from eval.judging import Verdict
from eval.records import fields, lines, optional, string
from eval.rounds import CHOICES, BlindTask, Choice

_ID_LENGTH = 32


def rated_from_file(file: Path) -> list[Verdict]:
    """Read JSON lines of `task`, `choice`, and optional `note`, `seconds`, `id`; raises InputError with the line.

    Without an id a judgement is named by its content, so that importing a file twice adds nothing.
    """
    return [_verdict(record, place) for place, record in lines(file.expanduser())]


def single_verdict(task: str, choice: str, note: str) -> Verdict:
    """Return the judgement of one pair; raises InputError for an unknown choice."""
    return _verdict({"task": task, "choice": choice, "note": note}, "--choice")


def task_value(task: BlindTask) -> Json:
    """Return a pair as plain JSON, as a rater receives it."""
    turns: list[Json] = [{"role": turn.role.value, "content": turn.content} for turn in task.messages]
    return {"task": task.id, "messages": turns, "left": task.left, "right": task.right}


def _verdict(record: Json, place: str) -> Verdict:
    found = fields(record, place)
    task, choice = string(found, "task", place), string(found, "choice", place)
    if choice not in {c.value for c in CHOICES}:
        raise InputError(
            text("{place}: a choice is left, right, tie or both_bad, not {choice}.", place=place, choice=choice)
        )
    note, seconds = optional(found, "note", place) or "", found.get("seconds")
    name = optional(found, "id", place) or content_hash(canonical_json([task, choice, note]))[:_ID_LENGTH]
    return Verdict(name, task, Choice(choice), note, float(seconds) if isinstance(seconds, int | float) else 0.0)
