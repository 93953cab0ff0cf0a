"""The route that streams the audit log as a file."""

from collections.abc import Mapping
from datetime import datetime

from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from curation.domain.identity import Json
from curation.errors import InputError
from curation.services.event_log import LogLayout
from curation.store.event_pages import LogFilter
from curation.texts import text
from workbench.access import Caller, answer_route
from workbench.bootstrap import Workbench

_TYPES = {LogLayout.JSONL: "application/x-ndjson", LogLayout.CSV: "text/csv; charset=utf-8"}


def routes(workbench: Workbench) -> list[Route]:
    """Return the route of the log."""

    def exported(caller: Caller, query: dict[str, Json]) -> Response:
        layout = _layout(query)
        lines = workbench.event_log.export(caller.person, caller.project, log_filter(query), layout)
        held = f'attachment; filename="{caller.project.slug}-log.{layout.value}"'
        headers = {"content-disposition": held, "cache-control": "no-store"}
        return StreamingResponse(lines, media_type=_TYPES[layout], headers=headers)

    return [answer_route(workbench, "/api/log", "GET", exported)]


def log_filter(query: Mapping[str, Json]) -> LogFilter:
    """Read the filter of an address; raises InputError for a moment that is none."""
    return LogFilter(
        _text(query, "person"),
        _text(query, "action"),
        _text(query, "object"),
        _moment(query, "since"),
        _moment(query, "until"),
    )


def _layout(query: Mapping[str, Json]) -> LogLayout:
    wanted = _text(query, "layout") or LogLayout.JSONL.value
    if wanted not in {layout.value for layout in LogLayout}:
        names = ", ".join(layout.value for layout in LogLayout)
        raise InputError(text("There is no layout {wanted}. There are: {names}.", wanted=wanted, names=names))
    return LogLayout(wanted)


def _text(query: Mapping[str, Json], name: str) -> str | None:
    value = query.get(name)
    return value if isinstance(value, str) and value else None


def _moment(query: Mapping[str, Json], name: str) -> datetime | None:
    value = _text(query, name)
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise InputError(text("{name} must be a moment with its zone, not {value}.", name=name, value=value)) from error
    if found.tzinfo is None:
        raise InputError(text("{name} must be a moment with its zone, not {value}.", name=name, value=value))
    return found
