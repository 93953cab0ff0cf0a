"""The round folder: what was written is read back, whatever killed the writer."""

import signal
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.jobs import JobState
from curation.errors import InputError
from eval.__main__ import answer
from eval.folder import (
    answers_file,
    append_answers,
    close_folder,
    read_answers,
    read_plan,
    read_questions,
)
from eval.records import question_from, question_record
from eval.rounds import Answer
from tests.eval.rounds_made import a_folder, an_arm
from training import stopping
from training.artifacts import RunFolder, Status, read_json

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def test_the_plan_is_read_back(tmp_path):
    arms = (an_arm("a", model="base"), an_arm("b", model="base", adapter="run/model", template="run/model", run_id="r"))
    plan = read_plan(a_folder(tmp_path, arms))
    assert plan.arms == arms
    assert [q.number for q in read_questions(tmp_path)] == [0, 1, 2, 3, 4]


@given(WORDS, WORDS, st.integers(0, 99))
def test_answers_of_any_characters_are_read_back(first, second, cut):
    answers = (Answer(0, "a", first, stopped=True, tokens=3), Answer(1, "a", second, stopped=False, tokens=8))
    with TemporaryDirectory() as name:
        folder = Path(name)
        append_answers(folder, "a", answers)
        assert read_answers(folder, "a") == answers
        with answers_file(folder, "a").open("ab") as file:
            file.write(b'{"number": 2, "answer": "torn off half-way, and then some more words to cut"'[:cut])
        assert read_answers(folder, "a") == answers
        append_answers(folder, "a", (Answer(2, "a", "x", stopped=True, tokens=1),))
        assert [a.question for a in read_answers(folder, "a")] == [0, 1, 2]


def test_a_question_round_trips_through_its_record(tmp_path):
    a_folder(tmp_path, (an_arm("a"),))
    for question in read_questions(tmp_path):
        assert question_from(question_record(question), "here") == question


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"number": "1"}', '{"number": 1, "messages": [{"role": "bot", "content": ""}]}']
)
def test_a_broken_line_is_named_by_file_and_line(tmp_path, line):
    a_folder(tmp_path, (an_arm("a"),), questions=1)
    with (tmp_path / "questions.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(InputError, match=r"questions\.jsonl, line 2"):
        read_questions(tmp_path)


def test_closing_writes_the_manifest_last_with_every_hash(tmp_path):
    a_folder(tmp_path, (an_arm("a"),))
    append_answers(tmp_path, "a", [Answer(0, "a", "x", stopped=True, tokens=1)])
    close_folder(tmp_path, "First look", [{"task": "t1"}], {"sentence": "Cannot tell yet."}, NOON)
    manifest = read_json(tmp_path / "manifest.json")
    assert isinstance(manifest, dict)
    assert manifest["kind"] == "round"
    assert sorted(manifest["files"]) == [
        "answers/a.jsonl",
        "plan.json",
        "questions.jsonl",
        "ratings.jsonl",
        "summary.json",
    ]


def test_a_second_process_leaves_the_status_of_the_first_alone(tmp_path, monkeypatch):
    a_folder(tmp_path, (an_arm("a"),))
    monkeypatch.setattr(stopping, "_LOCK_SECONDS", 0.0)
    ears = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    with stopping.only_one(tmp_path):
        RunFolder(tmp_path).write_status(Status(JobState.RUNNING, 1, 5, "at work"), NOON)
        told = answer(tmp_path)
    for number, ear in ears.items():
        signal.signal(number, ear)
    assert (told.state, "Another process" in str(told.error)) == (JobState.FAILED, True)
    found = RunFolder(tmp_path).status()
    assert found is not None
    assert (found.state, found.note) == (JobState.RUNNING, "at work")
