"""Who is asking: the person and project behind a page or a call, and the door of our own routes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from json import JSONDecodeError

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from curation.domain.identity import Json
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.errors import (
    ConflictError,
    InputError,
    LeaseLostError,
    NotFoundError,
    PermissionRefusedError,
    StaleRevisionError,
    WorkbenchError,
)
from curation.services.projects import LOCAL_OWNER
from curation.texts import text
from workbench.bootstrap import Workbench

PERSON_COOKIE = "workbench_person"
_STATUS: dict[type[WorkbenchError], HTTPStatus] = {
    InputError: HTTPStatus.BAD_REQUEST,
    PermissionRefusedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    StaleRevisionError: HTTPStatus.CONFLICT,
    LeaseLostError: HTTPStatus.CONFLICT,
    ConflictError: HTTPStatus.CONFLICT,
}


@dataclass(frozen=True)
class Visit:
    """A page view: the services, who looks, and at which project."""

    workbench: Workbench
    person: Person
    project: Project


@dataclass(frozen=True)
class Caller:
    """Who calls one of our own routes, in which project."""

    person: Person
    project: Project


Handler = Callable[[Caller, dict[str, Json]], Json]
Answerer = Callable[[Caller, dict[str, Json]], Response]


def person_id_from(workbench: Workbench, cookies: Mapping[str, str]) -> str:
    """Return whose browser this is; without sign-in it is the local owner unless another was chosen.

    Whoever was chosen and has no project any more (the demo was removed) could never be left again.
    """
    chosen = cookies.get(PERSON_COOKIE)
    return chosen if chosen and workbench.projects.of(chosen) else LOCAL_OWNER


def caller_from(request: Request, workbench: Workbench, slug: str | None) -> Caller:
    """Resolve the person behind a request and the project that it names."""
    person, project = workbench.projects.enter(person_id_from(workbench, request.cookies), slug)
    return Caller(person, project)


def json_route(workbench: Workbench, path: str, method: str, handler: Handler) -> Route:
    """Make a route of a plain function: body (or query) in, JSON out, errors as sentences.

    A WorkbenchError becomes `{"error": sentence, "kind": class name}` with its status.
    """
    return answer_route(workbench, path, method, lambda caller, body: JSONResponse(handler(caller, body)))


def answer_route(workbench: Workbench, path: str, method: str, answerer: Answerer) -> Route:
    """Make a route of a function that gives a whole answer, such as a file; errors as in `json_route`."""

    async def endpoint(request: Request) -> Response:
        try:
            body = await _body(request)
            slug = body.get("project")
            caller = await run_in_threadpool(caller_from, request, workbench, slug if isinstance(slug, str) else None)
            return await run_in_threadpool(answerer, caller, body)
        except WorkbenchError as error:
            status = _STATUS.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY)
            return JSONResponse({"error": str(error), "kind": type(error).__name__}, status)

    return Route(path, endpoint, methods=[method])


async def _body(request: Request) -> dict[str, Json]:
    if request.method == "GET":
        return dict(request.query_params)
    try:
        body: object = await request.json()
    except (JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(text("The request's body is not JSON.")) from error
    if not isinstance(body, dict):
        raise InputError(text("The request's body must be one JSON object."))
    return {str(k): v for k, v in body.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - parsed JSON is JSON


class OriginGuard:
    """Refuses calls to our own routes that come from another site, or carry no JSON.

    Streamlit checks the origin of its websocket only; a page of another site could otherwise post here
    with the visitor's cookie.
    """

    def __init__(self, app: ASGIApp, prefix: str = "/api/") -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or answer 403."""
        if scope["type"] == "http" and str(scope["path"]).startswith(self._prefix):
            refusal = _refusal(Request(scope))
            if refusal is not None:
                answer = JSONResponse({"error": refusal, "kind": "OriginRefused"}, HTTPStatus.FORBIDDEN)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _refusal(request: Request) -> str | None:
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    if origin is not None and origin.partition("://")[2] != host:
        return text("This address may only be called from its own pages, not from {origin}.", origin=origin)
    if request.method in {"GET", "HEAD"}:
        return None
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return text("Calls that change something must carry JSON (content-type: application/json).")
    return None
