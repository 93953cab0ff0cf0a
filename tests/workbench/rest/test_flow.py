"""What teams automate, from import to export, through the door; every answer is held against its document."""

import io
import json
import zipfile
from dataclasses import fields, replace

import pytest

from curation.domain.browsing import Wanted
from curation.domain.jobs import JobKind
from curation.domain.people import PersonRole
from curation.domain.rubric import Criterion, Rubric, Scale
from curation.store.events import Thing, append_event, recent_events
from curation.store.ratings import approved_ratings
from tests.builders import a_person
from tests.curation.release.shelf import ListReporter, Shelf
from tests.curation.reviewing.desk_builders import screen, waiting_samples
from tests.workbench.rest.door import V1, a_door
from workbench.rest.samples import SamplesWanted

ROWS = (
    b'{"question": "What is a stent?", "answer": "A small tube."}\n{"question": "And a valve?", "answer": "A door."}\n'
)


def approved(door, *samples):
    for sample in samples:
        door.good("decide", None, {"id": f"d-{sample}", "sample": sample, "revision": 1, "verdict": "approve"})


def test_a_file_is_imported_once_and_screened_by_a_job(world, door):
    done = door.call("import_file", None, ROWS, name="a.jsonl")
    assert (done.status_code, done.json()["new"], done.json()["rows"]) == (202, True, 2)
    job = done.json()["job"]
    assert (job["kind"], job["state"]) == (JobKind.SCREEN_SOURCE.value, "queued")
    again = door.good("import_file", None, ROWS, name="a.jsonl")
    assert (again["new"], again["source"], again["job"]["id"]) == (False, done.json()["source"], job["id"])
    assert door.good("get_job", {"job": job["id"]})["state"] == "queued"
    assert door.good("cancel_job", {"job": job["id"]})["state"] == "cancelled"
    assert door.call("cancel_job", {"job": job["id"]}).status_code == 409
    assert [path.name for path in world.workbench.settings.home.iterdir() if "tmp" in path.name] == []


def test_a_file_is_read_by_the_columns_that_are_named(world, door):
    data = b"ask;say;mail\nWhat?;That.;x@example.org\n"
    done = door.good("import_file", None, data, name="a.csv", question="ask", answer="say")
    source, _ = world.workbench.importing.source(world.owner, world.project, done["source"])
    assert (source.mapping.question, source.mapping.answer) == ("ask", "say")
    wrong = door.call("import_file", None, data, name="a.csv", question="nothing", answer="say")
    assert (wrong.status_code, wrong.json()["kind"]) == (400, "InputError")


def test_bad_rows_refuse_a_file_unless_they_are_left_out(door):
    data = ROWS + b"{broken\n"
    refused = door.call("import_file", None, data, name="a.jsonl")
    assert refused.status_code == 400
    assert "nothing was imported" in refused.json()["error"]
    done = door.good("import_file", None, data, name="a.jsonl", bad_rows="skip")
    assert ([one["row"] for one in done["bad_rows"]], done["bad"]) == ([3], 1)


def test_of_many_bad_rows_the_first_thousand_are_told(door):
    done = door.good("import_file", None, ROWS + b"{\n" * 1_200, name="a.jsonl", bad_rows="skip")
    assert (done["bad"], len(done["bad_rows"]), done["rows"]) == (1_200, 1_000, 2)


def test_a_last_day_and_a_specialty_go_with_an_import(world, door):
    rules = world.workbench.review_rules.now(world.owner, world.project)
    wanted = replace(rules, queue=replace(rules.queue, specialties=("cardiology",)))
    world.workbench.review_rules.choose(world.owner, world.project, wanted)
    data = b"question,answer,field\nQ 1?,A.,cardiology\nQ 2?,A.,botany\n"
    assert door.good("import_file", None, data, name="a.csv", specialties="field")["unlisted"] == 1
    more = {"valid_until": "2027-01-31", "specialty": "cardiology"}
    rows = door.good("import_rows", None, {"rows": [{"question": "Q?", "answer": "A."}], **more})
    assert (rows["new"], rows["unlisted"]) == (True, 0)
    done = door.good("import_file", None, ROWS, name="a.jsonl", **more)
    source, _ = world.workbench.importing.source(world.owner, world.project, done["source"])
    assert source.valid_until.isoformat() == "2027-01-31"
    refused = door.call("import_file", None, ROWS + ROWS, name="b.jsonl", specialty="botany")
    assert (refused.status_code, refused.json()["kind"]) == (400, "InputError")


