"""The gate: without a session nothing passes, and what a caller claims in headers and cookies is not believed."""

import json

import pytest
from starlette.websockets import WebSocketDisconnect

from curation.domain.access import IDLE
from curation.domain.people import Person, PersonRole
from curation.store import accounts
from tests.curation.access.access_builders import PASSWORD
from tests.curation.reviewing.desk_builders import waiting_samples
from tests.workbench.access.gate_builders import ADDRESS, CHROME, FORM, a_guarded_world, browser, signed_in, under
from workbench.access import SESSION_COOKIE

SENTENCE = "You are not signed in here any more. What you typed is kept; sign in again."


@pytest.fixture
def world(tmp_path):
    made = a_guarded_world(tmp_path)
    made.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    yield made
    made.workbench.database.close()


def ada_of(world):
    with world.workbench.database.reading() as tx:
        found = accounts.account_by_email(tx, "ada@example.org")
    return Person(found.person_id, found.name, frozenset())


def draft(client, world, **more):
    body = {"project": world.project.slug, "person": ada_of(world).id, "sample": "s000", "revision": 1, **more}
    return client.post("/api/desk/draft", content=json.dumps({"question": "Q", "answer": "A", **body}), headers=JSON)


JSON = {"Content-Type": "application/json"}


def test_a_page_leads_to_the_sign_in_and_back(world):
    client = browser(world)
    answer = client.get("/my_work?project=cardiology&x=1")
    assert (answer.status_code, answer.headers["cache-control"]) == (303, "no-store")
    assert answer.headers["location"] == "/sign-in?next=%2Fmy_work%3Fproject%3Dcardiology%26x%3D1"
    form = client.get(answer.headers["location"])
    assert 'name="next" id="next" type="hidden" value="/my_work?project=cardiology&amp;x=1"' in form.text
    done = client.post(
        "/sign-in", data={"email": "ada@example.org", "password": PASSWORD, "next": "/my_work?project=cardiology&x=1"}
    )
    assert done.headers["location"] == "/my_work?project=cardiology&x=1"
    assert client.get("/my_work").text == "page"


@pytest.mark.parametrize(
    "place", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "javascript:x", "", "/a\nb"]
)
def test_the_way_back_never_leaves_the_workbench(world, place):
    client = browser(world)
    done = client.post("/sign-in", data={"email": "ada@example.org", "password": PASSWORD, "next": place})
    assert done.headers["location"] == "/"


def test_everything_but_the_door_needs_a_session(world):
    client = browser(world)
    for path in ("/", "/team", "/media/x.png", "/_stcore/upload_file/a/b", "/api/versions/file", "/password", "/join"):
        answer = client.get(path, headers={"Accept": "*/*"})
        assert (answer.status_code, answer.json()["error"]) == (401, SENTENCE), path
    assert client.post("/api/desk/next", content="{}", headers=JSON).status_code == 401
    assert client.get("/_stcore/health").text == "page"
    for route in ("/auth/login", "/oauth2callback"):
        assert client.get(route, headers={"Accept": "*/*"}).status_code == 401


def test_no_websocket_opens_without_a_session(world):
    with pytest.raises(WebSocketDisconnect), browser(world).websocket_connect("/_stcore/stream"):
        pass
    client = signed_in(world, "ada@example.org")
    cookie = f"{SESSION_COOKIE}={client.cookies[SESSION_COOKIE]}"
    with client.websocket_connect("/_stcore/stream", headers={"Cookie": cookie}) as socket:
        assert socket.receive_text() == "drawn"


def test_the_cookie_is_for_this_site_and_no_script(world):
    client = browser(world)
    answer = client.post("/sign-in", data={"email": "ada@example.org", "password": PASSWORD})
    parts = answer.headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=604800"} <= set(parts)
    assert "Secure" not in parts
    secure = browser(under(world, url="https://bench.example.org"), base="https://bench.example.org")
    answer = secure.post("/sign-in", data={"email": "ada@example.org", "password": PASSWORD})
    assert "Secure" in answer.headers["set-cookie"].split("; ")


@pytest.mark.parametrize("spoil", ["{}A", "", "local", "%00", "{0}{0}{0}{0}"])
def test_a_spoiled_cookie_opens_nothing(world, spoil):
    client = signed_in(world, "ada@example.org")
    value = spoil.format(client.cookies[SESSION_COOKIE])
    client.cookies = {SESSION_COOKIE: value}
    assert client.get("/").status_code == 303


