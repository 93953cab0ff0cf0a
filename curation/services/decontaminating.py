"""Notes samples that stand in what is held back: their questions block a version, their answers are a finding."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from curation.domain.benchmarks import HeldText
from curation.domain.findings import Finding, Place, Severity
from curation.domain.jobs import Job, LightStage, Progress, Reporter
from curation.domain.places import place_in
from curation.domain.projects import Project
from curation.domain.samples import Conversation, Role
from curation.quality.contamination import Held, How, Seen
from curation.services.holding_back import ONLY, HoldingBack
from curation.services.weighing import weigh
from curation.store import benchmarks as store
from curation.store import findings as findings_store
from curation.store import samples as samples_store
from curation.store.database import Database, Transaction
from curation.store.projects import project_by_id
from curation.texts import text

CONTAMINATION = "contamination"
AT_ONCE = 250
MOST_ANSWERS = 5_000
OfRounds = Callable[[Transaction, str], Iterable[HeldText]]


@dataclass(frozen=True)
class Decontaminating:
    """Compares samples with benchmark files, questions of rounds (`of_rounds`) and the test side of versions."""

    database: Database
    held_back: HoldingBack
    of_rounds: OfRounds

    def note(self, project: Project, reporter: Reporter, source_id: str | None = None) -> None:
        """Say anew of each sample, or of those of one source, whether it stands in what is held back.

        A sample that is held back itself, or is a duplicate of one, is none: splits keep it off training.
        """
        with self.database.reading() as tx:
            held = self._held(tx, project)
            groups = store.groups_of(tx, project.id, None)
            ids = sorted(store.groups_of(tx, project.id, source_id))
        own = {one.sample_id for one in held if one.sample_id is not None}
        beside = {groups[name] for name in own if groups.get(name) is not None}
        free = {name for name in ids if name not in own and groups[name] not in beside}
        questions = Held(one.question for one in held)
        answers = Held(one.answer for one in held) if len(held) <= MOST_ANSWERS else None
        for start in range(0, len(ids), AT_ONCE):
            reporter.report(Progress(start, len(ids), text("Comparing with what is held back")))
            part = ids[start : start + AT_ONCE]
            with self.database.transaction() as tx:
                found: list[tuple[str, int, Finding]] = []
                heads = samples_store.samples(tx, project.id, part)
                for head in samples_store.head_texts(tx, project.id, [name for name in part if name in free]):
                    said = _findings(head.conversation, held, questions, answers)
                    found += [(head.id, heads[head.id].head, one) for one in said]
                _replace(tx, project, part, found)

    def _held(self, tx: Transaction, project: Project) -> list[HeldText]:
        held = [one for kept in store.benchmarks(tx, project.id) for one in self.held_back.texts(kept)]
        return [*held, *self.of_rounds(tx, project.id), *store.test_side(tx, project.id)]


@dataclass(frozen=True)
class Around:
    """A stage that compares samples with what is held back: before it (`first`), or after it what it took in."""

    stage: LightStage
    decontaminating: Decontaminating
    first: bool = False

    def run(self, job: Job, reporter: Reporter) -> None:
        """Do the job, and compare."""
        with self.decontaminating.database.reading() as tx:
            project = None if job.project_id is None else project_by_id(tx, job.project_id)
        if project is not None and (self.first or job.payload == ONLY):
            self.decontaminating.note(project, reporter)
        if job.payload == ONLY:
            return
        self.stage.run(job, reporter)
        if project is not None and not self.first:
            source_id = job.payload.get("source_id") if isinstance(job.payload, dict) else None
            self.decontaminating.note(project, reporter, source_id if isinstance(source_id, str) else None)


def _findings(
    conversation: Conversation, held: Sequence[HeldText], questions: Held, answers: Held | None
) -> list[Finding]:
    found: list[Finding] = []
    asked = questions.seen(conversation.question)
    said = None if answers is None else answers.seen(conversation.answer)
    if asked is not None:
        sentence = _sentence(asked, held[asked.number].where)
        found.append(Finding(CONTAMINATION, Severity.BLOCK, sentence, _whole(conversation, Role.USER)))
    if said is not None:
        sentence = text("The answer stands in {where}.", where=held[said.number].where)
        found.append(Finding(CONTAMINATION, Severity.NOTE, sentence, _whole(conversation, Role.ASSISTANT)))
    return found


def _sentence(seen: Seen, where: str) -> str:
    if seen.how is How.EQUAL:
        return text("The question stands in {where}, so it cannot be trained on.", where=where)
    if seen.how is How.NEAR:
        share = round(100 * seen.share)
        return text(
            "The question is nearly ({share} %) one of {where}, so it cannot be trained on.", share=share, where=where
        )
    return text("A long part of the question stands in {where}, so it cannot be trained on.", where=where)


def _whole(conversation: Conversation, role: Role) -> Place:
    at = max(index for index, turn in enumerate(conversation.messages) if turn.role is role)
    return place_in(conversation, at, 0, len(conversation.messages[at].content))


def _replace(tx: Transaction, project: Project, ids: list[str], found: list[tuple[str, int, Finding]]) -> None:
    before = set(findings_store.samples_with(tx, project.id, CONTAMINATION)) & set(ids)
    touched = sorted(before | {name for name, _, _ in found})
    if not touched:
        return
    findings_store.drop_of_heads(tx, touched, {CONTAMINATION})
    kept = findings_store.findings_of_heads(tx, touched)
    findings_store.add_findings(tx, [one for one in found if one[2] not in kept[one[0]]])
    weigh(tx, project, touched)
