"""What the pages receive: no answer, no frame of any page holds an identifier in clear."""

import pytest

from curation.domain.samples import SampleStatus
from tests.browser.conftest import settled
from tests.browser.server import serving
from tests.curation.leaks.planting import plant

PAGES = (
    "/overview",
    "/data",
    "/data?source=all",
    *(f"/data?source=all&status={status.value}" for status in SampleStatus),
    "/data?step=import",
    "/versions",
    "/versions?version=v1",
    "/versions?step=freeze",
    "/jobs",
    "/team",
    "/guidelines",
    "/help",
    "/models",
    "/decide",
    "/judge",
    "/my_work",
    "/privacy",
)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    leaky = plant(tmp_path_factory.mktemp("traffic"))
    sources = [source.id for source in leaky.workbench.importing.sources(leaky.owner, leaky.project)]
    leaky.workbench.database.close()
    with serving(leaky.workbench.settings.home) as server:
        yield server, leaky, sources


class Traffic:
    """Everything that a page received."""

    def __init__(self, page):
        self.pieces, self.content = [], b""
        page.on("response", self._response)
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))

    def _response(self, response):
        if "/static/" not in response.url and "/_stcore/health" not in response.url and response.ok:
            self.pieces.append(response)

    def _frame(self, payload):
        self.pieces.append(payload.encode() if isinstance(payload, str) else payload)

    def read(self):
        """Read what came since the last time; a page that is left takes its answers with it."""
        bodies = [piece if isinstance(piece, bytes) else piece.body() for piece in self.pieces]
        self.pieces.clear()
        self.content = b"\n".join([self.content, *bodies]).lower()


@pytest.mark.long
def test_no_page_receives_an_identifier(served, new_context):
    server, leaky, sources = served
    page = new_context(server.address).new_page()
    traffic = Traffic(page)
    for path in (*PAGES, *(f"/data?source={source}" for source in sources)):
        page.goto(server.address + path)
        settled(page)
        page.wait_for_timeout(400)
        traffic.read()
    content = traffic.content
    assert len(content) > 100_000
    assert b"person_1" in content
    assert [needle for needle in leaky.needles if needle.casefold().encode() in content] == []