def test_an_expired_cookie_opens_nothing(world):
    client = signed_in(world, "ada@example.org")
    world.clock.forward(IDLE.total_seconds())
    assert client.get("/").status_code == 303
    assert draft(client, world).json() == {"error": SENTENCE, "kind": "SignedOutError"}


def test_a_cookie_that_was_copied_to_another_kind_of_browser_ends_for_both(world):
    mine = signed_in(world, "ada@example.org")
    theirs = browser(world, CHROME)
    theirs.cookies = {SESSION_COOKIE: mine.cookies[SESSION_COOKIE]}
    assert theirs.get("/").status_code == 303
    assert mine.get("/").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-User": "local", "X-Remote-User": "local", "X-Auth-Request-Email": "ada@example.org"},
        {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
        {"Cookie": "workbench_person=local"},
        {"Cookie": "_streamlit_user=x; workbench_session="},
        {"Authorization": "Basic bG9jYWw6eA=="},
        {"Authorization": "Bearer local"},
    ],
)
def test_headers_name_nobody(world, headers):
    client = browser(world)
    assert client.get("/", headers=headers).status_code == 303
    answer = client.post("/api/desk/next", content="{}", headers={**JSON, **headers})
    assert answer.status_code == 401
    assert set(answer.json()) == {"error", "kind"}


def test_a_form_of_another_site_signs_nobody_in(world):
    client = browser(world)
    sent = {"email": "ada@example.org", "password": PASSWORD}
    for origin in ("https://evil.example.org", "null", "http://127.0.0.1:9"):
        assert client.post("/sign-in", data=sent, headers={"Origin": origin}).status_code == 403
    assert client.post("/sign-in", data=sent, headers={"Origin": ADDRESS}).status_code == 303


def test_wrong_and_unknown_are_one_answer_and_too_many_say_when(world):
    client = browser(world)
    pages = set()
    for email in ("ada@example.org", "nobody@example.org"):
        answer = client.post("/sign-in", data={"email": email, "password": "wrong"})
        assert answer.status_code == 400
        pages.add(answer.text.replace(email, "WHO"))
    assert len(pages) == 1
    for _ in range(4):
        client.post("/sign-in", data={"email": "ada@example.org", "password": "wrong"})
    late = client.post("/sign-in", data={"email": "ada@example.org", "password": PASSWORD})
    assert (late.status_code, late.headers["retry-after"]) == (429, "31")
    assert "Too many tries. Try again in 31 seconds." in late.text


def test_a_form_of_megabytes_or_of_odd_bytes_is_a_wrong_password(world):
    client = browser(world)
    for content in (b"email=ada%40example.org&password=" + b"x" * 2_000_000, b"\xff\x00=&&==;%zz", b"&" * 10_000):
        answer = client.post("/sign-in", content=content, headers=FORM)
        assert answer.status_code == 400
        assert "is not right. Try again." in answer.text


def test_what_was_typed_comes_back_escaped(world):
    evil = '"><script>alert(1)</script>'
    answer = browser(world).post("/sign-in", data={"email": evil, "password": "x", "next": "/" + evil})
    assert "<script>" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"


def test_a_link_is_looked_at_any_number_of_times_and_used_once(world):
    done = world.inviting.invite(world.owner, world.project, "<b>Ben</b>", "ben@example.org", [PersonRole.EXPERT])
    client = browser(world)
    for _ in range(2):
        shown = client.get(f"/join/{done.secret}")
        assert "Welcome, &lt;b&gt;Ben&lt;/b&gt;" in shown.text
        assert 'value="ben@example.org"' in shown.text
        assert shown.text.count('autocomplete="new-password"') == 2
    sent = {"password": PASSWORD, "again": PASSWORD + "x"}
    assert "The two passwords differ" in client.post(f"/join/{done.secret}", data=sent).text
    sent["again"] = PASSWORD
    assert client.post(f"/join/{done.secret}", data=sent).status_code == 303
    assert client.get("/").text == "page"
    for answer in (client.get(f"/join/{done.secret}"), client.post(f"/join/{done.secret}", data=sent)):
        assert answer.status_code == 400
        assert "This link was used already" in answer.text
        assert "<form" not in answer.text


