"""Files, streamed: one of a version, one layout of it as a zip, and what belongs in retrieval."""

from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from curation.domain.identity import Json
from curation.domain.releases import Layout
from curation.errors import InputError
from curation.texts import text
from workbench.access import Caller, answer_route, begun
from workbench.bootstrap import Workbench


def routes(workbench: Workbench) -> list[Route]:
    """Return the routes that send files."""

    def file(caller: Caller, query: dict[str, Json]) -> Response:
        name, path = _named(query, "version"), _named(query, "path")
        place = workbench.releasing.download(caller.person, caller.project, name, path)
        return FileResponse(place, filename=f"{name}-{path.replace('/', '-')}", headers={"cache-control": "no-store"})

    def packed(caller: Caller, query: dict[str, Json]) -> Response:
        name, layout = _named(query, "version"), _layout(query)
        pieces = workbench.releasing.download_zip(caller.person, caller.project, name, layout)
        held = f'attachment; filename="{caller.project.slug}-{name}-{layout}.zip"'
        headers = {"content-disposition": held, "cache-control": "no-store"}
        return StreamingResponse(begun(pieces), media_type="application/zip", headers=headers)

    def looked_up(caller: Caller, query: dict[str, Json]) -> Response:
        del query
        lines = workbench.retrieval.lines(caller.person, caller.project)
        held = f'attachment; filename="{caller.project.slug}-retrieval.jsonl"'
        headers = {"content-disposition": held, "cache-control": "no-store"}
        return StreamingResponse(begun(lines), media_type="application/x-ndjson", headers=headers)

    return [
        answer_route(workbench, "/api/retrieval/file", "GET", looked_up),
        answer_route(workbench, "/api/versions/file", "GET", file),
        answer_route(workbench, "/api/versions/zip", "GET", packed),
    ]


def _named(query: dict[str, Json], name: str) -> str:
    value = query.get(name)
    if not isinstance(value, str) or not value:
        raise InputError(text("The address must say {name}.", name=name))
    return value


def _layout(query: dict[str, Json]) -> Layout:
    wanted = _named(query, "layout")
    if wanted not in {layout.value for layout in Layout}:
        names = ", ".join(layout.value for layout in Layout)
        raise InputError(text("There is no layout {wanted}. There are: {names}.", wanted=wanted, names=names))
    return Layout(wanted)
