"""Stores what people decided of personal data, and reads values with where they stand."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Subquery, Text, case, cast, func, literal_column, or_, select, union_all, update

from curation.domain.identity import Json
from curation.domain.privacy import COVERED_STATES, SUGGESTION, PrivacyAction, PrivacyDecision, ValueGroup, ValueKey
from curation.domain.samples import RevisionState
from curation.store.database import Transaction
from curation.store.sealed_values import GROUP_DIGITS
from curation.store.tables_privacy import MetadataSpanRow, PrivacyDecisionRow
from curation.store.tables_samples import PiiSpanRow, RevisionRow, SampleRow, SealedValueRow

_AT_ONCE = 400
_CHANGED = (PrivacyAction.RETYPE, PrivacyAction.EXTEND)
# Literals: PostgreSQL takes two bound values for two expressions, and refuses to group by the one.
_group = func.substr(SealedValueRow.value_hmac, literal_column("1"), literal_column(str(GROUP_DIGITS)))
_HEADS = (SampleRow.id == PiiSpanRow.sample_id) & (SampleRow.head == PiiSpanRow.revision)


def add_privacy_decision(tx: Transaction, decision: PrivacyDecision) -> None:
    """Add a decision."""
    tx.add(
        PrivacyDecisionRow(
            id=decision.id,
            project_id=decision.project_id,
            action=decision.action.value,
            entity_type=decision.target.entity_type,
            value_hmac=decision.target.hmac,
            result_type=decision.result.entity_type,
            result_hmac=decision.result.hmac,
            sealed=decision.sealed,
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
            undoes=decision.undoes,
        )
    )
    tx.flush()


def privacy_decisions(tx: Transaction, project_id: str) -> tuple[PrivacyDecision, ...]:
    """Return every decision of a project, oldest first, undone and undoing ones included."""
    query = (
        select(PrivacyDecisionRow)
        .where(PrivacyDecisionRow.project_id == project_id)
        .order_by(PrivacyDecisionRow.decided_at, PrivacyDecisionRow.id)
    )
    return tuple(_decision(row) for row in tx.scalars(query))


def decisions_about(tx: Transaction, project_id: str, hmacs: Collection[str]) -> tuple[PrivacyDecision, ...]:
    """Return the decisions on values, and on what they were made from, oldest first; undone ones included."""
    wanted, before = set(hmacs), set[str]()
    found: dict[str, PrivacyDecision] = {}
    while wanted - before:
        fresh = sorted(wanted - before)
        before = set(wanted)
        for i in range(0, len(fresh), _AT_ONCE):
            part = fresh[i : i + _AT_ONCE]
            query = select(PrivacyDecisionRow).where(
                PrivacyDecisionRow.project_id == project_id,
                PrivacyDecisionRow.value_hmac.in_(part) | PrivacyDecisionRow.result_hmac.in_(part),
            )
            found |= {row.id: _decision(row) for row in tx.scalars(query)}
        wanted |= {hmac for one in found.values() for hmac in (one.target.hmac, one.result.hmac)}
    return tuple(sorted(found.values(), key=lambda one: (one.decided_at, one.id)))


def find_privacy_decision(tx: Transaction, decision_id: str) -> PrivacyDecision | None:
    """Return a decision by its id."""
    row = tx.get(PrivacyDecisionRow, decision_id)
    return None if row is None else _decision(row)


def value_groups(tx: Transaction, project_id: str) -> list[tuple[ValueGroup, bool]]:
    """Return the values in the newest texts of a project; their status is open.

    With each comes whether a decision gave its places another type or another extent, or not (yet).
    """
    stands = _stands(project_id)
    changed = case((or_(*(stands.c.decision.contains(f":{one.value}") for one in _CHANGED)), 1), else_=0)
    number, samples = func.count(), func.count(stands.c.sample_id.distinct())
    suggested = func.sum(case((stands.c.decision == SUGGESTION.stored, 1), else_=0))
    purged = func.sum(case((SealedValueRow.sealed.is_(None), 1), else_=0))
    query = (
        select(
            SealedValueRow.entity_type,
            _group,
            number,
            samples,
            suggested,
            func.min(stands.c.detector),
            func.max(stands.c.detector),
            func.min(stands.c.score),
            func.max(stands.c.score),
            purged,
            func.max(changed),
        )
        .join(stands, SealedValueRow.id == stands.c.value_id)
        .group_by(SealedValueRow.entity_type, _group, changed)
    )
    return [
        (
            ValueGroup(
                key=ValueKey(entity, group),
                occurrences=count,
                samples=people,
                suggested=offered,
                detectors=tuple(sorted({first, last})),
                scores=(low, high),
                purged=gone > 0,
            ),
            was_changed > 0,
        )
        for entity, group, count, people, offered, first, last, low, high, gone, was_changed in tx.execute(query)
    ]


def count_samples(tx: Transaction, project_id: str, keys: Collection[ValueKey]) -> int:
    """Count the samples in whose newest texts one of some values stands."""
    stands = _stands(project_id)
    mine = [(SealedValueRow.entity_type == one.entity_type) & (_group == one.hmac) for one in keys]
    query = (
        select(func.count(stands.c.sample_id.distinct()))
        .select_from(SealedValueRow)
        .join(stands, SealedValueRow.id == stands.c.value_id)
        .where(or_(*mine))
    )
    return tx.scalar(query) or 0


def _stands(project_id: str) -> Subquery:
    """Return where values stand: in the newest texts of a project's samples, and in the metadata beside them."""
    columns = ("sample_id", "value_id", "decision", "detector", "score")
    texts = select(*(getattr(PiiSpanRow, name) for name in columns)).join(SampleRow, _HEADS)
    beside = select(*(getattr(MetadataSpanRow, name) for name in columns)).join(
        SampleRow, SampleRow.id == MetadataSpanRow.sample_id
    )
    mine = SampleRow.project_id == project_id
    return union_all(texts.where(mine, _seen(PiiSpanRow)), beside.where(mine, _seen(MetadataSpanRow))).subquery()


