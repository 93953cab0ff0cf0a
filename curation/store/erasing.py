"""Erases values from every table: texts, JSON and sealed bytes alike, whatever table comes later.

Names, hashes and keys stay: they are no text of samples. The audit log holds none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, LargeBinary, and_, delete, func, select, update

from curation.domain.findings import Part
from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.samples import Conversation, RevisionKind, RevisionState
from curation.store.corrections import conversation_from, restore
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.reviews import review_policy, settle
from curation.store.tables_people import EventRow, PolicyRow
from curation.store.tables_privacy import MetadataSpanRow
from curation.store.tables_samples import (
    BenchmarkRow,
    FindingRow,
    PiiSpanRow,
    RevisionRow,
    SampleRow,
    SealedValueRow,
    SourceRow,
)
from curation.store.tables_work import VersionMemberRow, VersionRow
from curation.store.text_places import TextPlace, text_places

_PLAIN = {"synchronize_session": False}


@dataclass(frozen=True)
class Erasers:
    """How a value of each kind of column loses what is to be erased; the same value back where nothing is in it."""

    text: Callable[[str], str]
    json: Callable[[Json], Json]
    sealed: Callable[[bytes], bytes]


@dataclass(frozen=True)
class Marked:
    """A row that points at a place in a revision's text; `kind` tells findings from spans."""

    kind: str
    id: int
    part: Part
    index: int
    start: int
    end: int


@dataclass(frozen=True)
class KeptSource:
    """A source, with the hash that names its sealed bytes."""

    id: str
    name: str
    bytes_hash: str
    state: str


@dataclass(frozen=True)
class Holder:
    """A version that holds one of the samples."""

    id: str
    project_id: str
    name: str
    folder: str


_MARKS = {"finding": FindingRow, "span": PiiSpanRow}


def texts_of_revisions(tx: Transaction) -> Iterator[tuple[str, int, Conversation]]:
    """Yield every open revision of every project: sample, number, text."""
    query = select(RevisionRow.sample_id, RevisionRow.number, RevisionRow.messages, RevisionRow.context)
    query = query.where(RevisionRow.state == RevisionState.OPEN.value)
    for sample_id, number, messages, context in tx.execute(query.execution_options(yield_per=1_000)):
        yield sample_id, number, conversation_from(messages, context)


def overwrite(tx: Transaction, place: tuple[str, int], conversation: Conversation, meaning: str) -> None:
    """Put another text in the place of a revision's: the one exception to append-only."""
    turns: list[Json] = [{"role": m.role.value, "content": m.content} for m in conversation.messages]
    change = update(RevisionRow).where(RevisionRow.sample_id == place[0], RevisionRow.number == place[1])
    values = {
        "question": conversation.question,
        "answer": conversation.answer,
        "messages": turns,
        "context": list(conversation.context),
        "text_hash": conversation.hash,
        "meaning_hash": meaning,
    }
    tx.execute(change.values(**values), execution_options=_PLAIN)
    # Where the passage stood that a note compares with is not worth moving: the note names it in words.
    notes = update(FindingRow).where(FindingRow.sample_id == place[0], FindingRow.revision == place[1])
    tx.execute(notes.values(nearest_index=None, nearest_start=None, nearest_end=None), execution_options=_PLAIN)


def marks_of(tx: Transaction, place: tuple[str, int]) -> list[Marked]:
    """Return what points into a revision's text."""
    found: list[Marked] = []
    for kind, table in _MARKS.items():
        query = select(table.id, table.part, table.index, table.start, table.end)
        for name, part, index, start, end in tx.execute(
            query.where(table.sample_id == place[0], table.revision == place[1], table.part.is_not(None))
        ):
            found.append(Marked(kind, name, Part(str(part)), index or 0, start or 0, end or 0))
    return found


def move_mark(tx: Transaction, mark: Marked, to: tuple[int, int] | None) -> None:
    """Let a mark point at its new place, or drop it where its text is gone."""
    table = _MARKS[mark.kind]
    if to is None:
        tx.execute(delete(table).where(table.id == mark.id), execution_options=_PLAIN)
    elif to != (mark.start, mark.end):
        change = update(table).where(table.id == mark.id).values(start=to[0], end=to[1])
        tx.execute(change, execution_options=_PLAIN)


def add_erased_head(tx: Transaction, sample_id: str, actor_id: str, at: datetime) -> tuple[str, tuple[str, ...]]:
    """Add the sample's text of now, already erased, as its next revision; return the project's id and the hash."""
    tx.expire_all()
    number = restore(tx, sample_id, tx.get_one(SampleRow, sample_id).head, actor_id, at)
    change = update(RevisionRow).where(RevisionRow.sample_id == sample_id, RevisionRow.number == number)
    tx.execute(change.values(kind=RevisionKind.REDACTED.value), execution_options=_PLAIN)
    project_id = tx.get_one(SampleRow, sample_id).project_id
    settle(tx, sample_id, review_policy(tx, project_id), at)
    return project_id, (tx.get_one(RevisionRow, (sample_id, number)).text_hash,)


def sealed_values(tx: Transaction) -> Iterator[tuple[str, bytes]]:
    """Yield id and seal of every replaced value that is still kept."""
    query = select(SealedValueRow.id, SealedValueRow.sealed).where(SealedValueRow.sealed.is_not(None))
    for value_id, sealed in tx.execute(query.execution_options(yield_per=1_000)):
        yield value_id, sealed or b""


