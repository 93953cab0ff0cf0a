"""The gate before everything: whether the browser behind a call is signed in."""

from http import HTTPStatus
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from curation.domain.access import AuthMode
from curation.errors import PermissionRefusedError, SignedOutError, WorkbenchError
from curation.texts import text
from workbench.access import API, PROGRAMS, bearer_of, identity_of, refused, remember_identity
from workbench.bootstrap import Workbench
from workbench.entrance import is_local

SIGN_IN, JOIN = "/sign-in", "/join/"
_OPEN = frozenset({SIGN_IN, "/_stcore/health"})
_OPEN_BELOW = (JOIN, "/static/")
_PROVIDER = frozenset({"/auth/login", "/oauth2callback", "/sign-in/go"})
_POLICY_VIOLATION = 1008


class SignInGate:
    """Lets nothing pass that belongs to a signed-in browser: no page, no websocket, no file, no route of ours.

    Streamlit therefore never begins a session for somebody unknown. What passes carries who it is.
    """

    def __init__(self, app: ASGIApp, workbench: Workbench) -> None:
        self._app = app
        self._workbench = workbench

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, send a browser to the sign-in page, or refuse."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        agent = connection.headers.get("user-agent", "")
        try:
            self._require_known_host(connection)
            if not self._is_open(connection):
                found = await run_in_threadpool(identity_of, self._workbench, connection.cookies, agent)
                remember_identity(connection, found)
        except WorkbenchError as error:
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": type(error).__name__})
            else:
                await _turned_away(Request(scope), error)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _require_known_host(self, connection: HTTPConnection) -> None:
        """Without sign-in, answer under this machine's own names alone.

        A page of another site can have its name point to 127.0.0.1 and would then be of one origin with us.
        """
        settings = self._workbench.settings
        if settings.entrance.signs_in:
            return
        named = _named(connection.headers.get("host", ""))
        ours = is_local(named) or named.endswith(".localhost") or named in {settings.host, settings.entrance.host}
        if named and ours:
            return
        raise PermissionRefusedError(
            text("Without sign-in this workbench answers as 127.0.0.1 or localhost, not as {host}.", host=named)
        )

    def _is_open(self, connection: HTTPConnection) -> bool:
        entrance, path = self._workbench.settings.entrance, str(connection.scope["path"])
        if not entrance.signs_in or path in _OPEN or path.startswith(_OPEN_BELOW):
            return True
        if path in _PROVIDER:
            return entrance.auth is AuthMode.OIDC
        return path.startswith(API) and bearer_of(connection) is not None


def _named(host: str) -> str:
    """Return the name in a Host header, nothing where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _turned_away(request: Request, error: WorkbenchError) -> Response:
    """Send a page view to the sign-in page, which brings back to where it was; answer anything else with 401."""
    signed_out = isinstance(error, SignedOutError)
    if signed_out and request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        place = SIGN_IN if path == "/" else f"{SIGN_IN}?next={quote(path, safe='')}"
        return RedirectResponse(place, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    if signed_out and request.url.path.startswith(PROGRAMS):
        return refused(SignedOutError(_no_token()))
    return refused(error)


def _no_token() -> str:
    return text(
        "This call shows no token. Send one as Authorization: Bearer wbt_..., made on your account page or with: "
        "workbench token make NAME"
    )
