import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from curation.domain.findings import Part, PiiSpan, Place
from curation.domain.privacy import SUGGESTION
from curation.domain.samples import Origin, question_and_answer
from curation.quality.suite import check
from curation.store.findings import SpanFound, add_findings, add_spans
from curation.store.samples import NewSample, add_samples
from curation.store.screened import Screened, add_first_revisions
from tests.builders import HandClock, a_person
from workbench.access import PERSON_COOKIE, OriginGuard
from workbench.routes import desk, desk_help

WEAK = question_and_answer(
    "Was hilft?", "Sure, here is what helps: <b>rest</b>. Write to jo.frost@mail.org. I hope this helps!"
)


@pytest.fixture
def call(owned):
    """An expert at one weak sample, with the notes of the checks."""
    workbench, _, project = owned
    ada = a_person(workbench, project, "Ada")
    app = Starlette(routes=desk.routes(workbench) + desk_help.routes(workbench), middleware=[Middleware(OriginGuard)])
    client = TestClient(app, cookies={PERSON_COOKIE: ada.id})
    at = HandClock()()
    with workbench.database.transaction() as tx:
        add_samples(tx, project.id, [NewSample("w1", None, "a.jsonl", 0, Origin.COLLECTED, "en", 1.0)], at)
        add_first_revisions(tx, [Screened("w1", WEAK, WEAK.hash)], at)
        add_findings(tx, [("w1", 1, one) for one in check(WEAK, "en")])

    def post(path, /, **body):
        content = json.dumps({"project": project.slug, "person": ada.id, **body})
        return client.post(f"/api/desk/{path}", content=content, headers={"Content-Type": "application/json"})

    with client:
        yield post


def notes(call):
    return {note["key"]: note for note in call("item", sample="w1").json()["item"]["findings"]}


def test_a_note_says_what_it_offers(call):
    offered = {note["message"]: (note["fix"], note["hide"]) for note in notes(call).values()}
    assert offered["Markup of a web page is left in the answer."] == ("rewrite", None)
    hidden = {"value": "jo.frost@mail.org", "type": "EMAIL_ADDRESS"}
    assert offered["Personal data may be left in the answer: e-mail."] == ("hide", hidden)


def test_all_offers_together_are_one_text_with_what_changed(call):
    answer = call("fix", sample="w1", revision=1, notes=[]).json()
    assert answer["turns"] == {"1": "Rest. Write to jo.frost@mail.org."}
    assert [one["part"] for one in answer["changes"]] == ["answer"]
    assert len(answer["says"]) == 2


def test_one_note_offers_its_own_and_one_without_any_says_so(call):
    found = notes(call)
    [markup] = [key for key, note in found.items() if "Markup" in note["message"]]
    [mail] = [key for key, note in found.items() if note["fix"] == "hide"]
    assert (
        call("fix", sample="w1", revision=1, notes=[markup])
        .json()["turns"]["1"]
        .startswith("Sure, here is what helps: rest")
    )
    refused = call("fix", sample="w1", revision=1, notes=[mail])
    assert (refused.status_code, refused.json()["kind"]) == (404, "NotFoundError")


def test_a_fix_of_another_text_is_refused(call):
    answer = call("fix", sample="w1", revision=2, notes=[])
    assert (answer.status_code, answer.json()["kind"]) == (409, "StaleRevisionError")


def test_what_may_be_personal_data_is_noted_where_it_was_left_in_the_text(call, owned):
    workbench, _, project = owned
    at = WEAK.answer.index("helps")
    spans = [
        PiiSpan(Place(Part.ANSWER, 1, at, at + 5), at, at + 5, kind, "names", 0.2, "helps")
        for kind in ("PERSON", "PLACE")
    ]
    with workbench.database.transaction() as tx:
        add_spans(tx, project.id, [SpanFound("w1", 1, one, decision=SUGGESTION.stored) for one in spans], HandClock()())
    found = call("item", sample="w1").json()["item"]
    last = found["findings"][-1]
    assert (last["fix"], last["hide"], last["turn"]) == ("hide", {"value": "helps", "type": "PERSON"}, 1)
    assert [at, at + 5, "note", str(last["number"])] in found["turns"][1]["marks"]
    assert [note["hide"]["type"] for note in found["findings"] if note["hide"]].count("PLACE") == 0
