"""Stores acts on many samples: the order, its list of samples, and what became of each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, insert, select, update

from curation.domain.bulk import BulkAct, BulkItem, BulkKind, BulkOrder, BulkState, Fate
from curation.domain.identity import Json
from curation.domain.lapses import because_from
from curation.domain.reviews import RejectReason
from curation.store.database import Transaction
from curation.store.tables_browser import BulkActRow, BulkItemRow

_PLAIN = {"synchronize_session": False}


def add_act(tx: Transaction, act: BulkAct) -> None:
    """Add an act whose samples are not listed yet."""
    order, address = act.order, dict[str, Json](act.address)
    said: dict[str, Json] = {
        "reason": None if order.reason is None else order.reason.value,
        "tag": order.tag,
        "person": order.person_id,
        "due": None if order.due is None else order.due.isoformat(),
        "until": None if order.until is None else order.until.isoformat(),
        "risk": order.risk,
        "because": None if order.because is None else order.because.to_json(),
    }
    tx.add(
        BulkActRow(
            id=act.id,
            project_id=act.project_id,
            person_id=act.person_id,
            kind=order.kind.value,
            address=address,
            typed=act.typed,
            said=said,
            seen_at=act.seen_at,
            created_at=act.seen_at,
            filled_to=None,
            filled=False,
        )
    )
    tx.flush()


def find_act(tx: Transaction, project_id: str, act_id: str) -> BulkAct | None:
    """Return an act of a project."""
    row = tx.get(BulkActRow, act_id, populate_existing=True)
    return None if row is None or row.project_id != project_id else _act(row)


def acts(tx: Transaction, project_id: str, most: int) -> list[BulkAct]:
    """Return the newest acts of a project that somebody went on with."""
    query = select(BulkActRow).where(BulkActRow.project_id == project_id, BulkActRow.job_id.is_not(None))
    return [_act(row) for row in tx.scalars(query.order_by(BulkActRow.created_at.desc(), BulkActRow.id).limit(most))]


def change_act(tx: Transaction, act_id: str, **values: str | bool | datetime | None) -> None:
    """Write how far an act is."""
    tx.execute(update(BulkActRow).where(BulkActRow.id == act_id).values(**values), execution_options=_PLAIN)


def list_items(tx: Transaction, act_id: str, found: Sequence[tuple[str, int, Fate]]) -> None:
    """Add samples to an act's list: id, revision, and whether they wait or are left out."""
    rows: list[dict[str, Json]] = [
        {
            "act_id": act_id,
            "sample_id": name,
            "revision": revision,
            "outcome": fate.value,
            "changed": "",
            "undo_outcome": "",
        }
        for name, revision, fate in found
    ]
    if rows:
        tx.execute(insert(BulkItemRow), rows)


def waiting_items(tx: Transaction, act_id: str, most: int) -> list[BulkItem]:
    """Return the next samples that wait, by id."""
    return _items(tx, act_id, (Fate.WAITING.value, ""), most)


def undoable_items(tx: Transaction, act_id: str, most: int) -> list[BulkItem]:
    """Return the next samples that were done and that nobody has tried to take back yet, by id."""
    return _items(tx, act_id, (Fate.DONE.value, ""), most)


def set_fate(tx: Transaction, act_id: str, sample_id: str, fate: Fate, changed: str = "") -> None:
    """Write what became of a sample, and what taking it back needs."""
    mine = (BulkItemRow.act_id == act_id, BulkItemRow.sample_id == sample_id)
    values = {"outcome": fate.value, "changed": changed}
    tx.execute(update(BulkItemRow).where(*mine).values(**values), execution_options=_PLAIN)


def set_undone(tx: Transaction, act_id: str, sample_id: str, fate: Fate) -> None:
    """Write what taking back made of a sample."""
    mine = (BulkItemRow.act_id == act_id, BulkItemRow.sample_id == sample_id)
    tx.execute(update(BulkItemRow).where(*mine).values(undo_outcome=fate.value), execution_options=_PLAIN)


def state_of(tx: Transaction, act: BulkAct) -> BulkState:
    """Count an act's samples by what became of them."""
    query = select(BulkItemRow.outcome, BulkItemRow.undo_outcome, func.count()).where(BulkItemRow.act_id == act.id)
    fates: dict[Fate, int] = {}
    undone: dict[Fate, int] = {}
    for outcome, undo, count in tx.execute(query.group_by(BulkItemRow.outcome, BulkItemRow.undo_outcome)):
        fates[Fate(outcome)] = fates.get(Fate(outcome), 0) + count
        if undo:
            undone[Fate(undo)] = undone.get(Fate(undo), 0) + count
    return BulkState(act, fates, undone)


def _items(tx: Transaction, act_id: str, wanted: tuple[str, str], most: int) -> list[BulkItem]:
    query = (
        select(BulkItemRow.sample_id, BulkItemRow.revision, BulkItemRow.changed)
        .where(BulkItemRow.act_id == act_id, BulkItemRow.outcome == wanted[0], BulkItemRow.undo_outcome == wanted[1])
        .order_by(BulkItemRow.sample_id)
        .limit(most)
    )
    return [BulkItem(name, revision, str(changed or "")) for name, revision, changed in tx.execute(query)]


def _act(row: BulkActRow) -> BulkAct:
    said: Mapping[str, Json] = row.said if isinstance(row.said, Mapping) else dict[str, Json]()
    address: Mapping[str, Json] = row.address if isinstance(row.address, Mapping) else dict[str, Json]()
    reason, due = said.get("reason"), said.get("due")
    until, risk = said.get("until"), said.get("risk")
    order = BulkOrder(
        kind=BulkKind(row.kind),
        reason=RejectReason(str(reason)) if reason else None,
        tag=str(said.get("tag") or ""),
        person_id=str(said.get("person") or ""),
        due=date.fromisoformat(str(due)) if due else None,
        until=date.fromisoformat(str(until)) if until else None,
        risk=int(str(risk)) if risk is not None else None,
        because=because_from(said.get("because")),
    )
    return BulkAct(
        id=row.id,
        project_id=row.project_id,
        person_id=row.person_id,
        order=order,
        address={name: str(value) for name, value in address.items()},
        seen_at=row.seen_at,
        filled_to=row.filled_to,
        filled=row.filled,
        job_id=row.job_id,
        ended_at=row.ended_at,
        undo_job_id=row.undo_job_id,
        undone_at=row.undone_at,
        typed=row.typed,
    )
