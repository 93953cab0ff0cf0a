"""`workbench gold` makes control samples of what was settled, lists them and ends them."""

import json

import pytest
from sqlalchemy import select, update

from curation.domain.identity import content_hash
from curation.domain.samples import Origin
from curation.domain.sources import Mapping
from curation.store.sources import NewSource, Reading, add_source
from curation.store.tables_samples import SampleRow
from tests.builders import a_person, a_project, a_workbench, an_environment
from tests.curation.reviewing.desk_builders import approving, rejecting, waiting_samples
from workbench.cli import door, gold
from workbench.cli.output import opened


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


def test_all_settled_samples_of_a_source_are_added_however_many_there_are(home, capsys, monkeypatch):
    with opened(None) as workbench, workbench.database.transaction() as tx:
        row = tx.scalars(select(SampleRow)).first()
        told = ("a.csv", content_hash(b"a"), 1, Mapping("plain"), Reading("csv"), Origin.WRITTEN, "en", 3, ())
        add_source(tx, NewSource("source-1", row.project_id, *told), "owner", row.created_at)
        tx.execute(update(SampleRow).values(source_id="source-1"))
    monkeypatch.setattr(gold, "_AT_ONCE", 1)
    assert said(capsys, "gold", "add", "--source", "source-1") == {"added": 2}


def test_what_is_not_settled_is_no_control_sample(home, capsys):
    assert "approved or rejected" in said(capsys, "gold", "add", "s002", code=1)["error"]
    assert said(capsys, "gold", "add", "nowhere", code=1)["kind"] == "NotFoundError"
