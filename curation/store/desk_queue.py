"""Reads what comes next on a person's desk, in its order, straight from the index of the queue."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, select, tuple_

from curation.domain.desk import Pool
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.store.database import Transaction
from curation.store.reviews import STANDING
from curation.store.tables_review import VoiceRow
from curation.store.tables_samples import SampleRow
from curation.store.tables_work import DecisionRow, DraftRow, LeaseRow

STATUS = {
    Pool.WAITING: SampleStatus.WAITING,
    Pool.SKIPPED: SampleStatus.WAITING,
    Pool.ESCALATED: SampleStatus.ESCALATED,
    Pool.DISPUTED: SampleStatus.DISPUTED,
}
_BUSY = (SampleStatus.WAITING.value, SampleStatus.SCREENING.value)


@dataclass(frozen=True)
class Asking:
    """Who asks in which project for which pool; what they skipped before `skipped_since` comes back by itself.

    `by_chance` asks for the samples that wait in the order of their ids, which are keyed hashes.
    """

    project_id: str
    person_id: str
    pool: Pool
    skipped_since: datetime
    by_chance: bool = False


@dataclass(frozen=True)
class Candidate:
    """A sample that may come next: where it stands in the order, and its risk."""

    attention: float
    sample_id: str
    risk: int


def held(tx: Transaction, asking: Asking, at: datetime) -> list[str]:
    """Return the samples of a pool that a person has claimed and that have not run out, in the desk's order."""
    # The few claims lead here: the queue's index would be read in full to find them.
    mine = select(LeaseRow.sample_id).where(LeaseRow.person_id == asking.person_id, LeaseRow.expires_at > at)
    ids = sorted(set(tx.scalars(mine)))
    if not ids:
        return []
    found = [(row[1], row[0]) for row in tx.execute(_in_order(asking).order_by(None).where(SampleRow.id.in_(ids)))]
    return [sample_id for _, sample_id in sorted(found, reverse=True)]


def candidates(tx: Transaction, asking: Asking, after: Candidate | None, limit: int) -> list[Candidate]:
    """Return a pool's next samples in the desk's order, from `after` on (exclusive).

    The order is that of the index read backwards, so that a hundred thousand samples cost no sort.
    """
    query = _in_order(asking).limit(limit)
    if asking.by_chance and asking.pool is Pool.WAITING:
        query = query.order_by(None).order_by(SampleRow.id.desc())
        query = query if after is None else query.where(SampleRow.id < after.sample_id)
    elif after is not None:
        query = query.where(tuple_(SampleRow.attention, SampleRow.id) < (after.attention, after.sample_id))
    return [Candidate(attention, sample_id, risk) for sample_id, attention, risk in tx.execute(query)]


def count_kept(tx: Transaction, asking: Asking) -> int:
    """Count a person's texts on samples that others have decided on meanwhile."""
    query = _kept(asking).order_by(None).subquery()
    return tx.scalar(select(func.count()).select_from(query)) or 0


def _in_order(asking: Asking) -> Select[str, float, int]:
    if asking.pool is Pool.KEPT:
        return _kept(asking)
    said = select(DecisionRow.id).where(
        DecisionRow.sample_id == SampleRow.id,
        DecisionRow.person_id == asking.person_id,
        DecisionRow.revision == SampleRow.head,
        DecisionRow.verdict == Verdict.SKIP.value,
        *STANDING,
    )
    spoken = exists().where(VoiceRow.sample_id == SampleRow.id, VoiceRow.person_id == asking.person_id)
    wanted = {
        Pool.WAITING: (~spoken, ~exists(said.where(DecisionRow.created_at > asking.skipped_since))),
        Pool.SKIPPED: (~spoken, exists(said)),
    }.get(asking.pool, ())
    here = (SampleRow.project_id == asking.project_id, SampleRow.status == STATUS[asking.pool].value)
    return _ordered().where(*here, *wanted)


def _kept(asking: Asking) -> Select[str, float, int]:
    # The few drafts lead here: a project that an index could find would be read in full instead.
    here = func.coalesce(SampleRow.project_id, "") == asking.project_id
    typed = _ordered().join(DraftRow, DraftRow.sample_id == SampleRow.id).where(DraftRow.person_id == asking.person_id)
    return typed.where(here, SampleRow.status.not_in(_BUSY))


def _ordered() -> Select[str, float, int]:
    query = select(SampleRow.id, SampleRow.attention, SampleRow.risk)
    return query.order_by(SampleRow.attention.desc(), SampleRow.id.desc())