def forget_values(tx: Transaction, ids: Sequence[str]) -> set[str]:
    """Drop sealed values and the keyed hashes that would tell equal ones; return the samples they stood in."""
    samples = samples_with_values(tx, ids)
    for value_id in ids:
        change = update(SealedValueRow).where(SealedValueRow.id == value_id)
        values = {"sealed": None, "value_hmac": content_hash(value_id), "spelling": None}
        tx.execute(change.values(**values), execution_options=_PLAIN)
    return samples


def samples_with_values(tx: Transaction, ids: Sequence[str]) -> set[str]:
    """Return the samples that sealed values stood in."""
    found: set[str] = set()
    for part in in_parts(ids):
        for table in (PiiSpanRow, MetadataSpanRow):
            found.update(tx.scalars(select(table.sample_id).where(table.value_id.in_(part)).distinct()))
    return found


def sources_of(tx: Transaction) -> list[KeptSource]:
    """Return every source of every project."""
    rows = tx.scalars(select(SourceRow).order_by(SourceRow.imported_at, SourceRow.id))
    return [KeptSource(row.id, row.name, row.bytes_hash, row.state) for row in rows]


def benchmark_files(tx: Transaction) -> list[tuple[str, str]]:
    """Return id and hash of the sealed bytes of every benchmark of every project."""
    query = select(BenchmarkRow.id, BenchmarkRow.bytes_hash).order_by(BenchmarkRow.id)
    return [(name, digest) for name, digest in tx.execute(query)]


def drop_benchmarks(tx: Transaction, ids: Sequence[str]) -> int:
    """Forget benchmarks; return of how many."""
    for part in in_parts(ids):
        tx.execute(delete(BenchmarkRow).where(BenchmarkRow.id.in_(part)), execution_options=_PLAIN)
    return len(ids)


def mark_purged(tx: Transaction, source_id: str, at: datetime) -> None:
    """Say that a source's sealed bytes are gone for good."""
    change = update(SourceRow).where(SourceRow.id == source_id, SourceRow.purged_at.is_(None))
    tx.execute(change.values(purged_at=at), execution_options=_PLAIN)


def holders(tx: Transaction, sample_ids: Iterable[str]) -> list[Holder]:
    """Return the versions that hold any of the samples, oldest first."""
    found: dict[str, Holder] = {}
    for part in in_parts(sorted(sample_ids)):
        query = (
            select(VersionRow)
            .join(VersionMemberRow, VersionMemberRow.version_id == VersionRow.id)
            .where(VersionMemberRow.sample_id.in_(part))
            .order_by(VersionRow.created_at, VersionRow.id)
        )
        found |= {row.id: Holder(row.id, row.project_id, row.name, row.folder) for row in tx.scalars(query)}
    return list(found.values())


def names_models(tx: Transaction, sample_ids: Iterable[str]) -> list[str]:
    """Return the folders of names models that were trained in the projects of samples."""
    found: set[str] = set()
    for part in in_parts(sorted(sample_ids)):
        mine = select(SampleRow.project_id).where(SampleRow.id.in_(part))
        for content in tx.scalars(select(PolicyRow.content).where(PolicyRow.project_id.in_(mine))):
            named = content.get("names_model") if isinstance(content, Mapping) else None
            found |= {named} if isinstance(named, str) and named else set()
    return sorted(found)


def exports_of(tx: Transaction, versions: Sequence[Holder]) -> int:
    """Count how often versions were exported: those copies lie outside of the home."""
    ids = [one.id for one in versions]
    query = select(func.count()).where(EventRow.action == "version.exported", EventRow.object_id.in_(ids))
    return tx.scalar(query) or 0


def sweep(tx: Transaction, erasers: Erasers) -> dict[str, int]:
    """Erase from every other column that can hold text; return the changed rows of each table."""
    tx.flush()
    changed: dict[str, int] = {}
    for place in text_places():
        count = _sweep(tx, place, erasers)
        if count:
            changed[place.table.name] = count
    tx.expire_all()
    return changed


def _sweep(tx: Transaction, place: TextPlace, erasers: Erasers) -> int:
    table, keys = place.table, place.keys
    only_sealed = table.name == RevisionRow.__tablename__
    columns = [one for one in place.columns if not only_sealed or isinstance(one.type, LargeBinary)]
    changes: list[tuple[ColumnElement[bool], dict[str, Json | bytes]]] = []
    for row in tx.execute(select(*keys, *columns)):
        fresh = {c.name: _erased(value, erasers) for c, value in zip(columns, row[len(keys) :], strict=True)}
        old = dict(zip(fresh, row[len(keys) :], strict=True))
        values = {name: value for name, value in fresh.items() if value != old[name]}
        if values:
            changes.append((and_(*(k == v for k, v in zip(keys, row[: len(keys)], strict=True))), values))
    for where, values in changes:
        content = values.get("content")
        if table.name == PolicyRow.__tablename__ and not isinstance(content, bytes):
            values["hash"] = content_hash(canonical_json(content))
        tx.execute(update(table).where(where).values(**values))
    return len(changes)


def _erased(value: Json | bytes, erasers: Erasers) -> Json | bytes:
    if isinstance(value, bytes):
        return erasers.sealed(value)
    return erasers.text(value) if isinstance(value, str) else erasers.json(value)
