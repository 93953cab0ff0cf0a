"""workbench person: whoever has no browser at hand invites, resets, changes roles and ends sessions too."""

import json
from contextlib import contextmanager

import pytest

from curation.domain.people import PersonRole
from curation.errors import PermissionRefusedError
from curation.services.projects import LOCAL_OWNER
from tests.builders import an_environment
from tests.curation.access.access_builders import FIREFOX, PASSWORD
from workbench.bootstrap import open_workbench, settings
from workbench.cli import door
from workbench.cli.up import prepare

URL = "https://bench.example.org"


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    for name, value in an_environment(tmp_path / "home", WORKBENCH_AUTH="password", WORKBENCH_URL=URL).items():
        monkeypatch.setenv(name, value)

    def say(*arguments, code=0):
        assert door.run([*arguments, "--json"]) == code
        return json.loads(capsys.readouterr().out)

    say("project", "new", "Law")
    return say


@contextmanager
def opened():
    workbench = open_workbench(settings())
    try:
        yield workbench
    finally:
        workbench.database.close()


def joined(link):
    with opened() as workbench:
        return workbench.inviting.accept(link.removeprefix(f"{URL}/join/"), "", PASSWORD, FIREFOX)


def test_somebody_is_invited_and_comes_in_with_the_printed_link(said):
    done = said("person", "invite", "Ada", "--email", "ada@example.org", "--role", "expert")
    assert done["link"].startswith(f"{URL}/join/")
    _, session = joined(done["link"])
    assert session.person_id == done["id"]
    [ada] = [one for one in said("person", "list")["people"] if one["name"] == "Ada"]
    assert (ada["email"], ada["roles"]) == ("ada@example.org", ["expert"])
    again = said("person", "invite", "Ada", "--email", "ada@example.org", "--role", "lead")
    assert (again["link"], again["roles"]) == (None, ["expert", "lead"])


@pytest.mark.parametrize("who", ["ada@example.org", "Ada", "id"])
def test_sessions_are_listed_and_ended_and_a_reset_is_printed(said, who):
    done = said("person", "invite", "Ada", "--email", "ada@example.org", "--role", "expert")
    who = done["id"] if who == "id" else who
    joined(done["link"])
    [session] = said("person", "sessions", who)["sessions"]
    assert (session["browser"], session["address"]) == (FIREFOX.kind, FIREFOX.address)
    assert said("person", "sessions", who, "--end", session["id"])["ended"] == 1
    assert said("person", "sessions", who, "--end", session["id"], code=1)["kind"] == "NotFoundError"
    joined(said("person", "reset", who)["link"])
    assert said("person", "sessions", who, "--end", "all")["ended"] == 1
    assert said("person", "sessions", who)["sessions"] == []


def test_roles_are_changed_and_somebody_is_taken_out(said):
    done = said("person", "invite", "Ada", "--email", "ada@example.org", "--role", "expert")
    assert said("person", "role", "Ada", "--role", "editor", "--role", "observer")["roles"] == ["editor", "observer"]
    assert said("person", "remove", "Ada")["roles"] == []
    assert [one["name"] for one in said("person", "list")["people"]] == ["Owner"]
    assert said("person", "role", "Ada", "--role", "editor", code=1)["error"].startswith("Ada names 0 people")
    with opened() as workbench:
        assert workbench.projects.of(done["id"]) == ()
    assert said("person", "remove", "Owner", code=1)["kind"] == "ConflictError"


@pytest.mark.parametrize("arguments", [("invite", "", "--role", "expert"), ("invite", "A" * 81, "--role", "expert")])
def test_a_name_that_is_none_is_a_sentence(said, arguments):
    assert said("person", *arguments, code=1)["kind"] == "InputError"


def test_the_first_start_prints_the_owners_link_until_there_is_a_password(said, capsys):
    prepare(settings(), demo=False)
    [line] = [one for one in capsys.readouterr().err.splitlines() if "/join/" in one]
    secret = line.rpartition("/join/")[2]
    with opened() as workbench:
        _, session = workbench.inviting.accept(secret, "owner@example.org", PASSWORD, FIREFOX)
        assert session.person_id == LOCAL_OWNER
    prepare(settings(), demo=False)
    assert "/join/" not in capsys.readouterr().err


def test_a_provider_needs_the_owners_address_first(said, capsys, monkeypatch):
    for name in ("METADATA", "CLIENT", "SECRET"):
        monkeypatch.setenv(f"WORKBENCH_OIDC_{name}", "https://id.example.org/x")
    monkeypatch.setenv("WORKBENCH_AUTH", "oidc")
    prepare(settings(), demo=False)
    assert "workbench person owner you@example.org" in capsys.readouterr().err
    said("person", "owner", "Me@Example.org")
    prepare(settings(), demo=False)
    assert capsys.readouterr().err == ""
    assert said("person", "invite", "Ada", "--email", "ada@example.org", "--role", "expert")["link"] is None


def test_a_token_of_an_expert_invites_nobody(said, monkeypatch):
    done = said("person", "invite", "Ada", "--email", "ada@example.org", "--role", "expert")
    with opened() as workbench:
        ada, project = workbench.projects.enter(done["id"], "law")
        secret, _ = workbench.tokens.make(ada, project, "script", [PersonRole.EXPERT])
        with pytest.raises(PermissionRefusedError):
            workbench.inviting.invite(ada, project, "Eve", "", [PersonRole.EXPERT])
    monkeypatch.setenv("WORKBENCH_TOKEN", secret)
    assert said("person", "invite", "Eve", "--role", "expert", code=1)["kind"] == "PermissionRefusedError"
