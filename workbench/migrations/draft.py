"""Drafts the next migration from what the tables have and the migrations lack.

`python -m workbench.migrations.draft NAME [TABLE ...]` writes versions/NUMBER_NAME.py, for the tables named or for all.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config

from curation.store.database import Database
from workbench.migrations.upgrade import FOLDER


def draft(name: str, tables: list[str]) -> None:
    """Write the next numbered migration; `tables` empty for all."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    numbers = [int(file.name.partition("_")[0]) for file in (FOLDER / "versions").glob("[0-9]*.py")]
    config.attributes["tables"] = tables
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'draft.db'}")
        with database.transaction() as tx:
            config.attributes["connection"] = tx.connection()
            if numbers:
                command.upgrade(config, "head")
            command.revision(config, message=name, autogenerate=True, rev_id=f"{max(numbers, default=0) + 1:04}")
        database.close()


if __name__ == "__main__":
    draft(sys.argv[1], sys.argv[2:])