def test_rows_are_imported_like_a_file(door):
    rows = [{"question": f"Q {i}?", "answer": "A \ud800."} for i in range(3)]
    first, second = (door.good("import_rows", None, {"rows": rows}) for _ in range(2))
    assert (first["new"], first["rows"], second["new"]) == (True, 3, False)
    assert door.call("import_rows", None, {"rows": []}).status_code == 422
    assert door.call("import_rows", None, {"rows": [{"a": {"b": 1}}]}).status_code == 400


def test_what_is_too_large_or_written_in_something_else_is_refused(door):
    headers = {"Authorization": f"Bearer {door.secret}", "Content-Type": "application/json"}
    large = door.client.post(f"{V1}/next", content=b" " * (16 * 2**20 + 1), headers=headers)
    assert (large.status_code, large.json()["kind"]) == (413, "TooLargeError")
    said = door.client.post(f"{V1}/next", content=b"{}", headers=headers | {"Content-Length": "999999999999"})
    assert said.status_code == 413
    for kind in ("text/plain", "multipart/form-data; boundary=x", ""):
        answer = door.client.post(f"{V1}/next", content=b"{}", headers=headers | {"Content-Type": kind})
        assert (answer.status_code, answer.json()["kind"]) == (415, "OtherMediaError"), kind
    for body in (b"", b"{", b"\xff", b"[" * 100_000, b'{"count": NaN}', b"9" * 5_000):
        answer = door.client.post(f"{V1}/next", content=body, headers=headers)
        assert (answer.status_code, answer.json()["kind"]) == (400, "InputError"), body[:20]


def test_the_list_is_paged_without_gaps_while_others_decide(world, door):
    waiting_samples(world.workbench, world.project, 25)
    seen, after = [], {}
    while after is not None:
        page = door.good("list_samples", size=10, sort="oldest", **after)
        seen += [one["id"] for one in page["samples"]]
        if len(seen) == 10:
            approved(door, seen[3], "s020")
        after = None if page["next"] is None else {"after": page["next"]}
    assert seen == [f"s{i:03}" for i in range(25)]
    found = door.good("list_samples", status="approved")["samples"]
    assert {one["id"] for one in found} == {seen[3], "s020"}
    assert door.good("list_samples", words='"Question 7"')["samples"][0]["id"] == "s007"


def test_the_list_takes_every_filter_of_the_page(world, door):
    assert {one.name for one in fields(Wanted)} <= {one.name for one in fields(SamplesWanted)}
    waiting_samples(world.workbench, world.project, 3)
    world.workbench.reviewing.set_risk(world.owner, world.project, ["s001"], 2)
    assert [one["id"] for one in door.good("list_samples", risk=2)["samples"]] == ["s001"]
    assert door.good("list_samples", rating="tone:1", lapses="2030-01-01", back="source", section="x")["samples"] == []


@pytest.mark.parametrize(
    ("query", "status", "word"),
    [
        ({"statsu": "waiting"}, 422, "There is no statsu here"),
        ({"status": "lost"}, 422, "status cannot be lost"),
        ({"size": "501"}, 422, "size must be from 1 to 500"),
        ({"pattern": "("}, 400, "pattern"),
        ({"risk": "3"}, 422, "risk must be from 0 to 2"),
        ({"rating": "tone"}, 400, "tone:2"),
        ({"after": "nowhere"}, 400, "no place among the samples"),
        ({"words": "a\0"}, 422, "null character"),
    ],
)
def test_a_wrong_filter_is_a_sentence_and_never_ignored(door, query, status, word):
    answer = door.call("list_samples", **query)
    assert (answer.status_code, word in answer.json()["error"]) == (status, True), answer.text


def test_a_sample_comes_with_its_history(world, ada, door):
    waiting_samples(world.workbench, world.project, 1)
    approved(door, "s000")
    found = door.good("get_sample", {"sample": "s000"})
    assert (found["status"], found["messages"][1]["content"]) == ("approved", "Answer 0.")
    assert [one["verdict"] for one in found["history"] if one["what"] == "decided"] == ["approve"]
    assert found["history"][-1]["person"] == ada.id
    assert door.call("get_sample", {"sample": "nothing"}).status_code == 404


