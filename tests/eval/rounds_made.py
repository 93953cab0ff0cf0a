"""Small rounds, judgements and models for the tests of eval."""

from pathlib import Path

from curation.domain.samples import Message, Role
from eval.folder import FolderPlan, write_plan
from eval.rounds import AnswerSettings, Arm, ArmKind, Judgement, Question

TEMPLATE = (
    "{% for m in messages %}{{ '<|' + m.role + '|>' + m.content }}{% if m.role == 'assistant' %}{{ eos_token }}"
    "{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"
)


def a_question(number: int, words: str = "") -> Question:
    return Question(number, (Message(Role.USER, words or f"What is fact {number}?"),), f"Fact {number}.")


def an_arm(name: str, **fields: str | None) -> Arm:
    return Arm(name, f"System {name.upper()}", ArmKind.TUNED, **fields)


def a_judgement(question: int, winner: str | None, person: str = "p1", *, both_bad: bool = False) -> Judgement:
    left, right = ("a", "b") if question % 2 else ("b", "a")
    return Judgement(person, question, left, right, winner, both_bad, 4.0)


def a_folder(path: Path, arms: tuple[Arm, ...], questions: int = 5, settings: AnswerSettings | None = None) -> Path:
    plan = FolderPlan("r1", "First look", arms, settings or AnswerSettings(8, 2, 1))
    write_plan(path, plan, [a_question(n) for n in range(questions)])
    return path
