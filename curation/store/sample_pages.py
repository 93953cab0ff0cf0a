"""Pages and counts of samples, narrowed by where they stand, where they come from, what is noted and what they are."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from curation.domain.samples import Origin, Sample, SampleStatus
from curation.store.database import Transaction
from curation.store.samples import sample_from
from curation.store.tables_samples import FindingRow, RevisionRow, SampleRow
from curation.store.tables_topics import SampleTopicRow

PAGE = 50


@dataclass(frozen=True)
class Filter:
    """Which samples a page shows; None does not narrow. Lengths are from (inclusive) and to (exclusive) characters."""

    status: SampleStatus | None = None
    source_id: str | None = None
    check: str | None = None
    group_id: str | None = None
    language: str | None = None
    origin: Origin | None = None
    topic: int | None = None
    level: str | None = None
    question_length: tuple[int, int | None] | None = None
    answer_length: tuple[int, int | None] | None = None


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


def counts_by_status(tx: Transaction, project_id: str) -> dict[SampleStatus, int]:
    """Count the samples of a project by status; every status is named."""
    query = select(SampleRow.status, func.count()).where(SampleRow.project_id == project_id)
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
    if chosen.group_id is not None:
        conditions.append(SampleRow.group_id == chosen.group_id)
    if chosen.language is not None:
        conditions.append(SampleRow.language == chosen.language)
    if chosen.origin is not None:
        conditions.append(SampleRow.origin == chosen.origin.value)
    conditions += _surveyed(project_id, chosen) + _sized(chosen)
    if chosen.check is not None:
        named = select(FindingRow.id).where(
            FindingRow.sample_id == SampleRow.id,
            FindingRow.revision == SampleRow.head,
            FindingRow.check == chosen.check,
            FindingRow.dismissed_by.is_(None),
        )
        conditions.append(named.exists())
    return conditions


def _surveyed(project_id: str, chosen: Filter) -> list[ColumnElement[bool]]:
    row = SampleTopicRow
    wanted: list[ColumnElement[bool]] = []
    if chosen.topic is not None:
        wanted.append(row.topic == chosen.topic)
    if chosen.level is not None:
        wanted.append(row.level == chosen.level)
    return [SampleRow.id.in_(select(row.sample_id).where(row.project_id == project_id, *wanted))] if wanted else []


def _sized(chosen: Filter) -> list[ColumnElement[bool]]:
    sizes = ((RevisionRow.question, chosen.question_length), (RevisionRow.answer, chosen.answer_length))
    wanted: list[ColumnElement[bool]] = []
    for column, between in sizes:
        if between is not None:
            low, high = between
            wanted.append(func.length(column) >= low)
            wanted += [func.length(column) < high] if high is not None else []
    head = (RevisionRow.sample_id == SampleRow.id, RevisionRow.number == SampleRow.head)
    return [select(RevisionRow.number).where(*head, *wanted).exists()] if wanted else []
