"""Counts what people decided in a project."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from curation.domain.reviews import Verdict
from curation.store.database import Transaction
from curation.store.reviews import STANDING
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow


@dataclass(frozen=True)
class Work:
    """What one person decided: standing decisions by verdict, and the moment of the last one."""

    counts: dict[Verdict, int]
    last: datetime


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
        found[person_id] = Work(so_far.counts | {Verdict(verdict): count}, max(so_far.last, last))
    return found
