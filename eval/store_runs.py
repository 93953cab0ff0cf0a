"""Reads the runs that a round compares."""

from sqlalchemy import or_, select

from curation.store.database import Transaction
from curation.store.tables_work import VersionRow
from training.reading import plan_from_json
from training.runs import RunRecord, RunState, TuningPlan
from training.store import RunRow


def run_by_id(tx: Transaction, run_id: str) -> RunRecord | None:
    """Return a run by its id."""
    row = tx.get(RunRow, run_id)
    return None if row is None else _run(tx, row)


def run_named(tx: Transaction, project_id: str, name: str) -> RunRecord | None:
    """Return the newest run of a project with this id or name."""
    query = (
        select(RunRow)
        .where(RunRow.project_id == project_id, or_(RunRow.id == name, RunRow.name == name))
        .order_by(RunRow.created_at.desc(), RunRow.id)
        .limit(1)
    )
    row = tx.scalar(query)
    return None if row is None else _run(tx, row)


def _run(tx: Transaction, row: RunRow) -> RunRecord:
    plan = plan_from_json(row.plan, f"run {row.id}")
    assert isinstance(plan, TuningPlan)
    return RunRecord(
        id=row.id,
        project_id=row.project_id,
        version_id=row.version_id,
        version_name=tx.get_one(VersionRow, row.version_id).name,
        job_id=row.job_id,
        name=row.name,
        plan=plan,
        state=RunState(row.state),
        figures=None,
        folder=row.folder,
        error=row.error,
        created_by=row.created_by,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )
