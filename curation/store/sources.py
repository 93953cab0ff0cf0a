"""Stores sources: what was imported, how it was read, which rows could not be, how far screening is."""

from collections.abc import Collection
from collections.abc import Mapping as JsonObject
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.lapses import day_of, moment_of
from curation.domain.samples import Origin
from curation.domain.sources import BadRow, Mapping, Source, SourceState
from curation.errors import NotFoundError
from curation.store.database import Transaction
from curation.store.knowledge import words_in
from curation.store.tables_samples import SampleRow, SourceRow
from curation.texts import text

FILE = "file"
BAD_ROWS_KEPT = 1_000
_COLUMNS = ("question", "answer", "context", "messages", "system", "valid_until", "specialties", "risk")


@dataclass(frozen=True)
class Reading:
    """How a file's bytes become rows: kind of file, encoding and separator (empty where it has none)."""

    kind: str
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True)
class NewSource:
    """A file that is imported; `name` is safe to show, `bad_rows` are those left out."""

    id: str
    project_id: str
    name: str
    bytes_hash: str
    size: int
    mapping: Mapping
    reading: Reading
    origin: Origin
    language: str
    rows: int
    bad_rows: tuple[BadRow, ...]
    valid_until: date | None = None
    specialties: tuple[str, ...] = ()


def add_source(tx: Transaction, new: NewSource, actor_id: str, at: datetime) -> Source:
    """Add a source that waits to be screened."""
    row = SourceRow(
        id=new.id,
        project_id=new.project_id,
        kind=FILE,
        name=new.name,
        bytes_hash=new.bytes_hash,
        size=new.size,
        mapping=_mapping_json(new.mapping, new.reading),
        mapping_hash=mapping_hash(new.mapping, new.reading),
        origin=new.origin.value,
        language=new.language,
        state=SourceState.WAITING.value,
        rows=new.rows,
        bad_rows={
            "count": len(new.bad_rows),
            "first": [{"row": bad.row, "reason": bad.reason} for bad in new.bad_rows[:BAD_ROWS_KEPT]],
        },
        valid_until=None if new.valid_until is None else moment_of(new.valid_until),
        imported_by=actor_id,
        imported_at=at,
        purged_at=None,
        superseded_by=None,
        superseded_at=None,
        specialties=list(new.specialties),
    )
    tx.add(row)
    tx.flush()
    return _source(row)


def mapping_hash(mapping: Mapping, reading: Reading) -> str:
    """Return the hash that tells two ways of reading the same bytes apart."""
    return content_hash(canonical_json(_mapping_json(mapping, reading)))


def same_source(tx: Transaction, project_id: str, bytes_hash: str, mapping_hash: str) -> Source | None:
    """Return the source with these bytes read this way, None where they are new to the project."""
    query = select(SourceRow).where(
        SourceRow.project_id == project_id,
        SourceRow.bytes_hash == bytes_hash,
        SourceRow.mapping_hash == mapping_hash,
    )
    row = tx.scalar(query)
    return None if row is None else _source(row)


def source(tx: Transaction, project_id: str, source_id: str) -> Source:
    """Return one source of a project; raises NotFoundError where there is none."""
    row = tx.get(SourceRow, source_id, populate_existing=True)
    if row is None or row.project_id != project_id:
        raise NotFoundError(text("There is no source {source} in this project.", source=source_id))
    return _source(row)


def sources(tx: Transaction, project_id: str) -> tuple[Source, ...]:
    """Return the sources of a project, newest first."""
    query = (
        select(SourceRow).where(SourceRow.project_id == project_id).order_by(SourceRow.imported_at.desc(), SourceRow.id)
    )
    return tuple(_source(row) for row in tx.scalars(query))


def source_names(tx: Transaction, ids: Collection[str]) -> dict[str, str]:
    """Return the names of sources, by id."""
    if not ids:
        return {}
    query = select(SourceRow.id, SourceRow.name).where(SourceRow.id.in_(ids))
    return dict(tx.execute(query).all())


