"""workbench bench pii: figures with the repository alone, by a policy of a project, and sentences for wrong files."""

import json

import pytest

from tests.builders import a_project, an_environment
from workbench.cli import door
from workbench.cli.output import opened


@pytest.fixture
def marked(tmp_path):
    file = tmp_path / "marked.jsonl"
    row = {"text": "Ask Dr. Anna Weber.", "spans": [{"start": 8, "end": 18, "entity_type": "PERSON"}]}
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return file


def said(capsys, *arguments, code=0):
    assert door.run(["bench", "pii", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.mark.slow
def test_without_a_home_or_a_file_the_shipped_samples_are_measured(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "none"))
    report = said(capsys)
    assert (report["policy"], report["fuzz"]["different"], report["speed"]["different"]) == ("default", 0, 0)
    measured = report["quality"]["labelled.jsonl"]["recall"]
    assert (measured["texts"], measured["any"]["labelled"]) == (428, 420)
    assert measured["any"]["recall"] > 0.9
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
def test_own_files_are_measured_by_the_policy_of_the_project(monkeypatch, capsys, tmp_path, marked):
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    with opened(None) as workbench:
        owner, project = a_project(workbench, "Clinic")
        workbench.projects.set_policy(owner, project, "pii", {"off": ["PERSON"]})
    own = tmp_path / "own.csv"
    own.write_text("question,answer\nWho?,Dr. Anna Weber\n", encoding="utf-8")
    report = said(capsys, "--labelled", str(marked), "--text", str(own))
    assert report["policy"] == "clinic"
    assert report["quality"]["marked.jsonl"]["recall"]["kinds"]["PERSON"]["recall"] == 0.0
    assert (report["own_text"]["recall"]["records"], report["own_text"]["recall"]["redacted_per_1000"]) == (1, 0.0)


@pytest.mark.slow
def test_a_wrong_file_is_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "none"))
    assert said(capsys, "--text", "nowhere.jsonl", code=1)["error"] == "There is no file nowhere.jsonl. Check the path."
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "Anna", "spans": [{"start": 0, "end": 9, "entity_type": "PERSON"}]}\n')
    error = said(capsys, "--labelled", str(bad), code=1)["error"]
    assert error.startswith(f"Line 1 of {bad} has a span from 0 to 9 in a text of 4 signs.")
