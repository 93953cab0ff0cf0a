import json
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from curation.domain.findings import Finding, Part, Place, Severity
from curation.domain.people import PersonRole
from curation.domain.samples import question_and_answer
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import a_finding, screen, waiting_samples
from workbench.access import PERSON_COOKIE, OriginGuard
from workbench.routes import desk
from workbench.routes.desk_items import item_json
from workbench.work.demo_decisions import leave_the_day


@pytest.fixture
def call(owned):
    workbench, _, project = owned
    ada = a_person(workbench, project, "Ada")
    app = Starlette(routes=desk.routes(workbench), middleware=[Middleware(OriginGuard)])
    client = TestClient(app, cookies={PERSON_COOKIE: ada.id})
    waiting_samples(workbench, project, 3)

    def post(path, /, **body):
        content = json.dumps({"project": project.slug, "person": ada.id, **body})
        return client.post(f"/api/desk/{path}", content=content, headers={"Content-Type": "application/json"})

    with client:
        yield post


def test_next_gives_items_and_how_far_the_day_is(call):
    answer = call("next", count=2, held=[], pool="waiting").json()
    assert [item["id"] for item in answer["items"]] == ["s000", "s001"]
    assert answer["progress"] == {
        "left": 3,
        "today": 0,
        "target": 12,
        "skipped": 0,
        "escalated": 0,
        "kept": 0,
        "more": False,
    }


def test_a_decision_is_answered_with_the_new_status(call):
    sent = {"id": "d1", "sample": "s000", "revision": 1, "verdict": "approve", "seconds": 2.5}
    answer = call("decide", **sent).json()
    assert (answer["status"], answer["again"]) == ("approved", False)
    assert call("decide", **sent).json()["again"] is True
    assert call("next", count=1, held=[], pool="waiting").json()["progress"]["today"] == 1


def test_own_words_are_refused_with_a_sentence_that_does_not_end_the_session(call, owned):
    workbench, owner, project = owned
    ada = next(m for m in workbench.projects.members(owner, project) if m.name == "Ada")
    workbench.projects.set_roles(owner, project, ada.id, [PersonRole.EDITOR])
    sent = {"sample": "s000", "revision": 1, "verdict": "skip", "question": "Better?", "answer": "Yes."}
    assert call("correct", id="c1", **sent).status_code == 200
    screen(workbench.reviewing, project, "s000", 2, question_and_answer("Better?", "Yes."))
    workbench.projects.set_roles(owner, project, ada.id, [PersonRole.EXPERT])
    refused = call("decide", id="d1", sample="s000", revision=2, verdict="approve")
    assert (refused.status_code, refused.json()["kind"]) == (409, "OwnWorkError")
    assert "You wrote this text" in refused.json()["error"]


