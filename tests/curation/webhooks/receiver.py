"""Another system that webhooks call: a real HTTP server on 127.0.0.1 that keeps what it hears."""

import base64
import hmac
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What was heard, and how it answers: a status, or anything done with the line."""

    heard: list = field(default_factory=list)
    answer: object = 200
    port: int = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hooks?from=tests"

    @property
    def messages(self):
        return [json.loads(body) for _, _, body in self.heard]

    @property
    def ids(self):
        return [headers["webhook-id"] for _, headers, _ in self.heard]


def is_signed(secret, headers, body):
    """Check as a receiver does, by the words of Standard Webhooks and not by our own code."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, said, sha256).digest()).decode()
    return hmac.compare_digest(headers["webhook-signature"], f"v1,{expected}")


def tell_all(delivery):
    """One turn for every place, one after the other; return whether there is more."""
    more = [delivery.tell(ids) for ids in delivery.due().values()]
    return any(more)


@contextmanager
def receiving():
    """Listen until the test ends."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            found.heard.append((self.path, dict(self.headers), body))
            if callable(found.answer):
                found.answer(self)
                return
            self.send_response(found.answer)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *said):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=30)
