"""Signing in through a provider, with a real one on 127.0.0.1 and Streamlit's own sign-in between."""

import os
from urllib.parse import urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey

from curation.domain.people import PersonRole
from curation.errors import InputError
from curation.store.tables_access import SessionRow
from tests.browser.server import Server, free_port
from tests.builders import a_project, a_workbench, an_environment
from tests.workbench.access.fake_provider import CLIENT, SECRET, fake_provider
from workbench.access import SESSION_COOKIE
from workbench.entrance import entrance_from

pytestmark = [pytest.mark.slow]
CLAIMS = {"sub": "ada-at-the-provider", "email": "Ada@Example.org", "email_verified": True, "name": "Ada F."}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("oidc")
    workbench = a_workbench(folder)
    owner, project = a_project(workbench)
    ada = workbench.inviting.invite(owner, project, "Ada", "ada@example.org", [PersonRole.EXPERT]).person
    with fake_provider() as provider:
        port = free_port()
        environment = {
            **os.environ,
            **an_environment(folder / "home", WORKBENCH_PORT=str(port), WORKBENCH_AUTH="oidc"),
            "WORKBENCH_URL": f"http://127.0.0.1:{port}",
            "WORKBENCH_OIDC_METADATA": f"{provider.issuer}/.well-known/openid-configuration",
            "WORKBENCH_OIDC_CLIENT": CLIENT,
            "WORKBENCH_OIDC_SECRET": SECRET,
            "WORKBENCH_OIDC_NAME": "Example <ID>",
        }
        server = Server(folder / "home", port, environment)
        try:
            server.start("workbench.app")
            yield workbench, server, provider, owner, ada
        finally:
            server.kill()
    workbench.database.close()


@pytest.fixture
def world(served):
    _, _, provider, _, _ = served
    provider.claims, provider.published = dict(CLAIMS), provider.key
    return served


def browser(server):
    return httpx.Client(base_url=server.address, headers={"Accept": "text/html"}, timeout=120)


def sessions(workbench):
    with workbench.database.reading() as tx:
        return tx.query(SessionRow).count()


def test_the_code_flow_ends_in_a_session_of_our_own_at_the_page_one_wanted(world):
    workbench, server, provider, owner, ada = world
    with browser(server) as client:
        turned = client.get("/guidelines?project=cardiology")
        page = client.get(turned.headers["location"])
        assert "Sign in with Example &lt;ID&gt;" in page.text
        assert 'href="/sign-in/go"' in page.text
        done = client.get("/sign-in/go", follow_redirects=True)
        assert (done.status_code, urlsplit(str(done.url)).path) == (200, "/guidelines")
        hops = [urlsplit(str(one.url)).path for one in done.history]
        assert hops == ["/sign-in/go", "/auth/login", "/authorize", "/oauth2callback", "/", "/sign-in"]
        assert provider.exchanged >= 1
        assert not [name for name in client.cookies if name.startswith("_streamlit_user")]
        body = {"person": ada.id, "count": 1, "held": [], "pool": "waiting"}
        assert client.post("/api/desk/next", json=body).status_code == 200
        [session] = workbench.signing_in.sessions_of(owner, ada.id)
        workbench.signing_in.end_session(owner, ada.id, session.id)
        assert client.post("/api/desk/next", json=body).status_code == 401
        assert client.get("/").status_code == 303


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "eve", "email": "eve@example.org"},
        {"sub": "eve", "email": "ada@example.org", "email_verified": False},
        {"sub": "another-subject"},
    ],
)
def test_whoever_was_not_invited_gets_a_sentence_and_no_session(world, claims):
    workbench, server, provider, _, _ = world
    with browser(server) as client:
        client.get("/sign-in/go", follow_redirects=True)
    before = sessions(workbench)
    provider.claims = {**CLAIMS, **claims}
    with browser(server) as client:
        client.get("/sign-in")
        done = client.get("/sign-in/go", follow_redirects=True)
        assert done.status_code == 403
        assert "You are not invited to this workbench" in done.text
        assert SESSION_COOKIE not in client.cookies
        assert not [name for name in client.cookies if name.startswith("_streamlit_user")]
        assert client.get("/").status_code == 303
    assert sessions(workbench) == before


def test_what_another_key_signed_or_nobody_asked_for_opens_nothing(world):
    workbench, server, provider, _, _ = world
    before = sessions(workbench)
    provider.published = RSAKey.generate_key(2048)
    with browser(server) as client:
        client.get("/sign-in/go", follow_redirects=True)
        assert SESSION_COOKIE not in client.cookies
        answer = client.get("/oauth2callback?code=stolen&state=guessed", follow_redirects=True)
        assert SESSION_COOKIE not in client.cookies
        assert "Sign in with" in answer.text
    for forged in ("x", "eyJzdWIiOiJhZGEifQ.aaa.bbb", "1", '{"sub":"ada"}', "chunks-2", "\u00e9" * 3000):
        with browser(server) as client:
            sent = client.get("/sign-in", headers={"Cookie": f"_streamlit_user={forged}".encode("latin-1")})
            assert sent.status_code == 200
            assert SESSION_COOKIE not in client.cookies
    assert sessions(workbench) == before


def test_a_password_page_is_not_there(world):
    _, server, _, _, _ = world
    with browser(server) as client:
        assert client.post("/sign-in", data={"email": "ada@example.org", "password": "x"}).status_code in {404, 405}
        assert "Choose the password" not in client.get("/join/anything").text
        assert client.get("/password").status_code == 303


def test_what_is_missing_is_named():
    with pytest.raises(InputError, match=r"needs WORKBENCH_OIDC_SECRET, WORKBENCH_URL too"):
        entrance_from({"WORKBENCH_AUTH": "oidc", "WORKBENCH_OIDC_METADATA": "x", "WORKBENCH_OIDC_CLIENT": "y"})
    for name, value in (
        ("WORKBENCH_AUTH", "none"),
        ("WORKBENCH_URL", "workbench.example.org"),
        ("WORKBENCH_URL", "https://workbench.example.org/base"),
        ("WORKBENCH_PROXY", "the proxy"),
    ):
        with pytest.raises(InputError, match=f"{name} cannot be"):
            entrance_from({name: value})
