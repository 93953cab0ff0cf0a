"""A person at the desk without a browser: the page's websocket stays open, the card's calls go over one connection."""

import http.client
import json
import secrets
import time
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from curation.domain.identity import Json
from workbench.access import PERSON_COOKIE
from workbench.load.seeding import World

AHEAD, LOW = 6, 4
"""As the card does: so many are fetched ahead, again where fewer than LOW are left."""
PATIENCE = 15.0
_AGAIN = 0.05


@dataclass(frozen=True)
class Served:
    """One sample that a person decided on: the act's id, and milliseconds from the key to the next sample being there.

    `due` and `answered` are seconds of this process' monotonic clock.
    """

    act: str
    sample: str
    due: float
    answered: float

    @property
    def milliseconds(self) -> float:
        """How long it took from the moment the key was due."""
        return (self.answered - self.due) * 1000


@dataclass
class Desk:
    """One person's desk: `answers` are the milliseconds of each call, `errors` the sentences of those that failed."""

    world: World
    person_id: str
    patient: bool = False
    served: list[Served] = field(default_factory=list["Served"])
    errors: list[str] = field(default_factory=list[str])
    answers: list[float] = field(default_factory=list[float])
    _queue: list[Mapping[str, Json]] = field(default_factory=list[Mapping[str, Json]], init=False)
    _page: ExitStack = field(default_factory=ExitStack, init=False)
    _line: http.client.HTTPConnection | None = field(default=None, init=False)

    def open(self) -> None:
        """Open the page as a browser does, and fetch the first samples."""
        self._page.enter_context(page_of(self.world, self.person_id))
        self._refill()

    def decide(self, due: float) -> None:
        """Approve what is in front, as at the moment a key was due, and fetch what comes next."""
        if not self._queue:
            self._refill()
        if not self._queue:
            self.errors.append("There was no sample left to decide on.")
            return
        item = self._queue.pop(0)
        act = secrets.token_hex(12)
        body: dict[str, Json] = {
            "id": act,
            "sample": item["id"],
            "revision": item["revision"],
            "verdict": "approve",
            "reason": None,
            "comment": "",
            "seconds": 1.0,
        }
        if self._call("decide", body) is None:
            return
        if len(self._queue) < LOW:
            self._refill()
        self.served.append(Served(act, str(item["id"]), due, time.monotonic()))

    def close(self) -> None:
        """Leave the page."""
        self._page.close()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None

    def _refill(self) -> None:
        held: list[Json] = [item["id"] for item in self._queue]
        answer = self._call("next", {"count": AHEAD - len(self._queue), "held": held, "pool": "waiting"})
        items = None if answer is None else answer.get("items")
        if isinstance(items, list):
            self._queue += [item for item in items if isinstance(item, Mapping)]

    def _call(self, name: str, body: Mapping[str, Json]) -> Mapping[str, Json] | None:
        """Send one call, again until it is answered where the person is patient; None where it was refused."""
        content = json.dumps({"project": self.world.project.slug, "person": self.person_id, "offset": 0, **body})
        until = time.monotonic() + PATIENCE
        while True:
            began = time.monotonic()
            try:
                status, answer = self._post(f"/api/desk/{name}", content)
            except (OSError, http.client.HTTPException) as error:
                self._hang_up()
                if self.patient and time.monotonic() < until:
                    time.sleep(_AGAIN)
                    continue
                self.errors.append(f"{name}: {error!r}")
                return None
            self.answers.append((time.monotonic() - began) * 1000)
            if status == HTTPStatus.OK:
                return answer
            self.errors.append(f"{name}: {status} {answer.get('error')}")
            return None

    def _post(self, path: str, content: str) -> tuple[int, Mapping[str, Json]]:
        settings = self.world.settings
        if self._line is None:
            self._line = http.client.HTTPConnection(settings.host, settings.port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json", "Cookie": f"{PERSON_COOKIE}={self.person_id}"}
        self._line.request("POST", path, content, headers)
        response = self._line.getresponse()
        answer: Json = json.loads(response.read())
        return response.status, answer if isinstance(answer, Mapping) else {}


@contextmanager
def page_of(world: World, person_id: str) -> Generator[None]:
    """Hold Streamlit's websocket open, once it has drawn the first page, as its own browser code does."""
    address = f"ws://{world.settings.host}:{world.settings.port}/_stcore/stream"
    cookie = {"Cookie": f"{PERSON_COOKIE}={person_id}"}
    asked = BackMsg()
    asked.rerun_script.query_string = f"project={world.project.slug}"
    spoken = [Subprotocol("streamlit")]
    with connect(address, subprotocols=spoken, additional_headers=cookie, max_size=None) as page:
        page.send(asked.SerializeToString())
        while not ForwardMsg.FromString(_bytes(page.recv(timeout=PATIENCE))).HasField("script_finished"):
            continue
        yield


def _bytes(message: str | bytes) -> bytes:
    return message.encode() if isinstance(message, str) else message
