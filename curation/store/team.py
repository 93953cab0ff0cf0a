"""Counts what people decided in a project."""

from sqlalchemy import func, select

from curation.domain.reviews import Verdict
from curation.domain.standing import Work
from curation.store.database import Transaction
from curation.store.reviews import STANDING
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow


def work_by_person(tx: Transaction, project_id: str) -> dict[str, Work]:
    """Count the standing decisions of a project by person and verdict."""
    query = (
        select(DecisionRow.person_id, DecisionRow.verdict, func.count(), func.max(DecisionRow.created_at))
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(SampleRow.project_id == project_id, *STANDING)
        .group_by(DecisionRow.person_id, DecisionRow.verdict)
    )
    found: dict[str, Work] = {}
    for person_id, verdict, count, last in tx.execute(query):
        so_far = found.get(person_id, Work({}, last))
        found[person_id] = Work({**so_far.counts, Verdict(verdict): count}, max(so_far.last, last))
    return found
