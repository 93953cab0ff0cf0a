"""Stores the risk of samples: what people said of it, what it comes to, and how many are asked at least."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

from curation.store.database import Transaction
from curation.store.knowledge import words_in
from curation.store.parts import in_parts
from curation.store.samples import named_in
from curation.store.tables_samples import SampleRow

_PLAIN = {"synchronize_session": False}


@dataclass(frozen=True)
class Standing:
    """What is known of a sample's risk; `said` is None where nobody said anything."""

    risk: int
    said: int | None
    least: int
    specialties: tuple[str, ...]


def risks_of(tx: Transaction, project_id: str, ids: Iterable[str]) -> dict[str, Standing]:
    """Return what is known of the risk of those ids that are samples of the project."""
    found: dict[str, Standing] = {}
    columns = (SampleRow.id, SampleRow.risk, SampleRow.risk_said, SampleRow.least_slots, SampleRow.specialties)
    for part in in_parts(sorted(set(ids))):
        for name, risk, said, least, words in tx.execute(select(*columns).where(*named_in(project_id, part))):
            found[name] = Standing(risk, said, least, words_in(words))
    return found


def set_said(tx: Transaction, said: Mapping[str, int | None]) -> None:
    """Write what people said of samples' risk, by id."""
    for name, risk in said.items():
        change = update(SampleRow).where(SampleRow.id == name).values(risk_said=risk)
        tx.execute(change, execution_options=_PLAIN)


def set_risk(tx: Transaction, sample_id: str, risk: int, least: int) -> None:
    """Write what a sample's risk comes to, and how many are asked at least."""
    change = update(SampleRow).where(SampleRow.id == sample_id).values(risk=risk, least_slots=least)
    tx.execute(change, execution_options=_PLAIN)
