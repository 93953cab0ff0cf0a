"""Which texts of a database hold what PostgreSQL refuses: null characters."""

from sqlalchemy import inspect, text


def unstorable(workbench):
    """Return the places as (table, column); a search over all of them, for tests on SQLite."""
    with workbench.database.reading() as tx:
        tables = inspect(tx.connection())
        found = []
        for table in tables.get_table_names():
            if table.startswith("search_words"):
                continue
            for column in tables.get_columns(table):
                place = f'typeof("{column["name"]}") = \'text\' and instr("{column["name"]}", char(0))'
                if tx.execute(text(f'select 1 from "{table}" where {place} limit 1')).first():  # noqa: S608 - names of our own tables
                    found.append((table, column["name"]))
        return found