def test_next_claims_and_nobody_else_gets_the_same(world, door):
    waiting_samples(world.workbench, world.project, 3)
    ben = a_door(world, a_person(world.workbench, world.project, "Ben"))
    mine = door.good("next_items", None, {"count": 2})
    assert [one["id"] for one in mine["items"]] == ["s000", "s001"]
    assert mine["until"] > world.clock.now.isoformat()
    assert [one["id"] for one in ben.good("next_items", None, {"count": 3})["items"]] == ["s002"]
    assert door.good("renew_claims", None, {"samples": ["s000", "s001", "s002"]})["held"] == ["s000", "s001"]
    door.good("release_claims", None, {"samples": ["s001"]})
    assert [one["id"] for one in ben.good("next_items", None, {"count": 1, "held": ["s002"]})["items"]] == ["s001"]
    refused = ben.call("decide", None, {"id": "d", "sample": "s000", "revision": 1, "verdict": "approve"})
    assert (refused.status_code, refused.json()["kind"]) == (409, "LeaseLostError")


def test_a_decision_sent_twice_counts_once(world, door):
    waiting_samples(world.workbench, world.project, 1)
    sent = {"id": "mine-1", "sample": "s000", "revision": 1, "verdict": "reject", "reason": "wrong", "comment": "No."}
    first, second = (door.good("decide", None, sent) for _ in range(2))
    assert (first["status"], first["again"], second["again"]) == ("rejected", False, True)
    with world.workbench.database.reading() as tx:
        actions = [event.action for event in recent_events(tx, world.project.id)]
    assert actions.count("sample.rejected") == 1


def test_a_decision_on_a_text_that_was_changed_shows_both_texts(world, door):
    waiting_samples(world.workbench, world.project, 1)
    words = {"question": "Question 0?", "answer": "A better answer."}
    door.good("decide", None, {"id": "d1", "sample": "s000", "revision": 1, "verdict": "correct", **words})
    ben = a_door(world, a_person(world.workbench, world.project, "Ben"))
    mine = {"question": "Question 0?", "answer": "Ben's answer."}
    late = {"id": "d2", "sample": "s000", "revision": 1, "verdict": "correct", **mine}
    assert ben.call("decide", None, late).status_code == 409
    found = world.workbench.reviewing.item(world.owner, world.project, "s000").conversation
    screen(world.workbench.reviewing, world.project, "s000", 2, found.answering(**words))
    refused = ben.call("decide", None, late)
    told = refused.json()
    assert (refused.status_code, told["kind"]) == (409, "StaleRevisionError")
    assert told["yours"] == {**mine, "comment": ""}
    assert (told["theirs"]["answer"], told["theirs"]["revision"]) == ("A better answer.", 2)


def test_a_correction_needs_its_words_and_a_rejection_its_reason(world, door):
    waiting_samples(world.workbench, world.project, 1)
    for verdict, word in (("correct", "needs question and answer"), ("reject", "needs a reason")):
        answer = door.call("decide", None, {"id": "d", "sample": "s000", "revision": 1, "verdict": verdict})
        assert (answer.status_code, word in answer.json()["error"]) == (400, True)


@pytest.mark.parametrize("more", [{"answer": "Mine."}, {"question": ""}, {"turns": [{"index": 0, "content": "Mine."}]}])
def test_other_words_with_another_verdict_are_refused_and_not_lost(world, door, more):
    waiting_samples(world.workbench, world.project, 1)
    sent = {"id": "d", "sample": "s000", "revision": 1, "verdict": "approve"}
    refused = door.call("decide", None, sent | more)
    assert (refused.status_code, "verdict correct alone" in refused.json()["error"]) == (400, True)
    assert door.good("get_sample", {"sample": "s000"})["status"] == "waiting"
    assert door.good("decide", None, sent)["status"] == "approved"


def test_a_decision_is_taken_back_once(world, door):
    waiting_samples(world.workbench, world.project, 1)
    approved(door, "s000")
    for _ in range(2):
        item = door.good("undo_decision", {"decision": "d-s000"}, {"id": "u1"})
        assert (item["id"], item["status"]) == ("s000", "waiting")
    assert door.call("undo_decision", {"decision": "d-s000"}, {"id": "u2"}).status_code == 409


def test_a_long_answer_goes_through_whole(world, door):
    waiting_samples(world.workbench, world.project, 1)
    words = {"question": "<script>alert(1)</script>?", "answer": "\u202e\u05e1\u05d5\u05e3 " + "ä" * 999_990}
    sent = {"id": "d1", "sample": "s000", "revision": 1, "verdict": "correct", **words}
    assert door.good("decide", None, sent)["status"] == "screening"
    assert door.call("decide", None, sent | {"id": "d2", "answer": "ä" * 1_000_001}).status_code == 422


