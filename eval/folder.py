"""The round folder on disk (docs/formats.md): plan, questions, answers, and what closing adds."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from curation.domain.identity import Json
from eval.records import (
    answer_from,
    answer_record,
    arm_from,
    arm_record,
    fields,
    items,
    lines,
    parse,
    question_from,
    question_record,
    settings_from,
    settings_record,
    string,
)
from eval.rounds import Answer, AnswerSettings, Arm, ArmKind, Question
from training.artifacts import file_hash, read_json, replace_file, write_json, write_manifest

FORMAT = 1
PLAN, QUESTIONS, MANIFEST = "plan.json", "questions.jsonl", "manifest.json"


@dataclass(frozen=True)
class FolderPlan:
    """What a child needs to know of a round: its arms and how to answer."""

    id: str
    name: str
    arms: tuple[Arm, ...]
    settings: AnswerSettings

    @property
    def models(self) -> tuple[Arm, ...]:
        """The arms whose answers come out of a model."""
        return tuple(arm for arm in self.arms if arm.kind is not ArmKind.WRITTEN)


def write_plan(folder: Path, plan: FolderPlan, questions: Iterable[Question]) -> None:
    """Write what the child works from; whole files, renamed into place, so writing again is safe."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "CANCEL").unlink(missing_ok=True)
    _write_lines(folder / QUESTIONS, (question_record(q) for q in questions))
    write_json(
        folder / PLAN,
        {
            "format": FORMAT,
            "id": plan.id,
            "name": plan.name,
            "arms": [arm_record(arm) for arm in plan.arms],
            "settings": settings_record(plan.settings),
        },
    )


def read_plan(folder: Path) -> FolderPlan:
    """Read plan.json; raises InputError with the place of what is wrong."""
    place = PLAN
    found = fields(read_json(folder / PLAN), place)
    return FolderPlan(
        id=string(found, "id", place),
        name=string(found, "name", place),
        arms=tuple(arm_from(arm, place) for arm in items(found.get("arms"), "arms", place)),
        settings=settings_from(found.get("settings"), place),
    )


def read_questions(folder: Path) -> tuple[Question, ...]:
    """Read questions.jsonl in its order."""
    return tuple(question_from(record, place) for place, record in lines(folder / QUESTIONS))


def answers_file(folder: Path, arm: str) -> Path:
    """Return where an arm's answers lie."""
    return folder / "answers" / f"{arm}.jsonl"


def read_answers(folder: Path, arm: str) -> tuple[Answer, ...]:
    """Read an arm's whole lines; a line torn by a kill is left out, a question answered twice counts once."""
    file = answers_file(folder, arm)
    if not file.exists():
        return ()
    whole = file.read_bytes().rpartition(b"\n")[0].splitlines()
    found = (answer_from(parse(line, f"{file.name}, {row}"), arm, file.name) for row, line in enumerate(whole, start=1))
    return tuple({answer.question: answer for answer in found}.values())


def append_answers(folder: Path, arm: str, answers: Iterable[Answer]) -> None:
    """Add a batch of answers durably: after a kill at any moment every whole line is a whole answer."""
    file = answers_file(folder, arm)
    file.parent.mkdir(parents=True, exist_ok=True)
    _cut_torn_line(file)
    block = "".join(_line(answer_record(answer)) for answer in answers)
    with file.open("ab") as handle:
        handle.write(block.encode())
        handle.flush()
        os.fsync(handle.fileno())


def write_answers(folder: Path, arm: str, answers: Iterable[Answer]) -> None:
    """Write all answers of an arm at once, as for answers that were written beforehand."""
    _write_lines(answers_file(folder, arm), (answer_record(answer) for answer in answers))


def close_folder(folder: Path, name: str, ratings: Iterable[Json], summary: Json, at: datetime) -> str:
    """Write ratings.jsonl, summary.json, and last the manifest; returns the manifest's SHA-256."""
    _write_lines(folder / "ratings.jsonl", ratings)
    write_json(folder / "summary.json", summary)
    write_manifest(folder, "round", name, at, {})
    return file_hash(folder / MANIFEST)


def listed_files(folder: Path) -> tuple[str, ...]:
    """Return the files that a closed round's manifest names, and the manifest itself."""
    listed = fields(fields(read_json(folder / MANIFEST), MANIFEST).get("files"), MANIFEST)
    return (*listed, MANIFEST)


def _write_lines(file: Path, records: Iterable[Json]) -> None:
    replace_file(file, "".join(_line(record) for record in records).encode())


def _line(record: Json) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _cut_torn_line(file: Path) -> None:
    if not file.exists() or _ends_whole(file):
        return
    content = file.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(file, whole)


def _ends_whole(file: Path) -> bool:
    """Tell whether a file ends with a line's end, without reading it."""
    with file.open("rb") as handle:
        size = handle.seek(0, os.SEEK_END)
        handle.seek(max(size - 1, 0))
        return handle.read() in {b"", b"\n"}
