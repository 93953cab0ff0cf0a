"""Stores tags: words that people put on samples to find them again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from curation.domain.identity import Json
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.tables_browser import TagRow


@dataclass(frozen=True)
class Tagging:
    """Who tags, when, and as part of which act on many samples."""

    person_id: str
    at: datetime
    act_id: str | None = None


def add_tag(tx: Transaction, project_id: str, ids: Sequence[str], tag: str, by: Tagging) -> list[str]:
    """Tag those samples that do not have the tag yet; return which."""
    known = tagged(tx, project_id, ids, tag)
    fresh = [name for name in ids if name not in known]
    rows: list[dict[str, Json | datetime]] = [
        {
            "project_id": project_id,
            "tag": tag,
            "sample_id": name,
            "act_id": by.act_id,
            "added_by": by.person_id,
            "added_at": by.at,
        }
        for name in fresh
    ]
    if rows:
        tx.execute(insert(TagRow), rows)
    return fresh


def drop_tag(tx: Transaction, project_id: str, ids: Sequence[str], tag: str, act_id: str | None = None) -> list[str]:
    """Take the tag off samples (where an act is named: only if it came by that one); return which had it."""
    had = sorted(tagged(tx, project_id, ids, tag, act_id))
    for part in in_parts(had):
        gone = delete(TagRow).where(TagRow.project_id == project_id, TagRow.tag == tag, TagRow.sample_id.in_(part))
        tx.execute(gone, execution_options={"synchronize_session": False})
    return had


def tagged(tx: Transaction, project_id: str, ids: Collection[str], tag: str, act_id: str | None = None) -> set[str]:
    """Return those of the ids that have the tag (where an act is named: by that one)."""
    found: set[str] = set()
    for part in in_parts(sorted(ids)):
        query = select(TagRow.sample_id).where(
            TagRow.project_id == project_id, TagRow.tag == tag, TagRow.sample_id.in_(part)
        )
        found.update(tx.scalars(query if act_id is None else query.where(TagRow.act_id == act_id)))
    return found


def has_tag(tx: Transaction, project_id: str, tag: str) -> bool:
    """Tell whether a sample of a project has the tag."""
    return tx.scalar(select(TagRow.id).where(TagRow.project_id == project_id, TagRow.tag == tag).limit(1)) is not None


def tags(tx: Transaction, project_id: str, most: int) -> list[str]:
    """Return the tags of a project in the order of the alphabet, each found by one step through the index."""
    found: list[str] = []
    query = select(func.min(TagRow.tag)).where(TagRow.project_id == project_id)
    tag = tx.scalar(query)
    while tag is not None and len(found) < most:
        found.append(tag)
        tag = tx.scalar(query.where(TagRow.tag > tag))
    return found
