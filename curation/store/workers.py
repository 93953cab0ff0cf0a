"""Workers as rows: who says to be alive, and since when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from curation.store.database import Transaction
from curation.store.tables_work import WorkerRow


@dataclass(frozen=True)
class WorkerSign:
    """A worker's last sign of life; `started` is its process's start in seconds since 1970 (pids are reused)."""

    id: str
    pid: int
    started: float
    heartbeat_at: datetime


def put_worker(tx: Transaction, sign: WorkerSign) -> None:
    """Write a worker's sign of life, the first one too."""
    tx.merge(WorkerRow(id=sign.id, pid=sign.pid, started=sign.started, heartbeat_at=sign.heartbeat_at))


def all_workers(tx: Transaction) -> list[WorkerSign]:
    """Return every worker that has not said goodbye, in the order of ids."""
    rows = tx.scalars(select(WorkerRow).order_by(WorkerRow.id))
    return [WorkerSign(row.id, row.pid, row.started, row.heartbeat_at) for row in rows]


def remove_worker(tx: Transaction, worker_id: str) -> None:
    """Forget a worker that has ended."""
    tx.execute(delete(WorkerRow).where(WorkerRow.id == worker_id))
