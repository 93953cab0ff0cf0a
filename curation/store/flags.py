"""Stores flags on samples: added, taken away and put back; notes lose their seal once they are screened."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import case, func, select, update

from curation.domain.blindness import Looking
from curation.domain.talk import Flag
from curation.store.database import Transaction
from curation.store.hearing import flag_heard
from curation.store.tables_samples import SampleRow
from curation.store.tables_talk import FlagRow

_PLAIN = {"synchronize_session": False}


def add_flag(tx: Transaction, project_id: str, flag: Flag, note_sealed: bytes | None) -> None:
    """Add a flag; a note that nobody has screened comes sealed."""
    tx.add(
        FlagRow(
            id=flag.id,
            project_id=project_id,
            sample_id=flag.sample_id,
            revision=flag.revision,
            person_id=flag.person_id,
            reason=flag.reason,
            label=flag.label,
            section=flag.section,
            section_hash=flag.section_hash,
            note="",
            note_sealed=note_sealed,
            reviewer=flag.reviewer,
            made_at=flag.made_at,
            ended_at=None,
            ended_by=None,
        )
    )
    tx.flush()


def find_flag(tx: Transaction, project_id: str, flag_id: str) -> tuple[Flag, bytes | None] | None:
    """Return a flag of a project, and its note's seal while it has one."""
    row = tx.get(FlagRow, flag_id, populate_existing=True)
    return None if row is None or row.project_id != project_id else (_flag(row), row.note_sealed)


def flags_of(tx: Transaction, sample_ids: Collection[str]) -> list[tuple[Flag, bytes | None]]:
    """Return every flag on these samples with its note's seal, oldest first, those taken away included."""
    query = select(FlagRow).where(FlagRow.sample_id.in_(sample_ids)).order_by(FlagRow.made_at, FlagRow.id)
    return [(_flag(row), row.note_sealed) for row in tx.scalars(query, execution_options={"populate_existing": True})]


def end_flag(tx: Transaction, flag_id: str, ended: tuple[datetime, str] | None) -> None:
    """Take a flag away at a moment, by a person; or put it back."""
    at, by = ended or (None, None)
    tx.execute(update(FlagRow).where(FlagRow.id == flag_id).values(ended_at=at, ended_by=by), execution_options=_PLAIN)


def count_flags(tx: Transaction, project_id: str, looking: Looking) -> list[tuple[str, str, bool, bool, int]]:
    """Return (reason, newest label, open, may be known, how many) of a project's flags."""
    known = case((flag_heard(looking, SampleRow.__table__), 1), else_=0).label("known")
    is_open = case((FlagRow.ended_at.is_(None), 1), else_=0).label("open")
    every = (
        select(FlagRow.reason, FlagRow.label, is_open, known)
        .join(SampleRow, SampleRow.id == FlagRow.sample_id)
        .where(FlagRow.project_id == project_id)
        .subquery()
    )
    same = (every.c.reason, every.c.open, every.c.known)
    query = select(every.c.reason, func.max(every.c.label), *same[1:], func.count()).group_by(*same)
    return [(reason, label, bool(left), bool(may), count) for reason, label, left, may, count in tx.execute(query)]


def sealed_note(tx: Transaction, flag_id: str) -> tuple[str, bytes] | None:
    """Return (sample id, seal) of a note that waits to be screened, None where none does."""
    row = tx.get(FlagRow, flag_id)
    return None if row is None or row.note_sealed is None else (row.sample_id, row.note_sealed)


def open_note(tx: Transaction, flag_id: str, redacted: str) -> None:
    """Give a flag its screened note and empty what was sealed."""
    change = update(FlagRow).where(FlagRow.id == flag_id).values(note=redacted, note_sealed=None)
    tx.execute(change, execution_options=_PLAIN)


def _flag(row: FlagRow) -> Flag:
    return Flag(
        id=row.id,
        sample_id=row.sample_id,
        revision=row.revision,
        person_id=row.person_id,
        reason=row.reason,
        label=row.label,
        note=None if row.note_sealed is not None else row.note,
        reviewer=row.reviewer,
        made_at=row.made_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        section=row.section,
        section_hash=row.section_hash,
    )
