"""Pages and counts of samples, narrowed by where they stand, where they come from and what is noted."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from curation.domain.samples import Sample, SampleStatus
from curation.store.database import Transaction
from curation.store.samples import sample_from
from curation.store.tables_samples import FindingRow, RevisionRow, SampleRow

PAGE = 50


@dataclass(frozen=True)
class Filter:
    """Which samples a page shows; None does not narrow."""

    status: SampleStatus | None = None
    source_id: str | None = None
    check: str | None = None


@dataclass(frozen=True)
class Line:
    """A sample as a table shows it: the head's question and answer, and how many findings it has."""

    sample: Sample
    question: str
    answer: str
    findings: int
    attention: float


def page(tx: Transaction, project_id: str, chosen: Filter, offset: int = 0, limit: int = PAGE) -> tuple[Line, ...]:
    """Return a page of samples, what needs eyes first first."""
    findings = (
        select(func.count())
        .where(
            FindingRow.sample_id == SampleRow.id,
            FindingRow.revision == SampleRow.head,
            FindingRow.dismissed_by.is_(None),
        )
        .correlate(SampleRow)
        .scalar_subquery()
    )
    query = (
        select(SampleRow, RevisionRow.question, RevisionRow.answer, findings)
        .join(RevisionRow, (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head))
        .where(*_narrowed(project_id, chosen))
        .order_by(SampleRow.attention.desc(), SampleRow.id)
        .offset(offset)
        .limit(limit)
    )
    return tuple(Line(sample_from(row), q, a, count, row.attention) for row, q, a, count in tx.execute(query))


def count(tx: Transaction, project_id: str, chosen: Filter) -> int:
    """Count the samples that a filter leaves."""
    return tx.scalar(select(func.count()).select_from(SampleRow).where(*_narrowed(project_id, chosen))) or 0


def counts_by_status(tx: Transaction, project_id: str, source_id: str | None = None) -> dict[SampleStatus, int]:
    """Count the samples of a project, or of one of its sources, by status; every status is named."""
    query = select(SampleRow.status, func.count()).where(*_narrowed(project_id, Filter(source_id=source_id)))
    found = {SampleStatus(status): number for status, number in tx.execute(query.group_by(SampleRow.status))}
    return {status: found.get(status, 0) for status in SampleStatus}


def samples_by_source(tx: Transaction, project_id: str) -> dict[str, int]:
    """Count the samples of each source of a project."""
    query = (
        select(SampleRow.source_id, func.count())
        .where(SampleRow.project_id == project_id, SampleRow.source_id.is_not(None))
        .group_by(SampleRow.source_id)
    )
    return {str(source_id): found for source_id, found in tx.execute(query)}


def _narrowed(project_id: str, chosen: Filter) -> list[ColumnElement[bool]]:
    conditions = [SampleRow.project_id == project_id]
    if chosen.status is not None:
        conditions.append(SampleRow.status == chosen.status.value)
    if chosen.source_id is not None:
        conditions.append(SampleRow.source_id == chosen.source_id)
    if chosen.check is not None:
        named = select(FindingRow.id).where(
            FindingRow.sample_id == SampleRow.id,
            FindingRow.revision == SampleRow.head,
            FindingRow.check == chosen.check,
            FindingRow.dismissed_by.is_(None),
        )
        conditions.append(named.exists())
    return conditions
