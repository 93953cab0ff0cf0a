"""The routes of judging: what they answer, and what they refuse."""

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from tests.builders import a_person
from tests.eval.rounds_stored import judged_by, prefers, written_content
from workbench.access import PERSON_COOKIE, OriginGuard
from workbench.routes import rating, rounds


@pytest.fixture
def world(owned):
    judged = judged_by(owned)
    ada = a_person(judged.workbench, judged.project, "Ada")
    planned = judged.rounds.plan_written(judged.owner, judged.project, written_content(), [ada.id])
    return judged, ada, planned


@pytest.fixture
def client(world):
    judged, ada, _ = world
    routes = [*rating.routes(judged.workbench), *rounds.routes(judged.workbench)]
    with TestClient(Starlette(routes=routes, middleware=[Middleware(OriginGuard)])) as client:
        client.cookies = {PERSON_COOKIE: ada.id}
        yield client


@pytest.fixture
def call(world, client):
    judged, ada, planned = world

    def post(path, /, **body):
        content = {"project": judged.project.slug, "person": ada.id, "round": planned.id, **body}
        return client.post(
            f"/api/rating/{path}", content=json.dumps(content), headers={"Content-Type": "application/json"}
        )

    return post


def test_next_gives_pairs_and_how_far_the_rater_is(call):
    answer = call("next", count=2).json()
    assert [set(task) for task in answer["tasks"]] == [{"id", "messages", "left", "right"}] * 2
    assert answer["progress"] == {"judged": 0, "total": 24}


def test_a_choice_is_kept_once_and_taken_back(call):
    task = call("next", count=1).json()["tasks"][0]
    choice = {"id": "c1", "task": task["id"], "choice": "left", "comment": "so \ud800", "seconds": 2.5}
    assert call("rate", **choice).json() == call("rate", **choice).json() == {"progress": {"judged": 1, "total": 24}}
    undone = call("undo").json()
    assert undone == {"task": task, "progress": {"judged": 0, "total": 24}}
    assert call("undo").status_code == 409


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("next", {"round": "nowhere"}, 404),
        ("next", {"round": 3}, 400),
        ("next", {"person": "somebody else"}, 403),
        ("rate", {"id": "c", "task": "nope", "choice": "left", "comment": ""}, 404),
        ("rate", {"id": "c", "task": "nope", "choice": "undo", "comment": ""}, 400),
        ("rate", {"id": "c", "task": "nope", "choice": "best", "comment": ""}, 400),
        ("rate", {"task": "nope", "choice": "left", "comment": ""}, 400),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(call, path, body, status):
    answer = call(path, **body)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")


def test_files_are_sent_only_when_the_round_is_closed_and_only_its_own(world, client):
    judged, ada, planned = world
    client.cookies = {PERSON_COOKIE: judged.owner.id}
    address = f"/api/rounds/file?project={judged.project.slug}&round={planned.id}&path="
    assert client.get(address + "ratings.jsonl").status_code == 404
    judged.rate_all(ada, planned.id, prefers("B"))
    judged.rounds.close(judged.owner, judged.project, planned.id)
    assert len(client.get(address + "ratings.jsonl").text.splitlines()) == 24
    assert client.get(address + "manifest.json").json()["kind"] == "round"
    assert client.get(address + "../../workbench.db").status_code == 404
    client.cookies = {PERSON_COOKIE: ada.id}
    assert client.get(address + "ratings.jsonl").status_code == 403
