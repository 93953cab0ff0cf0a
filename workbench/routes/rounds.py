"""The files of closed rounds, sent one by one."""

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from curation.domain.identity import Json
from curation.errors import InputError
from curation.texts import text
from workbench.access import Caller, answer_route
from workbench.bootstrap import Workbench


def routes(workbench: Workbench) -> list[Route]:
    """Return the route that sends a file of a closed round."""

    def file(caller: Caller, query: dict[str, Json]) -> Response:
        round_id, path = query.get("round"), query.get("path")
        if not isinstance(round_id, str) or not isinstance(path, str):
            raise InputError(text("The address must say round and path."))
        place = workbench.verdicts.download(caller.person, caller.project, round_id, path)
        return FileResponse(place, filename=path.replace("/", "-"), headers={"cache-control": "no-store"})

    return [answer_route(workbench, "/api/rounds/file", "GET", file)]
