"""Counts samples by what they share."""

from sqlalchemy import Select, String, and_, case, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from curation.domain.distribution import LEVELS, Bar, Facet, Redundancy
from curation.domain.lengths import STRETCHES
from curation.domain.samples import SampleStatus
from curation.store.database import Transaction
from curation.store.narrowing_lengths import ANSWER, QUESTION, on_head
from curation.store.tables_samples import FindingRow, RevisionRow, SampleRow, SourceRow
from curation.store.tables_topics import SampleTopicRow

_APPROVED = case((SampleRow.status == SampleStatus.APPROVED.value, SampleRow.id))
_COUNTS = (func.count(), func.count(_APPROVED))
_COUNTS_OF_MANY = (func.count(SampleRow.id.distinct()), func.count(_APPROVED.distinct()))


def bars(tx: Transaction, project_id: str, facet: Facet) -> tuple[Bar, ...]:
    """Count the samples of a project by a facet, most first; lengths (characters) and difficulties in their order."""
    if facet in {Facet.QUESTION_LENGTH, Facet.ANSWER_LENGTH}:
        return _lengths(tx, project_id, QUESTION if facet is Facet.QUESTION_LENGTH else ANSWER)
    query = _facets(facet).where(SampleRow.project_id == project_id)
    found = [Bar(key, label, samples, approved) for key, label, samples, approved in tx.execute(query)]
    if facet is Facet.DIFFICULTY:
        return tuple(sorted(found, key=lambda bar: LEVELS.index(bar.key)))
    return tuple(sorted(found, key=lambda bar: (-bar.samples, bar.key)))


def redundancy(tx: Transaction, project_id: str) -> Redundancy:
    """Count the samples that are alike, and their groups."""
    grouped = select(func.count(), func.count(SampleRow.group_id.distinct())).where(
        SampleRow.project_id == project_id, SampleRow.group_id.is_not(None)
    )
    [(samples, groups)] = tx.execute(grouped).all()
    return Redundancy(samples, groups)


def _facets(facet: Facet) -> Select[str, str, int, int]:
    if facet is Facet.SOURCE:
        joined = select(SourceRow.id, SourceRow.name, *_COUNTS).join(SampleRow, SampleRow.source_id == SourceRow.id)
        return joined.group_by(SourceRow.id, SourceRow.name)
    if facet is Facet.CHECK:
        noted = (SampleRow.id == FindingRow.sample_id) & (SampleRow.head == FindingRow.revision)
        joined = select(FindingRow.check, FindingRow.check, *_COUNTS_OF_MANY).join(SampleRow, noted)
        return joined.where(FindingRow.dismissed_by.is_(None)).group_by(FindingRow.check)
    if facet is Facet.TOPIC:
        topic = cast(SampleTopicRow.topic, String)
        joined = select(topic, topic, *_COUNTS)
        return joined.join(SampleRow, SampleRow.id == SampleTopicRow.sample_id).group_by(SampleTopicRow.topic)
    if facet is Facet.DIFFICULTY:
        joined = select(SampleTopicRow.level, SampleTopicRow.level, *_COUNTS)
        known = joined.join(SampleRow, SampleRow.id == SampleTopicRow.sample_id).where(SampleTopicRow.level != "")
        return known.group_by(SampleTopicRow.level)
    column = SampleRow.language if facet is Facet.LANGUAGE else SampleRow.origin
    return select(column, column, *_COUNTS).group_by(column)


def _lengths(tx: Transaction, project_id: str, size: InstrumentedAttribute[int]) -> tuple[Bar, ...]:
    stretch = case(*((size >= one.least, one.least) for one in reversed(STRETCHES)), else_=0)
    # Counted by a column: PostgreSQL takes an expression with numbers, bound a second time to group by, for another.
    each = (
        select(stretch.label("least"), SampleRow.status)
        .select_from(SampleRow)
        .join(RevisionRow, and_(*on_head(SampleRow.__table__)))
        .where(SampleRow.project_id == project_id)
        .subquery()
    )
    approved = func.count(case((each.c.status == SampleStatus.APPROVED.value, 1)))
    query = select(each.c.least, func.count(), approved).group_by(each.c.least)
    found = {int(least): (samples, approved) for least, samples, approved in tx.execute(query)}
    last = max(found, default=-1)
    return tuple(Bar(str(one), str(one), *found.get(one.least, (0, 0))) for one in STRETCHES if one.least <= last)
