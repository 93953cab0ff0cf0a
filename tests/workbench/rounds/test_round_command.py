"""`workbench round` from plan to verdict, as scripts use it."""

import json

import pytest

from tests.builders import a_person, a_project, an_environment
from tests.eval.rounds_stored import a_run, a_version, judged_by, written_content
from workbench.cli import door
from workbench.cli.output import opened


@pytest.fixture
def judged(tmp_path, monkeypatch):
    """A scratch home that the environment names, with one project and an expert in it."""
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    with opened(None) as workbench:
        owner, project = a_project(workbench)
        a_person(workbench, project, "Ann")
        yield judged_by((workbench, owner, project))


def said(capsys, *arguments: str, code: int = 0) -> dict:
    assert door.run(["round", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def written(judged):
    ann = next(m for m in judged.workbench.projects.members(judged.owner, judged.project) if m.name == "Ann")
    return judged.rounds.plan_written(judged.owner, judged.project, written_content(22), [ann.id])


def ratings_file(capsys, folder, name="ratings.jsonl"):
    """Judge by the text of the answers, as a script would: the file that `round rate` takes."""
    tasks = said(capsys, "tasks", "Try-out", "--as", "Ann", "--count", "20")["tasks"]
    rows = [{"task": t["task"], "choice": "left" if "BBB" in t["left"] else "right", "seconds": 3} for t in tasks]
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder / name


def test_tasks_are_printed_blind(judged, written, capsys):
    tasks = said(capsys, "tasks", "Try-out", "--as", "Ann")["tasks"]
    assert len(tasks) == 5
    assert all(set(task) == {"task", "messages", "left", "right"} for task in tasks)


def test_a_file_of_ratings_counts_once_however_often_it_is_read(judged, written, capsys, tmp_path):
    file = ratings_file(capsys, tmp_path)
    for _ in range(2):
        now = said(capsys, "rate", "Try-out", str(file), "--as", "Ann")
        assert (now["judged"], now["total"]) == (20, 22)


def test_from_ratings_to_the_sentence_and_the_closed_folder(judged, written, capsys, tmp_path):
    for name in ("one.jsonl", "two.jsonl"):
        said(capsys, "rate", "Try-out", str(ratings_file(capsys, tmp_path, name)), "--as", "Ann")
    summary = said(capsys, "summary", "Try-out")
    assert summary["summary"]["sentence"].startswith("System B is better")
    assert summary["people"] == {written.raters[0]: {"judged": 22, "total": 22}}
    closed = said(capsys, "close", "Try-out")
    assert closed["state"] == "closed"
    assert closed["sentence"] == summary["summary"]["sentence"]
    assert [r["state"] for r in said(capsys, "list")["rounds"]] == ["closed"]


def test_one_pair_is_judged_by_options(judged, written, capsys):
    task = said(capsys, "tasks", "Try-out", "--as", "Ann", "--count", "1")["tasks"][0]["task"]
    now = said(capsys, "rate", written.id, "--task", task, "--choice", "tie", "--note", "Both fine.", "--as", "Ann")
    assert now["judged"] == 1
    again = said(capsys, "rate", written.id, "--task", task, "--choice", "left", "--as", "Ann", code=1)
    assert "already" in again["error"]


def test_a_comparison_of_models_is_planned_and_queued(judged, capsys):
    a_run(judged, a_version(judged))
    arguments = ("--version", "v1", "--run", "first", "--questions", "6", "--judge", "Ann")
    planned = said(capsys, "plan", "Base or tuned", *arguments)
    assert [s["kind"] for s in planned["systems"]] == ["base", "tuned"]
    assert (planned["state"], planned["questions"]) == ("planned", 6)
    job = said(capsys, "answer", "Base or tuned", "--no-wait")
    assert (job["kind"], job["payload"]) == ("answer", {"round": planned["id"]})


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("plan", "x"), "Name --version and --run"),
        (("plan", "x", "--file", "nowhere.json"), "nowhere.json cannot be read"),
        (("plan", "x", "--file", "f", "--judge", "Nobody"), "There is no single Nobody"),
        (("summary", "nope"), "There is no round nope"),
        (("rate", "Try-out"), "Name --task and --choice"),
        (("rate", "Try-out", "--task", "t", "--choice", "first"), "left, right, tie or both_bad, not first"),
        (("tasks", "Try-out", "--as", "Bob"), "Who may judge: Ann, Owner"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(judged, written, capsys, arguments, sentence):
    assert sentence in said(capsys, *arguments, code=1)["error"]


def test_a_broken_line_of_ratings_is_named(judged, written, capsys, tmp_path):
    file = tmp_path / "bad.jsonl"
    file.write_text('{"task": "t", "choice": "left"}\n{"task": "t"}\n')
    assert "bad.jsonl, line 2: choice must be a text" in said(capsys, "rate", "Try-out", str(file), code=1)["error"]


@pytest.mark.slow
def test_written_answers_are_planned_where_no_worker_is_alive(judged, capsys, tmp_path):
    (tmp_path / "written.json").write_bytes(written_content(3))
    planned = said(capsys, "plan", "Scripted", "--file", str(tmp_path / "written.json"), "--judge", "Ann")
    assert (planned["state"], planned["questions"]) == ("judging", 3)
    assert judged.workbench.queue.live_workers() == []
