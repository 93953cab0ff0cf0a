"""How a call reaches its row of the table: who calls, the body within its limits, and errors of one form."""

import json
import math
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from curation.domain.identity import Json
from curation.errors import InputError, JobFailedError, NotFoundError, SealError, StorageError, WorkbenchError
from curation.texts import text
from workbench.access import STATUS, Statuses, caller_from, refused
from workbench.bootstrap import Workbench
from workbench.rest.operations import FILES, Media, Operation, Raw
from workbench.rest.reading import UnfitError
from workbench.rest.shapes import Nothing

_DIGITS = 18
_DEEPEST = 100


class TooLargeError(InputError):
    """A body of more bytes than its operation takes."""


class OtherMediaError(InputError):
    """A body that is written in something else."""


_STATUSES: Statuses = {
    **STATUS,
    TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    OtherMediaError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    UnfitError: HTTPStatus.UNPROCESSABLE_ENTITY,
    StorageError: HTTPStatus.SERVICE_UNAVAILABLE,
    SealError: HTTPStatus.SERVICE_UNAVAILABLE,
    JobFailedError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Programs come back after a 503; a card would not show its sentence."""


@dataclass(frozen=True)
class Problem:
    """Why a call was refused: a sentence for a person, and the kind of error for a program."""

    error: str
    kind: str


@dataclass(frozen=True)
class Endpoint:
    """One row of the table as what Starlette calls."""

    workbench: Workbench
    operation: Operation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call; a WorkbenchError becomes its sentence with its status, anything else stays loud."""
        try:
            answer = await self._answer(Request(scope, receive))
        except WorkbenchError as error:
            answer = refusal(error)
        except ClientDisconnect:
            return
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        operation, address = self.operation, _address(request)
        caller = await run_in_threadpool(caller_from, request, self.workbench, address.pop("project", None))
        raw = Raw(self.workbench, caller, _path(request), address)
        if operation.takes_file:
            _require_able(raw, operation)
            _require_media(request, FILES)
            async with _filed(self.workbench, request, operation.most) as file:
                return await run_in_threadpool(operation.run, replace(raw, file=file))
        if operation.body is not Nothing:
            _require_able(raw, operation)
            _require_media(request, (Media.JSON,))
            raw = replace(raw, json=await _json(request, operation.most))
        return await run_in_threadpool(operation.run, raw)


def refusal(error: WorkbenchError) -> JSONResponse:
    """Answer an expected error as programs get it."""
    return refused(error, _STATUSES)


def _require_able(raw: Raw, operation: Operation) -> None:
    """Refuse who may not before a body is taken, which costs memory or disk; the service asks again."""
    person, needs = raw.caller.person, sorted(operation.purpose.needs)
    if not any(person.may(one) for one in needs):
        person.require(needs[0])


def _address(request: Request) -> dict[str, str]:
    pairs = request.query_params.multi_items()
    address = dict(pairs)
    if len(address) < len(pairs):
        twice = next(name for name, _ in pairs if len(request.query_params.getlist(name)) > 1)
        raise UnfitError(text("The address says {name} twice. Say it once.", name=twice[:64]))
    if any("\0" in value or "\0" in name for name, value in pairs):
        raise UnfitError(text("The address holds a null character, which no text may hold. Take it out."))
    return address


def _path(request: Request) -> Mapping[str, str]:
    named = {str(name): str(value) for name, value in request.path_params.items()}
    if any("\0" in value for value in named.values()):
        raise NotFoundError(text("The address holds a null character, which no text may hold. Take it out."))
    return named


def _require_media(request: Request, able: tuple[Media, ...]) -> None:
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said not in {one.value for one in able}:
        raise OtherMediaError(
            text(
                "The body must say what it is: content-type is one of {names}, not {said}.",
                names=", ".join(one.value for one in able),
                said=said[:64] or text("nothing"),
            )
        )


async def _pieces(request: Request, most: int) -> AsyncIterator[bytes]:
    said = request.headers.get("content-length", "")
    size = 0
    if said.isascii() and said.isdigit():
        _require_size(int(said[:_DIGITS]), most)
    async for piece in request.stream():
        size += len(piece)
        _require_size(size, most)
        yield piece


def _require_size(size: int, most: int) -> None:
    if size > most:
        raise TooLargeError(text("The body has more than {most:,} bytes. Send less at once.", most=most))


async def _json(request: Request, most: int) -> Json:
    body = b"".join([piece async for piece in _pieces(request, most)])
    return await run_in_threadpool(_parsed, body)


def _parsed(body: bytes) -> Json:
    try:
        found: Json = json.loads(body, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise InputError(text("The request's body is not JSON.")) from error
    _require_shallow(found)
    return found


def _require_shallow(value: Json) -> None:
    """Refuse what is nested so deeply that whatever goes down into it later would run out of stack."""
    level: list[Json] = [value]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _held_in(outer)]
        if not level:
            return
    raise InputError(text("The body is nested more than {most} levels deep. Send it flatter.", most=_DEEPEST))


def _held_in(value: Json) -> list[Json]:
    """Return the lists and objects in a list or an object."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [one for one in inner if isinstance(one, dict | list)]


def _finite(said: str) -> float:
    found = float(said)
    if not math.isfinite(found):
        raise ValueError(said)
    return found


def _no_constant(said: str) -> Json:
    raise ValueError(said)


@asynccontextmanager
async def _filed(workbench: Workbench, request: Request, most: int) -> AsyncGenerator[BinaryIO]:
    """Stream a body into a file without a name, which ends with this process however that ends.

    What is sent may hold personal data in plain words: a file that stayed behind would keep it.
    """
    with _kept():
        file = tempfile.TemporaryFile(dir=workbench.settings.home)  # noqa: SIM115 - closed below
    with file:
        async for piece in _pieces(request, most):
            with _kept():
                await run_in_threadpool(file.write, piece)
        with _kept():
            await run_in_threadpool(file.flush)
        yield file


@contextmanager
def _kept() -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            text("The file cannot be kept: {reason}. Make room and send it again.", reason=error.strerror or str(error))
        ) from error
