"""Stores which notes experts found beside the point, and counts how they take the notes of each check."""

from sqlalchemy import case, func, or_, select

from curation.domain.findings import Finding
from curation.domain.samples import SampleStatus
from curation.store.database import Transaction
from curation.store.findings import finding_from
from curation.store.tables_samples import FindingRow, SampleRow


def set_dismissed(tx: Transaction, place: tuple[str, int], key: str, by: str | None) -> list[Finding]:
    """Write who dismissed the notes of this key on a revision (sample id, number), None for nobody; return them."""
    query = (
        select(FindingRow)
        .where(FindingRow.sample_id == place[0], FindingRow.revision == place[1])
        .order_by(FindingRow.id)
        .execution_options(populate_existing=True)
    )
    meant = [row for row in tx.scalars(query) if finding_from(row).key == key]
    for row in meant:
        row.dismissed_by = by
    tx.flush()
    return [finding_from(row) for row in meant]


def heeded(tx: Transaction, project_id: str) -> dict[str, tuple[int, int, int]]:
    """Count, by check, the samples of which an expert said something, those where its note was let stand, dismissed.

    An expert said something where the sample is decided on, or the note was dismissed. Let stand are
    notes that were dismissed on any text of the sample, and those whose text was approved as it was; where the note
    stood on an earlier text only, the text was corrected.
    """
    dismissed = case((FindingRow.dismissed_by.is_not(None), 1), else_=0)
    right = SampleRow.status.in_((SampleStatus.APPROVED.value, SampleStatus.RETRIEVAL.value))
    approved = (FindingRow.revision == SampleRow.head) & right
    stands = case((approved | FindingRow.dismissed_by.is_not(None), 1), else_=0)
    decided = or_(right, SampleRow.status == SampleStatus.REJECTED.value)
    noted = (
        select(
            FindingRow.check,
            FindingRow.sample_id,
            func.max(stands).label("stands"),
            func.max(dismissed).label("dismissed"),
        )
        .join(SampleRow, SampleRow.id == FindingRow.sample_id)
        .where(SampleRow.project_id == project_id, or_(decided, FindingRow.dismissed_by.is_not(None)))
        .group_by(FindingRow.check, FindingRow.sample_id)
        .subquery()
    )
    query = select(noted.c.check, func.count(), func.sum(noted.c.stands), func.sum(noted.c.dismissed))
    rows = tx.execute(query.group_by(noted.c.check))
    return {check: (said, int(stood), int(gone)) for check, said, stood, gone in rows}
