"""TLS behind a proxy: nginx with the recipe of docs/people.md, and what is believed of headers."""

import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from curation.domain.people import PersonRole
from tests.browser.server import free_port, serving
from tests.builders import a_project, a_workbench
from workbench.access import SESSION_COOKIE

pytestmark = [pytest.mark.slow]
PAGE = Path(__file__).parents[3] / "docs" / "people.md"
RECIPE = re.search(r"```nginx\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
PASSWORD = "the heart beats at night"  # noqa: S105 - of nobody
HOST = "127.0.0.1"
MAIN = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {recipe}
}}
"""


@contextmanager
def nginx(folder: Path, app_port: int):
    """nginx with the recipe, its names, ports and certificate being this test's."""
    port, plain = free_port(), free_port()
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=IP:{HOST}"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *subject, *files],
        check=True,
        capture_output=True,
    )
    recipe = RECIPE[1]
    for old, new in (
        ("listen 443 ssl", f"listen {HOST}:{port} ssl"),
        ("listen 80", f"listen {HOST}:{plain}"),
        ("/etc/ssl/workbench.pem", str(folder / "cert.pem")),
        ("/etc/ssl/workbench.key", str(folder / "key.pem")),
        ("127.0.0.1:8501", f"{HOST}:{app_port}"),
        ("workbench.example.org", HOST),
    ):
        assert old in recipe
        recipe = recipe.replace(old, new)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, recipe=recipe), encoding="utf-8")
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
    try:
        for _ in range(1_200):
            if process.poll() is not None:
                raise AssertionError((folder / "error.log").read_text())
            try:
                httpx.get(f"http://{HOST}:{plain}/", timeout=1)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield port, plain
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture
def home(tmp_path):
    workbench = a_workbench(tmp_path)
    owner, project = a_project(workbench)
    done = workbench.inviting.invite(owner, project, "Ada", "ada@example.org", [PersonRole.EXPERT])
    yield tmp_path, workbench, owner, done
    workbench.database.close()


def client_of(base: str, certificate: Path | None = None, **more):
    context = ssl.create_default_context(cafile=certificate) if certificate else False
    return httpx.Client(base_url=base, verify=context, timeout=120, headers={"Accept": "text/html"}, **more)


def sign_in(client, secret, **headers):
    sent = {"password": PASSWORD, "again": PASSWORD}
    answer = client.post(f"/join/{secret}", data=sent, headers=headers)
    assert answer.status_code == 303, answer.text
    return answer


@pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx (Debian: nginx-light)")
def test_the_recipe_carries_pages_calls_and_websockets_and_the_cookie_stays_in_tls(home):
    folder, workbench, owner, done = home
    with serving(folder / "home", "workbench.app", WORKBENCH_AUTH="password", WORKBENCH_PROXY=HOST) as server:
        (folder / "nginx").mkdir()
        with nginx(folder / "nginx", server.port) as (port, plain):
            base, certificate = f"https://{HOST}:{port}", folder / "nginx" / "cert.pem"
            moved = httpx.get(f"http://{HOST}:{plain}/team", timeout=60)
            assert (moved.status_code, moved.headers["location"]) == (301, f"https://{HOST}/team")
            transport = httpx.HTTPTransport(
                verify=ssl.create_default_context(cafile=certificate), local_address="127.0.0.2"
            )
            with client_of(base, certificate, transport=transport) as client:
                assert client.get("/my_work").headers["location"] == "/sign-in?next=%2Fmy_work"
                forged = {"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
                cookie = sign_in(client, done.secret, Origin=base, **forged).headers["set-cookie"]
                assert {"Secure", "HttpOnly", "SameSite=lax"} <= set(cookie.split("; "))
                [session] = workbench.signing_in.sessions_of(owner, done.person.id)
                assert session.browser.address == "127.0.0.2"
                assert client.get("/my_work").status_code == 200
                body = {"person": done.person.id, "count": 1, "held": [], "pool": "waiting"}
                assert client.post("/api/desk/next", json=body, headers={"Origin": base}).status_code == 200
                elsewhere = {"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"}
                assert client.post("/api/desk/next", json=body, headers=elsewhere).status_code == 403
                context = ssl.create_default_context(cafile=certificate)
                place, agent = f"wss://{HOST}:{port}/_stcore/stream", client.headers["user-agent"]
                more = {"ssl": context, "subprotocols": ["streamlit"], "origin": base, "user_agent_header": agent}
                mine = {"Cookie": f"{SESSION_COOKIE}={client.cookies[SESSION_COOKIE]}"}
                with connect(place, additional_headers=mine, **more) as socket:
                    assert socket.subprotocol == "streamlit"
                with pytest.raises(InvalidStatus, match="403"):
                    connect(place, **more)


def test_what_somebody_writes_into_forwarded_headers_is_not_believed(home):
    folder, workbench, owner, done = home
    with serving(folder / "home", "workbench.app", WORKBENCH_AUTH="password") as server:
        with client_of(server.address) as client:
            forged = {
                "X-Forwarded-For": "9.9.9.9",
                "X-Forwarded-Proto": "https",
                "Forwarded": "for=9.9.9.9;proto=https",
            }
            cookie = sign_in(client, done.secret, **forged).headers["set-cookie"]
        assert "Secure" not in cookie
        [session] = workbench.signing_in.sessions_of(owner, done.person.id)
        assert session.browser.address == "127.0.0.1"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org", ""])  # noqa: S104 - refused
def test_without_sign_in_no_other_address_is_listened_on(tmp_path, host):
    from workbench.cli import door

    for module in ("workbench.app", "up"):
        environment = {**os.environ, "WORKBENCH_HOME": str(tmp_path / "home"), "WORKBENCH_HOST": host}
        environment["WORKBENCH_PORT"] = str(free_port())
        command = ["-m", module] if module != "up" else ["-c", f"from {door.__name__} import main; main(['up'])"]
        done = subprocess.run(
            [sys.executable, *command], check=False, env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode != 0
        assert "Without sign-in the workbench listens on 127.0.0.1 only" in done.stderr
        assert "WORKBENCH_AUTH=password" in done.stderr
