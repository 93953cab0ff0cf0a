"""The app's line: every piece of an answer is sent at once."""

import socket

from workbench.app import send_at_once


def test_what_comes_in_at_a_socket_made_without_naming_tcp_is_answered_at_once():
    with socket.socket(socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
