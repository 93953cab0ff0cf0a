"""The REST door as a program sees it; every answer is held against the OpenAPI document."""

import json
from dataclasses import dataclass
from functools import cache

from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from tests.workbench.access.gate_builders import browser
from workbench.rest.openapi import document
from workbench.rest.table import operations

V1 = "/api/v1"
DOCUMENT = document(operations())
ROWS = {row.purpose.name: row for row in operations()}


@cache
def validator(name):
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]})


def require_told(row, answer):
    """Hold an answer against what the document says of its operation."""
    path = V1 + row.purpose.path.replace(":path}", "}")
    told = DOCUMENT["paths"][path][row.purpose.method.lower()]["responses"]
    assert str(answer.status_code) in told, (row.purpose.name, answer.status_code, answer.text[:200])
    kind = answer.headers["content-type"].partition(";")[0]
    content = told[str(answer.status_code)]["content"]
    assert kind in content, (row.purpose.name, kind)
    if kind == "application/json":
        validator(content[kind]["schema"]["$ref"].rpartition("/")[2]).validate(answer.json())


@dataclass
class Door:
    """Calls operations by name, with a token."""

    client: TestClient
    secret: str

    def call(self, operation, path=None, body=None, /, **query):
        row = ROWS[operation]
        where = V1 + row.purpose.path.replace(":path}", "}").format(**(path or {}))
        headers = {"Authorization": f"Bearer {self.secret}", "Accept": "*/*"}
        data = None
        if isinstance(body, bytes):
            data, headers["Content-Type"] = body, "application/octet-stream"
        elif body is not None:
            data, headers["Content-Type"] = json.dumps(body), "application/json"
        answer = self.client.request(row.purpose.method, where, params=query, content=data, headers=headers)
        require_told(row, answer)
        return answer

    def good(self, operation, path=None, body=None, /, **query):
        answer = self.call(operation, path, body, **query)
        assert answer.status_code < 300, answer.text
        return answer.json()


def a_door(world, person, *roles):
    secret, _ = world.workbench.tokens.make(person, world.project, "program", roles or person.roles)
    return Door(browser(world), secret)
