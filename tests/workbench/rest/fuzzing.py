"""Fuzzes every operation of the door from its document, against a real server on 127.0.0.1."""

import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    load_all_checks,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig

from tests.browser.server import free_port

load_all_checks()
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FITS = {200, 202, 400, 403, 404, 409, 429, 503}
"""What may be said to a call that fits its document: done, or a sentence about how things stand."""
MISFITS = {400, 401, 403, 404, 405, 413, 415, 422}
BEARER = "Authorization"


@contextmanager
def answering(app):
    """Serve an app over HTTP from this process."""
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 240
    while not server.started:
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.config.port}"
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def document_of(address, secret, known):
    """The document, with the names of what there is among its names, so that calls get beyond 404."""
    answer = requests.get(f"{address}/api/v1/openapi.json", headers={BEARER: f"Bearer {secret}"}, timeout=30)
    assert answer.status_code == 200, answer.text
    document = answer.json()
    # The fuzzer brings the token itself, and stays in its project.
    document["security"] = []
    for one in (one for path in document["paths"].values() for one in path.values()):
        one["parameters"] = [part for part in one["parameters"] if part["name"] != "project"]
        for part in one["parameters"]:
            if part["name"] in known:
                part["schema"] = {"anyOf": [{"enum": known[part["name"]]}, part["schema"]]}
    for shape in document["components"]["schemas"].values():
        for name, part in shape["properties"].items():
            if name in known and part.get("pattern"):
                shape["properties"][name] = {"anyOf": [{"enum": known[name]}, part]}
    return document


def fuzz(address, secret, examples, known, *, by_chance):
    """Call every operation with what fits its document and with what does not; raises where an answer does not fit."""
    generation = GenerationConfig(allow_x00=True, database="none")
    config = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=generation)))
    schema = schemathesis.openapi.from_dict(document_of(address, secret, known), config=config)
    with requests.Session() as session:
        calling = Calling(address, session, secret)
        for result in schema.get_all_operations():
            operation = result.ok()
            takes = list(operation.iter_parameters()) or list(operation.body)
            for mode in GenerationMode if takes else [GenerationMode.POSITIVE]:
                calling.every(operation.as_strategy(generation_mode=mode), mode, examples, by_chance=by_chance)
    return calling.statuses


@dataclass
class Calling:
    """Calls, checks the answers, and counts them by status."""

    address: str
    session: requests.Session
    secret: str
    statuses: Counter = field(default_factory=Counter)

    def every(self, cases, mode, examples, *, by_chance):
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=not by_chance,
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def one(case):
            self.call(case, mode)

        one()

    def call(self, case, mode):
        headers = {BEARER: f"Bearer {self.secret}"}
        answer = case.call(base_url=self.address, session=self.session, headers=headers, timeout=60)
        self.statuses[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)
        # Some of what is generated as a misfit fits once it is written into an address; test_shapes holds bodies to it.
        able = FITS if mode is GenerationMode.POSITIVE else FITS | MISFITS
        assert answer.status_code in able, (mode, case.as_curl_command(), answer.status_code, answer.text[:300])
