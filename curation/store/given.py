"""What was given to people by name, as the queue sees it: what waits for them, and what is kept for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from curation.domain.review_policy import ReviewPolicy
from curation.domain.samples import SampleStatus
from curation.store.assignments import LONG_AGO
from curation.store.database import Transaction
from curation.store.lanes import place
from curation.store.parts import in_parts
from curation.store.tables_browser import AssignmentRow
from curation.store.tables_samples import SampleRow
from curation.store.voices import voices_of

OVERDUE_AT_ONCE = 200
_OVER = frozenset({SampleStatus.APPROVED.value, SampleStatus.REJECTED.value, SampleStatus.RETRIEVAL.value})
_PLAIN = {"synchronize_session": False}
_GIVEN = select(AssignmentRow.sample_id, AssignmentRow.person_id, AssignmentRow.waits, AssignmentRow.reserves).where(
    AssignmentRow.project_id == bindparam("project"),
    AssignmentRow.sample_id.in_(bindparam("samples", expanding=True)),
)


@dataclass(frozen=True)
class OwnWaiting:
    """How many samples wait for somebody to whom they were given: in all, wanted before a moment, and overdue."""

    waiting: int
    today: int
    overdue: int


def follow(tx: Transaction, project_id: str, ids: Iterable[str], rules: ReviewPolicy) -> None:
    """Bring what was given to people in line with where samples stand: what waits, what is kept for whom.

    A sample is kept from others while as many people have it by name as may still decide on it.
    """
    for part in in_parts(sorted(set(ids))):
        rows = tx.execute(_GIVEN, {"project": project_id, "samples": list(part)}).all()
        touched = sorted({row[0] for row in rows})
        if not touched:
            continue
        stands = {
            name: (status, risk, least)
            for name, status, risk, least in tx.execute(
                select(SampleRow.id, SampleRow.status, SampleRow.risk, SampleRow.least_slots).where(
                    SampleRow.id.in_(touched)
                )
            )
        }
        spoken = voices_of(tx, touched)
        keeping = dict.fromkeys(touched, 0)
        for sample_id, person_id, waits, reserves in rows:
            over = stands[sample_id][0] in _OVER
            done = over or any(voice.person_id == person_id for voice in spoken[sample_id])
            if waits == done:
                _change(tx, (project_id, person_id, sample_id), waits=not done)
            keeping[sample_id] += reserves and not done
        reserved = {name: 0 < keeping[name] >= _open_slots(stands[name], len(spoken[name]), rules) for name in touched}
        place(tx, project_id, touched, reserved)


def let_overdue_go(tx: Transaction, project_id: str, rules: ReviewPolicy, at: datetime) -> bool:
    """Let others have what was given to somebody whose day is over, or who has left; some at a time.

    Tells whether anything in the project may be kept for anybody.
    """
    bound = at if rules.queue.overdue_to_others else LONG_AGO
    here = (AssignmentRow.project_id == project_id, AssignmentRow.reserves.is_(True))
    first = tx.scalar(select(AssignmentRow.wanted_at).where(*here).order_by(AssignmentRow.wanted_at).limit(1))
    if first is None or first > bound:
        return first is not None
    query = (
        select(AssignmentRow.sample_id, AssignmentRow.person_id)
        .where(*here, AssignmentRow.wanted_at <= bound)
        .order_by(AssignmentRow.wanted_at)
        .limit(OVERDUE_AT_ONCE)
    )
    gone = tx.execute(query).all()
    for sample_id, person_id in gone:
        _change(tx, (project_id, person_id, sample_id), reserves=False)
    follow(tx, project_id, {sample_id for sample_id, _ in gone}, rules)
    return True


def keep_nothing_for(tx: Transaction, project_id: str, person_id: str) -> None:
    """Let go of what is kept for somebody who decides here no more: others get it from the next asking on."""
    mine = (AssignmentRow.project_id == project_id, AssignmentRow.person_id == person_id)
    change = update(AssignmentRow).where(*mine, AssignmentRow.reserves.is_(True)).values(wanted_at=LONG_AGO)
    tx.execute(change, execution_options=_PLAIN)


def kept_for(tx: Transaction, project_id: str, ids: Collection[str]) -> dict[str, set[str]]:
    """Return for whom samples are kept that have not spoken on them."""
    found: dict[str, set[str]] = {}
    query = select(AssignmentRow.sample_id, AssignmentRow.person_id).where(
        AssignmentRow.project_id == project_id,
        AssignmentRow.sample_id.in_(ids),
        AssignmentRow.waits.is_(True),
        AssignmentRow.reserves.is_(True),
    )
    for sample_id, person_id in tx.execute(query):
        found.setdefault(sample_id, set()).add(person_id)
    return found


def wanted_at(tx: Transaction, project_id: str, person_id: str, ids: Collection[str]) -> dict[str, datetime]:
    """Return when those of some samples are wanted that were given to somebody."""
    query = select(AssignmentRow.sample_id, AssignmentRow.wanted_at).where(
        AssignmentRow.project_id == project_id, AssignmentRow.person_id == person_id, AssignmentRow.sample_id.in_(ids)
    )
    return dict(tx.execute(query).all())


def count_given(tx: Transaction, project_id: str, person_id: str, moments: tuple[datetime, datetime]) -> OwnWaiting:
    """Count what waits for somebody by name; `moments` are now and the end of their day."""
    now, end = moments
    here = (
        AssignmentRow.project_id == project_id,
        AssignmentRow.person_id == person_id,
        AssignmentRow.waits.is_(True),
        SampleRow.status == SampleStatus.WAITING.value,
    )
    query = select(func.count()).select_from(AssignmentRow).join(SampleRow, SampleRow.id == AssignmentRow.sample_id)
    waiting = tx.scalar(query.where(*here)) or 0
    overdue = tx.scalar(query.where(*here, AssignmentRow.due_at <= now)) or 0
    today = tx.scalar(query.where(*here, AssignmentRow.due_at > now, AssignmentRow.due_at <= end)) or 0
    return OwnWaiting(waiting, today, overdue)


def _open_slots(stands: tuple[str, int, int], spoken: int, rules: ReviewPolicy) -> int:
    return max(max(rules.slots_for(stands[1]), stands[2]) - spoken, 1)


def _change(tx: Transaction, named: tuple[str, str, str], **values: bool) -> None:
    project_id, person_id, sample_id = named
    change = update(AssignmentRow).where(
        AssignmentRow.project_id == project_id,
        AssignmentRow.person_id == person_id,
        AssignmentRow.sample_id == sample_id,
    )
    tx.execute(change.values(**values), execution_options=_PLAIN)
