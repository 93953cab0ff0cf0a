"""Opening a SQLite file that another side is just making."""

import sqlite3
from contextlib import closing
from threading import Timer

from curation.store.database import Database


def test_who_opens_a_new_file_while_another_writes_its_first_words_waits_for_them(tmp_path):
    path = tmp_path / "workbench.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE first (word TEXT)")
        commits = Timer(0.2, lambda: other.execute("COMMIT"))
        commits.start()
        database = Database(f"sqlite:///{path}")
        with database.transaction() as tx:
            assert tx.connection().exec_driver_sql("SELECT name FROM sqlite_master").scalars().all() == ["first"]
            assert tx.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        database.close()
        commits.join()
