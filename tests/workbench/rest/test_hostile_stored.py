"""What reaches the database at the door, on SQLite and on PostgreSQL: strange texts, numbers and days, ended tokens."""

import json
from urllib.parse import urlencode

import pytest

from curation.domain.people import PersonRole
from tests.builders import a_project
from tests.curation.reviewing.desk_builders import screen, waiting_samples
from tests.stored import BOTH
from tests.workbench.access.gate_builders import browser
from tests.workbench.rest.door import V1, Door, a_door

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database", BOTH, indirect=True)]
STRANGE = (
    "\0",
    "\ud800",
    "'; DROP TABLE samples; --",
    "%' OR 1=1 --",
    "\u202eabc\u202c",
    "<script>alert(1)</script>",
    "\\",
    "(",
    "{",
    "[[:foo:]]",
    "(?i)a",
    "(a+)+$",
    '"',
    "a" * 190,
    "\U0001f469\u200d\U0001f692",
)
NARROWING = ("words", "pattern", "source", "language", "specialty", "tag", "check", "group", "reviewer", "after")
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30")
MOMENTS = ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-11-21T10:00:00")
ABLE = {200, 400, 404, 422}


def asked(door, where, **query):
    """Ask with whatever bytes a text has: lone surrogates as nothing that is UTF-8."""
    said = urlencode({name: str(value).encode("utf-8", "surrogatepass") for name, value in query.items()})
    return door.client.get(f"{V1}{where}?{said}", headers={"Authorization": f"Bearer {door.secret}"})


def test_strange_words_numbers_and_days_in_an_address_are_answered(world, door):
    waiting_samples(world.workbench, world.project, 2)
    asks = [("/samples", {name: said}) for name in NARROWING for said in STRANGE]
    asks += [("/samples", {name: said}) for name in ("since", "until") for said in DAYS]
    asks += [("/samples", {"topic": 2**31 - 1}), ("/samples", {"topic": 2**63}), ("/samples", {"least": "1e308"})]
    asks += [("/events", {name: said}) for name in ("person", "action", "object") for said in STRANGE]
    asks += [("/events", {name: said}) for name in ("since", "until") for said in MOMENTS]
    asks += [("/events", {"before": 2**31 - 1}), ("/events", {"before": 2**31})]
    for where, query in asks:
        answer = asked(door, where, **query)
        assert answer.status_code in ABLE, (where, query, answer.text[:200])
        assert answer.status_code == 200 or answer.json()["error"], (where, query)
    for place in ("%00", "%ED%A0%80", "a" * 5_000, "'%20OR%201=1", "..%2f..", "%0a"):
        for where in (f"/samples/{place}", f"/jobs/{place}", f"/versions/{place}", f"/versions/v/files/{place}"):
            assert asked(door, where).status_code in {404, 422}, (where, place)
    found = asked(door, "/samples", words="Question", sort="oldest", until="9999-12-31").json()["samples"]
    assert [one["question"] for one in found] == ["Question 0?", "Question 1?"]
    for number, day in enumerate(DAYS[:2]):
        ended = {"id": f"d{number}", "sample": f"s{number:03}", "revision": 1, "verdict": "approve", "valid_until": day}
        assert door.call("decide", None, ended).status_code in {200, 400}, day
        rows = {"rows": [{"question": f"Q {number}?", "answer": "A."}], "valid_until": day}
        assert door.call("import_rows", None, rows).status_code in {202, 400}, day
    assert door.call("next_items", None, {"count": 2, "pool": "kept"}).status_code == 200


def test_strange_texts_are_kept_whole_or_refused(world, door):
    waiting_samples(world.workbench, world.project, 3)
    long = "\u202e<script>alert(1)</script> \U0001f469\u200d\U0001f692 " + "ä" * 990_000
    sent = {"sample": "s000", "revision": 1, "verdict": "correct", "question": "Q \ud800?", "answer": long}
    for field in ("question", "answer", "comment"):
        refused = door.call("decide", None, {**sent, "id": "d0", field: "a\0b"})
        assert (refused.status_code, "null character" in refused.json()["error"]) == (422, True)
    assert door.good("decide", None, {**sent, "id": "d1", "comment": "'; --\ud800"})["status"] == "screening"
    base = world.workbench.reviewing.item(world.owner, world.project, "s001").conversation
    screen(world.workbench.reviewing, world.project, "s000", 2, base.answering("Q \ufffd?", long))
    assert door.good("get_sample", {"sample": "s000"})["messages"][-1]["content"] == long
    rows = [{"question": said + " ?", "answer": said + " .", said: {said: [said]}} for said in STRANGE]
    done = door.call("import_rows", None, {"rows": rows, "bad_rows": "skip", "name": "a\ud800'.jsonl"})
    assert (done.status_code, done.json()["rows"]) == (202, len(STRANGE))


def test_a_token_that_ended_or_lost_its_role_in_the_middle_does_nothing_more(world, ada, door):
    waiting_samples(world.workbench, world.project, 4)
    owner, project = a_project(world.workbench, "Law")
    law = Door(browser(world), world.workbench.tokens.make(owner, project, "law", [PersonRole.OWNER])[0])
    [item] = door.good("next_items", None, {})["items"]
    sent = {"id": "d1", "sample": item["id"], "revision": 1, "verdict": "approve"}
    assert law.call("decide", None, sent).status_code == 404
    assert law.call("get_sample", {"sample": item["id"]}).status_code == 404
    forged = {"Authorization": "Bearer wbt_x", "Origin": "https://evil.example", "Content-Type": "application/json"}
    assert browser(world).post(f"{V1}/decisions", content=json.dumps(sent), headers=forged).status_code == 401
    world.workbench.projects.set_roles(world.owner, world.project, ada.id, [PersonRole.ENGINEER])
    refused = door.call("decide", None, sent)
    assert (refused.status_code, refused.json()["kind"]) == (403, "PermissionRefusedError")
    world.workbench.projects.set_roles(world.owner, world.project, ada.id, [PersonRole.EXPERT])
    assert door.good("decide", None, sent)["status"] == "approved"
    [token] = world.workbench.tokens.of(ada, world.project)
    world.workbench.tokens.revoke(ada, world.project, token.id)
    short = a_door(world, ada, PersonRole.EXPERT)
    world.clock.forward(91 * 86_400)
    for ended in (door, short):
        answer = ended.call("decide", None, {**sent, "id": "d2", "sample": "s001"})
        assert (answer.status_code, "revoked or too old" in answer.json()["error"]) == (401, True)
    assert world.workbench.reviewing.item(world.owner, world.project, "s001").status.value == "waiting"
