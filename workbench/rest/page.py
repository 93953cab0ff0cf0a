"""The door as a page to read: made of the same table, drawn by the server alone, nothing fetched from elsewhere."""

import base64
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from workbench.rest.markdown import reference_of
from workbench.rest.operations import Operation
from workbench.rest.table import PREFIX

_STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
}
_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>REST door</title>'
    '<meta name="viewport" content="width=device-width">'
)
_LEAD = f'<h1>REST door</h1><p>For programs: <a href="{PREFIX}/openapi.json">the OpenAPI document</a>.</p>'


def page(rows: tuple[Operation, ...]) -> str:
    """Return the page of a table; each shape has a place of its own that links lead to."""
    words = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = words.parse(reference_of(rows))
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open" and heading.tag == "h4":
            heading.attrSet("id", inline.content)
    body = words.renderer.render(tokens, words.options, {})
    return f"{_HEAD}<style>{_STYLE}</style></head><body><main>{_LEAD}{body}</main></body></html>"
