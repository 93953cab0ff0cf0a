"""What a database was asked, and how SQLite goes about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

Asked = tuple[str, Any]
"""A statement with what it is given."""


@contextmanager
def statements(engine: Engine) -> Iterator[list[Asked]]:
    """Yield the list that fills with what an engine is asked meanwhile."""
    seen: list[Asked] = []

    def keep(*given: Any) -> None:
        seen.append((given[2], given[3]))

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", keep)


def plan_of(engine: Engine, asked: Asked) -> list[str]:
    """Return the steps by which SQLite answers a statement."""
    statement, values = asked
    with engine.connect() as connection:
        return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
