"""What else may go wrong around an open desk: a wrong clock in the browser, and a page of another site."""

import base64
import secrets
import socket

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settled
from tests.browser.desk import DeskPage, some

_SHIFTED = """(() => {
    const Real = Date, shift = %d * 86400000;
    window.Date = class extends Real {
        constructor(...given) { if (given.length) super(...given); else super(Real.now() + shift); }
        static now() { return Real.now() + shift; }
    };
})()"""


@pytest.mark.parametrize("days", [-1, 1])
def test_a_browser_whose_clock_is_a_day_off_decides_keeps_drafts_and_holds_its_samples(world, new_context, days):
    ids = world.waiting(some(3))
    page = new_context(world.server.address, world.ada.id).new_page()
    page.add_init_script(_SHIFTED % days)
    page.goto(world.server.address)
    settled(page)
    desk = DeskPage(page)
    desk.painted("Question 0")
    desk.press("a")
    assert world.until_decided(page, 1) == [(ids[0], "approve", 1)]
    desk.painted("Question 1")
    desk.press("e")
    desk.field("answer").fill("Typed on a wrong day.")
    desk.saved()
    page.reload()
    settled(page)
    expect(desk.field("answer")).to_have_value("Typed on a wrong day.")
    other = world.another("Dr. Ben Okoro")
    served = world.workbench.reviewing.next_items(other, world.project, 3)
    assert ids[1] not in [item.sample_id for item in served]


@pytest.mark.parametrize(("origin", "status"), [("https://evil.example.org", b"403"), (None, b"101")])
def test_no_websocket_opens_for_a_page_of_another_site(desk_server, origin, status):
    _, server = desk_server
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(secrets.token_bytes(16)).decode()}",
        f"Origin: {origin or server.address}",
    ]
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        assert line.recv(1024).split()[1] == status