def newer_sources(tx: Transaction, sample_ids: Collection[str]) -> dict[str, str]:
    """Return the newer source of each of these samples whose source has been superseded."""
    query = (
        select(SampleRow.id, SourceRow.superseded_by)
        .join(SourceRow, SourceRow.id == SampleRow.source_id)
        .where(SampleRow.id.in_(sample_ids), SourceRow.superseded_by.is_not(None))
    )
    return {name: newer for name, newer in tx.execute(query) if newer is not None}


def bad_rows(tx: Transaction, source_id: str) -> tuple[BadRow, ...]:
    """Return the first 1,000 rows of a source that were left out, with the reasons."""
    row = tx.get_one(SourceRow, source_id, populate_existing=True)
    return _bad_rows(row)


def how_read(tx: Transaction, source_id: str) -> tuple[Reading, str, Origin, str]:
    """Return how a source is read, its mapping hash, its origin and its language."""
    row = tx.get_one(SourceRow, source_id, populate_existing=True)
    values = _object(_object(row.mapping).get("reading"))
    reading = Reading(
        kind=str(values.get("kind") or ""),
        encoding=str(values.get("encoding") or ""),
        separator=str(values.get("separator") or ""),
    )
    return reading, row.mapping_hash, Origin(row.origin), row.language


def specialties_of_source(tx: Transaction, source_id: str) -> tuple[str, ...]:
    """Return the specialties that every sample of a source needs one of, whatever its row says."""
    return words_in(tx.scalar(select(SourceRow.specialties).where(SourceRow.id == source_id)))


def set_state(tx: Transaction, source_id: str, state: SourceState) -> None:
    """Say how far a source has come."""
    tx.execute(update(SourceRow).where(SourceRow.id == source_id).values(state=state.value))


def set_engine(tx: Transaction, source_id: str, engine: str) -> None:
    """Say what has looked for personal data in a source."""
    tx.execute(update(SourceRow).where(SourceRow.id == source_id).values(engine=engine))


def set_name(tx: Transaction, source_id: str, name: str) -> None:
    """Give a source the name that screening has cleared."""
    tx.execute(update(SourceRow).where(SourceRow.id == source_id).values(name=name))


def _mapping_json(mapping: Mapping, reading: Reading) -> dict[str, Json]:
    # What came later is said only where it is used: the hash of a mapping without it stays.
    every = {"valid_until": mapping.valid_until, "specialties": mapping.specialties, "risk": mapping.risk}
    later: dict[str, Json] = {part: column for part, column in every.items() if column is not None}
    return {
        **later,
        "format": mapping.format,
        "question": mapping.question,
        "answer": mapping.answer,
        "context": mapping.context,
        "messages": mapping.messages,
        "system": mapping.system,
        "metadata": list(mapping.metadata),
        "reading": {"kind": reading.kind, "encoding": reading.encoding, "separator": reading.separator},
    }


def _mapping(value: Json) -> Mapping:
    found = _object(value)
    names = {key: str(found[key]) for key in _COLUMNS if found.get(key)}
    metadata = found.get("metadata")
    return Mapping(
        format=str(found.get("format") or ""),
        metadata=tuple(str(m) for m in metadata) if isinstance(metadata, list) else (),
        **names,
    )


def _object(value: Json) -> JsonObject[str, Json]:
    return value if isinstance(value, JsonObject) else {}


def _bad_rows(row: SourceRow) -> tuple[BadRow, ...]:
    first = _object(row.bad_rows).get("first")
    lines = [_object(line) for line in first] if isinstance(first, list) else []
    return tuple(BadRow(row.name, int(str(line["row"])), str(line["reason"])) for line in lines)


def _source(row: SourceRow) -> Source:
    return Source(
        id=row.id,
        project_id=row.project_id,
        name=row.name,
        bytes_hash=row.bytes_hash,
        size=row.size,
        mapping=_mapping(row.mapping),
        state=SourceState(row.state),
        rows=row.rows,
        bad_rows=int(str(_object(row.bad_rows).get("count", 0))),
        imported_by=row.imported_by,
        imported_at=row.imported_at,
        language=row.language,
        engine=row.engine,
        valid_until=day_of(row.valid_until),
        superseded_by=row.superseded_by,
    )
