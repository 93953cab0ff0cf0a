"""The routes of the REST door under /api/v1/, its OpenAPI document, and a page to read it on."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from curation.errors import WorkbenchError
from curation.texts import text
from workbench.access import require_known
from workbench.bootstrap import Workbench
from workbench.rest.endpoint import Endpoint, refusal
from workbench.rest.openapi import document
from workbench.rest.operations import Operation
from workbench.rest.page import HEADERS, page
from workbench.rest.table import PREFIX, operations


def routes(workbench: Workbench) -> list[BaseRoute]:
    """Return a route for every row of the table, the document, the page, and what answers all other addresses."""
    rows = operations()
    described = document(rows)
    drawn = page(rows)

    def openapi() -> Response:
        return JSONResponse(described)

    def readable() -> Response:
        return HTMLResponse(drawn, headers=HEADERS)

    known: list[BaseRoute] = [_route(workbench, row) for row in rows]
    known += [
        Route(f"{PREFIX}/openapi.json", _for_people_here(workbench, openapi), methods=["GET"]),
        Route(f"{PREFIX}/docs", _for_people_here(workbench, readable), methods=["GET"]),
    ]
    return [*known, _Elsewhere(known)]


def _route(workbench: Workbench, row: Operation) -> Route:
    """Make a row's route of its one method: Starlette adds HEAD, which would export a version and send nothing."""
    made = Route(PREFIX + row.purpose.path, Endpoint(workbench, row), methods=[row.purpose.method])
    made.methods = {row.purpose.method}
    return made


def _for_people_here(workbench: Workbench, drawn: Callable[[], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Answer whoever is signed in or shows a token, whatever their project."""

    async def endpoint(request: Request) -> Response:
        try:
            await run_in_threadpool(require_known, request, workbench)
        except WorkbenchError as error:
            return refusal(error)
        return drawn()

    return endpoint


class _Elsewhere(BaseRoute):
    """Answers what no row of the table does: another method (405), or an address that is none (404).

    No pattern of Starlette's: those leave out addresses with a line break.
    """

    path = PREFIX + "/{rest:path}"

    def __init__(self, known: list[BaseRoute]) -> None:
        self._known = known

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take every call below the prefix."""
        ours = scope["type"] == "http" and str(scope["path"]).startswith(PREFIX + "/")
        return (Match.FULL if ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say what can be called."""
        able = sorted({method for route in self._known for method in _methods(route, scope)})
        path = Request(scope).url.path[:200]
        if able:
            sentence = text("{path} can be called with {methods} only.", path=path, methods=", ".join(able))
            status, headers = HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": ", ".join(able)}
        else:
            sentence = text(
                "There is nothing at {path}. See {docs} for what there is.", path=path, docs=f"{PREFIX}/docs"
            )
            status, headers = HTTPStatus.NOT_FOUND, dict[str, str]()
        kind = "MethodRefused" if able else "NotFoundError"
        await JSONResponse({"error": sentence, "kind": kind}, status, headers)(scope, receive, send)


def _methods(route: BaseRoute, scope: Scope) -> set[str]:
    """Return the methods of a route whose path this is."""
    if isinstance(route, Route) and route.matches(scope)[0] is Match.PARTIAL:
        return set(route.methods or ())
    return set()
