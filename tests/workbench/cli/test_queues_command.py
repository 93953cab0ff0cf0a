"""workbench person knows, project specialties and waiting: who gets what, from a script."""

import json

import pytest

from tests.builders import an_environment
from workbench.cli import door


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    assert door.run(["project", "new", "Heart"]) == 0
    return tmp_path / "home"


def said(capsys, *arguments, code=0):
    capsys.readouterr()
    assert door.run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_specialties_are_listed_and_given_to_people(home, capsys):
    assert said(capsys, "project", "specialties") == {"specialties": []}
    assert said(capsys, "project", "specialties", "Law", "Cardiology") == {"specialties": ["Cardiology", "Law"]}
    ada = said(capsys, "person", "add", "Ada", "--role", "expert")
    known = said(capsys, "person", "knows", "Ada", "--specialty", "cardiology", "--language", "de")
    assert (known["id"], known["specialties"], known["languages"]) == (ada["id"], ["Cardiology"], ["de"])
    assert door.run(["person", "knows", "Ada"]) == 0
    assert "nothing in particular" in capsys.readouterr().out


def test_what_waits_is_told_in_one_object_and_in_words(home, capsys):
    value = said(capsys, "waiting")
    assert value == {
        "waiting": 0,
        "given": 0,
        "due_today": 0,
        "overdue": 0,
        "comments": 0,
        "asked": 0,
        "unsure": 0,
        "unsettled": 0,
        "nobody_for": [],
    }
    assert door.run(["waiting"]) == 0
    assert capsys.readouterr().out == "0 samples to decide on\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("project", "specialties", "a,b"),
        ("project", "specialties", "null\0"),
        ("project", "specialties", "x" * 61),
        ("person", "knows", "Owner", "--specialty", "Astrology"),
        ("person", "knows", "Owner", "--language", "Deutsch"),
        ("person", "knows", "Nobody"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(home, capsys, arguments):
    assert said(capsys, *arguments, code=1)["error"]
    assert said(capsys, "project", "specialties") == {"specialties": []}
