"""Stores values of personal data, sealed: one row a project, type and value, another for each other spelling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from curation.domain.identity import content_hash
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.tables_samples import SealedValueRow

GROUP_DIGITS = 64
Known = dict[str, str | None]


@dataclass(frozen=True)
class Value:
    """A value to keep: its type, its group's keyed hash, the keyed hash of its exact text, its seal."""

    entity_type: str
    value_hmac: str
    spelling: str | None
    sealed: bytes | None

    @property
    def key(self) -> tuple[str, str, str | None]:
        """What tells it from other values."""
        return self.entity_type, self.value_hmac, self.spelling


def seal_values(
    tx: Transaction, project_id: str, values: Sequence[Value], at: datetime
) -> dict[tuple[str, str, str | None], str]:
    """Keep values that are not kept yet, and return the row's id of each by its key."""
    wanted = {value.key: value for value in values}
    names = {
        name: None
        for entity, group, spelling in wanted
        for name in (_id(project_id, entity, group), _id(project_id, entity, _other(group, spelling)))
    }
    known = _known(tx, sorted(names))
    ids: dict[tuple[str, str, str | None], str] = {}
    rows: list[dict[str, object]] = []
    for key, value in wanted.items():
        entity, group, spelling = key
        first = _id(project_id, entity, group)
        same = first not in known or spelling is None or known[first] in (None, spelling)
        stored = group if same else _other(group, spelling)
        ids[key] = first if same else _id(project_id, entity, stored)
        if ids[key] not in known:
            known[ids[key]] = spelling
            rows.append(
                {
                    "id": ids[key],
                    "project_id": project_id,
                    "entity_type": entity,
                    "value_hmac": stored,
                    "sealed": value.sealed,
                    "spelling": spelling,
                    "created_at": at,
                }
            )
    if rows:
        tx.execute(insert(SealedValueRow), rows)
    return ids


def _known(tx: Transaction, names: Sequence[str]) -> Known:
    found: Known = {}
    for part in in_parts(names):
        query = select(SealedValueRow.id, SealedValueRow.spelling).where(SealedValueRow.id.in_(part))
        found.update(dict(tx.execute(query).all()))
    return found


def _other(group: str, spelling: str | None) -> str:
    return group if spelling is None else f"{group}.{spelling[:32]}"


def _id(project_id: str, entity: str, stored: str) -> str:
    return content_hash(f"{project_id} {entity} {stored}")[:32]
