"""Every place in the tables where text of people can stand: the one list that erasing and hiding go by.

Columns that come later are in it by themselves. Names, hashes and keys are not: they are no text. Nor are the
audit log, which holds none, and the sealed values and surrogates, which are forgotten by value.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import JSON, Column, ColumnElement, LargeBinary, String, Table, Text, select

from curation.domain.identity import Json
from curation.store.base import Table as Declared

_NONE = frozenset(
    {
        *("access_links", "alembic_version", "api_tokens", "event_head", "events", "hook_deliveries", "people"),
        *("sealed_values", "sessions", "sign_in_tries", "surrogates"),
    }
)
_NO_TEXT = frozenset({"folder", "hash", "id", "key", "kind", "previous", "slug", "state", "status", "verdict"})
_NO_ENDINGS = ("_by", "_hash", "_hmac", "_id", "_key")
# What the project says of itself, and work that passes; decisions on values change none of it.
_SETTINGS = frozenset(
    {
        *("jobs", "lanes", "memberships", "policies", "preferences", "privacy_decisions", "projects", "requests"),
        *("webhooks", "workers"),
    }
)
# Texts with places in them, which move along: they are changed by hand (see privacy_texts and metadata_spans).
_WITH_SPANS = frozenset({"metadata_spans", "pii_scans", "pii_spans", "revisions", "samples"})
# JSON without sentences: plans, counts and lists of ids. Any other is rewritten, that of later tables too.
PLAIN_JSON = frozenset(
    {
        ("comments", "mentions"),
        *(("arms", "plan"), ("gates", "evidence"), ("rounds", "plan"), ("rounds", "summary"), ("runs", "metrics")),
        *(("runs", "plan"), ("sources", "mapping"), ("surveys", "mentions"), ("webhooks", "topics")),
        *(("versions", "counts"), ("versions", "recipe")),
        *(("group_decisions", name) for name in ("apart", "copies", "members")),
    }
)
# Names made of what somebody wrote: the headings of the guidelines.
_SAID_NAMES = frozenset({("recalls", "section_id")})
_WORDS = frozenset({("check_words", "word"), ("topics", "words")})


@dataclass(frozen=True)
class TextPlace:
    """The columns of a table in which text stands, as it is, in JSON or sealed."""

    table: Table
    columns: tuple[Column[Json | bytes], ...]

    @property
    def keys(self) -> tuple[Column[Json | bytes], ...]:
        """The columns that name a row."""
        return tuple(self.table.primary_key.columns)


def text_places() -> Iterator[TextPlace]:
    """Yield every place in every table."""
    for table in Declared.metadata.sorted_tables:
        columns = () if table.name in _NONE else tuple(filter(_holds_text, table.columns))
        if columns:
            yield TextPlace(table, columns)


def beside_samples() -> Iterator[TextPlace]:
    """Yield what people, or models, said outside of samples' own texts: comments, drafts, notes, findings, rounds."""
    for place in text_places():
        columns = tuple(one for one in place.columns if _is_said(place.table.name, one))
        if columns and place.table.name not in _SETTINGS | _WITH_SPANS:
            yield TextPlace(place.table, columns)


def word_places() -> Iterator[Column[Json | bytes]]:
    """Yield the columns that hold single words of texts: one a row, which goes with it, or a list of them."""
    for table, column in sorted(_WORDS):
        if table in Declared.metadata.tables:
            yield Declared.metadata.tables[table].c[column]


def of_project(table: Table, project_id: str) -> ColumnElement[bool]:
    """Return what tells a project's rows of a table: its own column, or the shortest way along its references."""
    if "project_id" in table.c:
        return table.c.project_id == project_id
    for column, target in _way(table):
        inside = select(target).where(of_project(target.table, project_id))
        return column.in_(inside)
    raise LookupError(f"no way leads from {table.name} to its project")


def _way(table: Table) -> Iterator[tuple[Column[Json | bytes], Column[Json | bytes]]]:
    for column in table.columns:
        for reference in sorted(column.foreign_keys, key=lambda one: one.target_fullname):
            if reference.column.table is not table and _leads(reference.column.table, frozenset({table.name})):
                yield column, reference.column


def _leads(table: Table, seen: frozenset[str]) -> bool:
    if "project_id" in table.c:
        return True
    targets = [one.column.table for column in table.columns for one in column.foreign_keys]
    return any(target.name not in seen and _leads(target, seen | {table.name}) for target in targets)


def _is_said(table: str, column: Column[Json | bytes]) -> bool:
    if isinstance(column.type, JSON):
        return (table, column.name) not in PLAIN_JSON
    return isinstance(column.type, Text | LargeBinary)


def _holds_text(column: Column[Json | bytes]) -> bool:
    return (
        isinstance(column.type, String | JSON | LargeBinary)
        and not column.primary_key
        and not column.foreign_keys
        and column.name not in _NO_TEXT
        and (not column.name.endswith(_NO_ENDINGS) or (column.table.name, column.name) in _SAID_NAMES)
    )
