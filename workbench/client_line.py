"""The line to the server below the client: one connection kept open, and tries made again."""

import http.client
import json
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import urlsplit

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
TRIES = 5
SECONDS = 120.0
_FIRST_REST = 0.25
_MOST_REST = 30.0
_BUSY = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
)
_BROKEN = (http.client.HTTPException, OSError)


class RefusedError(Exception):
    """The server said no: its sentence, the HTTP status, the kind of error, and all that came with it."""

    def __init__(self, status: int, body: Mapping[str, Json]) -> None:
        nothing = f"The server answered {status} without a sentence: is this the address of a workbench?"
        super().__init__(str(body.get("error") or nothing))
        self.status = status
        self.kind = str(body.get("kind") or "")
        self.body = body


@dataclass
class Line:
    """A connection to one address, in the name of a token that goes nowhere else: redirects are not followed."""

    address: str
    token: str | None = field(repr=False)
    tries: int = TRIES
    _open: http.client.HTTPConnection | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no address; raises ValueError."""
        parts = urlsplit(self.address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"The address is such as http://127.0.0.1:8501, not {self.address}")

    def asked(
        self, method: str, path: str, body: Mapping[str, Json] | None, *, again: bool = True
    ) -> Mapping[str, Json]:
        """Send JSON and return the JSON that comes back; `again` says that it may be sent twice."""
        if not again:
            # A connection that the server has closed meanwhile is told only by a try.
            self.close()
        data = None if body is None else json.dumps(body).encode()
        tries = self.tries if again else 1
        return _object(*self._answered(method, path, data, "application/json", tries=tries))

    def sent(self, method: str, path: str, file: BinaryIO) -> Mapping[str, Json]:
        """Stream a file and return the JSON that comes back."""
        return _object(*self._answered(method, path, file, "application/octet-stream", tries=self.tries))

    def streamed(self, path: str, size: int) -> Iterator[bytes]:
        """Yield what comes back in pieces; raises ConnectionError where it ends too soon."""
        answer, _ = self._answered("GET", path, None, "", tries=self.tries, whole=False)
        try:
            while piece := answer.read(size):
                yield piece
        except http.client.HTTPException as error:
            raise ConnectionError("The answer ended too soon.") from error
        finally:
            if not answer.isclosed():
                self.close()

    def _answered(
        self, method: str, path: str, data: bytes | BinaryIO | None, kind: str, *, tries: int, whole: bool = True
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Return a good answer, and all of what it says unless it is to be read in pieces."""
        for number in range(1, tries + 1):
            rest = min(_FIRST_REST * 2.0**number, _MOST_REST)
            try:
                answer = self._try(method, path, data, kind)
                good = answer.status < HTTPStatus.MULTIPLE_CHOICES
                said = answer.read() if whole or not good else b""
            except _BROKEN:
                self.close()
                if number == tries:
                    raise
            else:
                if good:
                    return answer, said
                rest = max(rest, _seconds(answer.headers.get("Retry-After")))
                if answer.status not in _BUSY or number == tries or rest > _MOST_REST:
                    raise RefusedError(answer.status, _said(said))
            time.sleep(rest)
        raise ConnectionError("No try was left.")

    def _try(self, method: str, path: str, data: bytes | BinaryIO | None, kind: str) -> http.client.HTTPResponse:
        self._open = self._open or self._connection()
        headers = {"Accept": "*/*"} | ({"Content-Type": kind} if data is not None else {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if data is not None and not isinstance(data, bytes):
            headers["Content-Length"] = str(data.seek(0, 2))
            data.seek(0)
        self._open.request(method, urlsplit(self.address).path.rstrip("/") + path, data, headers)
        return self._open.getresponse()

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.address)
        if parts.scheme == "https":
            trust = ssl.create_default_context()
            return http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=SECONDS, context=trust)
        return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        if self._open is not None:
            self._open.close()
        self._open = None


def object_of(value: Json) -> Mapping[str, Json]:
    """Return a JSON object; raises RefusedError for anything else, which no answer of the door is."""
    if isinstance(value, Mapping):
        return value
    raise RefusedError(0, {"error": "The answer is no object: is this the address of a workbench?"})


def in_parts(rows: Iterable[Mapping[str, Json]], most: int, most_bytes: int) -> Iterator[list[Json]]:
    """Yield rows in parts of so many at most, and of so many bytes as JSON (a row that is larger goes alone)."""
    part: list[Json] = []
    size = 0
    for row in rows:
        more = len(json.dumps(row)) + 2
        if part and (len(part) == most or size + more > most_bytes):
            yield part
            part, size = [], 0
        part.append(row)
        size += more
    if part:
        yield part


def _object(answer: http.client.HTTPResponse, body: bytes) -> Mapping[str, Json]:
    try:
        return object_of(json.loads(body))
    except ValueError as error:
        raise RefusedError(answer.status, {}) from error


def _said(body: bytes) -> Mapping[str, Json]:
    try:
        found: Json = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _seconds(said: str | None) -> float:
    return float(said) if said is not None and said.isdigit() else 0.0
