"""The pages where people come in: the sign-in form, a one-time link, a new password; and the way out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from curation.domain.access import LONGEST, AuthMode, Browser, LinkPurpose, Session
from curation.errors import InputError, SignedOutError, TooManyTriesError, WorkbenchError
from curation.texts import speak, text
from workbench.access import SESSION_COOKIE, identity_of, refused
from workbench.bootstrap import Workbench
from workbench.browsers import browser_kind
from workbench.components.sign_in_page import HEADERS, Field, Form, page
from workbench.routes.sign_in_forms import asked, new_password, nothing, twice

SIGN_IN = "/sign-in"
MOST_BYTES = 16_384
_AT_ONCE = 2
Fields = Mapping[str, str]
Draw = Callable[[Request, Fields], Response]


def routes(workbench: Workbench) -> list[BaseRoute]:
    """Return the pages of sign-in by password, and the way out; none where nobody has to sign in."""
    entrance = workbench.settings.entrance
    if not entrance.signs_in:
        return []
    door = _Door(workbench)
    limiter = CapacityLimiter(_AT_ONCE)
    pages: list[tuple[str, str, Draw]] = [("/api/session/end", "POST", door.leave)]
    if entrance.auth is AuthMode.PASSWORD:
        pages += [
            (SIGN_IN, "GET", door.ask),
            (SIGN_IN, "POST", door.enter),
            ("/join/{secret}", "GET", door.ask_join),
            ("/join/{secret}", "POST", door.join),
            ("/password", "GET", door.ask_password),
            ("/password", "POST", door.change_password),
        ]
    return [Route(path, endpoint(workbench, draw, limiter), methods=[method]) for path, method, draw in pages]


def keep_session(workbench: Workbench, request: Request, answer: Response, secret: str) -> Response:
    """Give a browser the cookie of its session: no script reads it, no other site sends it, TLS alone carries it.

    The session that the browser had before ends.
    """
    before = request.cookies.get(SESSION_COOKIE)
    old = workbench.signing_in.session_of(before, browser_of(request).kind) if before else None
    if old is not None:
        workbench.signing_in.sign_out(old)
    answer.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=request.url.scheme == "https" or workbench.settings.entrance.encrypted,
        httponly=True,
        samesite="lax",
    )
    return answer


def browser_of(request: Request) -> Browser:
    """Return where a call comes from: the kind of browser, and the address (a trusted proxy's visitor)."""
    host = request.client.host if request.client else ""
    return Browser(browser_kind(request.headers.get("user-agent", "")), host)


def drawn(workbench: Workbench, form: Form, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Answer with a page before Streamlit."""
    return HTMLResponse(page(form, workbench.settings.language, text("SFT workbench")), status, HEADERS)


@dataclass(frozen=True)
class _Door:
    workbench: Workbench

    def ask(self, request: Request, fields: Fields) -> Response:
        del fields
        return self._draw(self._sign_in(wanted(request.query_params.get("next", ""))))

    def enter(self, request: Request, fields: Fields) -> Response:
        place = wanted(fields.get("next", ""))
        form = replace(self._sign_in(place), fields=asked(place, fields.get("email", "")))
        try:
            secret, _ = self.workbench.signing_in.sign_in(
                fields.get("email", ""), fields.get("password", ""), browser_of(request)
            )
        except WorkbenchError as error:
            return self._refuse(form, error)
        return keep_session(self.workbench, request, go(place), secret)

    def ask_join(self, request: Request, fields: Fields) -> Response:
        del fields
        try:
            return self._draw(self._join(request))
        except WorkbenchError as error:
            return self._refuse(nothing(), error)

    def join(self, request: Request, fields: Fields) -> Response:
        form = nothing()
        try:
            form = self._join(request, fields.get("email", ""))
            _require_same(fields)
            secret, _ = self.workbench.inviting.accept(
                str(request.path_params["secret"]),
                fields.get("email", ""),
                fields.get("password", ""),
                browser_of(request),
            )
        except WorkbenchError as error:
            return self._refuse(form, error)
        return keep_session(self.workbench, request, go("/"), secret)

    def ask_password(self, request: Request, fields: Fields) -> Response:
        del fields
        self._session(request)
        return self._draw(new_password())

    def change_password(self, request: Request, fields: Fields) -> Response:
        session = self._session(request)
        try:
            _require_same(fields)
            self.workbench.signing_in.change_password(session, fields.get("old", ""), fields.get("password", ""))
        except WorkbenchError as error:
            return self._refuse(new_password(), error)
        return go("/account?changed=1")

    def leave(self, request: Request, fields: Fields) -> Response:
        del fields
        answer = JSONResponse({}, headers={"Clear-Site-Data": '"storage"'})
        answer.delete_cookie(SESSION_COOKIE, path="/")
        self.workbench.signing_in.sign_out(self._session(request))
        return answer

    def _sign_in(self, place: str) -> Form:
        return Form(
            title=text("Sign in"),
            action="/sign-in",
            fields=asked(place, ""),
            button=text("Sign in"),
            foot=text("Forgotten? Ask whoever looks after the workbench for a new link; no e-mail is sent."),
        )

    def _join(self, request: Request, typed: str = "") -> Form:
        link, account = self.workbench.inviting.look(str(request.path_params["secret"]))
        invited = link.purpose is LinkPurpose.INVITE
        return Form(
            title=text("Welcome, {name}", name=account.name) if invited else text("Choose a new password"),
            action=request.url.path,
            lead=text("Choose the password that you will sign in with. This link works once."),
            fields=[
                Field(
                    "email",
                    text("E-mail address"),
                    "email",
                    "username",
                    account.email or typed,
                    fixed=account.email is not None,
                ),
                *twice(),
            ],
            button=text("Set password and sign in"),
        )

    def _session(self, request: Request) -> Session:
        found = identity_of(self.workbench, request.cookies, request.headers.get("user-agent", "")).session
        if found is None:
            raise SignedOutError(text("Sign in first."))
        return found

    def _refuse(self, form: Form, error: WorkbenchError) -> Response:
        late = isinstance(error, TooManyTriesError)
        status = HTTPStatus.TOO_MANY_REQUESTS if late else HTTPStatus.BAD_REQUEST
        answer = self._draw(replace(form, error=str(error)), status)
        if isinstance(error, TooManyTriesError):
            answer.headers["Retry-After"] = str(error.seconds)
        return answer

    def _draw(self, form: Form, status: HTTPStatus = HTTPStatus.OK) -> Response:
        return drawn(self.workbench, form, status)


def endpoint(workbench: Workbench, draw: Draw, limiter: CapacityLimiter) -> Callable[..., object]:
    """Make a function that draws one answer into a route: off the event loop, in the workbench's language."""

    async def answered(request: Request) -> Response:
        fields: Fields = {} if request.method == "GET" else await _typed(request)

        def draws() -> Response:
            speak(workbench.settings.language)
            try:
                return draw(request, fields)
            except WorkbenchError as error:
                return refused(error)

        return await to_thread.run_sync(draws, limiter=limiter)

    return answered


async def _typed(request: Request) -> Fields:
    """Read a form of few short fields; whatever is longer is read as empty, which no password is."""
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > MOST_BYTES:
            return {}
    found = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in found.items()}


def _require_same(fields: Fields) -> None:
    if fields.get("password", "") != fields.get("again", ""):
        raise InputError(text("The two passwords differ. Type the same one twice."))


def wanted(typed: str) -> str:
    """Return a place on this workbench, the start for anything else."""
    here = typed.startswith("/") and not typed.startswith(("//", "/\\")) and typed.isprintable()
    return typed if here else "/"


def go(place: str) -> Response:
    """Send a browser to a place on this workbench."""
    return RedirectResponse(place, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
