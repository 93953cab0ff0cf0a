"""Stores what scans before a release found, and the gates that stopped a version until somebody decided."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from curation.domain.gates import GATE, Before, GateVerdict, Spotted, StoppedFreeze, Suspect, spotted_from
from curation.domain.identity import Json, new_id
from curation.domain.samples import Conversation, RevisionState, SampleStatus
from curation.store.corrections import conversation_from
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.tables_people import GateRow
from curation.store.tables_privacy import MetadataSpanRow
from curation.store.tables_samples import PiiScanRow, PiiSpanRow, RevisionRow, SampleRow
from curation.store.tables_work import VersionRow

GOES_OUT = (SampleStatus.APPROVED, SampleStatus.RETRIEVAL)


def scans(tx: Transaction, keys: Iterable[str], rules: str) -> dict[str, tuple[Spotted, ...]]:
    """Return what earlier scans by the same engine and policy found, by the key of the text."""
    found: dict[str, tuple[Spotted, ...]] = {}
    wanted = sorted(set(keys))
    for part in in_parts(wanted):
        query = select(PiiScanRow.text_hash, PiiScanRow.found).where(
            PiiScanRow.rules_hash == rules, PiiScanRow.text_hash.in_(part)
        )
        found |= {key: spotted_from(value) for key, value in tx.execute(query)}
    return found


def add_scans(
    tx: Transaction,
    rules: tuple[str, str, str],
    found: Mapping[str, Sequence[Spotted]],
    at: datetime,
) -> None:
    """Remember scans, `rules` being (hash, engine, policy's hash); what is known already stays."""
    fresh = set(found) - set(scans(tx, found, rules[0]))
    rows = [
        {
            "text_hash": key,
            "rules_hash": rules[0],
            "engine": rules[1],
            "policy_hash": rules[2],
            "found": [one.to_json() for one in found[key]],
            "scanned_at": at,
        }
        for key in sorted(fresh)
    ]
    if rows:
        tx.execute(insert(PiiScanRow), rows)


@dataclass(frozen=True)
class Unscanned:
    """A sample that is to go out and whose text no scan has seen: its text's key, and the metadata beside it."""

    key: str
    sample_id: str
    conversation: Conversation
    metadata: Json


def invented_in(tx: Transaction, sample_ids: Iterable[str]) -> dict[str, set[str]]:
    """Return what stands for values in samples without saying so, surrogates and masks, by sample id."""
    found: dict[str, set[str]] = {}
    wanted = sorted(set(sample_ids))
    for part in in_parts(wanted):
        for table in (PiiSpanRow, MetadataSpanRow):
            query = select(table.sample_id, table.placeholder).where(table.sample_id.in_(part))
            silent = query.where(table.placeholder != "", ~table.placeholder.startswith("<"))
            for sample_id, placeholder in tx.execute(silent.distinct()):
                found.setdefault(sample_id, set()).add(placeholder)
    return found


def unscanned(
    tx: Transaction, project_id: str, rules: str, most: int, of: Collection[SampleStatus] = GOES_OUT
) -> Iterator[Unscanned]:
    """Yield samples that are to go out and whose text no such scan has seen."""
    seen = select(PiiScanRow.text_hash).where(PiiScanRow.rules_hash == rules)
    query = (
        select(RevisionRow.text_hash, SampleRow.id, RevisionRow.messages, RevisionRow.context, SampleRow.attributes)
        .join(SampleRow, (SampleRow.id == RevisionRow.sample_id) & (SampleRow.head == RevisionRow.number))
        .where(
            SampleRow.project_id == project_id,
            SampleRow.status.in_([one.value for one in of]),
            RevisionRow.state == RevisionState.OPEN.value,
            RevisionRow.text_hash.not_in(seen),
        )
        .limit(most)
    )
    for key, sample_id, messages, context, attributes in tx.execute(query):
        yield Unscanned(key, sample_id, conversation_from(messages, context), attributes)


def accepted(tx: Transaction, project_id: str) -> set[str]:
    """Return the digests of suspects that somebody has let through."""
    query = select(GateRow.evidence).where(
        GateRow.project_id == project_id, GateRow.name == GATE, GateRow.overridden_by.is_not(None)
    )
    return {suspect.digest for evidence in tx.scalars(query) for suspect in _suspects(evidence)}


def add_gate(
    tx: Transaction,
    project_id: str,
    before: tuple[Before, str],
    told: tuple[GateVerdict, Mapping[str, Json]],
    at: datetime,
) -> None:
    """Add the next row of the gate `before` something (of a kind, by its id)."""
    query = select(func.max(GateRow.number)).where(GateRow.name == GATE, GateRow.object_id == before[1])
    tx.add(
        GateRow(
            id=new_id(),
            project_id=project_id,
            name=GATE,
            object_kind=before[0].value,
            object_id=before[1],
            number=(tx.scalar(query) or 0) + 1,
            evidence=dict(told[1]),
            verdict=told[0].value,
            overridden_by=None,
            override_reason=None,
            created_at=at,
        )
    )
    tx.flush()


def evidence_of(suspects: Sequence[Suspect]) -> list[Json]:
    """Return suspects as a gate's row keeps them."""
    return [{"sample": s.sample_id, "key": s.key, "places": [one.to_json() for one in s.places]} for s in suspects]


def stopped(tx: Transaction, project_id: str) -> tuple[StoppedFreeze, ...]:
    """Return what the gate has stopped and nobody has let through, newest first, a version once a name.

    A version that was frozen since, its samples mended, is not among them.
    """
    query = select(GateRow).where(GateRow.project_id == project_id, GateRow.name == GATE)
    frozen = set(tx.scalars(select(func.lower(VersionRow.name)).where(VersionRow.project_id == project_id)))
    newest: dict[tuple[str, str], GateRow] = {}
    for row in tx.scalars(query.order_by(GateRow.created_at, GateRow.number)):
        newest[row.object_kind, _name(row).lower()] = row
    waiting = [
        row
        for (_, name), row in newest.items()
        if row.verdict == GateVerdict.BLOCKED.value and row.overridden_by is None and name not in frozen
    ]
    return tuple(_stopped(row) for row in reversed(waiting))


def job_of(tx: Transaction, project_id: str, gate_id: str) -> str | None:
    """Return the job that a gate has stopped, None where there is no such gate in the project."""
    row = _gate(tx, project_id, gate_id)
    return None if row is None else str(_evidence(row).get("job") or "") or None


def stands_before(tx: Transaction, project_id: str, gate_id: str) -> Before | None:
    """Return before what a gate stands, None where there is no such gate in the project."""
    row = _gate(tx, project_id, gate_id)
    return None if row is None else Before(row.object_kind)


def override(tx: Transaction, gate_id: str, person_id: str, reason: str) -> bool:
    """Let through what a gate has stopped; False where somebody has done so already."""
    change = update(GateRow).where(
        GateRow.id == gate_id, GateRow.overridden_by.is_(None), GateRow.verdict == GateVerdict.BLOCKED.value
    )
    values = {"overridden_by": person_id, "override_reason": reason, "verdict": GateVerdict.OVERRIDDEN.value}
    query = change.values(**values).returning(GateRow.id)
    return tx.execute(query, execution_options={"synchronize_session": False}).one_or_none() is not None


def _gate(tx: Transaction, project_id: str, gate_id: str) -> GateRow | None:
    row = tx.get(GateRow, gate_id)
    return None if row is None or (row.project_id, row.name) != (project_id, GATE) else row


def _evidence(row: GateRow) -> Mapping[str, Json]:
    return row.evidence if isinstance(row.evidence, Mapping) else {}


def _name(row: GateRow) -> str:
    return str(_evidence(row).get("name") or "")


def _stopped(row: GateRow) -> StoppedFreeze:
    evidence = _evidence(row)
    return StoppedFreeze(
        id=row.id,
        before=Before(row.object_kind),
        name=_name(row),
        engine=str(evidence.get("engine") or ""),
        scanned=int(str(evidence.get("scanned") or 0)),
        suspects=_suspects(evidence),
        created_at=row.created_at,
    )


def _suspects(evidence: Json) -> tuple[Suspect, ...]:
    found = evidence.get("found") if isinstance(evidence, Mapping) else None
    return tuple(
        Suspect(str(one.get("sample")), str(one.get("key")), spotted_from(one.get("places")))
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, Mapping)
    )
