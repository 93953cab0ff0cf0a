"""Lets go of everything that a lost key had sealed, in whatever table it lies."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import LargeBinary, delete, select, update

from curation.domain.identity import Json
from curation.domain.samples import RevisionState
from curation.store.base import Table as Declared
from curation.store.corrections import restore
from curation.store.database import Transaction
from curation.store.projects import add_policy, policy, projects
from curation.store.reviews import review_policy, settle
from curation.store.tables_people import ProjectRow
from curation.store.tables_samples import RevisionRow, SampleRow, SourceRow

_PLAIN = {"synchronize_session": False}


def let_go(tx: Transaction, sealed_word: str, actor_id: str, at: datetime) -> dict[str, int]:
    """Empty every sealed column, count the rows by table, and leave each thing as one whose original was purged.

    A correction that was not screened yet is gone: its sample shows the text before it again. `sealed_word` is
    what sealed entries of policies begin with.
    """
    gone = {"corrections": _corrections(tx, actor_id, at)}
    for table in Declared.metadata.sorted_tables:
        if table.name == ProjectRow.__tablename__:
            continue
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                kept = column.is_not(None)
                change = update(table).where(kept).values({column.name: None}) if column.nullable else delete(table)
                count = len(tx.execute(select(table.primary_key.columns[0]).where(kept)).all())
                tx.execute(change, execution_options=_PLAIN)
                gone[table.name] = gone.get(table.name, 0) + count
    purged = update(SourceRow).where(SourceRow.purged_at.is_(None)).values(purged_at=at).returning(SourceRow.id)
    gone["sources"] = len(tx.execute(purged, execution_options=_PLAIN).all())
    for project in projects(tx):
        _lists(tx, project.id, sealed_word, (actor_id, at))
    tx.expire_all()
    return {name: count for name, count in gone.items() if count}


def _corrections(tx: Transaction, actor_id: str, at: datetime) -> int:
    waiting = list(tx.scalars(select(RevisionRow).where(RevisionRow.state == RevisionState.SCREENING.value)))
    for row in waiting:
        before = tx.get_one(RevisionRow, (row.sample_id, row.parent))
        row.question, row.answer, row.messages, row.context = (
            before.question,
            before.answer,
            before.messages,
            before.context,
        )
        row.text_hash, row.meaning_hash, row.state = before.text_hash, "", RevisionState.OPEN.value
        tx.flush()
        restore(tx, row.sample_id, before.number, actor_id, at)
        project_id = tx.get_one(SampleRow, row.sample_id).project_id
        settle(tx, row.sample_id, review_policy(tx, project_id), at)
    return len(waiting)


def _lists(tx: Transaction, project_id: str, sealed_word: str, by: tuple[str, datetime]) -> None:
    content = policy(tx, project_id, "pii")
    if not isinstance(content, Mapping):
        return
    after: dict[str, Json] = {
        name: [one for one in value if not (isinstance(one, str) and one.startswith(sealed_word))]
        if isinstance(value, list)
        else value
        for name, value in content.items()
    }
    if after != content:
        add_policy(tx, project_id, "pii", after, by)
