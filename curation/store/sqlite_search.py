"""SQLite's index of words: a full-text table that triggers keep in step with the head of every sample.

It holds no text of its own (contentless), so that nothing lies twice; a row's number is that of `search_rows`.
What it is made of stands in sqlite_search.sql, one statement a paragraph.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Select, column, literal_column, select, table
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from curation.domain.browsing import Term
from curation.store.tables_browser import SearchRow

TABLE = "search_words"
TRIGGERS = ("search_added", "search_changed", "search_moved", "search_gone")
WORDS = table(TABLE, column("rowid"))
_PARAGRAPHS = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").strip().split("\n\n")
_PAGES, _WORKED = 500, 2
_NUMBERS = "INSERT OR IGNORE INTO search_rows(sample_id) SELECT id FROM samples"
_FILL = """
INSERT INTO search_words(rowid, said) SELECT n.id, coalesce(
    (SELECT group_concat(json_extract(value, '$.content'), char(10)) FROM json_each(r.messages)), '')
FROM search_rows n JOIN samples s ON s.id = n.sample_id JOIN revisions r ON r.sample_id = s.id AND r.number = s.head
"""


def ensure(connection: Connection) -> None:
    """Make the index and its triggers where they are missing, and fill a new one."""
    known = {str(row[0]) for row in connection.execute(sql("SELECT name FROM sqlite_master"))}
    for name, statement in zip((TABLE, *TRIGGERS), _PARAGRAPHS, strict=True):
        if name not in known:
            connection.exec_driver_sql(statement)
            if name == TABLE:
                connection.exec_driver_sql(_NUMBERS)
                connection.exec_driver_sql(_FILL)
                connection.exec_driver_sql("INSERT INTO search_words(search_words) VALUES ('optimize')")


def stand_aside(connection: Connection) -> None:
    """Take the triggers away, so that a migration can rebuild the tables that they speak of; `ensure` follows."""
    for name in TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


def shrink_some(session: Session, *, first: bool) -> bool:
    """Write a part of the index anew without the words of texts that are gone; return whether more is to be done."""
    connection = session.connection().connection.dbapi_connection
    assert isinstance(connection, sqlite3.Connection)
    before = connection.total_changes
    pages = -_PAGES if first else _PAGES
    session.execute(sql("INSERT INTO search_words(search_words, rank) VALUES ('merge', :pages)"), {"pages": pages})
    return connection.total_changes - before >= _WORKED


def holding(terms: tuple[Term, ...]) -> Select[int]:
    """Return the numbers of the samples whose text holds the terms."""
    return select(WORDS.c.rowid).where(literal_column(TABLE).op("MATCH")(_query(terms)))


def numbered(terms: tuple[Term, ...]) -> Select[str]:
    """Return the ids of the samples whose text holds the terms."""
    return select(SearchRow.sample_id).where(SearchRow.id.in_(holding(terms)))


def numbered_holding(terms: tuple[Term, ...]) -> Select[int]:
    """Return numbers of samples whose text holds the terms, for asking of one of them."""
    joined = select(SearchRow.id).join(WORDS, WORDS.c.rowid == SearchRow.id)
    return joined.where(literal_column(TABLE).op("MATCH")(_query(terms)))


def _query(terms: tuple[Term, ...]) -> str:
    there = " AND ".join(_phrase(term) for term in terms if not term.absent)
    return " NOT ".join([f"({there})", *(_phrase(term) for term in terms if term.absent)])


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.begins else "")
