"""Alembic's door: runs the migrations on the connection that `upgrade` or `draft` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Double

from curation.store.base import Utc
from curation.store.sqlite_search import TABLE
from workbench.migrations.schema import METADATA


def _plain_type(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as the database's, so that old migrations need none of today's code."""
    del autogen
    if kind == "type" and isinstance(item, Utc):
        return "sa.DateTime()"
    return "sa.Double[float]()" if kind == "type" and isinstance(item, Double) else False


def _wanted(item: object, name: str | None, kind: str, reflected: bool, compared: object) -> bool:  # noqa: FBT001 - alembic's signature
    """Leave out the tables that a draft was not asked for, and those of the index of words."""
    del item, reflected, compared
    if kind == "table" and name is not None and name.startswith(TABLE):
        return False
    tables: list[str] = context.config.attributes.get("tables", [])
    return kind != "table" or not tables or name in tables


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_item=_plain_type,
    render_as_batch=True,
    include_object=_wanted,
)
with context.begin_transaction():
    context.run_migrations()
