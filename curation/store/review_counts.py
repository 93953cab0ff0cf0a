"""Counts what waits for a person and what they have done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, exists, func, select

from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.store.database import Transaction
from curation.store.desk_queue import Asking
from curation.store.reviews import STANDING
from curation.store.tables_browser import AssignmentRow
from curation.store.tables_review import VoiceRow
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow


def count_waiting(tx: Transaction, asking: Asking, most: int | None = None) -> int:
    """Count the samples that wait for a person: those of their lanes less those they spoke on, or skipped lately.

    What was given to them by name counts too. With `most` the count stops there, so that it costs the same however
    many samples wait.
    """
    project_id, person_id, lanes = asking.project_id, asking.person_id, asking.lanes
    mine = () if lanes is None else (SampleRow.lane_key.in_(lanes),)
    here = (
        func.coalesce(SampleRow.project_id, "") == project_id,
        SampleRow.status == SampleStatus.WAITING.value,
        *mine,
    )
    # The person's few voices lead: a project that an index could find would be read in full instead.
    spoken = (
        select(func.count())
        .select_from(VoiceRow)
        .join(SampleRow, SampleRow.id == VoiceRow.sample_id)
        .where(VoiceRow.person_id == person_id, *here)
    )
    skipped = _skipped(project_id, person_id).where(DecisionRow.created_at > asking.skipped_since, *mine)
    gone = (tx.scalar(spoken) or 0) + (tx.scalar(skipped) or 0)
    waiting = select(SampleRow.id).where(
        SampleRow.project_id == project_id, SampleRow.status == SampleStatus.WAITING.value, *mine
    )
    counted = (waiting if most is None else waiting.limit(most + gone)).subquery()
    found = (tx.scalar(select(func.count()).select_from(counted)) or 0) - gone
    named = 0 if lanes is None else _count_given(tx, asking, lanes)
    return found + named if most is None else min(found + named, most)


def _count_given(tx: Transaction, asking: Asking, lanes: Sequence[str]) -> int:
    """Count what was given to a person by name and does not come to them by itself."""
    query = (
        select(func.count())
        .select_from(AssignmentRow)
        .join(SampleRow, SampleRow.id == AssignmentRow.sample_id)
        .where(
            AssignmentRow.project_id == asking.project_id,
            AssignmentRow.person_id == asking.person_id,
            AssignmentRow.waits.is_(True),
            SampleRow.status == SampleStatus.WAITING.value,
            SampleRow.lane_key.not_in(lanes),
        )
    )
    return tx.scalar(query) or 0


def count_skipped(tx: Transaction, project_id: str, person_id: str) -> int:
    """Count the waiting samples whose newest text a person has skipped and not spoken on."""
    return tx.scalar(_skipped(project_id, person_id)) or 0


def count_decided(tx: Transaction, project_id: str, person_id: str, since: datetime) -> int:
    """Count the samples that a person has decided on since a moment; skipping is not deciding."""
    query = _own(project_id, person_id).where(
        DecisionRow.created_at >= since, DecisionRow.verdict != Verdict.SKIP.value
    )
    return tx.scalar(query) or 0


def count_status(tx: Transaction, project_id: str, status: SampleStatus) -> int:
    """Count the samples that stand so."""
    query = select(func.count()).where(SampleRow.project_id == project_id, SampleRow.status == status.value)
    return tx.scalar(query.select_from(SampleRow)) or 0


def _skipped(project_id: str, person_id: str) -> Select[int]:
    spoken = exists().where(VoiceRow.sample_id == SampleRow.id, VoiceRow.person_id == person_id)
    return _own(project_id, person_id).where(
        SampleRow.status == SampleStatus.WAITING.value,
        DecisionRow.revision == SampleRow.head,
        DecisionRow.verdict == Verdict.SKIP.value,
        ~spoken,
    )


def _own(project_id: str, person_id: str) -> Select[int]:
    return (
        select(func.count(func.distinct(DecisionRow.sample_id)))
        .select_from(DecisionRow)
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(DecisionRow.person_id == person_id, SampleRow.project_id == project_id, *STANDING)
    )
