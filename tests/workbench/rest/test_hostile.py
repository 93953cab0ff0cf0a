"""What somebody could try at the door: forged headers, tokens of elsewhere, and bodies that are none."""

import errno
import os

import pytest

from curation.domain.people import PersonRole
from tests.builders import a_project
from tests.curation.reviewing.desk_builders import waiting_samples
from tests.workbench.access.gate_builders import a_guarded_world, browser, signed_in
from tests.workbench.rest.door import V1, Door, a_door

JSON = "application/json"


def bearer(door, **more):
    return {"Authorization": f"Bearer {door.secret}", "Content-Type": JSON, **more}


@pytest.fixture
def law(world):
    """A door to another project of the same owner."""
    owner, project = a_project(world.workbench, "Law")
    secret, _ = world.workbench.tokens.make(owner, project, "law", [PersonRole.OWNER])
    return Door(browser(world), secret)


def test_a_token_of_another_project_sees_and_changes_nothing_here(world, law):
    waiting_samples(world.workbench, world.project, 1)
    assert law.good("list_samples")["samples"] == []
    assert law.call("get_sample", {"sample": "s000"}).status_code == 404
    decision = {"id": "d1", "sample": "s000", "revision": 1, "verdict": "approve"}
    assert law.call("decide", None, decision).status_code == 404
    assert law.good("renew_claims", None, {"samples": ["s000"]})["held"] == []
    assert law.call("list_samples", project=world.project.slug).status_code == 403
    assert world.workbench.reviewing.item(world.owner, world.project, "s000").status.value == "waiting"


def test_a_token_of_another_project_touches_no_claims_of_the_same_person_here(world, law):
    waiting_samples(world.workbench, world.project, 1)
    here = a_door(world, world.owner)
    assert [one["id"] for one in here.good("next_items", None, {})["items"]] == ["s000"]
    assert law.good("renew_claims", None, {"samples": ["s000"]})["held"] == []
    assert law.good("release_claims", None, {"samples": ["s000"]})["samples"] == []
    assert here.good("renew_claims", None, {"samples": ["s000"]})["held"] == ["s000"]
    assert here.good("release_claims", None, {"samples": ["s000", "s001"]})["samples"] == ["s000"]


def test_a_job_of_another_project_is_not_there(world, law, door):
    done = door.good("import_rows", None, {"rows": [{"question": "Q?", "answer": "A."}]})
    assert law.call("get_job", {"job": done["job"]["id"]}).status_code == 404
    assert law.call("cancel_job", {"job": done["job"]["id"]}).status_code == 404


def test_a_decision_of_somebody_else_is_not_taken_back(world, door):
    waiting_samples(world.workbench, world.project, 1)
    door.good("decide", None, {"id": "d1", "sample": "s000", "revision": 1, "verdict": "approve"})
    boss = a_door(world, world.owner)
    assert boss.call("undo_decision", {"decision": "d1"}, {"id": "u1"}).status_code == 409
    late = {"id": "d1", "sample": "s000", "revision": 1, "verdict": "reject", "reason": "wrong"}
    assert boss.call("decide", None, late).status_code == 409


def test_forged_headers_name_nobody(world, ada, door):
    forged = {
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Host": "127.0.0.1:8501",
        "X-Forwarded-User": world.owner.id,
        "X-Remote-User": world.owner.id,
        "Host": "evil.example",
        "Origin": "https://evil.example",
        "Cookie": f"workbench_person={world.owner.id}",
    }
    answer = door.client.get(f"{V1}/whoami", headers=bearer(door, **forged))
    assert answer.json()["person"] == ada.id
    bare = {name: value for name, value in forged.items() if name not in {"Host", "Origin"}}
    assert browser(world).get(f"{V1}/whoami", headers=bare | {"Accept": "*/*"}).status_code == 401


def test_without_sign_in_a_name_that_was_made_to_point_here_opens_nothing(tmp_path):
    made = a_guarded_world(tmp_path, WORKBENCH_AUTH="off")
    client = browser(made)
    assert client.get(f"{V1}/whoami").json()["name"] == "Owner"
    refused = client.get(f"{V1}/whoami", headers={"Host": "evil.example"})
    assert (refused.status_code, refused.json()["kind"]) == (403, "PermissionRefusedError")
    made.workbench.database.close()


