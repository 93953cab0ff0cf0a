"""Stores which samples are alike: pairs with their similarity, and the groups they make."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, or_, select

from curation.domain.findings import DuplicateKind, DuplicatePair
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.samples import named_in
from curation.store.tables_samples import DuplicateGroupRow, DuplicatePairRow, RevisionRow, SampleRow

_AT_ONCE = 500
_PAIRS_OF = (
    select(DuplicatePairRow)
    .where(
        DuplicatePairRow.project_id == bindparam("project"),
        or_(DuplicatePairRow.first == bindparam("sample"), DuplicatePairRow.second == bindparam("sample")),
    )
    .order_by(DuplicatePairRow.jaccard.desc(), DuplicatePairRow.first, DuplicatePairRow.second)
)


@dataclass(frozen=True)
class Group:
    """Samples that are alike; a conflict has near-identical questions with other answers."""

    id: str
    kind: DuplicateKind
    members: tuple[str, ...]


def replace_pairs(tx: Transaction, project_id: str, pairs: Iterable[DuplicatePair]) -> set[str]:
    """Write the pairs of a project as they are found now; return the samples whose pairs are other ones than before."""
    before, now = set(all_pairs(tx, project_id)), set(pairs)
    row = DuplicatePairRow
    chosen = delete(row).where(
        row.project_id == project_id,
        row.first == bindparam("its_first"),
        row.second == bindparam("its_second"),
        row.kind == bindparam("its_kind"),
    )
    gone = [{"its_first": p.first, "its_second": p.second, "its_kind": p.kind.value} for p in before - now]
    if gone:
        tx.connection().execute(chosen, gone)
    _insert(tx, project_id, sorted(now - before, key=lambda p: (p.first, p.second, p.kind)))
    return {name for pair in before ^ now for name in (pair.first, pair.second)}


def replace_pairs_of(tx: Transaction, project_id: str, sample_id: str, pairs: Iterable[DuplicatePair]) -> None:
    """Write the pairs of one sample as they are found now."""
    touching = or_(DuplicatePairRow.first == sample_id, DuplicatePairRow.second == sample_id)
    tx.execute(
        delete(DuplicatePairRow).where(DuplicatePairRow.project_id == project_id, touching),
        execution_options={"synchronize_session": False},
    )
    _insert(tx, project_id, pairs)


def replace_groups(tx: Transaction, project_id: str, groups: Iterable[Group]) -> None:
    """Write the groups of a project as they are found now; a group that somebody resolved keeps that."""
    wanted = {group.id: group.kind.value for group in groups}
    query = select(DuplicateGroupRow).where(DuplicateGroupRow.project_id == project_id)
    for row in tx.scalars(query):
        if row.id not in wanted:
            tx.delete(row)
        else:
            row.kind = wanted.pop(row.id)
    tx.flush()
    tx.add_all(
        DuplicateGroupRow(
            id=name, project_id=project_id, kind=kind, resolution=None, resolved_by=None, resolved_at=None
        )
        for name, kind in sorted(wanted.items())
    )
    tx.flush()


def head_marks(tx: Transaction, project_id: str, ids: Sequence[str] | None = None) -> Iterator[tuple[str, int, str]]:
    """Yield id, head number and hash of the head text of a project's samples, or of some, by the bytes of the id."""
    query = (
        select(SampleRow.id, SampleRow.head, RevisionRow.text_hash)
        .join(RevisionRow, (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head))
        .order_by(SampleRow.id)
    )
    names = [] if ids is None else sorted(ids)
    some = [query.where(*named_in(project_id, names[i : i + _AT_ONCE])) for i in range(0, len(names), _AT_ONCE)]
    for part in [query.where(SampleRow.project_id == project_id)] if ids is None else some:
        rows = tx.execute(part.execution_options(yield_per=10_000))
        yield from ((name, head, text_hash) for name, head, text_hash in rows)


def newest(tx: Transaction, project_id: str, most: int) -> list[str]:
    """Return the samples of a project that came last, so many at most."""
    query = select(SampleRow.id).where(SampleRow.project_id == project_id)
    return list(tx.scalars(query.order_by(SampleRow.created_at.desc(), SampleRow.id).limit(most)))


