"""Reads the samples that wait for a ruling: disputed ones, and those that reviewers were not sure of."""

from sqlalchemy import Select, func, select

from curation.domain.samples import UNSETTLED
from curation.domain.settling import Unsettled
from curation.store.database import Transaction
from curation.store.tables_review import VoiceRow
from curation.store.tables_samples import RevisionRow, SampleRow


def unsettled(tx: Transaction, project_id: str, offset: int, limit: int) -> tuple[Unsettled, ...]:
    """Return a page of what waits for a ruling: disputed samples first, then in the order of the desk."""
    spoken = select(func.count()).where(VoiceRow.sample_id == SampleRow.id).scalar_subquery()
    head = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)
    found: list[Unsettled] = []
    for status in UNSETTLED:
        query = (
            select(SampleRow.id, RevisionRow.question, spoken)
            .join(RevisionRow, head)
            .where(SampleRow.project_id == project_id, SampleRow.status == status.value)
            .order_by(SampleRow.attention.desc(), SampleRow.id.desc())
            .limit(offset + limit)
        )
        found += [Unsettled(sample_id, status, question, voices) for sample_id, question, voices in tx.execute(query)]
    return tuple(found[offset : offset + limit])


def count_unsettled(tx: Transaction, project_id: str) -> int:
    """Count what waits for a ruling."""
    query: Select[int] = select(func.count()).select_from(SampleRow)
    names = [status.value for status in UNSETTLED]
    return tx.scalar(query.where(SampleRow.project_id == project_id, SampleRow.status.in_(names))) or 0