@pytest.mark.parametrize(
    "said", ["Bearer", "Bearer ", "Basic d2J0Xzo=", "bearer wbt_\u05d0".encode(), "Bearer " + "x" * 60_000]
)
def test_what_is_no_token_opens_nothing(world, said):
    answer = browser(world).get(f"{V1}/whoami", headers={"Authorization": said, "Accept": "*/*"})
    assert (answer.status_code, answer.json()["kind"]) == (401, "SignedOutError")


def test_a_false_token_is_not_helped_by_a_good_session(world, ada):
    client = signed_in(world, "ada@example.org")
    assert client.get(f"{V1}/whoami", headers={"Authorization": "Bearer wbt_wrong"}).status_code == 401


DEEP = "[" * 50_000 + "]" * 50_000


STRANGE = (
    ('{"count": 1e999}', 400),
    ('{"count": 99999999999999999999999999}', 422),
    ('{"count": -1}', 422),
    ('{"held": ["\\u0000"]}', 422),
    ('{"held": ["\\ud800"]}', 422),
    ('{"held": ["\\u202e"]}', 422),
    (f'{{"held": {DEEP}}}', 400),
    ('{"__class__": 1}', 422),
    ('"text"', 422),
    ("null", 422),
    ('{"count": 1, "count": 2}', 200),
)


def test_a_strange_body_is_a_sentence(door):
    for body, status in STRANGE:
        answer = door.client.post(f"{V1}/next", content=body, headers=bearer(door))
        assert answer.status_code == status, (body[:60], answer.text[:200])
        assert status == 200 or answer.json()["error"].endswith("."), body[:60]


@pytest.mark.parametrize(
    "row",
    [
        {"question": "<script>alert(1)</script>", "answer": "<img src=x onerror=alert(1)>"},
        {"question": "\u202eabc", "answer": "\u0000\ud800 end"},
        {"question": "A pasted table", "answer": "a\tb\n1\t2\n" * 100},
    ],
)
def test_strange_words_are_taken_in_and_told_as_json(door, row):
    done = door.call("import_rows", None, {"rows": [row]})
    assert (done.status_code, done.headers["content-type"]) == (202, JSON)


@pytest.mark.parametrize(
    ("where", "body"),
    [
        ("/imports/rows", '{{"rows": [{{"question": "Q?", "answer": "A.", "more": {deep}}}]}}'),
        ("/decisions", '{{"id": "d", "sample": "s", "revision": 1, "verdict": {deep}}}'),
    ],
)
def test_what_is_nested_deeply_is_refused_with_a_sentence_at_every_depth(door, where, body):
    for levels in (200, 900, *range(960, 1_000, 3), 2_000):
        deep = body.format(deep="[" * levels + "]" * levels)
        answer = door.client.post(V1 + where, content=deep, headers=bearer(door))
        assert (answer.status_code, answer.json()["kind"]) == (400, "InputError"), levels


def test_a_number_beyond_all_floats_is_refused(door):
    sent = {"id": "d", "sample": "s", "revision": 1, "verdict": "skip", "seconds": 10**400}
    assert door.call("decide", None, sent).status_code == 422


def test_whoever_may_not_is_refused_before_anything_is_taken(world):
    reader = a_door(world, world.joined("Rae", "rae@example.org", PersonRole.EXPERT))
    large = {"Content-Length": "999999999999"}
    for where in ("/imports?name=a.jsonl", "/imports/rows", "/versions"):
        answer = reader.client.post(V1 + where, content=b"{}", headers=bearer(reader, **large))
        assert (answer.status_code, answer.json()["kind"]) == (403, "PermissionRefusedError"), where


def test_a_full_disk_is_said_with_its_cure(world, door, monkeypatch):
    def full(**place):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(place))

    monkeypatch.setattr("workbench.rest.endpoint.tempfile.TemporaryFile", full)
    answer = door.call("import_file", None, b"{}\n", name="a.jsonl")
    assert (answer.status_code, answer.json()["kind"]) == (503, "StorageError")
    assert "Make room and send it again." in answer.json()["error"]


def test_wrong_files_are_refused_with_a_sentence(door):
    for name, data in (
        ("a.parquet", b"PAR1 no"),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.exe", b"MZ"),
    ):
        refused = door.call("import_file", None, data, name=name)
        assert (refused.status_code, refused.json()["kind"]) == (400, "InputError"), name
    assert door.call("import_file", None, b"{}\n").status_code == 422
