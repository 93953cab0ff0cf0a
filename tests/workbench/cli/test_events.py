"""`workbench events` as people type it: sentences, files, and an exit code that says whether the chain holds."""

import csv
import json

import pytest
from sqlalchemy import text as sql

from curation.services.projects import Draft
from tests.builders import an_environment
from workbench.cli import door
from workbench.cli.output import opened


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    with opened(None) as workbench:
        workbench.projects.create("local", Draft(name="Cardiology"))
        person, project = workbench.projects.enter("local", None)
        workbench.projects.set_policy(person, project, "review", {"slots": 2})
    return tmp_path


def test_the_newest_lines_are_listed_as_sentences(home, capsys):
    assert door.run(["events", "list"]) == 0
    said = capsys.readouterr().out
    assert said.index("changed the rules of review.") < said.index("started the project.")
    assert door.run(["events", "list", "--kind", "project.created", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["action"] for one in found["events"]] == ["project.created"]
    assert found["next"] is None


def test_every_line_is_written_into_a_new_file_and_never_over_another(home, capsys):
    lines, table = home / "log.jsonl", home / "log.csv"
    assert door.run(["events", "export", "--to", str(lines), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == len(lines.read_text().splitlines()) == 2
    assert door.run(["events", "export", "--to", str(table), "--layout", "csv"]) == 0
    assert [row["action"] for row in csv.DictReader(table.read_text().splitlines())] == [
        "project.created",
        "policy.review",
    ]
    assert door.run(["events", "export", "--to", str(table)]) == 1
    assert "exists already" in capsys.readouterr().err


def test_a_broken_chain_names_the_first_bad_line_and_ends_with_1(home, capsys):
    assert door.run(["events", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"lines": 2, "first_bad": None, "whole": True}
    with opened(None) as workbench, workbench.database.transaction() as tx:
        tx.execute(sql("UPDATE events SET action = 'project.removed' WHERE number = 1"))
    assert door.run(["events", "verify", "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["first_bad"] == 1
    assert "Line 1 of the log does not follow" in err
