"""`workbench import` and `workbench samples` as people type them."""

import json

import pytest

from curation.domain.jobs import JobKind
from curation.services.projects import Draft
from tests.builders import an_environment
from workbench.cli import door
from workbench.cli.output import opened

PAIRS = "left,right\nWhat is a stent?,A small tube that holds an artery open.\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    with opened(None) as workbench:
        workbench.projects.create("local", Draft(name="Cardiology"))
    return tmp_path


def test_a_mapping_is_given_part_by_part_and_the_job_is_queued(home, capsys):
    file = home / "faq.csv"
    file.write_text(PAIRS)
    arguments = ["import", str(file), "--mapping", "question=left", "--mapping", "answer=right", "--no-wait", "--json"]
    assert door.run(arguments) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["new"], said["rows"], said["bad_rows"], said["state"]) == (True, 1, [], "waiting")
    with opened(None) as workbench:
        assert workbench.queue.job(said["job"]).kind is JobKind.SCREEN_SOURCE
    assert door.run(arguments) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["new"], again["source"], again["job"]) == (False, said["source"], said["job"])


def test_a_column_mapped_to_nothing_is_one_sentence_with_the_cure(home, capsys):
    file = home / "faq.csv"
    file.write_text(PAIRS)
    assert door.run(["import", str(file)]) == 1
    assert "--mapping question=left" in capsys.readouterr().err
    assert door.run(["import", str(file), "--mapping", "question"]) == 1
    assert "question=COLUMN" in capsys.readouterr().err


def test_bad_rows_are_listed_on_stderr_when_they_are_left_out(home, capsys):
    file = home / "faq.jsonl"
    file.write_text('{"question": "a", "answer": "b"}\n{"question": \n')
    assert door.run(["import", str(file), "--no-wait"]) == 1
    assert "nothing was imported" in capsys.readouterr().err
    assert door.run(["import", str(file), "--skip-bad-rows", "--no-wait"]) == 0
    out, err = capsys.readouterr()
    assert "faq.jsonl, row 2 left out: it is not JSON" in err
    assert "1 row of faq.jsonl taken in." in out


def test_encoding_and_format_can_be_named(home, capsys):
    file = home / "faq.txt"
    file.write_bytes("Frage;Antwort\nWas heißt Ödem?;Schwellung des Gewebes\n".encode("cp1252"))
    assert door.run(["import", str(file), "--format", "csv"]) == 1
    assert "--encoding cp1252" in capsys.readouterr().err
    assert door.run(["import", str(file), "--format", "csv", "--encoding", "cp1252", "--no-wait"]) == 0


def test_samples_of_an_empty_project_are_none(home, capsys):
    assert door.run(["samples"]) == 0
    assert capsys.readouterr().out == "No samples.\n"
    assert door.run(["samples", "--status", "approved", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"total": 0, "samples": []}