def test_what_a_program_decided_in_somebodys_name_is_not_their_day(call, owned):
    workbench, owner, project = owned
    ada = next(m for m in workbench.projects.members(owner, project) if m.name == "Ada")
    call("decide", id="d1", sample="s000", revision=1, verdict="approve")
    leave_the_day(workbench, [ada])
    assert call("next", count=1, held=[], pool="waiting").json()["progress"]["today"] == 0
    call("decide", id="d2", sample="s001", revision=1, verdict="approve")
    assert call("next", count=1, held=[], pool="waiting").json()["progress"]["today"] == 1


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"id": "d1", "sample": "s000", "revision": "one", "verdict": "approve"}, "whole number"),
        ({"id": "d1", "sample": "s000", "revision": 1, "verdict": "maybe"}, "cannot be maybe"),
        ({"id": "d1", "sample": "s000", "revision": 1, "verdict": "reject"}, "needs a reason"),
        ({"id": "", "sample": "s000", "revision": 1, "verdict": "approve"}, "needs id"),
        ({"id": "d1", "sample": "s000", "revision": 1, "verdict": "approve", "comment": 5}, "needs comment"),
        ({"id": "d1", "sample": "s000", "revision": 1, "verdict": "undo"}, "no decision"),
    ],
)
def test_a_malformed_decision_is_one_sentence(call, body, sentence):
    answer = call("decide", **body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


def test_a_stale_decision_is_a_conflict_that_says_its_kind(call):
    answer = call("decide", id="d1", sample="s000", revision=7, verdict="approve")
    assert (answer.status_code, answer.json()["kind"]) == (409, "StaleRevisionError")


def test_a_page_of_another_person_is_refused(call):
    answer = call("next", person="somebody", count=1, held=[], pool="waiting")
    assert (answer.status_code, answer.json()["kind"]) == (403, "PermissionRefusedError")


def test_a_draft_comes_back_with_the_item(call):
    call("draft", sample="s000", revision=1, question="Q", answer="A \ud800 half", comment="c")
    draft = call("item", sample="s000").json()["item"]["draft"]
    assert (draft["question"], draft["answer"], draft["comment"]) == ("Q", "A \ufffd half", "c")


def test_places_are_counted_as_javascript_counts(owned):
    workbench, owner, project = owned
    waiting_samples(workbench, project, 1)
    a_finding(workbench.database, "s000", Finding("x", Severity.NOTE, "Look.", Place(Part.ANSWER, 0, 2, 4)))
    item = workbench.reviewing.item(owner, project, "s000")
    with_emoji = item.conversation.answering("Q?", "🙂🙂ab")
    marks = item_json(replace(item, conversation=with_emoji))["turns"][1]["marks"]
    assert marks == [[4, 6, "note", "0"]]


def test_a_note_is_dismissed_and_let_stand_again_by_its_key(call, owned):
    workbench, _, _ = owned
    a_finding(workbench.database, "s000", Finding("too_short", Severity.NOTE, "Look.", Place(Part.ANSWER, 1, 0, 4)))
    [note] = call("item", sample="s000").json()["item"]["findings"]
    assert (note["dismissed"], note["dismissable"]) == (False, True)
    sent = {"sample": "s000", "revision": 1, "note": note["key"]}
    assert call("item", sample="s000").json()["item"]["why"] == ["1 small note"]
    assert call("dismiss", **sent).json() == {"why": []}
    assert call("item", sample="s000").json()["item"]["findings"][0]["dismissed"] is True
    assert call("restore", **sent).status_code == 200
    assert call("item", sample="s000").json()["item"]["findings"][0]["dismissed"] is False
    assert call("dismiss", **sent | {"note": "gone"}).status_code == 404
    assert call("dismiss", **sent | {"revision": 3}).json()["kind"] == "StaleRevisionError"


def test_the_place_in_the_passage_travels_with_its_note(owned):
    workbench, owner, project = owned
    waiting_samples(workbench, project, 1)
    near = Place(Part.CONTEXT, 0, 2, 4)
    note = Finding("numbers", Severity.WARNING, "Look.", Place(Part.ANSWER, 1, 0, 2), near)
    a_finding(workbench.database, "s000", note)
    item = workbench.reviewing.item(owner, project, "s000")
    shown = item_json(replace(item, conversation=replace(item.conversation, context=("🙂🙂ab",))))
    assert shown["context"] == [{"text": "🙂🙂ab", "marks": [[4, 6, "near", "0"]]}]
    assert (shown["findings"][0]["passage"], shown["why"]) == (0, ["1 note that wants eyes"])


def test_only_known_choices_are_remembered(call, owned):
    workbench, _, _ = owned
    assert call("prefer", name="desk.letters", value="off").status_code == 200
    assert call("prefer", name="admin", value="yes").status_code == 400
    assert workbench.projects.preference("nobody", "admin") is None


def test_an_observer_gets_nothing(owned):
    workbench, _, project = owned
    olga = a_person(workbench, project, "Olga", PersonRole.OBSERVER)
    app = Starlette(routes=desk.routes(workbench))
    body = {"project": project.slug, "person": olga.id, "count": 1, "held": [], "pool": "waiting"}
    with TestClient(app, cookies={PERSON_COOKIE: olga.id}) as client:
        assert client.post("/api/desk/next", json=body).status_code == 403


def test_turns_are_typed_by_their_number(call):
    call("draft", sample="s000", revision=1, question="Q", answer="A", turns={"0": "System \ud800"})
    assert call("item", sample="s000").json()["item"]["draft"]["turns"] == {"0": "System \ufffd"}
    sent = {"id": "d1", "sample": "s000", "revision": 1, "verdict": "approve", "question": "Q", "answer": "A"}
    for turns in ({"first": "No."}, {"-1": "No."}, ["No."], {"99": "No."}, {"0": 5}):
        answer = call("correct", **sent, turns=turns)
        assert (answer.status_code, "turn" in answer.json()["error"] or "needs" in answer.json()["error"]) == (
            400,
            True,
        )


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("soon", "must be a day"),
        (["2026-01-01"], "must be a day"),
        ("\0<b>", "must be a day"),
        ("1999-12-31", "has passed"),
    ],
)
def test_a_last_day_that_is_none_is_refused_with_a_sentence(call, day, sentence):
    answer = call("decide", id="d1", sample="s000", revision=1, verdict="approve", valid_until=day)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
