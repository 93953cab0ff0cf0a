import re
from pathlib import Path

from workbench.components.desk import card
from workbench.components.desk.lessons import lessons
from workbench.components.desk.words import words

FOLDER = Path(card.__file__).parent


def script():
    return "\n".join(file.read_text("utf-8") for file in sorted(FOLDER.glob("*.js")))


def test_every_word_that_the_script_uses_is_in_the_catalogue():
    used = set(re.findall(r"\bwords\.(\w+)", script()))
    assert used - set(words()) == set()


def test_every_word_in_the_catalogue_is_used_by_the_script():
    built = {"role_", "alike_", "kept_", "verdict_", "pool_"}
    used = set(re.findall(r"\bwords\.(\w+)", script())) | set(re.findall(r"\bthis\.words\.(\w+)", script()))
    left = {name for name in words() if name not in used and not any(name.startswith(start) for start in built)}
    assert left == {"unsure_button", "question", "answer"} - used


def test_the_script_never_turns_text_into_html():
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script())


def test_the_parts_stay_readable():
    lengths = {file.name: file.read_text("utf-8").count("\n") for file in FOLDER.glob("*.*") if file.suffix != ".py"}
    assert {name for name, length in lengths.items() if length >= 400} == set()


def test_the_shipped_practice_has_three_lessons_with_one_of_each_verdict():
    shipped = lessons(Path(__file__).parents[3] / "data_samples")
    assert sorted(lesson.verdict for lesson in shipped) == ["approve", "correct", "reject"]