def _seen(table: type[PiiSpanRow | MetadataSpanRow]) -> ColumnElement[bool]:
    return or_(table.decision.is_(None), table.decision.not_in(COVERED_STATES))


def sealed_spellings(tx: Transaction, project_id: str, key: ValueKey) -> list[tuple[str, bytes | None]]:
    """Return (row id, seal) of every spelling of a value, the first one kept first."""
    query = (
        select(SealedValueRow.id, SealedValueRow.sealed)
        .where(
            SealedValueRow.project_id == project_id,
            SealedValueRow.entity_type == key.entity_type,
            _group == key.hmac,
        )
        .order_by(func.length(SealedValueRow.value_hmac), SealedValueRow.id)
    )
    return [(row_id, sealed) for row_id, sealed in tx.execute(query)]


def samples_with_values(tx: Transaction, project_id: str, keys: Collection[ValueKey]) -> list[str]:
    """Return the samples any of whose revisions holds one of the values, by id."""
    found: set[str] = set()
    hmacs = sorted({key.hmac for key in keys})
    for i in range(0, len(hmacs), _AT_ONCE):
        for table in (PiiSpanRow, MetadataSpanRow):
            query = (
                select(table.sample_id)
                .join(SealedValueRow, SealedValueRow.id == table.value_id)
                .where(SealedValueRow.project_id == project_id, _group.in_(hmacs[i : i + _AT_ONCE]))
                .distinct()
            )
            found.update(tx.scalars(query))
    return sorted(found)


def samples_with_text(tx: Transaction, project_id: str, words: Sequence[str]) -> list[str]:
    """Return the samples any of whose open texts may hold one of these stretches of plain letters and digits, by id.

    A superset: case does not count, and whole words are for the caller to look at.
    """
    columns = (RevisionRow.messages, RevisionRow.context, SampleRow.attributes)
    places = [func.lower(cast(column, Text)) for column in columns]
    query = (
        select(RevisionRow.sample_id)
        .join(SampleRow, SampleRow.id == RevisionRow.sample_id)
        .where(
            SampleRow.project_id == project_id,
            RevisionRow.state == RevisionState.OPEN.value,
            or_(*(place.contains(word.lower(), autoescape=True) for word in words for place in places)),
        )
        .distinct()
    )
    return sorted(tx.scalars(query))


