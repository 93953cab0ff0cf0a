"""The table of the REST door: one row an operation, with typed shapes of what goes in and what comes out.

From the rows come the routes, the OpenAPI document and the page of help, so that they cannot drift apart.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse

from curation.domain.identity import Json
from curation.domain.people import Permission
from workbench.access import Caller, begun
from workbench.bootstrap import Workbench
from workbench.rest.reading import read, read_address
from workbench.rest.shapes import Nothing, written

Query = TypeVar("Query")
Body = TypeVar("Body")
Answer = TypeVar("Answer")
MOST_JSON = 16 * 2**20
MOST_ROWS = 64 * 2**20
NO_STORE = {"Cache-Control": "no-store"}


class Media(StrEnum):
    """What a body or an answer is written in."""

    JSON = "application/json"
    BYTES = "application/octet-stream"
    JSONL = "application/x-ndjson"
    CSV = "text/csv"
    PARQUET = "application/vnd.apache.parquet"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ZIP = "application/zip"
    HTML = "text/html"


FILES = (Media.BYTES, Media.JSONL, Media.CSV, Media.PARQUET, Media.XLSX, Media.JSON)
"""What a file may be sent as; what it is, its name says."""


@dataclass(frozen=True)
class Ask(Generic[Query, Body]):
    """What somebody asks of an operation: who, about what of the path, the question's and the body's shape."""

    workbench: Workbench
    caller: Caller
    path: Mapping[str, str]
    query: Query
    body: Body


@dataclass(frozen=True)
class Sent:
    """An answer with another status than the operation's own."""

    value: object
    status: HTTPStatus


@dataclass(frozen=True)
class Pieces:
    """An answer that is a stream of bytes, to be saved under a name."""

    pieces: Iterator[bytes] | Iterator[str]
    media: Media
    filename: str


@dataclass(frozen=True)
class StoredFile:
    """An answer that is a file as it lies on the disk."""

    place: Path
    filename: str


@dataclass(frozen=True)
class Raw:
    """A call as it came: path and address not yet read, the body as JSON or as an open file."""

    workbench: Workbench
    caller: Caller
    path: Mapping[str, str]
    address: Mapping[str, str]
    json: Json = None
    file: BinaryIO | None = None


@dataclass(frozen=True)
class Purpose:
    """What an operation is: its method, path, name for programs, one sentence, and who may."""

    method: str
    path: str
    name: str
    says: str
    needs: frozenset[Permission]
    status: HTTPStatus = HTTPStatus.OK
    also: tuple[tuple[HTTPStatus, type[object]], ...] = ()
    """Other statuses, with the shape of what comes with them."""

    @property
    def able(self) -> str:
        """The permissions of which one is enough, in words."""
        return " or ".join(sorted(one.value for one in self.needs))


@dataclass(frozen=True)
class Operation:
    """A row of the table."""

    purpose: Purpose
    query: type[object]
    body: type[object]
    answer: type[object]
    run: Callable[[Raw], Response]
    takes_file: bool = False
    media: tuple[Media, ...] = (Media.JSON,)
    most: int = MOST_JSON


@dataclass(frozen=True)
class Uploaded:
    """The shape of a body that is a file."""


def operation(
    purpose: Purpose,
    shapes: tuple[type[Query], type[Body], type[Answer]],
    act: Callable[[Ask[Query, Body]], Answer | Sent],
    most: int = MOST_JSON,
) -> Operation:
    """Make a row of what goes in (of the address, of the body), what comes out, and what is done."""
    query, body, answer = shapes

    def run(raw: Raw) -> Response:
        found = act(Ask(raw.workbench, raw.caller, raw.path, read_address(query, raw.address), _body(body, raw)))
        return _answered(purpose, found)

    return Operation(purpose, query, body, answer, run, most=most)


def upload(
    purpose: Purpose,
    shapes: tuple[type[Query], type[Answer]],
    act: Callable[[Ask[Query, BinaryIO]], Answer | Sent],
    most: int,
) -> Operation:
    """Make a row whose body is a file, streamed to the disk first."""
    query, answer = shapes

    def run(raw: Raw) -> Response:
        if raw.file is None:
            raise TypeError("an upload without its file")
        found = act(Ask(raw.workbench, raw.caller, raw.path, read_address(query, raw.address), raw.file))
        return _answered(purpose, found)

    return Operation(purpose, query, Uploaded, answer, run, takes_file=True, most=most)


def download(
    purpose: Purpose,
    query: type[Query],
    media: tuple[Media, ...],
    act: Callable[[Ask[Query, Nothing]], Pieces | StoredFile],
) -> Operation:
    """Make a row whose answer is a file."""

    def run(raw: Raw) -> Response:
        found = act(Ask(raw.workbench, raw.caller, raw.path, read_address(query, raw.address), Nothing()))
        if isinstance(found, StoredFile):
            return FileResponse(found.place, media_type=Media.BYTES.value, filename=found.filename, headers=NO_STORE)
        held = {"Content-Disposition": f'attachment; filename="{found.filename}"', **NO_STORE}
        return StreamingResponse(begun(found.pieces), media_type=found.media.value, headers=held)

    return Operation(purpose, query, Nothing, Nothing, run, media=media)


def _answered(purpose: Purpose, found: object) -> Response:
    value, status = (found.value, found.status) if isinstance(found, Sent) else (found, purpose.status)
    return JSONResponse(written(value), status, NO_STORE)


def _body(shape: type[Body], raw: Raw) -> Body:
    return read(shape, {} if issubclass(shape, Nothing) else raw.json)