def group_of_samples(tx: Transaction, project_id: str) -> dict[str, str]:
    """Return the duplicate group of every sample of a project that is in one."""
    query = select(SampleRow.id, SampleRow.group_id).where(
        SampleRow.project_id == project_id, SampleRow.group_id.is_not(None)
    )
    return {name: group for name, group in tx.execute(query) if group is not None}


def pairs_of(tx: Transaction, project_id: str, sample_id: str) -> tuple[DuplicatePair, ...]:
    """Return the pairs that a sample is in, the most alike first."""
    return tuple(_pair(row) for row in tx.scalars(_PAIRS_OF, {"project": project_id, "sample": sample_id}))


def all_pairs(tx: Transaction, project_id: str) -> tuple[DuplicatePair, ...]:
    """Return every pair of a project, by the bytes of the ids."""
    query = select(*_COLUMNS).where(DuplicatePairRow.project_id == project_id)
    ordered = query.order_by(DuplicatePairRow.first, DuplicatePairRow.second, DuplicatePairRow.kind)
    return tuple(
        DuplicatePair(first, second, jaccard, DuplicateKind(kind), score)
        for first, second, jaccard, kind, score in tx.execute(ordered)
    )


def pairs_around(
    tx: Transaction, project_id: str, sample_id: str, kinds: Collection[DuplicateKind]
) -> tuple[DuplicatePair, ...]:
    """Return the pairs of these kinds that hang together with a sample, over any number of others, as `all_pairs`."""
    wanted = (DuplicatePairRow.project_id == project_id, DuplicatePairRow.kind.in_([kind.value for kind in kinds]))
    found: set[DuplicatePair] = set()
    known, fresh = {sample_id}, [sample_id]
    while fresh:
        before = fresh
        fresh = list[str]()
        for side in (DuplicatePairRow.first, DuplicatePairRow.second):
            for part in in_parts(before):
                query = select(*_COLUMNS).where(*wanted, side.in_(part))
                for first, second, jaccard, kind, score in tx.execute(query):
                    found.add(DuplicatePair(first, second, jaccard, DuplicateKind(kind), score))
                    fresh += [name for name in (first, second) if name not in known]
                    known |= {first, second}
    return tuple(sorted(found, key=lambda pair: (pair.first, pair.second, pair.kind)))


def kinds_of(tx: Transaction, project_id: str, ids: Sequence[str]) -> dict[str, list[DuplicateKind]]:
    """Return the kinds of the pairs that samples are in, by sample id."""
    found: dict[str, list[DuplicateKind]] = {name: [] for name in ids}
    for side in (DuplicatePairRow.first, DuplicatePairRow.second):
        for i in range(0, len(ids), _AT_ONCE):
            part = (DuplicatePairRow.project_id == project_id, side.in_(ids[i : i + _AT_ONCE]))
            for name, kind in tx.execute(select(side, DuplicatePairRow.kind).where(*part).order_by(side)):
                found[name].append(DuplicateKind(kind))
    return found


def group(tx: Transaction, project_id: str, group_id: str) -> Group | None:
    """Return a group with its members by id, None where there is none."""
    row = tx.get(DuplicateGroupRow, (group_id, project_id))
    if row is None:
        return None
    query = select(SampleRow.id).where(SampleRow.project_id == project_id, SampleRow.group_id == group_id)
    return Group(row.id, DuplicateKind(row.kind), tuple(tx.scalars(query.order_by(SampleRow.id))))


_COLUMNS = (
    DuplicatePairRow.first,
    DuplicatePairRow.second,
    DuplicatePairRow.jaccard,
    DuplicatePairRow.kind,
    DuplicatePairRow.score,
)


def _insert(tx: Transaction, project_id: str, pairs: Iterable[DuplicatePair]) -> None:
    rows = [
        {
            "project_id": project_id,
            "first": pair.first,
            "second": pair.second,
            "kind": pair.kind.value,
            "jaccard": pair.jaccard,
            "score": pair.score,
        }
        for pair in pairs
    ]
    if rows:
        tx.execute(insert(DuplicatePairRow), rows)


def _pair(row: DuplicatePairRow) -> DuplicatePair:
    return DuplicatePair(row.first, row.second, row.jaccard, DuplicateKind(row.kind), row.score)
