"""Sending: signed as receivers check it, to checked addresses alone, following nobody, within its time."""

import json
import socket
import threading
import time
from contextlib import suppress

import pytest

from curation.domain.webhooks import Parcel, Reach, Reply, Topic, signature
from curation.services.hook_delivery import HookDelivery
from curation.services.webhooks import Webhooks
from tests.curation.reviewing.desk_builders import approving, waiting_samples
from tests.curation.webhooks.receiver import is_signed, receiving, tell_all
from workbench.work.hook_sending import Sender


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


def a_parcel(url):
    secret = "whsec_" + "QUFB" * 10
    return Parcel(url, "msg_1", 1_700_000_000, signature(secret, "msg_1", 1_700_000_000, b"{}"), b"{}")


def test_a_decision_arrives_signed(owned, receiver):
    workbench, owner, project = owned
    hooks = Webhooks(workbench.database, workbench.seal, Reach.LOCAL)
    secret, hook = hooks.add(owner, project, receiver.url, [Topic.DECISION])
    waiting_samples(workbench, project, 2)
    for sample in ("s000", "s001"):
        workbench.reviewing.decide(owner, project, approving(sample))
    tell_all(HookDelivery(workbench.database, workbench.seal, Sender(Reach.LOCAL)))
    assert [one["data"]["object_id"] for one in receiver.messages] == ["s000", "s001"]
    for path, headers, body in receiver.heard:
        assert path == "/hooks?from=tests"
        assert is_signed(secret, headers, body)
        assert not is_signed(secret, headers, body + b" ")
        assert abs(int(headers["webhook-timestamp"]) - time.time()) < 300
        assert headers["Content-Type"] == "application/json"
    assert {one.status for one in hooks.tries(owner, project, hook.id)} == {200}
    assert "Question" not in json.dumps(receiver.messages)


@pytest.mark.parametrize(
    ("status", "reply"),
    [(204, Reply.TAKEN), (301, Reply.REFUSED), (307, Reply.REFUSED), (404, Reply.REFUSED), (410, Reply.GONE)],
)
def test_what_comes_back_is_told_and_nobody_is_followed(receiver, status, reply):
    receiver.answer = status
    assert Sender(Reach.LOCAL)(a_parcel(receiver.url)) == (reply, status)
    assert len(receiver.heard) == 1


def test_nobody_there_is_not_reached():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert Sender(Reach.LOCAL)(a_parcel(f"http://127.0.0.1:{port}/")) == (Reply.UNREACHED, None)


def test_an_answer_that_drips_is_cut(receiver):
    def drip(line):
        try:
            for _ in range(3_000):
                line.wfile.write(b"H")
                time.sleep(0.01)
        except OSError:
            return

    receiver.answer = drip
    assert Sender(Reach.LOCAL, seconds=0.3)(a_parcel(receiver.url)) == (Reply.TOO_SLOW, None)


def test_a_handshake_that_drips_is_cut():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip():
            line, _ = server.accept()
            with line, suppress(OSError):
                line.sendall(b"\x16\x03\x03\x40\x00")
                for _ in range(3_000):
                    line.sendall(b"\x02")
                    time.sleep(0.01)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        url = f"https://127.0.0.1:{server.getsockname()[1]}/"
        assert Sender(Reach.LOCAL, seconds=0.3)(a_parcel(url)) == (Reply.TOO_SLOW, None)
        thread.join(timeout=30)


def test_a_name_of_two_addresses_is_reached_where_somebody_listens(receiver, monkeypatch):
    found = [(socket.AF_INET6, ("::1", receiver.port, 0, 0)), (socket.AF_INET, ("127.0.0.1", receiver.port))]
    told = [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", place) for family, place in found]
    known = socket.getaddrinfo

    def looked_up(host, *more, **named):
        return told if host == "two.example" else known(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    assert Sender(Reach.LOCAL)(a_parcel(f"http://two.example:{receiver.port}/")) == (Reply.TAKEN, 200)


def test_what_is_no_http_is_not_taken(receiver):
    receiver.answer = lambda line: line.wfile.write(b"SSH-2.0-no\r\n")
    assert Sender(Reach.LOCAL)(a_parcel(receiver.url))[0] is Reply.UNREACHED


def test_tls_of_nobody_known_is_not_trusted(receiver):
    reply, _ = Sender(Reach.LOCAL)(a_parcel(receiver.url.replace("http://", "https://")))
    assert reply is Reply.UNTRUSTED


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]"]
)
def test_a_name_that_leads_to_this_network_is_not_called_where_only_public_ones_may_be(receiver, host):
    url = f"https://{host}:{receiver.port}/"
    assert Sender(Reach.PUBLIC)(a_parcel(url)) in {(Reply.NOT_ALLOWED, None), (Reply.UNREACHED, None)}
    assert receiver.heard == []


def test_the_link_is_never_called():
    assert Sender(Reach.LOCAL)(a_parcel("http://169.254.169.254/latest/meta-data")) == (Reply.NOT_ALLOWED, None)


def test_plain_http_is_not_used_where_only_public_addresses_may_be(receiver):
    assert Sender(Reach.PUBLIC)(a_parcel("http://93.184.216.34/")) == (Reply.NOT_ALLOWED, None)
