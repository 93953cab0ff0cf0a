"""Reads what comes next out of several lanes, or from what was given to somebody by name, without a scan.

Each lane's samples lie in the desk's order in one index; the best of all are among the best of the few lanes whose
first sample is best.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Exists,
    Select,
    String,
    Subquery,
    bindparam,
    exists,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from curation.domain.reviews import Verdict
from curation.domain.samples import RevisionKind
from curation.store.database import Transaction
from curation.store.tables_browser import AssignmentRow
from curation.store.tables_review import LaneRow
from curation.store.tables_samples import RevisionRow, SampleRow
from curation.store.tables_work import DecisionRow

MOST_LANES = 16
FEW = 2_000
Line = tuple[str, float, int]
Place = tuple[float, str]
Named = tuple[datetime, str]
Query = Select[str, float, int]


def best_of_lanes(tx: Transaction, query: Query, lanes: Sequence[str], after: Place | None, limit: int) -> list[Line]:
    """Return a query's samples (id, attention, risk) in these lanes, in the desk's order from `after` on.

    `query` names project, status and what else must hold; it has no order of its own.
    """
    if after is not None:
        query = query.where(tuple_(SampleRow.attention, SampleRow.id) < after)
    first, bound = _best_lanes(tx, query, lanes)
    if not first:
        return []
    parts = [select(_of_lane(query, lane, limit)) for lane in first]
    found = sorted(
        (tuple(row) for row in tx.execute(union_all(*parts))), key=lambda one: (one[1], one[0]), reverse=True
    )
    # A lane that was left out may hold what comes before the rest.
    kept = [one for one in found if bound is None or (one[1], one[0]) >= bound]
    return kept[:limit]


def by_chance_of_lanes(
    tx: Transaction, query: Query, lanes: Sequence[str], after: str | None, limit: int
) -> list[Line]:
    """Return a query's samples in these lanes in the order of their ids from `after` on, the greatest first.

    Where the lanes hold few they are all looked at; where they hold many, the order of ids soon meets one of them.
    """
    inside = query.where(SampleRow.lane_key.in_(lanes))
    few = [row[0] for row in tx.execute(inside.limit(FEW))]
    if len(few) < FEW:
        chosen = sorted(name for name in few if after is None or name < after)[-limit:]
        found = {row[0]: (row[0], row[1], row[2]) for row in tx.execute(inside.where(SampleRow.id.in_(chosen)))}
        return [found[name] for name in reversed(chosen)]
    ordered = query.where(or_(*(SampleRow.lane_key + literal("") == lane for lane in lanes)))
    ordered = ordered if after is None else ordered.where(SampleRow.id < after)
    return [(row[0], row[1], row[2]) for row in tx.execute(ordered.order_by(SampleRow.id.desc()).limit(limit))]


def given_by_name(
    tx: Transaction,
    query: Query,
    whose: tuple[str, str],
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[tuple[Line, datetime]]:
    """Return what waits for somebody (`whose`: project, person) by name: what is wanted first, first."""
    project_id, person_id = whose
    mine = query.join(AssignmentRow, AssignmentRow.sample_id == SampleRow.id).where(
        AssignmentRow.project_id == project_id, AssignmentRow.person_id == person_id, AssignmentRow.waits.is_(True)
    )
    if after is not None:
        mine = mine.where(tuple_(AssignmentRow.wanted_at, AssignmentRow.sample_id) > after)
    ordered = mine.add_columns(AssignmentRow.wanted_at).order_by(AssignmentRow.wanted_at, AssignmentRow.sample_id)
    return [((row[0], row[1], row[2]), row[3]) for row in tx.execute(ordered.limit(limit))]


def own_rewrite(person_id: str | BindParameter[str]) -> Exists:
    """Return the condition that a sample's text was written by somebody who did not approve it in the same breath."""
    said = exists().where(
        DecisionRow.sample_id == RevisionRow.sample_id,
        DecisionRow.revision == RevisionRow.number,
        DecisionRow.person_id == person_id,
        DecisionRow.verdict != Verdict.SKIP.value,
    )
    return exists().where(
        RevisionRow.sample_id == SampleRow.id,
        RevisionRow.number == SampleRow.head,
        RevisionRow.author_id == person_id,
        RevisionRow.kind == RevisionKind.EDITED.value,
        ~said,
    )


_OWN_REWRITE = select(SampleRow.id).where(
    SampleRow.id == bindparam("sample"), own_rewrite(bindparam("person", type_=String))
)


def is_own_rewrite(tx: Transaction, person_id: str, sample_id: str) -> bool:
    """Tell whether a sample's text was written by somebody who did not approve it in the same breath."""
    return tx.scalar(_OWN_REWRITE, {"sample": sample_id, "person": person_id}) is not None


def _best_lanes(tx: Transaction, query: Query, lanes: Sequence[str]) -> tuple[list[str], Place | None]:
    """Return the lanes whose first samples come first, and the place of the first one that was left out."""
    if len(lanes) <= MOST_LANES:
        return list(lanes), None
    first = (
        query.with_only_columns(SampleRow.id)
        .where(SampleRow.lane_key == LaneRow.key)
        .order_by(SampleRow.attention.desc(), SampleRow.id.desc())
        .limit(1)
        .correlate(LaneRow)
        .scalar_subquery()
    )
    heads = select(first.label("id")).where(LaneRow.key.in_(lanes)).distinct().subquery()
    sample = aliased(SampleRow)
    ordered = (
        select(sample.lane_key, sample.attention, sample.id)
        .where(sample.id.in_(select(heads.c.id)))
        .order_by(sample.attention.desc(), sample.id.desc())
        .limit(MOST_LANES + 1)
    )
    found = tx.execute(ordered).all()
    bound = (found[-1][1], found[-1][2]) if len(found) > MOST_LANES else None
    return [row[0] for row in found[:MOST_LANES]], bound


def _of_lane(query: Query, lane: str, limit: int) -> Subquery:
    ordered = query.where(SampleRow.lane_key == lane)
    return ordered.order_by(SampleRow.attention.desc(), SampleRow.id.desc()).limit(limit).subquery()
