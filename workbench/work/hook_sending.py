"""One try to deliver a webhook's message: over a checked address, within a time, following nobody elsewhere."""

import http.client
import socket
import ssl
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from curation.domain.webhooks import PORTS, Parcel, Reach, Reply, may_reach

SECONDS = 15.0
_CONNECT_SECONDS = 5.0
_FIRST_GOOD, _FIRST_OTHER = 200, 300
_MOST_PLACES = 4
Sent = tuple[Reply, int | None]
_Place = tuple[str, int]


@dataclass(frozen=True)
class Sender:
    """Sends parcels to where `reach` allows.

    The name is looked up once and the connection goes to an address that was checked, so that a name that changes
    between look-up and call leads nowhere else. Redirects are not followed; proxies of the environment are not used.
    """

    reach: Reach
    seconds: float = SECONDS
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def __call__(self, parcel: Parcel) -> Sent:
        """Make one try; return what became of it and the HTTP status."""
        parts = urlsplit(parcel.url)
        try:
            places = self._places(parts)
            if not places:
                return Reply.NOT_ALLOWED, None
            return self._posted(parcel, parts, places)
        except ssl.SSLError:
            return Reply.UNTRUSTED, None
        except TimeoutError:
            return Reply.TOO_SLOW, None
        except (OSError, http.client.HTTPException, UnicodeError):
            return Reply.UNREACHED, None

    def _places(self, parts: SplitResult) -> list[_Place]:
        port = parts.port or PORTS[parts.scheme]
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        addresses = [str(one[4][0]) for one in found]
        if not may_reach(addresses, self.reach) or (self.reach is Reach.PUBLIC and parts.scheme != "https"):
            return []
        return [(address, port) for address in addresses[:_MOST_PLACES]]

    def _posted(self, parcel: Parcel, parts: SplitResult, places: Sequence[_Place]) -> Sent:
        with _connected(places) as plain, self._secured(plain, parts) as line:
            line.settimeout(self.seconds)
            connection = http.client.HTTPConnection(parts.hostname or "", timeout=self.seconds)
            connection.sock = line
            with _ended_after(line, self.seconds) as ended:
                target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                try:
                    if isinstance(line, ssl.SSLSocket):
                        line.do_handshake()
                    connection.request("POST", target, parcel.body, _headers(parcel, parts))
                    status = connection.getresponse().status
                except (OSError, http.client.HTTPException):
                    if ended:
                        raise TimeoutError from None
                    raise
        return _reply(status), status

    @contextmanager
    def _secured(self, plain: socket.socket, parts: SplitResult) -> Generator[socket.socket]:
        """Wrap a connection in TLS; the handshake is made within the time of the try."""
        if parts.scheme == "http":
            yield plain
            return
        with self.trust.wrap_socket(plain, server_hostname=parts.hostname, do_handshake_on_connect=False) as line:
            yield line


def _connected(places: Sequence[_Place]) -> socket.socket:
    """Connect to the first of the checked addresses that answers: a name may lead to one that nobody listens at."""
    *others, last = places
    for place in others:
        with suppress(OSError):
            return socket.create_connection(place, timeout=_CONNECT_SECONDS)
    return socket.create_connection(last, timeout=_CONNECT_SECONDS)


def _headers(parcel: Parcel, parts: SplitResult) -> dict[str, str]:
    return {
        "Host": parts.netloc,
        "Content-Type": "application/json",
        "User-Agent": "sft-workbench",
        "Connection": "close",
        "webhook-id": parcel.id,
        "webhook-timestamp": str(parcel.timestamp),
        "webhook-signature": parcel.signature,
    }


def _reply(status: int) -> Reply:
    if status == http.HTTPStatus.GONE:
        return Reply.GONE
    return Reply.TAKEN if _FIRST_GOOD <= status < _FIRST_OTHER else Reply.REFUSED


@contextmanager
def _ended_after(line: socket.socket, seconds: float) -> Generator[list[bool]]:
    """Cut the line after so many seconds in all: an answer that drips would go on for ever."""
    ended: list[bool] = []

    def end() -> None:
        ended.append(True)
        with suppress(OSError):  # the answer came at this very moment, and the line is closed
            line.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield ended
    finally:
        timer.cancel()