def test_sign_out_ends_the_session_and_clears_what_the_browser_keeps(world):
    client = signed_in(world, "ada@example.org")
    secret = client.cookies[SESSION_COOKIE]
    forged = {**JSON, "Origin": "https://evil.example.org"}
    assert client.post("/api/session/end", content="{}", headers=forged).status_code == 403
    answer = client.post("/api/session/end", content="{}", headers=JSON)
    assert answer.headers["clear-site-data"] == '"storage"'
    assert SESSION_COOKIE not in client.cookies
    client.cookies = {SESSION_COOKIE: secret}
    assert client.get("/").status_code == 303


def test_signing_in_again_ends_the_session_that_the_browser_had(world):
    client = signed_in(world, "ada@example.org")
    before = client.cookies[SESSION_COOKIE]
    sent = {"email": "ada@example.org", "password": PASSWORD}
    assert client.post("/sign-in", data=sent).status_code == 303
    assert client.cookies[SESSION_COOKIE] != before
    client.cookies = {SESSION_COOKIE: before}
    assert client.get("/").status_code == 303


def test_a_changed_password_signs_the_other_browsers_out(world):
    mine, other = signed_in(world, "ada@example.org"), signed_in(world, "ada@example.org", CHROME)
    assert 'autocomplete="current-password"' in mine.get("/password").text
    sent = {"old": "wrong", "password": "a new sentence", "again": "a new sentence"}
    assert "is not right" in mine.post("/password", data=sent).text
    assert mine.post("/password", data={**sent, "old": PASSWORD}).headers["location"] == "/account?changed=1"
    assert (mine.get("/").status_code, other.get("/").status_code) == (200, 303)


def test_a_draft_survives_a_session_that_was_ended(world):
    waiting_samples(world.workbench, world.project, 1)
    client = signed_in(world, "ada@example.org")
    assert draft(client, world, answer="typed before").json() == {}
    ada = ada_of(world)
    world.signing_in.end_sessions(world.owner, ada.id)
    late = draft(client, world, answer="typed after")
    assert (late.status_code, late.json()["error"]) == (401, SENTENCE)
    again = signed_in(world, "ada@example.org")
    body = {"project": world.project.slug, "person": ada.id, "sample": "s000"}
    item = again.post("/api/desk/item", content=json.dumps(body), headers=JSON).json()["item"]
    assert item["draft"]["answer"] == "typed before"
    assert draft(again, world, answer="typed after").json() == {}


def test_a_role_that_is_taken_away_counts_at_the_next_act(world):
    waiting_samples(world.workbench, world.project, 1)
    client = signed_in(world, "ada@example.org")
    assert draft(client, world).status_code == 200
    ada = ada_of(world)
    world.workbench.projects.set_roles(world.owner, world.project, ada.id, [PersonRole.OBSERVER])
    refused = draft(client, world)
    assert refused.status_code == 403
    assert refused.json()["error"].startswith("Ada may not do this here")
    world.workbench.projects.set_roles(world.owner, world.project, ada.id, [])
    gone = draft(client, world)
    assert (gone.status_code, gone.json()["kind"]) == (403, "PermissionRefusedError")
    assert gone.json()["error"].startswith("There is no project cardiology for you.")


def test_without_sign_in_there_is_no_door(tmp_path):
    made = a_guarded_world(tmp_path, WORKBENCH_AUTH="off")
    client = browser(made)
    assert client.get("/").text == "page"
    assert client.get("/sign-in").text == "page"
    made.workbench.database.close()


def test_without_sign_in_a_name_that_was_made_to_point_here_gets_nothing(tmp_path):
    made = a_guarded_world(tmp_path, WORKBENCH_AUTH="off")
    for base in ("http://evil.example.org:8501", "http://127.0.0.1.evil.example.org", "http://192.0.2.7:8501"):
        client = browser(made, base=base)
        assert client.get("/").status_code == 403
        answer = client.post("/api/desk/next", content="{}", headers={**JSON, "Origin": base})
        assert (answer.status_code, answer.json()["kind"]) == (403, "PermissionRefusedError")
        with pytest.raises(WebSocketDisconnect):
            client.websocket_connect("/_stcore/stream", headers={"Host": base.removeprefix("http://")}).__enter__()
    for odd in ("[", "", "127.0.0.1@evil.example.org", "a" * 5000):
        assert browser(made).get("/", headers={"Host": odd}).status_code == 403
    for base in ("http://localhost:8501", "http://[::1]:8501", "http://127.0.0.1:9"):
        assert browser(made, base=base).get("/").text == "page"
    made.workbench.database.close()
