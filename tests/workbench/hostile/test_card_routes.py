"""Every route of the cards with what a person or a forger may send: a sentence or an answer, never a broken call."""

import json
from math import inf, nan

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.curation.reviewing.desk_builders import waiting_samples
from tests.workbench.hostile.unstorable import unstorable
from workbench.access import OriginGuard
from workbench.app import routes

pytestmark = pytest.mark.slow
JSON = {"Content-Type": "application/json"}
LONG = "\0<script>window.ran=1</script>[x](javascript:alert(1)) \ud800 \u202egnirts '\"; drop table samples;--"
SHORT = "\0<b>\ud800\u202ex</b>"
ODD = (LONG, SHORT, 10**30, nan, SHORT, -1, [LONG], LONG, inf, {LONG: LONG}, SHORT, None)
FULL: dict[str, object] = {
    "id": "d1",
    "sample": "s000",
    "revision": 1,
    "verdict": "approve",
    "pool": "waiting",
    "count": 2,
    "held": [],
    "samples": ["s000"],
    "question": "Q?",
    "answer": "A.",
    "comment": "c",
    "seconds": 2.0,
    "turns": {"0": "Q?"},
    "offset": 60,
    "reason": "wrong",
    "section": "tone",
    "seen": "waiting",
    "decision": "d0",
    "value": "on",
    "name": "desk.letters",
    "before": "a",
    "after": "b",
    "note": "n",
    "notes": ["n"],
    "group": "g",
    "body": "b",
    "action": "keep",
    "keeper": "s000",
    "kept": "s000",
    "apart": ["s001"],
    "members": ["s000", "s001"],
    "kind": "duplicate",
    "least": 80,
    "open": "open",
    "task": "t",
    "choice": "left",
    "round": "r",
    "side": "x",
    "typed": "words",
    "type": "PERSON",
    "new_type": "PERSON",
    "only_type": "PERSON",
    "hmac": "00",
    "whole": True,
    "suggested": False,
    "place": {"part": "question", "start": 0, "end": 1, "index": 0},
    "status": "open",
    "instead_of": "d0",
    "thread": "t",
    "flag": "f",
    "part": "question",
    "start": 0,
    "end": 1,
    "comments": ["c"],
}
"""What the calls of all cards may say, each as a card would say it."""


@pytest.fixture
def served(owned):
    workbench, owner, project = owned
    waiting_samples(workbench, project, 3)
    client = TestClient(Starlette(routes=routes(workbench), middleware=[Middleware(OriginGuard)]))
    with client:
        yield workbench, client, {"project": project.slug, "person": owner.id}


def card_paths(workbench):
    found = [route.path for route in routes(workbench) if isinstance(route, Route) and "POST" in route.methods]
    return [path for path in found if path.startswith("/api/") and not path.startswith("/api/v1/")]


def told(answer):
    """Nothing where an answer is as it should be: JSON, with a sentence where something is wrong."""
    if answer.status_code >= 500 or answer.headers["content-type"] != "application/json":
        return (answer.status_code, answer.text[:80])
    sentence = answer.json()["error"] if answer.status_code >= 400 else "."
    return None if sentence.endswith((".", "?")) else (answer.status_code, sentence[:80])


def test_odd_values_are_told_in_a_sentence_and_none_is_stored_as_it_came(served):
    workbench, client, who = served
    paths = card_paths(workbench)
    assert len(paths) > 25
    names, half, wrong = list(FULL), len(FULL) // 2, {}
    for number, path in enumerate(paths):
        for place, pair in enumerate(zip(names[:half], names[half:], strict=False)):
            sent = {**FULL, **who, **{name: ODD[(number + place) % len(ODD)] for name in pair}}
            wrong[path, pair] = told(client.post(path, content=json.dumps(sent), headers=JSON))
    assert {place: answer for place, answer in wrong.items() if answer is not None} == {}
    assert unstorable(workbench) == []


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"\xff\xfe{", 400),
        (b"[" * 200_000, 400),
        (b'{"a": ' + b"9" * 5000 + b"}", 400),
        (b'{"question": "' + b"x" * (17 * 2**20) + b'"}', 400),
    ],
    ids=["nothing", "a list", "no UTF-8", "too deep", "a huge number", "17 MB"],
)
def test_a_body_that_no_card_sends_is_one_sentence(served, content, status):
    _, client, _ = served
    answer = client.post("/api/desk/draft", content=content, headers=JSON)
    assert (answer.status_code, told(answer)) == (status, None)


@pytest.mark.parametrize("name", ["answer", "comment"])
def test_a_million_characters_are_taken_and_one_more_is_a_sentence(served, name):
    _, client, who = served
    draft = {**who, "sample": "s000", "revision": 1, "question": "Q", "answer": "A", "comment": ""}
    taken = client.post("/api/desk/draft", content=json.dumps({**draft, name: "x" * 1_000_000}), headers=JSON)
    assert taken.status_code == 200
    refused = client.post("/api/desk/draft", content=json.dumps({**draft, name: "x" * 1_000_001}), headers=JSON)
    assert (refused.status_code, told(refused)) == (400, None)
    back = client.post("/api/desk/item", content=json.dumps({**who, "sample": "s000"}), headers=JSON).json()
    assert len(back["item"]["draft"][name]) == 1_000_000
