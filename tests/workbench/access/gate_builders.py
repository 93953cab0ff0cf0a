"""The whole app's routes behind its gate, without Streamlit's server: what a browser or a script can call."""

from dataclasses import replace
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from tests.builders import a_workbench
from tests.curation.access.access_builders import PASSWORD, Guarded, guarded
from workbench.access import OriginGuard
from workbench.app import routes
from workbench.gate import SignInGate

ADDRESS = "http://127.0.0.1:8501"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def a_guarded_world(folder: Path, **environment: str) -> Guarded:
    return guarded(a_workbench(folder, **{"WORKBENCH_AUTH": "password", **environment}))


def browser(world: Guarded, agent: str = FIREFOX, base: str = ADDRESS) -> TestClient:
    """A browser of its own in front of the gate; Streamlit's page and websocket are stood in for by echoes."""

    async def stream(socket: WebSocket) -> None:
        await socket.accept("streamlit")
        await socket.send_text("drawn")
        await socket.close()

    app = Starlette(
        routes=[
            *routes(world.workbench),
            WebSocketRoute("/_stcore/stream", stream),
            Route("/{rest:path}", lambda request: PlainTextResponse("page")),
        ],
        middleware=[Middleware(OriginGuard), Middleware(SignInGate, workbench=world.workbench)],
    )
    headers = {"User-Agent": agent, "Accept": "text/html"}
    return TestClient(app, base_url=base, headers=headers, follow_redirects=False, raise_server_exceptions=True)


def signed_in(world: Guarded, email: str, agent: str = FIREFOX, base: str = ADDRESS) -> TestClient:
    """A browser that somebody has signed in with."""
    client = browser(world, agent, base)
    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD, "next": "/"})
    assert answer.status_code == 303, answer.text
    return client


def under(world: Guarded, **entrance: object) -> Guarded:
    """The same world reached another way."""
    settings = world.workbench.settings
    changed = replace(settings, entrance=replace(settings.entrance, **entrance))
    return replace(world, workbench=replace(world.workbench, settings=changed))
