"""The written round: questions with the answers of three labelled systems, on which judging is tried."""

import json
from pathlib import Path

from data_samples.build.texts import text_of

ABOUT = (
    "A round for trying out blind judging. No model made these answers: they were written for the demo, "
    "as three kinds of system might answer. The questions are general, and nothing here is advice."
)
SYSTEMS = {
    "A": ("System A: careful assistant", "Complete, names limits and warning signs."),
    "B": ("System B: brief assistant", "Right in most cases, one or two sentences."),
    "C": ("System C: careless assistant", "Sure of itself, wrong or harmful in places."),
}


def write_round(folder: Path) -> None:
    """Write round.json and practice.json below `folder`."""
    questions = [_question(number, block) for number, block in enumerate(_blocks(), start=1)]
    systems = [{"key": key, "name": name, "manner": manner} for key, (name, manner) in SYSTEMS.items()]
    content = {"about": ABOUT, "systems": systems, "questions": questions}
    (folder / "round.json").write_text(_json(content), encoding="utf-8", newline="\n")
    (folder / "practice.json").write_text(text_of("practice.json"), encoding="utf-8", newline="\n")


def _blocks() -> list[list[str]]:
    return [block.splitlines() for block in text_of("round.txt").strip().split("\n\n")]


def _question(number: int, block: list[str]) -> dict[str, object]:
    domain, question, *answers = block
    said = {answer[0]: answer.removeprefix(f"{answer[0]}: ") for answer in answers}
    return {"key": f"q{number:02d}", "domain": domain, "question": question.removeprefix("Q: "), "answers": said}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
