"""Stores the surrogates of projects: one a value, and no two values the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from curation.domain.identity import content_hash
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.tables_privacy import SurrogateRow
from curation.store.tables_samples import SealedValueRow


@dataclass(frozen=True)
class Given:
    """A surrogate and whose it is: the entity type with the keyed hash of the value."""

    number: int
    owner: tuple[str, str]
    surrogate: str


def surrogates_after(tx: Transaction, project_id: str, number: int) -> list[Given]:
    """Return what was given out in a project since a number, oldest first; 0 for everything."""
    query = (
        select(SurrogateRow.id, SurrogateRow.entity_type, SurrogateRow.owner_key, SurrogateRow.surrogate)
        .where(SurrogateRow.project_id == project_id, SurrogateRow.id > number)
        .order_by(SurrogateRow.id)
    )
    return [Given(row_id, (entity, owner), made) for row_id, entity, owner, made in tx.execute(query)]


def surrogate_of(tx: Transaction, project_id: str, owner: tuple[str, str]) -> str | None:
    """Return what stands for a value in a project, None where nothing was given out for it."""
    return tx.scalar(
        select(SurrogateRow.surrogate).where(SurrogateRow.project_id == project_id, SurrogateRow.owner_key == owner[1])
    )


def add_surrogates(tx: Transaction, project_id: str, fresh: Mapping[tuple[str, str], str], at: datetime) -> bool:
    """Give surrogates out; False, and nothing was, where one of them or one of the owners is taken."""
    rows = [
        {
            "project_id": project_id,
            "entity_type": entity,
            "owner_key": owner,
            "surrogate": made,
            "surrogate_hash": content_hash(made),
            "created_at": at,
        }
        for (entity, owner), made in fresh.items()
    ]
    try:
        with tx.begin_nested():
            tx.execute(insert(SurrogateRow), rows)
    except IntegrityError:
        return False
    return True


def groups_kept(tx: Transaction, project_id: str, groups: Iterable[str]) -> set[str]:
    """Return which keyed hashes are those of values that stood in the project's texts."""
    found: set[str] = set()
    wanted = sorted(set(groups))
    for part in in_parts(wanted):
        query = select(SealedValueRow.value_hmac).where(
            SealedValueRow.project_id == project_id, SealedValueRow.value_hmac.in_(part)
        )
        found.update(tx.scalars(query))
    return found


def entity_types(tx: Transaction, project_id: str) -> list[str]:
    """Return the types of values that have surrogates in a project."""
    return list(tx.scalars(select(SurrogateRow.entity_type).where(SurrogateRow.project_id == project_id).distinct()))


def forget_owners(tx: Transaction, project_id: str, owners: Iterable[str]) -> int:
    """Forget which surrogates values had; return of how many. The surrogates stay in the texts, nobody's now."""
    count = 0
    wanted = sorted(set(owners))
    for part in in_parts(wanted):
        query = delete(SurrogateRow).where(SurrogateRow.project_id == project_id, SurrogateRow.owner_key.in_(part))
        count += len(tx.execute(query.returning(SurrogateRow.id)).all())
    return count
