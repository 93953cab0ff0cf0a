"""`workbench train` and `workbench runs`, as a data engineer types them."""

import json
from pathlib import Path

import pytest

from tests.builders import a_project, a_workbench, an_environment
from tests.curation.release.shelf import Shelf, pair
from workbench.bootstrap import Workbench
from workbench.cli.door import run as door


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    workbench = a_workbench(tmp_path)
    shelf = Shelf(workbench, *a_project(workbench))
    shelf.add(*(pair(i) for i in range(40)))
    shelf.freeze("v1")
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    return workbench


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    value = json.loads(capsys.readouterr().out)
    assert isinstance(value, dict)
    return value


def test_a_dry_run_says_what_would_be_and_starts_nothing(home: Workbench, capsys: pytest.CaptureFixture[str]):
    assert door(["train", "--version", "v1", "--dry-run", "--json"]) == 0
    seen = said(capsys)
    assert seen["problems"] == []
    assert seen["base_minutes"]
    assert door(["runs", "list", "--json"]) == 0
    assert said(capsys) == {"runs": []}


def test_a_run_is_queued_listed_shown_and_cancelled(home: Workbench, capsys: pytest.CaptureFixture[str]):
    asked = ["train", "--version", "v1", "--method", "lora", "--epochs", "3", "--name", "try", "--no-wait", "--json"]
    assert door(asked) == 0
    assert said(capsys)["state"] == "queued"
    assert door(["runs", "list"]) == 0
    assert "waits" not in (listed := capsys.readouterr().out)
    assert "try" in listed
    assert door(["runs", "show", "try", "--json"]) == 0
    shown = said(capsys)
    assert shown["waits_for_base"] is True
    assert str(shown["command"]).endswith("--version v1 --base built --method lora --epochs 3")
    assert door(["runs", "cancel", "try", "--json"]) == 0
    assert said(capsys)["state"] == "cancelled"
    assert door(["runs", "cancel", "try"]) == 1
    assert "nothing to cancel" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--version", "v9"], "There is no version v9"),
        (["--version", "v1", "--base", "/nowhere"], "is not there"),
        (["--version", "v1", "--epochs", "0"], "epochs must be more than 0"),
        (["--version", "v1", "--set", "patience"], "--set takes name=value"),
        (["--version", "v1", "--set", "patience=many"], "many is not a int"),
        (["--version", "v1", "--set", "device=tpu"], "'tpu' is not a valid Device"),
        (["--version", "v1", "--set", "epoch=3"], "has no setting called epoch"),
        (["--version", "v1", "--max-length", "4"], "rows are longer than 4 tokens"),
    ],
)
def test_what_cannot_run_is_refused_in_a_sentence(
    more: list[str], sentence: str, home: Workbench, capsys: pytest.CaptureFixture[str]
):
    assert door(["train", *more, "--no-wait"]) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.slow
def test_train_waits_and_leaves_a_model(
    home: Workbench, tiny: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    assert door(["train", "--version", "v1", "--base", str(tiny), "--max-steps", "4", "--json"]) == 0
    run = said(capsys)
    assert run["state"] == "done"
    folder = tmp_path / "home" / "runs" / str(run["id"])
    assert (folder / "model" / "adapter_model.safetensors").exists()
    assert door(["runs", "log", "run-1"]) == 0
    assert "rows to learn" in capsys.readouterr().out
