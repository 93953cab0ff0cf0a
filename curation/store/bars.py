"""Stores whom a source is kept from: who wrote it, and whomever the lead names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from curation.store.database import Transaction
from curation.store.tables_review import SourceBarRow
from curation.store.tables_samples import SampleRow

_PLAIN = {"synchronize_session": False}


@dataclass(frozen=True)
class Bar:
    """Somebody who gets nothing of a source; `firm` where whoever leads said so, else they brought it as their own."""

    source_id: str
    person_id: str
    firm: bool
    said_by: str
    said_at: datetime


def bars(tx: Transaction, project_id: str, source_id: str | None = None) -> tuple[Bar, ...]:
    """Return who is kept from which source, of a project or of one of its sources."""
    query = select(SourceBarRow).where(SourceBarRow.project_id == project_id)
    if source_id is not None:
        query = query.where(SourceBarRow.source_id == source_id)
    rows = tx.scalars(query.order_by(SourceBarRow.source_id, SourceBarRow.person_id))
    return tuple(Bar(row.source_id, row.person_id, row.firm, row.said_by, row.said_at) for row in rows)


def barred_sources(tx: Transaction, project_id: str) -> frozenset[str]:
    """Return the sources that somebody is kept from."""
    query = select(SourceBarRow.source_id).where(SourceBarRow.project_id == project_id)
    return frozenset(tx.scalars(query.distinct()))


def add_bar(tx: Transaction, project_id: str, bar: Bar) -> None:
    """Keep somebody from a source; what was said before of the two is replaced."""
    drop_bar(tx, project_id, bar.source_id, bar.person_id)
    tx.add(
        SourceBarRow(
            project_id=project_id,
            source_id=bar.source_id,
            person_id=bar.person_id,
            firm=bar.firm,
            said_by=bar.said_by,
            said_at=bar.said_at,
        )
    )
    tx.flush()


def drop_bar(tx: Transaction, project_id: str, source_id: str, person_id: str) -> bool:
    """Let somebody have a source again; tell whether they were kept from it."""
    here = (
        SourceBarRow.project_id == project_id,
        SourceBarRow.source_id == source_id,
        SourceBarRow.person_id == person_id,
    )
    had = tx.scalar(select(SourceBarRow.person_id).where(*here)) is not None
    tx.execute(delete(SourceBarRow).where(*here), execution_options=_PLAIN)
    return had


def samples_of(tx: Transaction, source_id: str) -> Sequence[str]:
    """Return the ids of a source's samples."""
    return tx.scalars(select(SampleRow.id).where(SampleRow.source_id == source_id)).all()
