"""`python -m eval FOLDER` on random models of a few thousand weights."""

import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from curation.errors import InputError
from eval.folder import read_answers, read_questions
from eval.rounds import AnswerSettings
from tests.eval.rounds_made import a_folder, a_question, an_arm

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning"),  # peft asks by the old name
]
ROOT = Path(__file__).parents[2]


@contextmanager
def child(folder: Path):
    """The child as the worker starts it: what it prints goes to a file."""
    folder.mkdir(exist_ok=True)
    with (folder / "log.txt").open("w") as log:
        run = subprocess.Popen([sys.executable, "-m", "eval", str(folder)], cwd=ROOT, stdout=log, stderr=log)
        try:
            yield run
        finally:
            run.kill()
            run.wait()


def answer(folder: Path) -> int:
    with child(folder) as run:
        return run.wait(240)


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    from tests.eval.tiny_models import a_base, an_adapter

    folder = tmp_path_factory.mktemp("models")
    base = a_base(folder / "base")
    return str(base), str(an_adapter(base, folder / "adapter"))


@pytest.fixture(scope="module")
def load():
    from eval.generation import load

    return load


def both(models):
    base, adapter = models
    return (
        an_arm("a", model=base, template=adapter),
        an_arm("b", model=base, adapter=adapter, template=adapter),
    )


def state(folder: Path) -> str:
    file = folder / "status.json"
    return json.loads(file.read_text())["state"] if file.exists() else ""


def test_base_and_tuned_answer_alike_in_any_batch_size(models, load, tmp_path):
    folder = a_folder(tmp_path / "one", both(models), settings=AnswerSettings(12, 1, 1))
    assert answer(folder) == 0, (folder / "log.txt").read_text()
    assert state(folder) == "done"
    answers = {arm: {a.question: a for a in read_answers(folder, arm)} for arm in "ab"}
    questions = read_questions(folder)
    for arm in both(models):
        replies = load(arm, AnswerSettings(12, 5, 1), questions).reply(questions)
        given = [answers[arm.name][one.number] for one in questions]
        assert [(r.text, r.tokens, r.stopped) for r in replies] == [(a.text, a.tokens, a.stopped) for a in given]
    assert len(answers["a"]) == len(answers["b"]) == 5
    assert all(a.tokens == 12 and not a.stopped for a in answers["a"].values())
    assert {a.text for a in answers["a"].values()} != {a.text for a in answers["b"].values()}
    environment = json.loads((folder / "environment.json").read_text())
    assert environment["arms"]["b"]["adapter"] == models[1]


def test_a_signal_pauses_and_the_file_cancels(models, tmp_path):
    for cancel, code, ended in ((False, 3, "paused"), (True, 130, "cancelled")):
        folder = a_folder(tmp_path / ended, both(models), questions=400, settings=AnswerSettings(60, 1, 1))
        with child(folder) as run:
            while not read_answers(folder, "a"):
                assert run.poll() is None, (folder / "log.txt").read_text()
                time.sleep(0.05)
            if cancel:
                (folder / "CANCEL").touch()
            else:
                run.send_signal(signal.SIGTERM)
            assert run.wait(240) == code
        assert state(folder) == ended
        assert 0 < len(read_answers(folder, "a")) < 400


def test_killed_in_the_middle_it_goes_on_to_the_same_answers(models, load, tmp_path):
    settings = AnswerSettings(40, 1, 1)
    folder = a_folder(tmp_path, both(models), questions=30, settings=settings)
    with child(folder) as run:
        while len(read_answers(folder, "a")) < 3:
            assert run.poll() is None, (folder / "log.txt").read_text()
            time.sleep(0.02)
    assert len(read_answers(folder, "a")) < 30
    assert answer(folder) == 0, (folder / "log.txt").read_text()
    for arm in both(models):
        questions = read_questions(folder)
        replies = load(arm, settings, questions).reply(questions)
        expected = {question.number: reply.text for question, reply in zip(questions, replies, strict=True)}
        found = read_answers(folder, arm.name)
        assert {a.question: a.text for a in found} == expected
        assert len(found) == 30


def test_a_missing_model_fails_with_a_sentence(tmp_path):
    folder = a_folder(tmp_path, (an_arm("a", model=str(tmp_path / "nowhere")),))
    assert answer(folder) == 1
    error = json.loads((folder / "status.json").read_text())["error"]
    assert error.startswith("The model nowhere cannot be loaded")


def test_questions_that_do_not_fit_are_named(models, load):
    with pytest.raises(
        InputError, match="Question 3 and 127 answer tokens do not fit System A, which reads 128 tokens"
    ):
        load(both(models)[0], AnswerSettings(127, 4, 1), [a_question(3)])


def test_a_base_alone_has_no_way_to_be_asked(models, load):
    with pytest.raises(InputError, match="System A has no chat template"):
        load(an_arm("a", model=models[0]), AnswerSettings(8, 4, 1), [a_question(0)])


def test_base_and_tuned_are_asked_with_the_same_text(models, load):
    base, tuned = (load(arm, AnswerSettings(8, 4, 1), [a_question(0)]) for arm in both(models))
    assert base.prompt(a_question(0)) == tuned.prompt(a_question(0)) == "<|user|>What is fact 0?<|assistant|>"


def test_the_child_never_loads_the_database():
    code = "import sys, eval.__main__, eval.generation; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def told(*arguments):
    command = [sys.executable, "-m", "eval", *map(str, arguments), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout), done.stderr


def test_with_json_stdout_is_one_object_however_it_ends(models, tmp_path):
    code, said, _ = told(a_folder(tmp_path / "round", both(models), settings=AnswerSettings(4, 5, 1)))
    assert (code, said["state"], said["done"], said["folder"]) == (0, "done", said["total"], str(tmp_path / "round"))
    (tmp_path / "empty").mkdir()
    for folder, words in (("empty", "plan.json cannot be read"), ("missing", "There is no folder")):
        code, said, err = told(tmp_path / folder)
        assert (code, set(said)) == (1, {"error", "kind"})
        assert words in said["error"]
        assert err == said["error"] + "\n"
    assert not (tmp_path / "missing").exists()


def test_wrong_usage_says_so():
    code, said, err = told("--colour")
    assert (code, said["kind"]) == (2, "UsageError")
    assert err.startswith("Usage: python -m eval FOLDER [--json]")
