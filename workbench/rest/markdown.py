"""The table of the door in Markdown: the list in docs/rest.md, and the whole reference that the app serves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from workbench.rest.openapi import plain_path
from workbench.rest.operations import Operation
from workbench.rest.shapes import Kind, Nothing, choices_of, item_of, parts_of, says_of, shape_of, value_of
from workbench.rest.table import PREFIX


def list_of(rows: tuple[Operation, ...]) -> str:
    """Return one line an operation."""
    lines = ["| call | what | needs |", "|---|---|---|"]
    for row in rows:
        purpose = row.purpose
        call = f"`{purpose.method} {plain_path(purpose.path)}`"
        lines.append(f"| {call} `{purpose.name}` | {_cell(purpose.says)} | {purpose.able} |")
    return "\n".join(lines) + "\n"


def reference_of(rows: tuple[Operation, ...]) -> str:
    """Return every operation with what it takes and what it gives, then every shape."""
    return "\n".join([*_operations(rows), *_shapes(rows)]) + "\n"


def _operations(rows: tuple[Operation, ...]) -> Iterator[str]:
    for row in rows:
        purpose = row.purpose
        yield f"### `{purpose.method} {PREFIX}{plain_path(purpose.path)}`"
        yield ""
        yield f"{purpose.says} Operation `{purpose.name}`; needs `{purpose.able}`."
        yield ""
        yield f"Answer: `{purpose.status.value}` {_answer(row)}{_also(row)}. Body: {_body(row)}."
        yield ""
        parts = parts_of(row.query)
        if parts:
            yield "| in the address | what | |"
            yield "|---|---|---|"
            for part in parts:
                needed = " Must be said." if part.required else ""
                what = _kind(replace(part.kind, nullable=False))
                yield f"| `{part.name}` | {what} | {_cell(part.kind.says)}{needed} |"
            yield ""


def _shapes(rows: tuple[Operation, ...]) -> Iterator[str]:
    yield "## Shapes"
    yield ""
    seen: dict[str, type[object]] = {}
    for row in rows:
        for shape in (row.body, row.answer, *(shape for _, shape in row.purpose.also)):
            _gather(shape, seen)
    for name, shape in sorted(seen.items()):
        if not parts_of(shape):
            continue
        yield f"#### {name}"
        yield ""
        yield says_of(shape)
        yield ""
        yield "| field | what | |"
        yield "|---|---|---|"
        for part in parts_of(shape):
            needed = "" if part.required else " (may be left out)"
            yield f"| `{part.name}` | {_kind(part.kind)} | {_cell(part.kind.says)}{needed} |"
        yield ""


def _gather(shape: type[object], seen: dict[str, type[object]]) -> None:
    if shape.__name__ in seen:
        return
    seen[shape.__name__] = shape
    for part in parts_of(shape):
        inner = shape_of(item_of(part.kind) or part.kind)
        if inner is not None:
            _gather(inner, seen)


def _answer(row: Operation) -> str:
    if row.answer is Nothing:
        return "the file, as " + " or ".join(f"`{one.value}`" for one in row.media)
    return f"[{row.answer.__name__}](#{row.answer.__name__})"


def _also(row: Operation) -> str:
    return "".join(f", or `{status.value}` [{shape.__name__}](#{shape.__name__})" for status, shape in row.purpose.also)


def _body(row: Operation) -> str:
    if row.takes_file:
        return "the file's bytes"
    return "none" if row.body is Nothing else f"[{row.body.__name__}](#{row.body.__name__})"


def _kind(kind: Kind) -> str:
    inner, choices, shape = item_of(kind), choices_of(kind), shape_of(kind)
    null = " or null" if kind.nullable else ""
    if inner is not None:
        return f"list of {_kind(inner)}{null}"
    if value_of(kind) is not None:
        return f"object{null}"
    if choices is not None:
        return ", ".join(f"`{one.value}`" for one in choices) + null
    if shape is not None:
        return shape.__name__ + null
    return _PLAIN.get(kind.of, "any JSON") + null


def _cell(said: str) -> str:
    return said.replace("|", "\\|")


_PLAIN: dict[object, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    datetime: "moment",
    date: "day",
}
