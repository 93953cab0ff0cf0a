"""Stores whose decisions count for a sample's text of now: what the queue and the counts of a desk go by."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select

from curation.domain.reviews import Decision
from curation.store.database import Transaction
from curation.store.tables_review import VoiceRow

_FORGET = delete(VoiceRow).where(VoiceRow.sample_id == bindparam("sample")).execution_options(synchronize_session=False)
_ADD = insert(VoiceRow)
_SPOKEN = (
    select(VoiceRow.sample_id, VoiceRow.person_id, VoiceRow.slot, VoiceRow.slots)
    .where(VoiceRow.sample_id.in_(bindparam("samples", expanding=True)))
    .order_by(VoiceRow.person_id)
)


@dataclass(frozen=True)
class Voice:
    """Who has spoken on a sample, whose place they took, and how many were asked when they did."""

    person_id: str
    slot: int | None
    slots: int


def put_voices(tx: Transaction, sample_id: str, decisions: Iterable[Decision], slots: int) -> None:
    """Write whose decisions count for a sample, over what was written before, and how many are asked by now."""
    tx.execute(_FORGET, {"sample": sample_id})
    rows = [
        {
            "sample_id": sample_id,
            "person_id": one.person_id,
            "decision_id": one.id,
            "slot": one.slot,
            "slots": max(one.slots, slots),
        }
        for one in decisions
    ]
    if rows:
        tx.execute(_ADD, rows)


def voices_of(tx: Transaction, sample_ids: Collection[str]) -> dict[str, list[Voice]]:
    """Return who has spoken on each of these samples."""
    found: dict[str, list[Voice]] = {sample_id: [] for sample_id in sample_ids}
    for sample_id, person_id, slot, slots in tx.execute(_SPOKEN, {"samples": list(sample_ids)}):
        found[sample_id].append(Voice(person_id, slot, slots))
    return found
