"""Who is asking: the person and project behind a page or a call, and the door of our own routes."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain, islice
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from curation.domain.access import Session
from curation.domain.identity import Json, clean_json, clean_text
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.errors import (
    AlreadyDecidedError,
    ConflictError,
    InputError,
    LeaseLostError,
    NotFoundError,
    OwnWorkError,
    PermissionRefusedError,
    SignedOutError,
    StaleRevisionError,
    TooManyTriesError,
    WorkbenchError,
)
from curation.services.projects import LOCAL_OWNER
from curation.services.signing_in import signed_out
from curation.texts import text
from workbench.bootstrap import Workbench
from workbench.browsers import browser_kind

PERSON_COOKIE = "workbench_person"
SESSION_COOKIE = "workbench_session"
API = "/api/"
PROGRAMS = "/api/v1"
"""Below this programs call, with tokens."""
_ASKED_BEFORE = frozenset(
    (
        "application/json",
        "application/octet-stream",
        "application/x-ndjson",
        "text/csv",
        "application/vnd.apache.parquet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
)
"""What a browser sends for another site only after it has asked us (a form's types are not among them)."""
_KNOWN = "workbench.identity"
_MOST_BYTES = 16 * 2**20
Statuses = Mapping[type[WorkbenchError], HTTPStatus]
STATUS: Statuses = {
    InputError: HTTPStatus.BAD_REQUEST,
    SignedOutError: HTTPStatus.UNAUTHORIZED,
    TooManyTriesError: HTTPStatus.TOO_MANY_REQUESTS,
    PermissionRefusedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    StaleRevisionError: HTTPStatus.CONFLICT,
    LeaseLostError: HTTPStatus.CONFLICT,
    AlreadyDecidedError: HTTPStatus.CONFLICT,
    OwnWorkError: HTTPStatus.CONFLICT,
    ConflictError: HTTPStatus.CONFLICT,
}
"""What expected errors are in HTTP. None is 5xx: a card takes that for a line that broke, and sends again."""


@dataclass(frozen=True)
class Identity:
    """Who is behind a browser; without sign-in there is no session."""

    person_id: str
    session: Session | None = None


@dataclass(frozen=True)
class Visit:
    """A page view: the services, who looks, and at which project."""

    workbench: Workbench
    person: Person
    project: Project
    session: Session | None = None

    def renewed(self) -> "Visit":
        """Return the visit as it stands now, for a part of a page that is drawn again by itself.

        A session that has ended or a role that was taken away counts at once; raises SignedOutError, NotFoundError.
        """
        if self.session is not None:
            self.workbench.signing_in.require_open(self.session.id)
        person, project = self.workbench.projects.enter(self.person.id, self.project.slug)
        return Visit(self.workbench, person, project, self.session)


@dataclass(frozen=True)
class Caller:
    """Who calls one of our own routes, in which project; a program has no session."""

    person: Person
    project: Project
    session: Session | None = None
    by_token: bool = False


Piece = TypeVar("Piece")
Handler = Callable[[Caller, dict[str, Json]], Json]
Answerer = Callable[[Caller, dict[str, Json]], Response]


def person_id_from(workbench: Workbench, cookies: Mapping[str, str]) -> str:
    """Return whose browser this is; without sign-in it is the local owner unless another was chosen.

    Whoever was chosen and has no project any more (the demo was removed) could never be left again.
    """
    chosen = cookies.get(PERSON_COOKIE)
    return chosen if chosen and workbench.projects.of(chosen) else LOCAL_OWNER


def identity_of(workbench: Workbench, cookies: Mapping[str, str], agent: str) -> Identity:
    """Return who is behind a browser, by its cookies and its User-Agent; raises SignedOutError.

    No header names anybody: what a caller writes into one is never read.
    """
    if not workbench.settings.entrance.signs_in:
        return Identity(person_id_from(workbench, cookies))
    secret = cookies.get(SESSION_COOKIE)
    session = workbench.signing_in.session_of(secret, browser_kind(agent)) if secret else None
    if session is None:
        raise SignedOutError(signed_out())
    return Identity(session.person_id, session)


def remember_identity(connection: HTTPConnection, identity: Identity) -> None:
    """Keep for the route what the gate has found out already."""
    connection.scope[_KNOWN] = identity


def bearer_of(connection: HTTPConnection) -> str | None:
    """Return the token that a program shows (`Authorization: Bearer`), None where it shows none."""
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def caller_from(request: Request, workbench: Workbench, slug: str | None) -> Caller:
    """Resolve who calls, and in which project: the one way from a request to a person.

    A token comes first, then the session of the browser (by password or provider alike), then, where there is
    no sign-in, the local owner. Raises SignedOutError (401), TooManyTriesError (429) after wrong tokens from the same
    network address, PermissionRefusedError (403) for a token of another project and for a project where the person
    has no role (any more), NotFoundError (404) where none is named.
    """
    bearer = bearer_of(request)
    if bearer is not None:
        address = "" if request.client is None else request.client.host
        return Caller(*workbench.tokens.enter(bearer, slug, address), by_token=True)
    known: object = request.scope.get(_KNOWN)
    found = (
        known
        if isinstance(known, Identity)
        else identity_of(workbench, request.cookies, request.headers.get("user-agent", ""))
    )
    try:
        return Caller(*workbench.projects.enter(found.person_id, slug), found.session)
    except NotFoundError as error:
        if slug is None:
            raise
        raise PermissionRefusedError(str(error)) from error


def require_known(request: Request, workbench: Workbench) -> None:
    """Let whoever is signed in, or shows a token, read what is of no project; raises as `caller_from`."""
    if bearer_of(request) is not None:
        caller_from(request, workbench, None)
    elif not isinstance(request.scope.get(_KNOWN), Identity):
        identity_of(workbench, request.cookies, request.headers.get("user-agent", ""))


def json_route(workbench: Workbench, path: str, method: str, handler: Handler) -> Route:
    """Make a route of a plain function: body (or query) in, JSON out, errors as sentences.

    A WorkbenchError becomes `{"error": sentence, "kind": class name}` with its status.
    """
    return answer_route(workbench, path, method, lambda caller, body: JSONResponse(handler(caller, body)))


def answer_route(workbench: Workbench, path: str, method: str, answerer: Answerer) -> Route:
    """Make a route of a function that gives a whole answer, such as a file; errors as in `json_route`."""

    def answered(request: Request, body: dict[str, Json]) -> Response:
        slug = body.get("project")
        return answerer(caller_from(request, workbench, slug if isinstance(slug, str) else None), body)

    async def endpoint(request: Request) -> Response:
        try:
            body = await _body(request)
            return await run_in_threadpool(answered, request, body)
        except WorkbenchError as error:
            return refused(error)

    return Route(path, endpoint, methods=[method])


def begun(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Take the first piece of a stream now, so that what cannot be read is said before the answer has begun."""
    return chain(list(islice(pieces, 1)), pieces)


def refused(error: WorkbenchError, statuses: Statuses = STATUS) -> JSONResponse:
    """Answer an expected error: its sentence, its kind, the status of its class or nearest base."""
    known = (statuses[kind] for kind in type(error).__mro__ if kind in statuses)
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, TooManyTriesError):
        headers["Retry-After"] = str(error.seconds)
    if isinstance(error, SignedOutError):
        headers["WWW-Authenticate"] = "Bearer"
    told = {"error": str(error), "kind": type(error).__name__}
    return JSONResponse(told, next(known, HTTPStatus.UNPROCESSABLE_ENTITY), headers)


async def _body(request: Request) -> dict[str, Json]:
    """Return what was sent, with texts that any database takes; raises InputError."""
    if request.method == "GET":
        return {clean_text(name)[0]: clean_text(value)[0] for name, value in request.query_params.items()}
    try:
        body = clean_json(json.loads(await _bytes(request)))
    except (ValueError, RecursionError) as error:
        raise InputError(text("The request's body is not JSON.")) from error
    if not isinstance(body, Mapping):
        raise InputError(text("The request's body must be one JSON object."))
    return dict(body)


async def _bytes(request: Request) -> bytes:
    sent = bytearray()
    async for piece in request.stream():
        sent += piece
        if len(sent) > _MOST_BYTES:
            raise InputError(text("This is more than {most} MB at once. Send less.", most=_MOST_BYTES // 2**20))
    return bytes(sent)


class OriginGuard:
    """Refuses calls to our own routes that come from another site, or carry no JSON.

    Streamlit checks the origin of its websocket only; a page of another site could otherwise post here
    with the visitor's cookie.
    """

    def __init__(self, app: ASGIApp, prefix: str = API) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or answer 403."""
        if scope["type"] == "http":
            refusal = _refusal(Request(scope), ours=str(scope["path"]).startswith(self._prefix))
            if refusal is not None:
                answer = JSONResponse({"error": refusal, "kind": "OriginRefused"}, HTTPStatus.FORBIDDEN)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _refusal(request: Request, *, ours: bool) -> str | None:
    if bearer_of(request) is not None and ours:
        return None
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    if not ours and request.method in {"GET", "HEAD"}:
        return None
    if origin is not None and origin.partition("://")[2] != host:
        return text("This address may only be called from its own pages, not from {origin}.", origin=origin)
    if not ours or request.method in {"GET", "HEAD"}:
        return None
    if request.headers.get("content-type", "").partition(";")[0] not in _ASKED_BEFORE:
        return text("Calls that change something must carry JSON (content-type: application/json).")
    return None
