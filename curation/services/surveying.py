"""The stage that reads all texts of a project: their topics, and who is spoken of. Heavy (scikit-learn)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.domain.distribution import Apart, Member, Survey, Topic
from curation.domain.jobs import Job, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.projects import Project
from curation.domain.samples import question_and_answer
from curation.errors import InputError
from curation.quality.apart import stand_apart
from curation.quality.mentions import Mentions
from curation.quality.reading import difficulty
from curation.quality.topics import topics_of
from curation.services.weighing import weigh
from curation.store import surveys as store
from curation.store.database import Database
from curation.store.projects import known_project
from curation.texts import text

AT_ONCE = 500


@dataclass(frozen=True)
class SurveyStage:
    """The stage of SURVEY; running it again gives the same."""

    database: Database
    clock: Clock = utc_now

    def run(self, job: Job, reporter: Reporter) -> None:
        """Read, cluster, count, and put the result in the place of the last one; targets stay with their topics.

        Where a sample stands further apart than before, or less, what needs eyes first is weighed anew. The survey
        is as old as its texts: what comes in while it runs is for the next one.
        """
        if job.project_id is None:
            raise InputError(text("The job {job} does not say which project it looks at.", job=job.id))
        reporter.report(Progress(0, None, text("Reading all texts")))
        at = self.clock()
        with self.database.reading() as tx:
            project = known_project(tx, job.project_id)
            rows = store.texts_to_survey(tx, project.id)
            before, held = store.survey_of(tx, project.id), store.members_of(tx, project.id)
        mentions = Mentions()
        for _, approved, question, answer in rows:
            mentions.add(question, answer, approved=approved)
        reporter.report(Progress(len(rows), None, text("Looking for topics")))
        found = topics_of([f"{question}\n{answer}" for _, _, question, answer in rows])
        stands = stand_apart(found.topics, found.likeness)
        members = {
            row[0]: Member(topic, stand, difficulty(question_and_answer(*row[2:])).value)
            for row, topic, stand in zip(rows, found.topics, stands, strict=True)
        }
        targets = _carried(members, held, before.topics if before else ())
        topics = [Topic(number, said, {}, targets.get(number)) for number, said in enumerate(found.words)]
        with self.database.transaction() as tx:
            store.replace_survey(tx, project.id, Survey(at, len(rows), topics, mentions.counted()), members)
        self._weigh(project, _changed(members, held), reporter)

    def _weigh(self, project: Project, names: Sequence[str], reporter: Reporter) -> None:
        for start in range(0, len(names), AT_ONCE):
            reporter.report(Progress(start, len(names), text("Weighing what needs eyes first")))
            with self.database.transaction() as tx:
                weigh(tx, project, names[start : start + AT_ONCE])
        reporter.report(Progress(len(names), len(names)))


def _changed(now: Mapping[str, Member], before: Mapping[str, Member]) -> list[str]:
    """Return the samples that stand apart otherwise than before, those that are read no more among them."""
    nowhere = Apart(0.0, 0.0)
    stood = {name: one.apart for name, one in before.items()}
    stands = {name: one.apart for name, one in now.items()}
    names = sorted({*stood, *stands})
    return [name for name in names if stood.get(name, nowhere) != stands.get(name, nowhere)]


def _carried(members: Mapping[str, Member], held: Mapping[str, Member], before: Sequence[Topic]) -> dict[int, int]:
    """Give each target to the new topic that most of the old topic's samples are in."""
    targets = {one.number: one.target for one in before if one.target is not None}
    moved: dict[int, Counter[int]] = {number: Counter() for number in targets}
    for name, one in held.items():
        if one.topic in moved and name in members:
            moved[one.topic][members[name].topic] += 1
    carried: dict[int, int] = {}
    for number, target in sorted(targets.items()):
        if moved[number]:
            [(new, _)] = moved[number].most_common(1)
            carried[new] = carried.get(new, 0) + target
    return carried
