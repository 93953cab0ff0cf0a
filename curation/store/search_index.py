"""The index of words over the newest texts of samples, on whichever database: made, searched, shrunk.

PostgreSQL indexes an expression over the revisions, so that it is in step by itself; SQLite see sqlite_search.
"""

from sqlalchemy import ColumnElement, Connection, FromClause, Select, event, func, literal_column, select
from sqlalchemy import text as sql

from curation.domain.browsing import Term
from curation.store import sqlite_search
from curation.store.base import Table
from curation.store.database import Database, Transaction
from curation.store.tables_browser import SearchRow
from curation.store.tables_samples import RevisionRow, SampleRow

_SQLITE = "sqlite"
_FUNCTION = """
CREATE OR REPLACE FUNCTION workbench_words(said json) RETURNS tsvector IMMUTABLE LANGUAGE sql AS $$
    SELECT to_tsvector('simple'::regconfig, left(regexp_replace(coalesce(string_agg(turn->>'content', ' '), ''),
        '[!-/:-@\\[-`{-~]+', ' ', 'g'), 200000))
    FROM json_array_elements(CASE json_typeof(said) WHEN 'array' THEN said ELSE '[]'::json END) AS turn
$$
"""
_INDEX = "CREATE INDEX IF NOT EXISTS ix_revisions_words ON revisions USING gin (workbench_words(messages))"


def ensure(connection: Connection) -> None:
    """Make what the search needs beside the tables, where it is missing."""
    if connection.dialect.name == _SQLITE:
        sqlite_search.ensure(connection)
    else:
        connection.exec_driver_sql(_FUNCTION)
        connection.execute(sql(_INDEX))


def stand_aside(connection: Connection) -> None:
    """Let a migration rebuild the tables that are searched; `ensure` follows."""
    if connection.dialect.name == _SQLITE:
        sqlite_search.stand_aside(connection)


def shrink(database: Database) -> int:
    """Leave no letter in the index of texts that were erased or hidden, and make it fast; return the steps it took.

    In short transactions, so that others may write between them.
    """
    steps, more = 0, database.is_sqlite
    while more:
        with database.transaction() as tx:
            more = sqlite_search.shrink_some(tx, first=steps == 0)
        steps += 1
    return steps


def ids_holding(tx: Transaction, terms: tuple[Term, ...]) -> Select[str]:
    """Return the ids of the samples whose newest text holds the terms (at least one that is not absent)."""
    if _is_sqlite(tx):
        return sqlite_search.numbered(terms)
    head = (SampleRow.id == RevisionRow.sample_id) & (SampleRow.head == RevisionRow.number)
    return select(RevisionRow.sample_id).join(SampleRow, head).where(_told(terms))


def numbers_holding(tx: Transaction, terms: tuple[Term, ...]) -> Select[int] | Select[str]:
    """Return something for each sample that holds the terms, for counting them fast."""
    return sqlite_search.holding(terms) if _is_sqlite(tx) else ids_holding(tx, terms)


def joined_holding(tx: Transaction, terms: tuple[Term, ...]) -> Select[str]:
    """Return the ids of the samples whose newest text holds the terms, joined so that a limit ends the search."""
    if not _is_sqlite(tx):
        return ids_holding(tx, terms)
    return (
        sqlite_search.numbered_holding(terms)
        .join(SampleRow, SampleRow.id == SearchRow.sample_id)
        .with_only_columns(SampleRow.id, maintain_column_froms=True)
    )


def holds(tx: Transaction, sample: FromClause, terms: tuple[Term, ...]) -> ColumnElement[bool]:
    """Tell of one sample (a row with id and head) whether its text holds the terms."""
    if _is_sqlite(tx):
        found = sqlite_search.numbered_holding(terms)
        if any(term.begins for term in terms):
            # A beginning is looked up in full each time: once for all samples, not once for each.
            found = select(SearchRow.id).where(SearchRow.id.in_(sqlite_search.holding(terms)))
        return found.where(SearchRow.sample_id == sample.c.id).correlate(sample).exists()
    mine = (RevisionRow.sample_id == sample.c.id) & (RevisionRow.number == sample.c.head)
    return select(RevisionRow.sample_id).where(mine, _told(terms)).correlate(sample).exists()


def _told(terms: tuple[Term, ...]) -> ColumnElement[bool]:
    query = " & ".join(("!" if term.absent else "") + _row(term) for term in terms)
    return func.workbench_words(RevisionRow.messages).op("@@")(func.to_tsquery(literal_column("'simple'"), query))


def _row(term: Term) -> str:
    words = [*term.words[:-1], term.words[-1] + (":*" if term.begins else "")]
    return f"({' <-> '.join(words)})"


def _is_sqlite(tx: Transaction) -> bool:
    return tx.get_bind().dialect.name == _SQLITE


def _after_create(target: object, connection: Connection, **more: object) -> None:
    del target, more
    ensure(connection)


event.listen(Table.metadata, "after_create", _after_create)
