"""What the demo's people say in the demo's round: a taste with some noise, so that a summary has something to say."""

import json
from collections.abc import Sequence

from curation.domain.identity import Json, content_hash
from curation.domain.people import Person
from curation.domain.projects import Project
from eval.judging import Verdict
from eval.rounds import BlindTask, Choice, Round
from workbench.bootstrap import Workbench

_AT_ONCE = 20
_SURE = 85
_TIE = 93


def judge(workbench: Workbench, project: Project, experts: Sequence[Person], found: Round, content: bytes) -> None:
    """Let the first demo expert judge the whole round and the second one its first pairs."""
    rank = _ranks(content)
    for number, expert in enumerate(experts):
        while tasks := workbench.judging.waiting(expert, project, found.id, _AT_ONCE):
            for task in tasks:
                name = content_hash(f"demo {project.id} {expert.id} {task.id}")
                verdict = Verdict(
                    name[:16], task.id, _choice(task, rank, name), seconds=15.0 + int(name[16:18], 16) % 30
                )
                workbench.judging.rate(expert, project, verdict)
            if number:
                break


def _choice(task: BlindTask, rank: dict[str, int], name: str) -> Choice:
    chance = int(name[:8], 16) % 100
    better = rank.get(task.left, 0) <= rank.get(task.right, 0)
    if chance >= _TIE:
        return Choice.TIE
    if chance >= _SURE:
        better = not better
    return Choice.LEFT if better else Choice.RIGHT


def _ranks(content: bytes) -> dict[str, int]:
    """The place of every answer's system in the file, by the answer's text."""
    value: Json = json.loads(content)
    questions = value.get("questions") if isinstance(value, dict) else None
    ranks: dict[str, int] = {}
    for question in questions if isinstance(questions, list) else []:
        answers = question.get("answers") if isinstance(question, dict) else None
        if isinstance(answers, dict):
            ranks |= {str(said): place for place, (_, said) in enumerate(sorted(answers.items()))}
    return ranks
