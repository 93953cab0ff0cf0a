"""The routes of personal data: what they answer, and to whom they answer nothing."""

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from curation.domain.people import PersonRole
from tests.builders import a_person
from tests.curation.importing.screening_world import a_world, lines_of
from workbench.access import PERSON_COOKIE, OriginGuard
from workbench.routes import privacy

pytestmark = pytest.mark.slow
TEXT = ("Mail anna.bauer@example.com about the plaster, please.", "It stays on for six weeks, says quandtmann.")


@pytest.fixture
def world(tmp_path):
    found = a_world(tmp_path)
    found.take_in(lines_of(TEXT), "a.jsonl")
    yield found
    found.workbench.database.close()


@pytest.fixture
def call(world):
    app = Starlette(routes=list(privacy.routes(world.workbench)), middleware=[Middleware(OriginGuard)])
    with TestClient(app) as client:

        def post(path, person, /, **body):
            client.cookies = {PERSON_COOKIE: person.id}
            content = {"project": world.project.slug, "person": person.id, **body}
            headers = {"Content-Type": "application/json"}
            return client.post(f"/api/privacy/{path}", content=json.dumps(content), headers=headers)

        yield post


@pytest.fixture
def paula(world):
    return a_person(world.workbench, world.project, "Paula", PersonRole.PRIVACY)


def test_a_reviewer_sees_values_and_opens_one(call, paula):
    page = call("values", paula, offset=0).json()
    assert page["total"] == 1
    [value] = page["values"]
    assert (value["type"], value["occurrences"], value["status"]) == ("EMAIL_ADDRESS", 1, "open")
    assert "anna" not in str(page)
    key = {"type": value["type"], "hmac": value["hmac"]}
    [[*shown, sample]] = call("examples", paula, **key).json()["examples"]
    assert shown == ["Mail ", "<EMAIL_ADDRESS_1>", " about the plaster, please."]
    assert sample
    assert call("look", paula, **key).json() == {"spellings": ["anna.bauer@example.com"]}
    assert call("decide", paula, action="accept", **key).status_code == 200
    assert call("examples", paula, **key).json()["said"]["name"] == "Paula"
    assert call("values", paula, offset=0, status="open").json()["values"] == []
    assert call("undo", paula).json() == {"taken_back": 1}


@pytest.mark.parametrize("role", [role for role in PersonRole if role not in {PersonRole.OWNER, PersonRole.PRIVACY}])
def test_nobody_without_the_role_gets_an_original(call, world, paula, role):
    other = a_person(world.workbench, world.project, "Other", role)
    [value] = call("values", paula, offset=0).json()["values"]
    key = {"type": value["type"], "hmac": value["hmac"]}
    said = {"action": "not_personal"}
    for path, body in (
        ("values", {"offset": 0}),
        ("examples", key),
        ("look", key),
        ("decide", {**key, **said}),
        ("decide_all", said),
    ):
        answer = call(path, other, **body)
        assert answer.status_code == 403
        assert "anna" not in answer.text


def test_an_expert_marks_and_takes_back(call, world):
    ada = a_person(world.workbench, world.project, "Ada", PersonRole.EXPERT)
    sample = world.asking("plaster")
    start = TEXT[1].index("quandtmann")
    body = {"id": "m1", "sample": sample.id, "revision": 1, "type": "PERSON"}
    done = call("mark", ada, **body, place=["answer", 1, start, start + len("quandtmann")])
    assert done.json() == {"decision": "m1", "samples": 1, "hidden": 1}
    assert "quandtmann" not in str(world.heads())
    assert call("unmark", ada, decision="m1", sample=sample.id).json()["hidden"] == 1
    assert "quandtmann" in str(world.heads())


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("values", {}, 400),
        ("values", {"offset": 0, "status": "strange"}, 400),
        ("values", {"offset": 0, "person": "somebody else"}, 403),
        ("look", {"type": "PERSON", "hmac": "0" * 64}, 404),
        ("decide", {"type": "PERSON", "hmac": "0" * 64, "action": "accept"}, 404),
        ("decide", {"type": "PERSON", "hmac": "0" * 64, "action": "burn"}, 400),
        ("undo", {}, 404),
        ("mark", {"id": "m", "sample": "none", "revision": 1, "type": "PERSON", "value": "Anna"}, 403),
        ("mark", {"id": "m", "sample": "none", "revision": 1, "type": "PERSON", "place": ["answer", "1"]}, 400),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(call, paula, path, body, status):
    answer = call(path, paula, **body)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")


def test_what_somebody_else_said_is_a_conflict_with_the_decision_that_stands(call, world, paula):
    quinn = a_person(world.workbench, world.project, "Quinn", PersonRole.PRIVACY)
    [value] = call("values", paula, offset=0).json()["values"]
    key = {"type": value["type"], "hmac": value["hmac"]}
    assert call("stands", quinn, **key).json() == {}
    made = call("decide", paula, action="accept", **key).json()["decision"]
    refused = call("decide", quinn, action="not_personal", **key)
    assert (refused.status_code, refused.json()["kind"]) == (409, "AlreadyDecidedError")
    assert refused.json()["error"].startswith("Paula said of this value on ")
    assert call("stands", quinn, **key).json() == {"decision": made}
    assert call("decide", quinn, action="not_personal", instead_of=made, **key).status_code == 200
