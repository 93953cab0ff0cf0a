"""Stores until when samples and sources hold, with every change; and finds what has lapsed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, func, or_, select, update

from curation.domain.lapses import Dated, Validity, day_of, moment_of
from curation.domain.samples import SampleStatus
from curation.store.database import Transaction
from curation.store.tables_lapse import DatedRow
from curation.store.tables_samples import SampleRow, SourceRow

DECIDED = (SampleStatus.APPROVED, SampleStatus.RETRIEVAL)
"""Where what lapses goes back into the queue from."""
_PLAIN = {"synchronize_session": False}
_VALIDITIES = (
    select(SampleRow.id, SampleRow.valid_until, SourceRow.valid_until)
    .outerjoin(SourceRow, SourceRow.id == SampleRow.source_id)
    .where(SampleRow.id.in_(bindparam("samples", expanding=True)))
)
_SAID = select(DatedRow.decision_id, DatedRow.after).where(
    DatedRow.sample_id == bindparam("sample"), DatedRow.decision_id.is_not(None)
)


def validities(tx: Transaction, sample_ids: Collection[str]) -> dict[str, Validity]:
    """Return until when samples hold, by id."""
    found = tx.execute(_VALIDITIES, {"samples": list(sample_ids)})
    return {name: Validity(day_of(own), day_of(source)) for name, own, source in found}


def source_until(tx: Transaction, source_id: str) -> date | None:
    """Return until when a source holds."""
    return day_of(tx.scalar(select(SourceRow.valid_until).where(SourceRow.id == source_id)))


def set_sample_until(tx: Transaction, sample_id: str, day: date | None, at: datetime) -> None:
    """Write a sample's own last day."""
    until = None if day is None else moment_of(day)
    change = update(SampleRow).where(SampleRow.id == sample_id).values(valid_until=until, changed_at=at)
    tx.execute(change, execution_options=_PLAIN)


def set_source_until(tx: Transaction, source_id: str, day: date | None) -> None:
    """Write a source's last day."""
    until = None if day is None else moment_of(day)
    tx.execute(update(SourceRow).where(SourceRow.id == source_id).values(valid_until=until), execution_options=_PLAIN)


def add_dated(tx: Transaction, project_id: str, change: Dated) -> None:
    """Add a change of a last day to the record."""
    tx.add(
        DatedRow(
            id=change.id,
            project_id=project_id,
            sample_id=change.sample_id,
            source_id=change.source_id,
            before=None if change.before is None else moment_of(change.before),
            after=None if change.after is None else moment_of(change.after),
            changed_by=change.by,
            changed_at=change.at,
            decision_id=change.decision_id,
        )
    )
    tx.flush()


def said_on(tx: Transaction, sample_id: str) -> dict[str, date]:
    """Return the last days that came with decisions on a sample, by decision."""
    found = ((name, day_of(after)) for name, after in tx.execute(_SAID, {"sample": sample_id}))
    return {name: day for name, day in found if name is not None and day is not None}


def find_dated(tx: Transaction, name: str) -> Dated | None:
    """Return a change by its id."""
    row = tx.get(DatedRow, name)
    return None if row is None else _dated(row)


def dated_of(tx: Transaction, sample_id: str) -> list[Dated]:
    """Return every change of a sample's own last day, oldest first; what came with decisions is no change."""
    mine = (DatedRow.sample_id == sample_id, DatedRow.decision_id.is_(None))
    query = select(DatedRow).where(*mine).order_by(DatedRow.changed_at, DatedRow.id)
    return [_dated(row) for row in tx.scalars(query)]


def lapsed(tx: Transaction, project_id: str, today: date, most: int) -> list[tuple[str, date]]:
    """Return decided samples whose last day has passed, with that day, by id."""
    here = SampleRow.status.in_([status.value for status in DECIDED])
    query = (
        select(SampleRow.id, func.coalesce(SampleRow.valid_until, SourceRow.valid_until))
        .outerjoin(SourceRow, SourceRow.id == SampleRow.source_id)
        .where(here, holds_until(tx, SampleRow.__table__, project_id, (None, today)))
        .order_by(SampleRow.id)
        .limit(most)
    )
    found = ((name, day_of(until)) for name, until in tx.execute(query))
    return [(name, day) for name, day in found if day is not None]


def count_lapsing(tx: Transaction, project_id: str, status: SampleStatus, before: date) -> int:
    """Count samples that stand so and whose last day is before another."""
    here = func.coalesce(SampleRow.status, "") == status.value
    holds = holds_until(tx, SampleRow.__table__, project_id, (None, before))
    return tx.scalar(select(func.count()).select_from(SampleRow).where(here, holds)) or 0


def holds_until(tx: Transaction, s: FromClause, project_id: str, days: tuple[date | None, date]) -> ColumnElement[bool]:
    """Say in SQL that a sample's last day is one from a day on (any for None) and before another.

    The few sources with such a day are asked for first, so that each part goes by an index of samples.
    """
    since, before = days

    def within(column: ColumnElement[datetime | None]) -> list[ColumnElement[bool]]:
        found = [column < moment_of(before)]
        return found if since is None else [*found, column >= moment_of(since)]

    dated = select(SourceRow.id).where(SourceRow.project_id == project_id, *within(SourceRow.__table__.c.valid_until))
    sources = list(tx.scalars(dated))
    own = and_(s.c.project_id == project_id, *within(s.c.valid_until))
    if not sources:
        return own
    return or_(own, and_(s.c.source_id.in_(sources), s.c.project_id == project_id, s.c.valid_until.is_(None)))


def lapsed_ids(tx: Transaction, project_id: str, today: date) -> Sequence[str]:
    """Return the approved samples whose last day has passed: what no version may hold."""
    here = func.coalesce(SampleRow.status, "") == SampleStatus.APPROVED.value
    holds = holds_until(tx, SampleRow.__table__, project_id, (None, today))
    return list(tx.scalars(select(SampleRow.id).where(here, holds)))


def _dated(row: DatedRow) -> Dated:
    return Dated(
        id=row.id,
        sample_id=row.sample_id,
        source_id=row.source_id,
        before=day_of(row.before),
        after=day_of(row.after),
        by=row.changed_by,
        at=row.changed_at,
        decision_id=row.decision_id,
    )
