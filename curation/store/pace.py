"""Counts what a forecast of the pace goes by: decisions a day, and those that are still asked for."""

from datetime import date, datetime

from sqlalchemy import exists, func, select

from curation.domain.lapses import day_of
from curation.domain.review_policy import ReviewPolicy
from curation.domain.reviews import DecisionOrigin, Verdict
from curation.domain.samples import SampleStatus
from curation.store.database import Transaction
from curation.store.reviews import STANDING
from curation.store.tables_browser import AssignmentRow
from curation.store.tables_review import VoiceRow
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow
from curation.store.unsettled import count_unsettled

_COUNTED = [v.value for v in (Verdict.APPROVE, Verdict.REJECT, Verdict.ESCALATE, Verdict.RETRIEVE)]


def decisions_by_day(tx: Transaction, project_id: str, since: datetime) -> dict[date, int]:
    """Count the standing decisions given one by one in a project, by day (UTC); acts on many at once are left out."""
    day = func.date(DecisionRow.created_at)
    query = (
        select(day, func.count())
        .select_from(DecisionRow)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(
            DecisionRow.created_at >= since,
            DecisionRow.verdict.in_(_COUNTED),
            DecisionRow.origin == DecisionOrigin.DESK.value,
            func.coalesce(SampleRow.project_id, "") == project_id,
            *STANDING,
        )
        .group_by(day)
    )
    return {date.fromisoformat(str(at)): count for at, count in tx.execute(query)}


def decisions_left(tx: Transaction, project_id: str, rules: ReviewPolicy) -> int:
    """Count the decisions that a project still asks for: free places of samples that wait, and rulings of others."""
    here = (SampleRow.project_id == project_id, SampleRow.status == SampleStatus.WAITING.value)
    grouped = select(SampleRow.risk, SampleRow.least_slots, func.count()).where(*here)
    waiting = tx.execute(grouped.group_by(SampleRow.risk, SampleRow.least_slots))
    asked = sum(max(rules.slots_for(risk), least) * count for risk, least, count in waiting)
    spoken = select(func.count()).select_from(VoiceRow).join(SampleRow, SampleRow.id == VoiceRow.sample_id)
    given = tx.scalar(spoken.where(*here)) or 0
    return max(asked - given, 0) + count_unsettled(tx, project_id)


def decisions_due(tx: Transaction, project_id: str) -> dict[date, int]:
    """Count what is given to people with a day and that they have not decided on yet, by that day."""
    spoke = exists().where(VoiceRow.sample_id == AssignmentRow.sample_id, VoiceRow.person_id == AssignmentRow.person_id)
    query = (
        select(AssignmentRow.due_at, func.count())
        .join(SampleRow, SampleRow.id == AssignmentRow.sample_id)
        .where(
            AssignmentRow.project_id == project_id,
            AssignmentRow.due_at.is_not(None),
            func.coalesce(SampleRow.status, "") == SampleStatus.WAITING.value,
            ~spoke,
        )
        .group_by(AssignmentRow.due_at)
    )
    found: dict[date, int] = {}
    for at, count in tx.execute(query):
        day = day_of(at)
        if day is not None:
            found[day] = found.get(day, 0) + count
    return found
