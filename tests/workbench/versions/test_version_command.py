import json
from pathlib import Path

import pytest

from curation.domain.jobs import JobKind
from curation.domain.releases import Layout
from tests.builders import a_project, an_environment
from tests.curation.release.shelf import Shelf, pair
from workbench.cli import door
from workbench.cli.output import opened


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A scratch home that the environment names, with approved samples in its one project."""
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    with opened(None) as workbench:
        shelf = Shelf(workbench, *a_project(workbench))
        shelf.add(*(pair(i) for i in range(20)), *(pair(i, language="de") for i in range(50, 54)))
        yield shelf


def said(capsys, *arguments: str) -> dict:
    assert door.run(["version", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_plan_counts_what_a_freeze_would_hold(shelf, capsys):
    plan = said(capsys, "plan", "--language", "de", "--test", "0.25", "--validation", "0")
    assert plan["counts"] == {"train": 3, "validation": 0, "test": 1}
    assert plan["left_out"] == {"filtered": 20}


def test_freezing_without_waiting_queues_the_recipe_that_was_asked_for(shelf, capsys):
    job = said(capsys, "freeze", "v1", "--seed", "7", "--origin", "collected", "--no-wait")
    assert (job["kind"], job["state"]) == (JobKind.FREEZE, "queued")
    assert job["payload"]["recipe"]["seed"] == 7
    assert job["payload"]["recipe"]["origins"] == ["collected"]


@pytest.mark.slow
def test_freezing_waits_for_a_worker_of_its_own_and_shows_the_version(shelf, capsys):
    made = said(capsys, "freeze", "v1")
    assert made["rows"] == 24
    assert (Path(made["folder"]) / "manifest.json").is_file()
    assert said(capsys, "show", "v1")["hash"] == made["hash"]


def test_versions_are_listed_shown_compared_and_exported(shelf, capsys, tmp_path):
    shelf.freeze("v1")
    shelf.add(pair(60))
    shelf.freeze("v2")
    assert [v["name"] for v in said(capsys, "list")["versions"]] == ["v2", "v1"]
    assert "data/train.parquet" in said(capsys, "show", "v1")["files"]
    assert len(said(capsys, "compare", "v1", "v2")["added"]) == 1
    for layout in Layout:
        target = tmp_path / "out" / layout.value
        assert said(capsys, "export", "v1", "--layout", layout.value, "--to", str(target))["to"] == str(target)
        assert (target / "manifest.json").is_file()


def test_an_unknown_origin_is_named_with_those_there_are(shelf, capsys):
    assert door.run(["version", "plan", "--origin", "dreamed"]) == 1
    assert "There is no origin dreamed. Choose among collected, feedback" in capsys.readouterr().err


def test_an_empty_list_says_how_to_begin(shelf, capsys):
    assert door.run(["version", "list"]) == 0
    assert "workbench version freeze v1" in capsys.readouterr().out


def test_the_next_name_is_the_first_that_is_free(shelf):
    assert shelf.releasing.next_name(shelf.owner, shelf.project) == "v1"
    shelf.freeze("v1")
    assert shelf.releasing.next_name(shelf.owner, shelf.project) == "v2"