def test_a_version_is_frozen_listed_and_exported(world, ada, door):
    waiting_samples(world.workbench, world.project, 4)
    approved(door, "s000", "s001", "s002")
    planned = door.good("plan_version", None, {"test": 0})
    assert (planned["rows"], planned["left_out"], planned["stopped"]) == (3, {"waiting": 1}, 0)
    job = door.call("freeze_version", None, {"name": "v1"})
    assert (job.status_code, job.json()["kind"]) == (202, "freeze")
    assert door.call("freeze_version", None, {"name": "v1"}).status_code == 409
    shelf = Shelf(world.workbench, world.owner, world.project)
    claimed = world.workbench.queue.claim("test/1", [JobKind.FREEZE])
    shelf.freezing.run(claimed, ListReporter())
    [version] = door.good("list_versions")["versions"]
    assert (version["name"], version["rows"], sum(version["counts"].values())) == ("v1", 3, 3)
    files = door.good("get_version", {"version": "v1"})["files"]
    path = next(one for one in files if one["path"].startswith("messages/"))
    body = door.call("get_version_file", {"version": "v1", "file": path["path"]})
    assert len(body.content) == path["bytes"]
    for layout in ("messages", "parquet", "prompt-completion"):
        packed = door.call("export_version", {"version": "v1"}, layout=layout)
        assert zipfile.ZipFile(io.BytesIO(packed.content)).testzip() is None
    for wrong in ("../../../workbench.db", "nothing.txt"):
        assert door.call("get_version_file", {"version": "v1", "file": wrong}).status_code == 404
    assert door.call("export_version", {"version": "v1"}, layout="exe").status_code == 422
    headers = {"Authorization": f"Bearer {door.secret}"}
    assert door.client.head(f"{V1}/versions/v1/export?layout=messages", headers=headers).status_code == 405
    exported = [one for one in door.good("list_events")["events"] if one["action"] == "version.exported"]
    assert [one["actor"] for one in exported] == [ada.id] * 4


def test_the_log_is_paged_filtered_and_streamed(world, ada, door):
    with world.workbench.database.transaction() as tx:
        for _ in range(60):
            append_event(tx, world.clock(), ada.id, "sample.approved", Thing("sample", "s000", world.project.id))
    first = door.good("list_events", action="sample.approved")
    second = door.good("list_events", action="sample.approved", before=first["next"])
    numbers = [one["number"] for one in (*first["events"], *second["events"])]
    assert (len(numbers), numbers, second["next"]) == (60, sorted(numbers, reverse=True), None)
    lines = door.call("export_events", action="sample.approved").text.splitlines()
    assert [json.loads(line)["number"] for line in lines] == sorted(numbers)
    assert door.call("export_events", layout="csv").headers["content-type"].startswith("text/csv")
    assert door.call("list_events", since="yesterday").status_code == 422


def test_a_token_that_is_revoked_or_whose_person_lost_the_role_is_out_at_once(world, ada, door):
    waiting_samples(world.workbench, world.project, 1)
    world.workbench.projects.set_roles(world.owner, world.project, ada.id, [PersonRole.ENGINEER])
    assert door.call("next_items", None, {}).status_code == 403
    assert door.call("list_samples").status_code == 200
    [token] = world.workbench.tokens.of(ada, world.project)
    world.workbench.tokens.revoke(ada, world.project, token.id)
    assert door.call("list_samples").status_code == 401


def test_a_program_rates_on_the_rubric_of_the_project(world, door):
    rubric = Rubric((Criterion("safe", "Safe", Scale.YES_NO, required=True), Criterion("tone", "Tone")))
    world.workbench.rubric_rules.choose(world.owner, world.project, rubric)
    waiting_samples(world.workbench, world.project, 2)
    rated = [{"criterion": "safe", "value": 1}, {"criterion": "gone", "value": 3}]
    sent = {"id": "d1", "sample": "s000", "revision": 1, "verdict": "approve", "ratings": rated}
    assert door.good("decide", None, sent)["status"] == "approved"
    with world.workbench.database.reading() as tx:
        assert approved_ratings(tx, world.project.id) == {"s000": {"safe": 1.0}}
    wrong = {**sent, "id": "d2", "sample": "s001", "ratings": [{"criterion": "tone", "value": 9}]}
    assert door.call("decide", None, wrong).status_code == 400
