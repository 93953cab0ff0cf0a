"""The stage that reads all texts of a project: their topics, and who is spoken of. Heavy (scikit-learn)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.domain.distribution import Survey, Topic
from curation.domain.jobs import Job, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.errors import InputError
from curation.quality.mentions import Mentions
from curation.quality.topics import topics_of
from curation.store import distribution as store
from curation.store.database import Database
from curation.texts import text


@dataclass(frozen=True)
class SurveyStage:
    """The stage of SURVEY; running it again gives the same."""

    database: Database
    clock: Clock = utc_now

    def run(self, job: Job, reporter: Reporter) -> None:
        """Read, cluster, count, and put the result in the place of the last one; targets stay with their topics."""
        if job.project_id is None:
            raise InputError(text("The job {job} does not say which project it looks at.", job=job.id))
        reporter.report(Progress(0, None, text("Reading all texts")))
        with self.database.reading() as tx:
            rows = store.texts_to_survey(tx, job.project_id)
            before, held = store.survey_of(tx, job.project_id), store.topic_members(tx, job.project_id)
        mentions = Mentions()
        for _, approved, question, answer in rows:
            mentions.add(question, answer, approved=approved)
        reporter.report(Progress(len(rows), None, text("Looking for topics")))
        numbers, words = topics_of([f"{question}\n{answer}" for _, _, question, answer in rows])
        topic_of = {row[0]: number for row, number in zip(rows, numbers, strict=True)}
        targets = _carried(topic_of, held, before.topics if before else ())
        topics = [Topic(number, said, 0, 0, targets.get(number)) for number, said in enumerate(words)]
        reporter.report(Progress(len(rows), len(rows), text("Done")))
        with self.database.transaction() as tx:
            survey = Survey(self.clock(), len(rows), topics, mentions.counted())
            store.replace_survey(tx, job.project_id, survey, topic_of)


def _carried(topic_of: Mapping[str, int], held: Mapping[str, int], before: Sequence[Topic]) -> dict[int, int]:
    """Give each target to the new topic that most of the old topic's samples are in."""
    targets = {one.number: one.target for one in before if one.target is not None}
    moved: dict[int, Counter[int]] = {number: Counter() for number in targets}
    for name, number in held.items():
        if number in moved and name in topic_of:
            moved[number][topic_of[name]] += 1
    carried: dict[int, int] = {}
    for number, target in sorted(targets.items()):
        if moved[number]:
            [(new, _)] = moved[number].most_common(1)
            carried[new] = carried.get(new, 0) + target
    return carried
