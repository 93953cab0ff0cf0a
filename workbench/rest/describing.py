"""Describes shapes as JSON Schema 2020-12, the dialect of OpenAPI 3.1."""

from datetime import date, datetime

from curation.domain.identity import Json
from workbench.rest.shapes import (
    Kind,
    Long,
    Part,
    choices_of,
    item_of,
    parts_of,
    says_of,
    shape_of,
    value_of,
    written,
)

_PLAIN: dict[object, dict[str, Json]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}
_WITHOUT_NULL = "^[^\\u0000]*$"
Schemas = dict[str, Json]


def reference(shape: type[object], schemas: Schemas) -> dict[str, Json]:
    """Return a reference to a shape's schema, and put it and all that it holds among the schemas."""
    name = shape.__name__
    if name not in schemas:
        schemas[name] = {}
        schemas[name] = _object(shape, schemas)
    return {"$ref": f"#/components/schemas/{name}"}


def schema_of(kind: Kind, schemas: Schemas) -> dict[str, Json]:
    """Return the schema of what a field holds."""
    bare = _bare(kind, schemas)
    found: dict[str, Json] = {"anyOf": [bare, {"type": "null"}]} if kind.nullable and bare else bare
    if kind.says:
        found["description"] = kind.says
    return found


def described(part: Part, schemas: Schemas) -> dict[str, Json]:
    """Return the schema of a field with its default."""
    found = schema_of(part.kind, schemas)
    if part.required or part.default is None:
        return found
    return found | {"default": written(part.default)}


def _object(shape: type[object], schemas: Schemas) -> dict[str, Json]:
    parts = parts_of(shape)
    return {
        "type": "object",
        "description": says_of(shape),
        "properties": {part.name: described(part, schemas) for part in parts},
        "required": [part.name for part in parts if part.required],
        "additionalProperties": False,
    }


def _bare(kind: Kind, schemas: Schemas) -> dict[str, Json]:
    inner, choices, shape, values = item_of(kind), choices_of(kind), shape_of(kind), value_of(kind)
    if inner is not None:
        return {"type": "array", "items": schema_of(inner, schemas)} | _from_to(kind.long, "minItems", "maxItems")
    if values is not None:
        return {"type": "object", "additionalProperties": schema_of(values, schemas)}
    if choices is not None:
        return {"type": "string", "enum": [one.value for one in choices]}
    if shape is not None:
        return reference(shape, schemas)
    return dict(_PLAIN.get(kind.of, {})) | _limits(kind)


def _limits(kind: Kind) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if kind.of is str and kind.long is not None:
        form = kind.long.form
        found["pattern"] = _WITHOUT_NULL if form is None else f"^{form}$"
        found |= _from_to(kind.long, "minLength", "maxLength")
    if kind.within is not None:
        found |= {"minimum": kind.within.least, "maximum": kind.within.most}
    return found


def _from_to(long: Long | None, least: str, most: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if long is not None:
        found[most] = long.most
        if long.least:
            found[least] = long.least
    return found
