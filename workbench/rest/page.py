"""The door as a page to read: made of the same table, drawn by the server alone, nothing fetched from elsewhere."""

from markdown_it import MarkdownIt

from workbench.rest.markdown import reference_of
from workbench.rest.operations import Operation

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>REST door</title>'
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>'
    "<body><main><h1>REST door</h1>"
    '<p>For programs: <a href="/api/v1/openapi.json">the OpenAPI document</a>.</p>{body}</main></body></html>'
)


def page(rows: tuple[Operation, ...]) -> str:
    """Return the page of a table."""
    words = MarkdownIt("commonmark", {"html": False}).enable("table")
    return _PAGE.format(body=words.render(reference_of(rows)))
