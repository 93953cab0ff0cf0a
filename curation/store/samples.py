"""Stores samples: bulk inserts that skip what is there, single samples, computed columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, func, insert, select, update

from curation.domain.identity import Json
from curation.domain.lapses import moment_of
from curation.domain.samples import Conversation, Origin, Sample, SampleStatus
from curation.errors import NotFoundError
from curation.store.corrections import conversation_from
from curation.store.database import Transaction
from curation.store.knowledge import words_in
from curation.store.lanes import first_lanes
from curation.store.parts import in_parts
from curation.store.tables_samples import RevisionRow, SampleRow
from curation.texts import text

NAMED = select(SampleRow).where(SampleRow.id == bindparam("sample")).execution_options(populate_existing=True)
"""One sample as it stands in the store now, by the parameter `sample`."""


@dataclass(frozen=True)
class NewSample:
    """A sample as screening adds it, with its first revision beside it."""

    id: str
    source_id: str | None
    locator: str
    record: int
    origin: Origin
    language: str
    attention: float
    attributes: Json = None
    status: SampleStatus = SampleStatus.WAITING
    valid_until: date | None = None
    specialties: tuple[str, ...] = ()
    risk: int = 0
    risk_said: int | None = None


@dataclass(frozen=True)
class HeadText:
    """The head text of a sample, as duplicate search reads it."""

    id: str
    status: SampleStatus
    created_at: datetime
    conversation: Conversation


def named_in(project_id: str, ids: Sequence[str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions that a sample is one of these and of the project.

    The second is written so that no index is used for it: SQLite would walk through the whole project for each part
    of a long list of ids.
    """
    return SampleRow.id.in_(ids), func.coalesce(SampleRow.project_id, "") == project_id


def add_samples(tx: Transaction, project_id: str, new: Sequence[NewSample], at: datetime) -> None:
    """Add waiting samples in bulk, each with head 1; none of them may exist (see `known_samples`)."""
    if new:
        lanes = first_lanes(tx, project_id, [(s.id, s.language, s.specialties, s.source_id) for s in new])
        rows = [{**_values(project_id, sample, at), "lane_key": lanes[sample.id]} for sample in new]
        tx.execute(insert(SampleRow), rows)


