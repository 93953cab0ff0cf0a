"""The table: the document tells the routes that answer, every operation refuses who may not, and nobody is let by."""

import json
import re
from pathlib import Path

import pytest

from curation.domain.people import PERMISSIONS, PersonRole
from tests.builders import a_person
from tests.workbench.access.gate_builders import browser, signed_in
from tests.workbench.rest.door import DOCUMENT, ROWS, V1, a_door
from workbench.app import routes
from workbench.rest.markdown import list_of
from workbench.rest.table import operations

PAGE = Path(__file__).parents[3] / "docs" / "rest.md"
BODIES = {
    "import_rows": {"rows": [{"question": "Q?", "answer": "A."}]},
    "decide": {"id": "d", "sample": "s", "revision": 1, "verdict": "skip"},
    "renew_claims": {"samples": ["s"]},
    "release_claims": {"samples": ["s"]},
    "undo_decision": {"id": "u"},
    "freeze_version": {"name": "v1"},
    "next_items": {},
    "plan_version": {},
    "import_file": b'{"question": "Q?", "answer": "A."}\n',
}
QUERIES = {"import_file": {"name": "a.jsonl"}, "export_version": {"layout": "messages"}}
PLACES = {"sample": "s", "job": "j", "decision": "d", "version": "v", "file": "f"}


def test_the_document_tells_exactly_the_routes_that_answer(world):
    told = {(path, method.upper()) for path, one in DOCUMENT["paths"].items() for method in one}
    beside = {(f"{V1}/openapi.json", "GET"), (f"{V1}/docs", "GET")}
    found = {
        (route.path.replace(":path}", "}"), method)
        for route in routes(world.workbench)
        if route.path.startswith(V1) and route.path != V1 + "/{rest:path}"
        for method in route.methods - {"HEAD"}
    }
    assert found == told | beside


def test_names_are_used_once():
    assert len(ROWS) == len(operations())


@pytest.mark.parametrize("role", [role for role in PersonRole if role is not PersonRole.OWNER])
def test_every_operation_refuses_who_may_not_and_lets_in_who_may(world, role):
    door = a_door(world, a_person(world.workbench, world.project, role.value, role))
    for name, row in ROWS.items():
        answer = door.call(name, PLACES, BODIES.get(name), **QUERIES.get(name, {}))
        able = bool(row.purpose.needs & PERMISSIONS[role])
        assert (answer.status_code != 403) is able, (name, answer.text)


def test_nobody_gets_in_without_a_token_or_a_session(world):
    client, plain = browser(world), {"Accept": "*/*", "Content-Type": "application/json"}
    for path, one in DOCUMENT["paths"].items():
        for method in one:
            answer = client.request(method, re.sub(r"\{\w+\}", "x", path), content="{}", headers=plain)
            assert (answer.status_code, answer.json()["kind"]) == (401, "SignedOutError"), path
            assert "shows no token" in answer.json()["error"], path
    for path in ("/openapi.json", "/docs", "/nothing"):
        assert client.get(V1 + path, headers={"Accept": "*/*"}).status_code == 401


def test_a_session_opens_the_door_and_another_site_does_not(world, ada):
    client = signed_in(world, "ada@example.org")
    assert client.get(f"{V1}/whoami").json()["name"] == "Ada"
    assert client.get(f"{V1}/docs").status_code == 200
    sent = {"content": json.dumps({"count": 1}), "headers": {"Content-Type": "application/json"}}
    assert client.post(f"{V1}/next", **sent).status_code == 200
    forged = {"content": sent["content"], "headers": sent["headers"] | {"Origin": "https://evil.example"}}
    refused = client.post(f"{V1}/next", **forged)
    assert (refused.status_code, refused.json()["kind"]) == (403, "OriginRefused")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = client.post(f"{V1}/imports?name=a.jsonl", content=b"{}", headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["kind"]) == (403, "OriginRefused"), kind


def test_another_method_and_another_address_are_said(world, door):
    headers = {"Authorization": f"Bearer {door.secret}"}
    answer = door.client.put(f"{V1}/samples", headers=headers)
    assert (answer.status_code, answer.headers["allow"], answer.json()["kind"]) == (405, "GET", "MethodRefused")
    assert door.client.get(f"{V1}/nothing", headers=headers).json()["kind"] == "NotFoundError"
    assert door.client.get(f"{V1}/openapi.json", headers=headers).json() == DOCUMENT
    page = door.client.get(f"{V1}/docs", headers=headers)
    assert "list_samples" in page.text
    assert "<script" not in page.text


def test_a_wrong_token_waits_and_a_right_one_does_not(world, ada, door):
    wrong = type(door)(door.client, "wbt_" + "A" * 43)
    seen = [wrong.call("whoami").status_code for _ in range(7)]
    assert seen == [401] * 5 + [429] * 2
    answer = wrong.call("whoami")
    assert 0 < int(answer.headers["retry-after"]) <= 31
    assert door.good("whoami")["person"] == ada.id
    world.clock.forward(3_601)
    assert wrong.call("whoami").status_code == 401


def test_a_token_of_another_project_is_refused(world, door):
    assert door.call("whoami", project="law").status_code == 403
    assert door.good("whoami", project=world.project.slug)["project"]["slug"] == world.project.slug


def test_the_page_of_help_is_the_table():
    said = PAGE.read_text(encoding="utf-8")
    begin = said.index("<!-- made by: python -m tests.workbench.rest.write_docs -->")
    assert said[begin:].partition("\n\n")[2] == list_of(operations())
