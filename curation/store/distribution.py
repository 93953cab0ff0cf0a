"""Counts samples by what they share, and stores the last survey of a project's texts."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, String, case, cast, delete, func, insert, select

from curation.domain.distribution import Apart, Bar, Facet, Member, Mention, Survey, Topic, Trait
from curation.domain.identity import Json
from curation.domain.samples import RevisionState, SampleStatus
from curation.store.database import Transaction
from curation.store.tables_samples import FindingRow, RevisionRow, SampleRow, SourceRow
from curation.store.tables_topics import SampleTopicRow, SurveyRow, TopicRow

EDGES = (0, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400)
_NUMBER = func.count(SampleRow.id.distinct())
_APPROVED = func.count(case((SampleRow.status == SampleStatus.APPROVED.value, SampleRow.id)).distinct())
_HEAD = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)
_AT_ONCE = 500


def bars(tx: Transaction, project_id: str, facet: Facet) -> tuple[Bar, ...]:
    """Count the samples of a project by a facet, most first; lengths in their order (characters)."""
    if facet in {Facet.QUESTION_LENGTH, Facet.ANSWER_LENGTH}:
        asked = facet is Facet.QUESTION_LENGTH
        return _lengths(tx, project_id, func.length(RevisionRow.question if asked else RevisionRow.answer))
    query = _facets(facet).where(SampleRow.project_id == project_id)
    found = [Bar(key, label, samples, approved) for key, label, samples, approved in tx.execute(query)]
    return tuple(sorted(found, key=lambda bar: (-bar.samples, bar.key)))


def texts_to_survey(tx: Transaction, project_id: str) -> Sequence[tuple[str, bool, str, str]]:
    """Return (sample id, approved, question, answer) of every readable head that is not set aside, by id."""
    left_out = [SampleStatus.SET_ASIDE.value, SampleStatus.REJECTED.value, SampleStatus.SCREENING.value]
    query = (
        select(SampleRow.id, SampleRow.status, RevisionRow.question, RevisionRow.answer)
        .join(RevisionRow, _HEAD)
        .where(
            SampleRow.project_id == project_id,
            SampleRow.status.not_in(left_out),
            RevisionRow.state == RevisionState.OPEN.value,
        )
        .order_by(SampleRow.id)
    )
    return [(name, status == SampleStatus.APPROVED.value, q, a) for name, status, q, a in tx.execute(query)]


def survey_of(tx: Transaction, project_id: str) -> Survey | None:
    """Return the last survey of a project, None where there was none; topics by their number."""
    row = tx.get(SurveyRow, project_id)
    if row is None:
        return None
    counts = {bar.key: bar for bar in bars(tx, project_id, Facet.TOPIC)}
    empty = Bar("", "", 0, 0)
    query = select(TopicRow).where(TopicRow.project_id == project_id).order_by(TopicRow.number)
    topics = [
        Topic(one.number, _words(one.words), bar.samples, bar.approved, one.target)
        for one in tx.scalars(query)
        for bar in [counts.get(str(one.number), empty)]
    ]
    return Survey(row.made_at, row.seen, topics, _mentions(row.mentions))


def replace_survey(tx: Transaction, project_id: str, survey: Survey, members: Mapping[str, Member]) -> None:
    """Write a survey in the place of the last one, with where it put each sample."""
    for table in (SampleTopicRow, TopicRow, SurveyRow):
        gone = delete(table).where(table.project_id == project_id)
        tx.execute(gone, execution_options={"synchronize_session": False})
    tx.expunge_all()
    mentions: list[Json] = [
        [one.trait.value, one.group, one.samples, one.in_question, one.in_answer, one.approved]
        for one in survey.mentions
    ]
    tx.add(SurveyRow(project_id=project_id, made_at=survey.made_at, seen=survey.seen, mentions=mentions))
    tx.add_all(
        TopicRow(project_id=project_id, number=one.number, words=list(one.words), target=one.target)
        for one in survey.topics
    )
    tx.flush()
    rows = [
        {
            "sample_id": name,
            "project_id": project_id,
            "topic": one.topic,
            "rare": one.apart.rare,
            "novel": one.apart.novel,
        }
        for name, one in members.items()
    ]
    if rows:
        tx.execute(insert(SampleTopicRow), rows)


def members_of(tx: Transaction, project_id: str) -> dict[str, Member]:
    """Return where the last survey put each sample."""
    row = SampleTopicRow
    query = select(row.sample_id, row.topic, row.rare, row.novel).where(row.project_id == project_id)
    return {name: Member(topic, Apart(rare, novel)) for name, topic, rare, novel in tx.execute(query)}


def apart(tx: Transaction, sample_ids: Sequence[str]) -> dict[str, Apart]:
    """Return how far samples stand apart, without those that no survey has read yet."""
    found: dict[str, Apart] = {}
    row = SampleTopicRow
    for i in range(0, len(sample_ids), _AT_ONCE):
        query = select(row.sample_id, row.rare, row.novel).where(row.sample_id.in_(sample_ids[i : i + _AT_ONCE]))
        found |= {name: Apart(rare, novel) for name, rare, novel in tx.execute(query)}
    return found


def set_target(tx: Transaction, project_id: str, number: int, target: int | None) -> bool:
    """Write how many approved samples a topic is to have; tell whether there is such a topic."""
    row = tx.get(TopicRow, (project_id, number))
    if row is None:
        return False
    row.target = target
    tx.flush()
    return True


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


def _mentions(content: Json) -> tuple[Mention, ...]:
    rows = content if isinstance(content, list) else []
    return tuple(
        Mention(Trait(str(row[0])), str(row[1]), *(int(str(figure)) for figure in row[2:]))
        for row in rows
        if isinstance(row, list)
    )


def _words(content: Json) -> tuple[str, ...]:
    return tuple(str(word) for word in content) if isinstance(content, list) else ()
