"""workbench project and workbench person: a script can set a project up without a browser."""

import json

import pytest

from tests.builders import an_environment
from workbench.cli import door


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    return tmp_path / "home"


def said(capsys, *arguments, code=0):
    assert door.run([*arguments, "--json"]) == code
    out, _ = capsys.readouterr()
    return json.loads(out)


def test_a_project_is_started_listed_and_shown_with_its_guidelines(home, capsys, tmp_path):
    (tmp_path / "guide.md").write_text("\ufeff# Ton\nKlar.\n", encoding="utf-8")
    new = said(
        capsys, "project", "new", "Herz & Kreislauf", "--language", "de",
        "--guidelines", str(tmp_path / "guide.md"), "--intended-use", "Lehre",
    )  # fmt: skip
    assert (new["slug"], new["language"], sum(new["samples"].values())) == ("herz-kreislauf", "de", 0)
    assert [p["id"] for p in said(capsys, "project", "list")["projects"]] == [new["id"]]
    shown = said(capsys, "project", "show")
    assert (shown["guidelines"], shown["intended_use"]) == ("# Ton\nKlar.\n", "Lehre")
    assert door.run(["project", "show"]) == 0
    assert capsys.readouterr().out == "Herz & Kreislauf (herz-kreislauf), language de\n\nLehre\n\n# Ton\nKlar.\n"


def test_with_several_projects_one_must_be_named(home, capsys):
    assert said(capsys, "project", "show", code=1)["error"].startswith("There is no project yet. Start one with")
    for name in ("Law", "Finance"):
        said(capsys, "project", "new", name)
    assert said(capsys, "project", "show", code=1) == {
        "error": "Name a project with --project: law, finance.",
        "kind": "NotFoundError",
    }
    assert said(capsys, "project", "show", "--project", "law")["name"] == "Law"
    assert said(capsys, "project", "new", "LAW", code=1)["kind"] == "ConflictError"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--guidelines", "nowhere.md"), "cannot be read"),
        (("--guidelines", "/"), "cannot be read"),
        (("--guidelines", "latin.md"), "is not a text in UTF-8"),
        (("--language", "Deutsch"), "is no language code"),
    ],
)
def test_what_cannot_be_used_starts_nothing(home, capsys, tmp_path, monkeypatch, options, reason):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "latin.md").write_bytes("Verständlich".encode("latin-1"))
    assert reason in said(capsys, "project", "new", "Law", *options, code=1)["error"]
    assert said(capsys, "project", "list") == {"projects": []}


def test_people_are_added_with_roles_and_listed(home, capsys):
    said(capsys, "project", "new", "Law")
    added = said(capsys, "person", "add", "Dr. Frost", "--role", "expert", "--role", "lead")
    assert added["roles"] == ["expert", "lead"]
    people = said(capsys, "person", "list")["people"]
    assert {**added, "email": None} in people
    assert [p["roles"] for p in people if p["id"] == "local"] == [["owner"]]
    assert door.run(["person", "list"]) == 0
    assert "Dr. Frost  expert, lead  " in capsys.readouterr().out


def test_a_person_needs_a_known_role(home, capsys):
    said(capsys, "project", "new", "Law")
    assert door.run(["person", "add", "Dr. Frost"]) == 2
    assert door.run(["person", "add", "Dr. Frost", "--role", "king"]) == 2
    assert "king" in capsys.readouterr().err
