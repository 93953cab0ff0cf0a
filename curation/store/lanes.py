"""Stores lanes: which there are in a project, and which one each sample is in, computed here and nowhere else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from curation.domain.lanes import Crew, Gap, Lane, Reach, bucket_of
from curation.domain.people import Permission
from curation.domain.queue_rules import QueueRules
from curation.domain.samples import SampleStatus
from curation.store.bars import barred_sources, bars
from curation.store.database import Transaction
from curation.store.knowledge import skilled, words_in
from curation.store.parts import in_parts
from curation.store.tables_review import LaneRow
from curation.store.tables_samples import SampleRow


@dataclass(frozen=True)
class Staff:
    """The people of a project by id, with what each may get, and those of them who decide."""

    everybody: Mapping[str, Reach]
    crew: Crew

    def reach(self, person_id: str) -> Reach:
        """Return what somebody may get; whoever is no member knows nothing in particular."""
        return self.everybody.get(person_id, Reach(person_id))


MOST_COUNTED = 10_000
_PLAIN = {"synchronize_session": False}
_LANES = select(
    LaneRow.key, LaneRow.language, LaneRow.specialties, LaneRow.source_id, LaneRow.reserved, LaneRow.bucket
).where(LaneRow.project_id == bindparam("project"))
_LANE_OF = (
    select(LaneRow)
    .join(SampleRow, LaneRow.key == SampleRow.lane_key)
    .where(LaneRow.project_id == bindparam("project"), SampleRow.id == bindparam("sample"))
)


def lanes_of(tx: Transaction, project_id: str) -> dict[str, Lane]:
    """Return the lanes of a project by their keys."""
    found = tx.execute(_LANES, {"project": project_id})
    return {
        key: Lane(language, words_in(specialties), source_id, reserved, bucket)
        for key, language, specialties, source_id, reserved, bucket in found
    }


def add_lanes(tx: Transaction, project_id: str, wanted: Iterable[Lane]) -> None:
    """Make sure that lanes are there; of two who add the same one at the same moment one finds it."""
    lanes = {lane.key: lane for lane in wanted}
    here = (LaneRow.project_id == project_id, LaneRow.key.in_(lanes))
    known = set(tx.scalars(select(LaneRow.key).where(*here)))
    for key in sorted(lanes.keys() - known):
        lane = lanes[key]
        values = {"language": lane.language, "specialties": list(lane.specialties), "source_id": lane.source_id}
        rest = {"reserved": lane.reserved, "bucket": lane.bucket}
        try:
            with tx.begin_nested():
                tx.execute(insert(LaneRow).values(project_id=project_id, key=key, **values, **rest))
        except IntegrityError:
            continue


def first_lanes(
    tx: Transaction, project_id: str, new: Iterable[tuple[str, str, tuple[str, ...], str | None]]
) -> dict[str, str]:
    """Return the lane of each sample that is about to be added: (id, language, specialties, source)."""
    kept = barred_sources(tx, project_id)
    lanes = {
        name: Lane(language, specialties, source_id if source_id in kept else None, bucket=bucket_of(name))
        for name, language, specialties, source_id in new
    }
    add_lanes(tx, project_id, set(lanes.values()))
    return {name: lane.key for name, lane in lanes.items()}


def place(tx: Transaction, project_id: str, ids: Iterable[str], reserved: Mapping[str, bool] | None = None) -> None:
    """Compute the lanes of samples anew; `reserved` says of some whether they are kept for those they were given to."""
    told, known, kept = reserved or {}, lanes_of(tx, project_id), barred_sources(tx, project_id)
    for part in in_parts(sorted(set(ids))):
        query = select(SampleRow.id, SampleRow.language, SampleRow.specialties, SampleRow.source_id, SampleRow.lane_key)
        moves: dict[Lane, list[str]] = {}
        for name, language, specialties, source_id, key in tx.execute(query.where(SampleRow.id.in_(part))):
            was = known.get(key)
            lane = Lane(
                language,
                words_in(specialties),
                source_id if source_id in kept else None,
                told.get(name, was is not None and was.reserved),
                bucket_of(name),
            )
            if lane.key != key:
                moves.setdefault(lane, []).append(name)
        add_lanes(tx, project_id, moves)
        for lane, moved in moves.items():
            change = update(SampleRow).where(SampleRow.id.in_(moved)).values(lane_key=lane.key)
            tx.execute(change, execution_options=_PLAIN)


def staff_of(tx: Transaction, project_id: str, rules: QueueRules) -> Staff:
    """Return everybody in a project: what they know, what they are kept from, and who of them decides."""
    kept, people = bars(tx, project_id), skilled(tx, project_id)
    everybody = {
        person.id: Reach(
            person_id=person.id,
            specialties=frozenset(knows.specialties),
            languages=frozenset(knows.languages),
            barred=frozenset(bar.source_id for bar in kept if bar.person_id == person.id and bar.firm),
            wrote=frozenset(bar.source_id for bar in kept if bar.person_id == person.id and not bar.firm),
        )
        for person, knows in people
    }
    deciding = [everybody[person.id] for person, _ in people if person.may(Permission.REVIEW)]
    return Staff(everybody, Crew(tuple(deciding), rules))


def lane_of(tx: Transaction, project_id: str, sample_id: str) -> Lane:
    """Return the lane of a sample; that of nothing special where it has none yet."""
    row = tx.scalar(_LANE_OF, {"project": project_id, "sample": sample_id})
    return Lane("") if row is None else _lane(row)


def lane_keys(tx: Transaction, ids: Iterable[str]) -> dict[str, str]:
    """Return the keys of the lanes of samples, by id."""
    found: dict[str, str] = {}
    for part in in_parts(sorted(set(ids))):
        found |= dict(tx.execute(select(SampleRow.id, SampleRow.lane_key).where(SampleRow.id.in_(part))).all())
    return found


def count_in_lanes(tx: Transaction, project_id: str, status: SampleStatus, lanes: Sequence[str]) -> int:
    """Count the samples in some lanes that stand so."""
    query = select(func.count()).select_from(SampleRow)
    here = (SampleRow.project_id == project_id, SampleRow.status == status.value, SampleRow.lane_key.in_(lanes))
    return (tx.scalar(query.where(*here)) or 0) if lanes else 0


def gaps(tx: Transaction, project_id: str, crew: Crew, slots: int) -> list[Gap]:
    """Say what samples that wait lack: what they need, and how many they are (counted up to MOST_COUNTED a lane)."""
    found: dict[Gap, int] = {}
    for key, lane in lanes_of(tx, project_id).items():
        gap = crew.gap(lane, slots)
        if gap is not None:
            waiting = select(SampleRow.id).where(
                SampleRow.project_id == project_id,
                SampleRow.status == SampleStatus.WAITING.value,
                SampleRow.lane_key == key,
            )
            counted = tx.scalar(select(func.count()).select_from(waiting.limit(MOST_COUNTED).subquery())) or 0
            found[gap] = found.get(gap, 0) + counted
    told = [replace(gap, samples=count) for gap, count in found.items() if count]
    return sorted(told, key=lambda one: (-one.samples, one.specialties, one.language))


def _lane(row: LaneRow) -> Lane:
    return Lane(row.language, words_in(row.specialties), row.source_id, row.reserved, row.bucket)