def known_samples(tx: Transaction, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that are in the store."""
    found: set[str] = set()
    for part in in_parts(list(ids)):
        found.update(tx.scalars(select(SampleRow.id).where(SampleRow.id.in_(part))))
    return found


def sample(tx: Transaction, project_id: str, sample_id: str) -> Sample:
    """Return one sample of a project; raises NotFoundError where there is none."""
    row = tx.scalar(NAMED, {"sample": sample_id})
    if row is None or row.project_id != project_id:
        raise NotFoundError(text("There is no sample {sample} in this project.", sample=sample_id))
    return sample_from(row)


def metadata_of(tx: Transaction, project_id: str, sample_id: str) -> dict[str, Json]:
    """Return the columns that stood beside a sample in its file, redacted; raises NotFoundError."""
    sample(tx, project_id, sample_id)
    found = tx.scalar(select(SampleRow.attributes).where(SampleRow.id == sample_id))
    return dict(found) if isinstance(found, Mapping) else {}


def samples(tx: Transaction, project_id: str, ids: Iterable[str]) -> dict[str, Sample]:
    """Return those of the ids that are samples of the project, by id."""
    found: dict[str, Sample] = {}
    for part in in_parts(list(ids)):
        query = select(SampleRow).where(*named_in(project_id, part))
        found |= {row.id: sample_from(row) for row in tx.scalars(query.execution_options(populate_existing=True))}
    return found


def head_texts(tx: Transaction, project_id: str, ids: Iterable[str] | None = None) -> Iterator[HeadText]:
    """Yield the head texts of a project's samples, or of some of them, by the bytes of the id."""
    query = (
        select(SampleRow.id, SampleRow.status, SampleRow.created_at, RevisionRow.messages, RevisionRow.context)
        .join(RevisionRow, (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head))
        .order_by(SampleRow.id)
    )
    whole = query.where(SampleRow.project_id == project_id)
    parts = [whole] if ids is None else [query.where(*named_in(project_id, part)) for part in in_parts(sorted(ids))]
    for part in parts:
        for name, status, created, messages, context in tx.execute(part.execution_options(yield_per=1_000)):
            yield HeadText(name, SampleStatus(status), created, conversation_from(messages, context))


def ids_of(tx: Transaction, project_id: str) -> Sequence[str]:
    """Return the ids of a project's samples, in the order of their bytes."""
    query = select(SampleRow.id).where(SampleRow.project_id == project_id).order_by(SampleRow.id)
    return tx.scalars(query).all()


def counts_by_language(tx: Transaction, project_id: str, status: SampleStatus) -> dict[str, int]:
    """Count the samples of a project that stand so, by language."""
    query = (
        select(SampleRow.language, func.count())
        .where(SampleRow.project_id == project_id, SampleRow.status == status.value)
        .group_by(SampleRow.language)
        .order_by(SampleRow.language)
    )
    return dict(tx.execute(query).all())


def open_language(tx: Transaction, project_id: str, language: str, at: datetime) -> int:
    """Let the closed samples of a language wait for a decision; return how many."""
    closed = SampleStatus.NOT_SCREENED
    count = counts_by_language(tx, project_id, closed).get(language, 0)
    tx.execute(
        update(SampleRow)
        .where(SampleRow.project_id == project_id, SampleRow.status == closed.value, SampleRow.language == language)
        .values(status=SampleStatus.WAITING.value, changed_at=at),
        execution_options={"synchronize_session": False},
    )
    return count


def set_attention(tx: Transaction, found: dict[str, float]) -> None:
    """Write what `curation.review.ordering.attention` computed, by sample id."""
    _write(tx, [{"id": sample_id, "attention": value} for sample_id, value in found.items()])


def set_specialties(tx: Transaction, found: Mapping[str, Sequence[str]], at: datetime) -> None:
    """Write which specialties samples need one of, by id; their lanes are computed anew by whoever calls this."""
    _write(tx, [{"id": name, "specialties": list(words), "changed_at": at} for name, words in found.items()])


def specialties_of(tx: Transaction, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return which specialties samples need one of, by id."""
    found: dict[str, tuple[str, ...]] = {}
    for part in in_parts(list(ids)):
        query = select(SampleRow.id, SampleRow.specialties).where(SampleRow.id.in_(part))
        found |= {name: words_in(words) for name, words in tx.execute(query)}
    return found


def set_groups(tx: Transaction, groups: dict[str, str | None]) -> None:
    """Write the duplicate group of samples, None for none."""
    _write(tx, [{"id": sample_id, "group_id": group} for sample_id, group in groups.items()])


def set_aside(tx: Transaction, ids: Iterable[str], at: datetime) -> None:
    """Set waiting samples aside: exact copies of one that is kept."""
    _move(tx, ids, (SampleStatus.WAITING, SampleStatus.SET_ASIDE), at)


def bring_back(tx: Transaction, ids: Iterable[str], at: datetime) -> None:
    """Let samples wait again that are no copies any more."""
    _move(tx, ids, (SampleStatus.SET_ASIDE, SampleStatus.WAITING), at)


def _move(tx: Transaction, ids: Iterable[str], move: tuple[SampleStatus, SampleStatus], at: datetime) -> None:
    for part in in_parts(list(ids)):
        tx.execute(
            update(SampleRow)
            .where(SampleRow.id.in_(part), SampleRow.status == move[0].value)
            .values(status=move[1].value, changed_at=at),
            execution_options={"synchronize_session": False},
        )


def _write(tx: Transaction, rows: list[dict[str, object]]) -> None:
    if rows:
        tx.execute(update(SampleRow), rows, execution_options={"synchronize_session": None})


def _values(project_id: str, new: NewSample, at: datetime) -> dict[str, object]:
    return {
        "id": new.id,
        "project_id": project_id,
        "source_id": new.source_id,
        "passage_id": None,
        "locator": new.locator,
        "record": new.record,
        "origin": new.origin.value,
        "language": new.language,
        "task_kind": "qa",
        "specialties": list(new.specialties),
        "risk": new.risk,
        "risk_said": new.risk_said,
        "subject_key": None,
        "valid_until": None if new.valid_until is None else moment_of(new.valid_until),
        "attributes": new.attributes,
        "head": 1,
        "status": new.status.value,
        "attention": new.attention,
        "group_id": None,
        "created_at": at,
        "changed_at": at,
    }


def sample_from(row: SampleRow) -> Sample:
    """Turn a row into a sample."""
    return Sample(
        id=row.id,
        project_id=row.project_id,
        source_id=row.source_id,
        locator=row.locator,
        record=row.record,
        origin=Origin(row.origin),
        language=row.language,
        status=SampleStatus(row.status),
        head=row.head,
        group_id=row.group_id,
        created_at=row.created_at,
        risk=row.risk,
    )
