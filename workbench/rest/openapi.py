"""The OpenAPI 3.1 document of the door, made of its table."""

import re
from http import HTTPStatus

from curation.domain.identity import Json
from workbench.rest.describing import Schemas, described, reference
from workbench.rest.endpoint import Problem
from workbench.rest.operations import FILES, Media, Operation
from workbench.rest.shapes import Nothing, parts_of
from workbench.rest.table import PREFIX

VERSION = "1"
_ALWAYS = (400, 401, 403, 404, 422, 429, 503)
_WITH_BODY = (413, 415)
_SAYS = (
    "Import, list, next, decide, freeze and export for programs. Every call carries `Authorization: Bearer wbt_...` (a "
    "token of one project, made on the account page or with `workbench token make`), or the session of a browser. "
    'Errors have one form: `{"error": sentence, "kind": class}`. Texts are redacted as on every screen.'
)


def document(rows: tuple[Operation, ...]) -> dict[str, Json]:
    """Return the document of a table."""
    schemas: Schemas = {}
    paths: dict[str, dict[str, Json]] = {}
    for row in rows:
        path = PREFIX + plain_path(row.purpose.path)
        paths.setdefault(path, {})[row.purpose.method.lower()] = _operation(row, schemas)
    secured: Json = {"token": {"type": "http", "scheme": "bearer", "description": "A token of one project."}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "SFT workbench", "version": VERSION, "description": _SAYS},
        "security": [{"token": []}],
        "paths": dict(paths),
        "components": {"schemas": dict(schemas), "securitySchemes": secured},
    }


def plain_path(path: str) -> str:
    """Return a path as OpenAPI writes it: without Starlette's kinds."""
    return path.replace(":path}", "}")


def _operation(row: Operation, schemas: Schemas) -> dict[str, Json]:
    purpose = row.purpose
    found: dict[str, Json] = {
        "operationId": purpose.name,
        "summary": purpose.says.partition(". ")[0].rstrip("."),
        "description": f"{purpose.says} Needs the permission {purpose.able}.",
        "parameters": _parameters(row, schemas),
        "responses": _responses(row, schemas),
    }
    if row.takes_file:
        file: Json = {"type": "string", "format": "binary"}
        found["requestBody"] = {"required": True, "content": {one.value: {"schema": file} for one in FILES}}
    elif row.body is not Nothing:
        content: Json = {Media.JSON.value: {"schema": reference(row.body, schemas)}}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _parameters(row: Operation, schemas: Schemas) -> list[Json]:
    named: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": 400}}
        for name in re.findall(r"\{(\w+)", row.purpose.path)
    ]
    for part in parts_of(row.query):
        schema = described(part, schemas)
        schema.pop("description", None)
        one: dict[str, Json] = {"name": part.name, "in": "query", "required": part.required, "schema": _given(schema)}
        named.append(one | ({"description": part.kind.says} if part.kind.says else {}))
    said: Json = "The project's short name; needed where a person without a token has several."
    name: Json = {"type": "string", "minLength": 1, "maxLength": 200}
    return [*named, {"name": "project", "in": "query", "required": False, "schema": name, "description": said}]


def _given(schema: dict[str, Json]) -> Json:
    """Return the schema of what an address says: there is no null there, what is not meant is left out."""
    match schema:
        case {"anyOf": [first, {"type": "null"}]}:
            return first
        case _:
            return schema


def _responses(row: Operation, schemas: Schemas) -> dict[str, Json]:
    purpose = row.purpose
    found: dict[str, Json] = {str(purpose.status.value): _good(row, schemas, purpose.status)}
    refused = {*_ALWAYS, *(_WITH_BODY if row.takes_file or row.body is not Nothing else ())}
    if "{" in purpose.path or row.body is not Nothing:
        refused.add(409)
    for status in sorted(refused):
        found[str(status)] = _answered(HTTPStatus(status), reference(Problem, schemas))
    for status, shape in purpose.also:
        found[str(status.value)] = _answered(status, reference(shape, schemas))
    return dict(sorted(found.items()))


def _good(row: Operation, schemas: Schemas, status: HTTPStatus) -> dict[str, Json]:
    if row.media == (Media.JSON,):
        return _answered(status, reference(row.answer, schemas))
    return {"description": status.phrase, "content": {one.value: {} for one in row.media}}


def _answered(status: HTTPStatus, schema: Json) -> dict[str, Json]:
    return {"description": status.phrase, "content": {Media.JSON.value: {"schema": schema}}}
