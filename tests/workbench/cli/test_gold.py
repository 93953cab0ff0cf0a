"""`workbench gold` makes control samples of what was settled, lists them and ends them."""

import json

import pytest

from tests.builders import a_person, a_project, a_workbench, an_environment
from tests.curation.reviewing.desk_builders import approving, rejecting, waiting_samples
from workbench.cli import door


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home with one approved, one rejected and one waiting sample."""
    workbench = a_workbench(tmp_path)
    _, project = a_project(workbench)
    ada = a_person(workbench, project, "Ada")
    waiting_samples(workbench, project, 3)
    workbench.reviewing.decide(ada, project, approving("s000"))
    workbench.reviewing.decide(ada, project, rejecting("s001"))
    workbench.database.close()
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)


def said(capsys, *arguments, code=0):
    assert door.run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_control_samples_are_added_listed_and_ended(home, capsys):
    assert said(capsys, "gold", "add", "s000", "s001", "--why", "So it is.") == {"added": 2}
    assert said(capsys, "gold", "add", "s000") == {"added": 0}
    found = said(capsys, "gold", "list")["gold"]
    assert {(one["sample"], one["expected"], one["answered"]) for one in found} == {
        ("s000", "approve", 0),
        ("s001", "reject", 0),
    }
    said(capsys, "gold", "end", found[0]["id"])
    assert len(said(capsys, "gold", "list")["gold"]) == 1
    assert said(capsys, "gold", "end", found[0]["id"], code=1)["kind"] == "NotFoundError"


def test_what_is_not_settled_is_no_control_sample(home, capsys):
    assert "approved or rejected" in said(capsys, "gold", "add", "s002", code=1)["error"]
    assert said(capsys, "gold", "add", "nowhere", code=1)["kind"] == "NotFoundError"
