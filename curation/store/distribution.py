"""Counts samples by what they share."""

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select

from curation.domain.distribution import LEVELS, Bar, Facet, Redundancy
from curation.domain.samples import SampleStatus
from curation.store.database import Transaction
from curation.store.tables_samples import FindingRow, RevisionRow, SampleRow, SourceRow
from curation.store.tables_topics import SampleTopicRow

EDGES = (0, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400)
_NUMBER = func.count(SampleRow.id.distinct())
_APPROVED = func.count(case((SampleRow.status == SampleStatus.APPROVED.value, SampleRow.id)).distinct())
_HEAD = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)


def bars(tx: Transaction, project_id: str, facet: Facet) -> tuple[Bar, ...]:
    """Count the samples of a project by a facet, most first; lengths (characters) and difficulties in their order."""
    if facet in {Facet.QUESTION_LENGTH, Facet.ANSWER_LENGTH}:
        asked = facet is Facet.QUESTION_LENGTH
        return _lengths(tx, project_id, func.length(RevisionRow.question if asked else RevisionRow.answer))
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
    columns = (_NUMBER, _APPROVED)
    if facet is Facet.SOURCE:
        joined = select(SourceRow.id, SourceRow.name, *columns).join(SampleRow, SampleRow.source_id == SourceRow.id)
        return joined.group_by(SourceRow.id, SourceRow.name)
    if facet is Facet.CHECK:
        on_head = (SampleRow.id == FindingRow.sample_id) & (SampleRow.head == FindingRow.revision)
        joined = select(FindingRow.check, FindingRow.check, *columns).join(SampleRow, on_head)
        return joined.where(FindingRow.dismissed_by.is_(None)).group_by(FindingRow.check)
    if facet is Facet.TOPIC:
        topic = cast(SampleTopicRow.topic, String)
        joined = select(topic, topic, *columns)
        return joined.join(SampleRow, SampleRow.id == SampleTopicRow.sample_id).group_by(SampleTopicRow.topic)
    if facet is Facet.DIFFICULTY:
        joined = select(SampleTopicRow.level, SampleTopicRow.level, *columns)
        known = joined.join(SampleRow, SampleRow.id == SampleTopicRow.sample_id).where(SampleTopicRow.level != "")
        return known.group_by(SampleTopicRow.level)
    column = SampleRow.language if facet is Facet.LANGUAGE else SampleRow.origin
    return select(column, column, *columns).group_by(column)


def _lengths(tx: Transaction, project_id: str, size: ColumnElement[int]) -> tuple[Bar, ...]:
    edge = case(*((size >= low, low) for low in reversed(EDGES)), else_=0)
    query = (
        select(edge, _NUMBER, _APPROVED)
        .select_from(SampleRow)
        .join(RevisionRow, _HEAD)
        .where(SampleRow.project_id == project_id)
        .group_by(edge)
    )
    found = {int(low): (samples, approved) for low, samples, approved in tx.execute(query)}
    last = max(found, default=0)
    return tuple(Bar(str(low), str(low), *found.get(low, (0, 0))) for low in EDGES if low <= last)
