"""Stores the last survey of a project's texts: topics with their targets, where each sample is, who is spoken of."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, insert, select

from curation.domain.distribution import Apart, Freshness, Member, Mention, Survey, Topic, Trait
from curation.domain.identity import Json
from curation.domain.samples import RevisionState, SampleStatus
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.store.tables_samples import RevisionRow, SampleRow
from curation.store.tables_topics import SampleTopicRow, SurveyRow, TopicRow
from curation.store.tables_work import DecisionRow

_HEAD = (RevisionRow.sample_id == SampleRow.id) & (RevisionRow.number == SampleRow.head)


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
    counts = _by_status(tx, project_id)
    query = select(TopicRow).where(TopicRow.project_id == project_id).order_by(TopicRow.number)
    topics = [Topic(one.number, _words(one.words), counts.get(one.number, {}), one.target) for one in tx.scalars(query)]
    return Survey(row.made_at, row.seen, topics, _mentions(row.mentions))


def freshness(tx: Transaction, project_id: str) -> Freshness:
    """Return when a project was last surveyed, and what has happened since."""
    row = tx.get(SurveyRow, project_id)
    made_at = None if row is None else row.made_at
    here = (SampleRow.project_id == project_id, SampleRow.status != SampleStatus.SCREENING.value)
    came = select(func.count()).select_from(SampleRow).where(*here)
    said = select(DecisionRow.id).join(SampleRow, SampleRow.id == DecisionRow.sample_id).where(here[0])
    if made_at is not None:
        came, said = came.where(SampleRow.created_at > made_at), said.where(DecisionRow.created_at > made_at)
    return Freshness(made_at, tx.scalar(came) or 0, tx.scalar(said.limit(1)) is not None)


def _by_status(tx: Transaction, project_id: str) -> dict[int, dict[SampleStatus, int]]:
    found: dict[int, dict[SampleStatus, int]] = {}
    query = (
        select(SampleTopicRow.topic, SampleRow.status, func.count())
        .join(SampleRow, SampleRow.id == SampleTopicRow.sample_id)
        .where(SampleTopicRow.project_id == project_id)
        .group_by(SampleTopicRow.topic, SampleRow.status)
    )
    for topic, status, count in tx.execute(query):
        found.setdefault(topic, {})[SampleStatus(status)] = count
    return found


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
            "level": one.level,
        }
        for name, one in members.items()
    ]
    if rows:
        tx.execute(insert(SampleTopicRow), rows)


def members_of(tx: Transaction, project_id: str) -> dict[str, Member]:
    """Return where the last survey put each sample."""
    row = SampleTopicRow
    query = select(row.sample_id, row.topic, row.rare, row.novel, row.level).where(row.project_id == project_id)
    return {name: Member(topic, Apart(rare, novel), level) for name, topic, rare, novel, level in tx.execute(query)}


def apart(tx: Transaction, sample_ids: Sequence[str]) -> dict[str, Apart]:
    """Return how far samples stand apart, without those that no survey has read yet."""
    found: dict[str, Apart] = {}
    row = SampleTopicRow
    for part in in_parts(sample_ids):
        query = select(row.sample_id, row.rare, row.novel).where(row.sample_id.in_(part))
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


def _mentions(content: Json) -> tuple[Mention, ...]:
    rows = content if isinstance(content, list) else []
    return tuple(
        Mention(Trait(str(row[0])), str(row[1]), *(int(str(figure)) for figure in row[2:]))
        for row in rows
        if isinstance(row, list)
    )


def _words(content: Json) -> tuple[str, ...]:
    return tuple(str(word) for word in content) if isinstance(content, list) else ()
