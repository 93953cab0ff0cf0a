"""`workbench erase`: looks first, erases with --yes, names what is left to the person."""

import json
from pathlib import Path

import pytest

from tests.builders import an_environment
from tests.curation.importing.screening_world import World, a_world, lines_of
from workbench.cli import door

NAME = "zorbak quillfeather"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    found = a_world(tmp_path)
    for name, value in an_environment(found.workbench.settings.home).items():
        monkeypatch.setenv(name, value)
    found.take_in(lines_of((f"Was {NAME} seen?", "She was seen on the ward.")), "a.jsonl")
    return found


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return json.loads(capsys.readouterr().out.partition("\n{")[0])


def test_without_yes_it_only_looks(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["erase", NAME]) == 1
    said = capsys.readouterr()
    assert "Would be erased:" in said.out
    assert "--yes" in said.err
    assert NAME in world.lines()[0].question


def test_with_yes_it_erases_and_verify_is_clean(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["erase", NAME, "--yes", "--json"]) == 0
    found = told(capsys)
    assert (found["erased"], found["samples"], found["sources"]) == (True, 1, 1)
    assert NAME.encode() not in world.disk()
    assert door.run(["verify", "--json"]) == 0
    assert door.run(["erase", NAME, "--yes"]) == 0
    assert "There is no trace of it here." in capsys.readouterr().out