def open_texts(tx: Transaction, project_id: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts of every open revision of a project with its sample's id, and the metadata of its samples."""
    query = (
        select(RevisionRow.sample_id, RevisionRow.messages, RevisionRow.context)
        .join(SampleRow, SampleRow.id == RevisionRow.sample_id)
        .where(SampleRow.project_id == project_id, RevisionRow.state == RevisionState.OPEN.value)
    )
    for sample_id, messages, context in tx.execute(query.execution_options(yield_per=500)):
        yield sample_id, list(_said(messages)) + list(_said(context))
    beside = select(SampleRow.id, SampleRow.attributes).where(
        SampleRow.project_id == project_id, SampleRow.attributes.is_not(None)
    )
    for sample_id, attributes in tx.execute(beside.execution_options(yield_per=500)):
        yield sample_id, list(_said(attributes))


def _said(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _said(one)
    elif isinstance(value, list):
        for one in value:
            yield from _said(one)
    elif value is not None:
        yield str(value)


def example_places(tx: Transaction, project_id: str, key: ValueKey, limit: int) -> list[tuple[str, str, int, int, int]]:
    """Return (sample id, part, index, start, end) of a value's places in the newest texts."""
    query = (
        select(PiiSpanRow.sample_id, PiiSpanRow.part, PiiSpanRow.index, PiiSpanRow.start, PiiSpanRow.end)
        .join(SealedValueRow, SealedValueRow.id == PiiSpanRow.value_id)
        .join(SampleRow, _HEADS)
        .where(
            SampleRow.project_id == project_id,
            SealedValueRow.entity_type == key.entity_type,
            _group == key.hmac,
            _seen(PiiSpanRow),
        )
        .order_by(PiiSpanRow.sample_id, PiiSpanRow.id)
        .limit(limit)
    )
    return [(sample, part, index, start, end) for sample, part, index, start, end in tx.execute(query)]


def metadata_places(tx: Transaction, project_id: str, key: ValueKey, limit: int) -> list[tuple[str, str, int, int]]:
    """Return (sample id, column, start, end) of a value's places in the metadata of samples."""
    query = (
        select(MetadataSpanRow.sample_id, MetadataSpanRow.column, MetadataSpanRow.start, MetadataSpanRow.end)
        .join(SealedValueRow, SealedValueRow.id == MetadataSpanRow.value_id)
        .where(
            SealedValueRow.project_id == project_id,
            SealedValueRow.entity_type == key.entity_type,
            _group == key.hmac,
            _seen(MetadataSpanRow),
        )
        .order_by(MetadataSpanRow.sample_id, MetadataSpanRow.id)
        .limit(limit)
    )
    return [(sample, column, start, end) for sample, column, start, end in tx.execute(query)]


def purge_decisions(tx: Transaction, value_ids: Sequence[str]) -> None:
    """Forget the sealed words of decisions on values that were purged: their texts stay as they are from now on."""
    for i in range(0, len(value_ids), _AT_ONCE):
        named = select(SealedValueRow.project_id, SealedValueRow.entity_type, _group).where(
            SealedValueRow.id.in_(value_ids[i : i + _AT_ONCE])
        )
        for project_id, entity, group in tx.execute(named).all():
            about = (PrivacyDecisionRow.entity_type == entity) & (PrivacyDecisionRow.value_hmac == group)
            made = (PrivacyDecisionRow.result_type == entity) & (PrivacyDecisionRow.result_hmac == group)
            change = update(PrivacyDecisionRow).where(PrivacyDecisionRow.project_id == project_id, about | made)
            tx.execute(change.values(sealed=None), execution_options={"synchronize_session": False})


def _decision(row: PrivacyDecisionRow) -> PrivacyDecision:
    return PrivacyDecision(
        id=row.id,
        project_id=row.project_id,
        action=PrivacyAction(row.action),
        target=ValueKey(row.entity_type, row.value_hmac),
        result=ValueKey(row.result_type, row.result_hmac),
        sealed=row.sealed,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        undoes=row.undoes,
    )
