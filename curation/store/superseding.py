"""Stores which sources newer ones supersede, and finds what rests on an earlier text of the guidelines."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, true, update

from curation.domain.bulk import Fate
from curation.domain.versions import DatasetVersion
from curation.store.database import Transaction
from curation.store.recalls import not_recalled
from curation.store.reviews import STANDING
from curation.store.tables_browser import BulkItemRow
from curation.store.tables_people import PolicyRow
from curation.store.tables_samples import SampleRow, SourceRow
from curation.store.tables_work import DecisionRow, VersionMemberRow
from curation.store.versions import versions

GUIDELINES = "guidelines"
_REACHED = (Fate.WAITING.value, Fate.DONE.value)


def set_superseded(tx: Transaction, source_id: str, newer_id: str | None, at: datetime | None) -> None:
    """Say which source stands in the place of another, None for none."""
    change = update(SourceRow).where(SourceRow.id == source_id).values(superseded_by=newer_id, superseded_at=at)
    tx.execute(change, execution_options={"synchronize_session": False})


def resting_on_other_text(tx: Transaction, ids: Sequence[str], section_id: str, now: str | None) -> set[str]:
    """Return those samples on which a decision that counts rests on another text of a section (hash) than `now`."""
    query = select(DecisionRow.sample_id).where(
        DecisionRow.sample_id.in_(ids), func.coalesce(DecisionRow.section, "") == section_id, *_counts(now)
    )
    return set(tx.scalars(query.distinct()))


def outdated_sections(tx: Transaction, project_id: str, now: Mapping[str, str]) -> dict[str, int]:
    """Count the samples whose decisions rest on an earlier text of a section; `now` are the hashes by section."""
    query = (
        select(DecisionRow.section, DecisionRow.section_hash, func.count(func.distinct(DecisionRow.sample_id)))
        .join(SampleRow, SampleRow.id == DecisionRow.sample_id)
        .where(DecisionRow.section.is_not(None), func.coalesce(SampleRow.project_id, "") == project_id, *_counts(""))
        .group_by(DecisionRow.section, DecisionRow.section_hash)
    )
    found: dict[str, int] = {}
    for section, hashed, count in tx.execute(query):
        if section is not None and now.get(section) != hashed:
            found[section] = found.get(section, 0) + count
    return found


def guideline_number(tx: Transaction, project_id: str) -> tuple[int, datetime | None]:
    """Return the number of a project's guidelines, 1 until they are changed, and when they got it."""
    query = (
        select(PolicyRow.number, PolicyRow.created_at)
        .where(PolicyRow.project_id == project_id, PolicyRow.kind == GUIDELINES)
        .order_by(PolicyRow.number.desc())
        .limit(1)
    )
    row = tx.execute(query).first()
    return (1, None) if row is None else (row[0], row[1])


def versions_reached(tx: Transaction, project_id: str, act_id: str) -> list[DatasetVersion]:
    """Return the versions that hold a sample which an act on many reaches or has reached, newest first."""
    reached = (BulkItemRow.act_id == act_id, BulkItemRow.outcome.in_(_REACHED))
    held = (
        select(VersionMemberRow.version_id)
        .join(BulkItemRow, BulkItemRow.sample_id == VersionMemberRow.sample_id)
        .where(*reached)
        .distinct()
    )
    found = set(tx.scalars(held))
    return [version for version in versions(tx, project_id) if version.id in found]


def _counts(now: str | None) -> tuple[ColumnElement[bool], ...]:
    """Say in SQL that a decision counts still and rests on another text than `now` (a hash, None for no text)."""
    other = or_(DecisionRow.section_hash != now, DecisionRow.section_hash.is_(None)) if now else true()
    return (*STANDING, not_recalled(), other)
