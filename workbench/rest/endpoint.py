"""How a call reaches its row of the table: who calls, the body within its limits, and errors of one form."""

import json
import math
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from curation.domain.identity import Json
from curation.errors import (
    AlreadyDecidedError,
    ConflictError,
    InputError,
    JobFailedError,
    LeaseLostError,
    NotFoundError,
    OwnWorkError,
    PermissionRefusedError,
    SealError,
    SignedOutError,
    StaleRevisionError,
    StorageError,
    TooManyTriesError,
    WorkbenchError,
)
from curation.texts import text
from workbench.access import caller_from
from workbench.bootstrap import Workbench
from workbench.rest.operations import FILES, NO_STORE, Media, Operation, Raw
from workbench.rest.reading import UnfitError
from workbench.rest.shapes import Nothing

_DIGITS = 18
_STATUS: dict[type[WorkbenchError], HTTPStatus] = {
    InputError: HTTPStatus.BAD_REQUEST,
    SignedOutError: HTTPStatus.UNAUTHORIZED,
    PermissionRefusedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    StaleRevisionError: HTTPStatus.CONFLICT,
    LeaseLostError: HTTPStatus.CONFLICT,
    AlreadyDecidedError: HTTPStatus.CONFLICT,
    OwnWorkError: HTTPStatus.CONFLICT,
    ConflictError: HTTPStatus.CONFLICT,
    UnfitError: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyTriesError: HTTPStatus.TOO_MANY_REQUESTS,
    StorageError: HTTPStatus.SERVICE_UNAVAILABLE,
    SealError: HTTPStatus.SERVICE_UNAVAILABLE,
    JobFailedError: HTTPStatus.SERVICE_UNAVAILABLE,
}


class BodyError(InputError):
    """A body that is too large, or written in something else."""

    def __init__(self, sentence: str, status: HTTPStatus) -> None:
        super().__init__(sentence)
        self.status = status


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
        address = _address(request)
        slug = address.pop("project", None)
        caller = await run_in_threadpool(caller_from, request, self.workbench, slug)
        raw = Raw(self.workbench, caller, _path(request), address)
        operation = self.operation
        if operation.takes_file:
            _require_media(request, FILES)
            async with _filed(self.workbench, request, operation.most) as file:
                return await run_in_threadpool(operation.run, Raw(raw.workbench, caller, raw.path, address, file=file))
        if operation.body is Nothing:
            return await run_in_threadpool(operation.run, raw)
        _require_media(request, (Media.JSON,))
        sent = await _json(request, operation.most)
        return await run_in_threadpool(operation.run, Raw(raw.workbench, caller, raw.path, address, sent))


def refusal(error: WorkbenchError) -> JSONResponse:
    """Answer an expected error: its sentence, its kind, its status, and when to come back."""
    status = error.status if isinstance(error, BodyError) else _STATUS.get(type(error), HTTPStatus.BAD_REQUEST)
    headers = dict(NO_STORE)
    if isinstance(error, TooManyTriesError):
        headers["Retry-After"] = str(error.seconds)
    if isinstance(error, SignedOutError):
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse({"error": str(error), "kind": type(error).__name__}, status, headers)


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
        raise BodyError(
            text(
                "The body must say what it is: content-type is one of {names}, not {said}.",
                names=", ".join(one.value for one in able),
                said=said[:64] or text("nothing"),
            ),
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
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
        raise BodyError(
            text("The body has more than {most:,} bytes. Send less at once.", most=most),
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )


async def _json(request: Request, most: int) -> Json:
    body = b"".join([piece async for piece in _pieces(request, most)])
    return await run_in_threadpool(_parsed, body)


def _parsed(body: bytes) -> Json:
    try:
        found: Json = json.loads(body, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise InputError(text("The request's body is not JSON.")) from error
    return found


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
    try:
        with tempfile.TemporaryFile(dir=workbench.settings.home) as file:
            async for piece in _pieces(request, most):
                await run_in_threadpool(file.write, piece)
            yield file
    except OSError as error:
        raise StorageError(
            text("The file cannot be kept: {reason}. Make room and send it again.", reason=error.strerror or str(error))
        ) from error
