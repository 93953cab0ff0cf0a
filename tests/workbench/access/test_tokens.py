"""Tokens: programs call in a person's name, in one project, with no more than that person may at that moment."""

import json

import pytest

from curation.domain.access import MOST_TOKEN_DAYS
from curation.domain.people import Permission, PersonRole
from curation.errors import InputError, NotFoundError, PermissionRefusedError, SignedOutError
from tests.builders import a_project, an_environment
from tests.curation.reviewing.desk_builders import waiting_samples
from tests.workbench.access.gate_builders import a_guarded_world, browser, signed_in
from workbench.cli import door

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def world(tmp_path):
    made = a_guarded_world(tmp_path)
    yield made
    made.workbench.database.close()


def bearer(secret, **more):
    return {**JSON, "Authorization": f"Bearer {secret}", **more}


def ask(world, headers, **body):
    return browser(world).post("/api/desk/next", content=json.dumps(body), headers=headers)


@pytest.fixture
def ada(world):
    waiting_samples(world.workbench, world.project, 2)
    return world.joined("Ada", "ada@example.org", PersonRole.EXPERT, PersonRole.ENGINEER)


def test_a_token_opens_the_routes_without_a_cookie_or_an_origin(world, ada):
    secret, token = world.workbench.tokens.make(ada, world.project, "nightly", [PersonRole.EXPERT])
    body = {"person": ada.id, "count": 1, "held": [], "pool": "waiting"}
    answer = ask(world, bearer(secret), **body)
    assert answer.status_code == 200
    assert [item["id"] for item in answer.json()["items"]] == ["s000"]
    assert ask(world, bearer(secret, Origin="https://scripts.example.org"), **body).status_code == 200
    [seen] = world.workbench.tokens.of(ada, world.project)
    assert (seen.id, seen.last_used_at) == (token.id, world.clock.now)


def test_a_token_opens_no_page_and_no_websocket(world, ada):
    secret, _ = world.workbench.tokens.make(ada, world.project, "nightly", [PersonRole.EXPERT])
    client = browser(world)
    assert client.get("/team", headers=bearer(secret)).status_code == 303
    assert client.post("/api/session/end", content="{}", headers=bearer(secret)).status_code in {400, 401}


def test_a_token_of_another_project_is_refused_with_a_sentence(world, ada):
    a_project(world.workbench, "Law")
    secret, _ = world.workbench.tokens.make(ada, world.project, "nightly", [PersonRole.EXPERT])
    answer = ask(world, bearer(secret), project="law", person=ada.id, count=1, held=[], pool="waiting")
    assert answer.status_code == 403
    assert answer.json()["error"] == ("This token is for the project cardiology. Make one for the other project.")


def test_a_token_has_no_more_than_some_of_its_persons_roles(world, ada):
    for roles in ([PersonRole.OWNER], [PersonRole.EXPERT, PersonRole.LEAD], []):
        with pytest.raises(InputError, match="at least one of your own roles"):
            world.workbench.tokens.make(ada, world.project, "nightly", roles)
    secret, _ = world.workbench.tokens.make(ada, world.project, "nightly", [PersonRole.ENGINEER])
    person, _ = world.workbench.tokens.enter(secret, None)
    assert (person.id, person.roles, person.may(Permission.REVIEW)) == (ada.id, {PersonRole.ENGINEER}, False)
    assert ask(world, bearer(secret), person=ada.id, count=1, held=[], pool="waiting").status_code == 403


def test_a_role_that_its_person_loses_is_lost_to_the_token(world, ada):
    secret, _ = world.workbench.tokens.make(ada, world.project, "nightly", [PersonRole.EXPERT])
    world.workbench.projects.set_roles(world.owner, world.project, ada.id, [PersonRole.ENGINEER])
    assert world.workbench.tokens.enter(secret, None)[0].roles == frozenset()
    assert ask(world, bearer(secret), person=ada.id, count=1, held=[], pool="waiting").status_code == 403
    world.workbench.projects.set_roles(world.owner, world.project, ada.id, [])
    with pytest.raises(SignedOutError, match="unknown, revoked or too old"):
        world.workbench.tokens.enter(secret, None)


def test_a_token_ends_by_time_and_by_word(world, ada):
    tokens = world.workbench.tokens
    short, _ = tokens.make(ada, world.project, "short", [PersonRole.EXPERT], days=1)
    long, kept = tokens.make(ada, world.project, "long", [PersonRole.EXPERT], days=MOST_TOKEN_DAYS)
    for days in (0, MOST_TOKEN_DAYS + 1):
        with pytest.raises(InputError, match="holds for 1 to 366 days"):
            tokens.make(ada, world.project, "wrong", [PersonRole.EXPERT], days=days)
    world.clock.forward(24 * 3600)
    assert ask(world, bearer(short)).status_code == 401
    tokens.enter(long, None)
    ben = world.joined("Ben", "ben@example.org", PersonRole.EXPERT)
    with pytest.raises(PermissionRefusedError):
        tokens.revoke(ben, world.project, kept.id)
    with pytest.raises(NotFoundError, match="no token nowhere"):
        tokens.revoke(ada, world.project, "nowhere")
    tokens.revoke(ada, world.project, kept.id)
    with pytest.raises(SignedOutError):
        tokens.enter(long, None)
    assert world.actions().count("token.revoked") == 1


@pytest.mark.parametrize("secret", ["", "x", "wbt_" + "A" * 43, "wbt_\u05d3\0", "x" * 100_000])
def test_what_is_no_token_opens_nothing(world, ada, secret):
    with pytest.raises(SignedOutError):
        world.workbench.tokens.enter(secret, None)


def test_a_false_token_is_not_helped_by_a_good_cookie(world, ada):
    client = signed_in(world, "ada@example.org")
    body = json.dumps({"person": ada.id, "count": 1, "held": [], "pool": "waiting"})
    assert client.post("/api/desk/next", content=body, headers=JSON).status_code == 200
    assert client.post("/api/desk/next", content=body, headers=bearer("wbt_wrong")).status_code == 401


def test_tokens_on_the_command_line(tmp_path, monkeypatch, capsys):
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)

    def said(*arguments, code=0):
        assert door.run([*arguments, "--json"]) == code
        return json.loads(capsys.readouterr().out)

    said("project", "new", "Law")
    made = said("token", "make", "nightly", "--role", "owner", "--days", "7")
    assert made["token"].startswith("wbt_")
    [listed] = said("token", "list")["tokens"]
    assert "token" not in listed
    assert listed["last_used_at"] is None
    monkeypatch.setenv("WORKBENCH_TOKEN", made["token"])
    assert said("project", "show", "--project", "law")["slug"] == "law"
    assert said("person", "list", "--project", "other", code=1)["kind"] == "PermissionRefusedError"
    assert said("token", "list")["tokens"][0]["last_used_at"] is not None
    assert said("token", "revoke", made["id"])["revoked"]
    assert said("person", "list", code=1)["kind"] == "SignedOutError"
