"""What samples of a project can be narrowed by: the values that there are, each found by one step of an index."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from curation.store.database import Transaction
from curation.store.tables_samples import FindingRow, SampleRow, SourceRow

MOST = 200


def languages(tx: Transaction, project_id: str) -> list[str]:
    """Return the languages of a project's samples."""
    return list(_distinct(tx, SampleRow.language, SampleRow.project_id == project_id))


def checks(tx: Transaction) -> list[str]:
    """Return the checks that have said something of any sample."""
    return list(_distinct(tx, FindingRow.check))


def source_names(tx: Transaction, project_id: str) -> dict[str, str]:
    """Return the newest sources of a project by id, with their names."""
    query = select(SourceRow.id, SourceRow.name).where(SourceRow.project_id == project_id)
    return dict(tx.execute(query.order_by(SourceRow.imported_at.desc(), SourceRow.id).limit(MOST)).all())


def _distinct(tx: Transaction, column: InstrumentedAttribute[str], *where: ColumnElement[bool]) -> Iterator[str]:
    query = select(func.min(column)).where(*where)
    value = tx.scalar(query)
    for _ in range(MOST):
        if value is None:
            return
        yield value
        value = tx.scalar(query.where(column > value))
