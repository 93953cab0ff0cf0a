"""Reads what comes next on a person's desk, in its order, straight from the index of the queue."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, tuple_

from curation.domain.desk import Pool
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.store.database import Transaction
from curation.store.lane_queue import best_of_lanes, by_chance_of_lanes, given_by_name, own_rewrite
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

    `by_chance` asks for the samples that wait in the order of their ids, which are keyed hashes. `lanes` are those
    that come to the person by themselves (None: all), `barred` the sources of which they get nothing. A sample that
    `most_claims` others hold at the moment `at` has no place left.
    """

    project_id: str
    person_id: str
    pool: Pool
    skipped_since: datetime
    at: datetime
    most_claims: int
    by_chance: bool = False
    lanes: tuple[str, ...] | None = None
    barred: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A sample that may come next: where it stands in the order, its risk, and when it is wanted if that was said."""

    attention: float
    sample_id: str
    risk: int
    wanted_at: datetime | None = None


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
    if asking.lanes is not None:
        return _of_lanes(tx, asking, after, limit)
    query = _in_order(asking).limit(limit)
    if asking.by_chance and asking.pool is Pool.WAITING:
        query = query.order_by(None).order_by(SampleRow.id.desc())
        query = query if after is None else query.where(SampleRow.id < after.sample_id)
    elif after is not None:
        query = query.where(tuple_(SampleRow.attention, SampleRow.id) < (after.attention, after.sample_id))
    return [Candidate(attention, sample_id, risk) for sample_id, attention, risk in tx.execute(query)]


def given(tx: Transaction, asking: Asking, after: Candidate | None, limit: int) -> list[Candidate]:
    """Return what waits for a person because it was given to them by name, what is wanted first, first."""
    query, place = _in_order(asking, led=True).order_by(None), None
    if after is not None and after.wanted_at is not None:
        place = (after.wanted_at, after.sample_id)
    found = given_by_name(tx, query, (asking.project_id, asking.person_id), place, limit)
    return [Candidate(line[1], line[0], line[2], wanted) for line, wanted in found]


def _of_lanes(tx: Transaction, asking: Asking, after: Candidate | None, limit: int) -> list[Candidate]:
    lanes = asking.lanes or ()
    if not lanes:
        return []
    query = _in_order(asking).order_by(None)
    if asking.by_chance and asking.pool is Pool.WAITING:
        found = by_chance_of_lanes(tx, query, lanes, None if after is None else after.sample_id, limit)
    else:
        place = None if after is None else (after.attention, after.sample_id)
        found = best_of_lanes(tx, query, lanes, place, limit)
    return [Candidate(attention, sample_id, risk) for sample_id, attention, risk in found]


def count_kept(tx: Transaction, asking: Asking) -> int:
    """Count a person's texts on samples that others have decided on meanwhile."""
    query = _kept(asking).order_by(None).subquery()
    return tx.scalar(select(func.count()).select_from(query)) or 0


def _in_order(asking: Asking, *, led: bool = False) -> Select[str, float, int]:
    """Return a pool in the desk's order; `led` by few rows of another table it keeps the queue's index out of it."""
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
        Pool.WAITING: (~spoken, ~exists(said.where(DecisionRow.created_at > asking.skipped_since)), _has_place(asking)),
        Pool.SKIPPED: (~spoken, exists(said), _has_place(asking)),
    }.get(asking.pool, ())
    project = func.coalesce(SampleRow.project_id, "") if led else SampleRow.project_id
    here = (project == asking.project_id, SampleRow.status == STATUS[asking.pool].value)
    return _ordered().where(*here, *wanted, ~own_rewrite(asking.person_id), *_not_barred(asking))


def _has_place(asking: Asking) -> ColumnElement[bool]:
    """Return the condition that a sample may still have a place; which one is found out when it is claimed.

    Without it, whoever asks while many work reads past all that the others hold.
    """
    others = (
        select(func.count())
        .select_from(LeaseRow)
        .where(
            LeaseRow.sample_id == SampleRow.id,
            LeaseRow.person_id != asking.person_id,
            LeaseRow.expires_at > asking.at,
        )
        .scalar_subquery()
    )
    return or_(others < asking.most_claims, others < SampleRow.least_slots)


def _not_barred(asking: Asking) -> tuple[ColumnElement[bool], ...]:
    if not asking.barred:
        return ()
    return (or_(SampleRow.source_id.is_(None), SampleRow.source_id.not_in(asking.barred)),)


def _kept(asking: Asking) -> Select[str, float, int]:
    # The few drafts lead here: a project that an index could find would be read in full instead.
    here = func.coalesce(SampleRow.project_id, "") == asking.project_id
    typed = _ordered().join(DraftRow, DraftRow.sample_id == SampleRow.id).where(DraftRow.person_id == asking.person_id)
    return typed.where(here, SampleRow.status.not_in(_BUSY))


def _ordered() -> Select[str, float, int]:
    query = select(SampleRow.id, SampleRow.attention, SampleRow.risk)
    return query.order_by(SampleRow.attention.desc(), SampleRow.id.desc())
