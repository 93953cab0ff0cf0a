"""Notes samples that stand in what is held back: their questions block a version, their answers are a finding. Heavy.

Each sample remembers what its text was compared with, so that only texts that changed are compared again, or all
when something else is held back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from curation.dedup.contamination import How, Seen, held_of
from curation.dedup.policy import Unit
from curation.domain.benchmarks import ONLY, HeldText
from curation.domain.findings import Finding, Place, Severity
from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.jobs import Job, JobKind, LightStage, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.places import place_in
from curation.domain.projects import Project
from curation.domain.samples import Conversation, Role
from curation.services.holding_back import HoldingBack
from curation.services.screening_index import policy_of
from curation.services.weighing import weigh
from curation.store import benchmarks as store
from curation.store import findings as findings_store
from curation.store import samples as samples_store
from curation.store.database import Database, Transaction
from curation.store.jobs import add_job
from curation.store.projects import project_by_id
from curation.texts import text

CONTAMINATION = "contamination"
AT_ONCE = 2_000
OfRounds = Callable[[Transaction, str], Iterable[HeldText]]


@dataclass(frozen=True)
class Reference:
    """All that is held back from a project, ready to be compared with; `hash` names it and how it is compared."""

    held: Sequence[HeldText]
    unit: Unit
    free_of: frozenset[str]
    groups: frozenset[str]

    @property
    def hash(self) -> str:
        """The hash of texts and unit."""
        texts: Json = [[one.where, one.question, one.answer, one.sample_id] for one in self.held]
        return content_hash(canonical_json([self.unit.value, texts]))

    def spares(self, sample_id: str, group: str | None) -> bool:
        """Tell whether a sample is held back itself or is a duplicate of one: splits keep it off training."""
        return sample_id in self.free_of or group in self.groups


@dataclass(frozen=True)
class Decontaminating:
    """Compares samples with benchmark files, questions of rounds (`of_rounds`) and the test side of versions."""

    database: Database
    held_back: HoldingBack
    of_rounds: OfRounds

    def note(self, project: Project, reporter: Reporter, ids: Sequence[str] | None = None) -> int:
        """Say of each sample, or of some, whether it stands in what is held back; return how many were compared.

        Those whose text, group and held texts are as they were when they were last compared are passed over.
        """
        if ids is not None and not ids:
            return 0
        with self.database.reading() as tx:
            reference = self._reference(tx, project)
            named = reference.hash
            due = [one.id for one in store.compared(tx, project.id, ids) if _key(one, reference, named) != one.key]
            if not due or not (reference.held or findings_store.samples_with(tx, project.id, CONTAMINATION)):
                return 0
        questions = held_of((one.question for one in reference.held), reference.unit)
        answers = held_of((one.answer for one in reference.held), reference.unit)
        for start in range(0, len(due), AT_ONCE):
            reporter.report(Progress(start, len(due), text("Comparing with what is held back")))
            with self.database.transaction() as tx:
                texts = store.texts_compared(tx, project.id, due[start : start + AT_ONCE])
                free = texts.filter([not reference.spares(*one) for one in texts.select("id", "group").iter_rows()])
                asked, said = questions.seen(free["question"]), answers.seen(free["answer"])
                seen = {name: pair for name, *pair in zip(free["id"], asked, said, strict=True) if any(pair)}
                _replace(tx, project, texts["id"].to_list(), _findings_of(tx, project, seen, reference.held))
                now = store.compared(tx, project.id, texts["id"].to_list())
                store.remember(tx, {one.id: _key(one, reference, named) for one in now})
        reporter.log(f"{len(due)} samples compared with {len(reference.held)} texts that are held back")
        return len(due)

    def _reference(self, tx: Transaction, project: Project) -> Reference:
        kept = [one for benchmark in store.benchmarks(tx, project.id) for one in self.held_back.texts(benchmark)]
        held = [*kept, *self.of_rounds(tx, project.id), *store.test_side(tx, project.id)]
        own = frozenset(one.sample_id for one in held if one.sample_id is not None)
        groups = store.groups_among(tx, project.id, own)
        return Reference(held, policy_of(tx, project).unit, own, groups)


@dataclass(frozen=True)
class Around:
    """A stage that compares samples with what is held back: before it (`first`), or after it what it took in.

    A version that was frozen holds its test side back from then on: a job compares what stands with it.
    """

    stage: LightStage
    decontaminating: Decontaminating
    first: bool = False
    clock: Clock = utc_now

    def run(self, job: Job, reporter: Reporter) -> None:
        """Do the job, and compare."""
        with self.decontaminating.database.reading() as tx:
            project = project_by_id(tx, job.project_id)
        if project is not None and (self.first or job.payload == ONLY):
            self.decontaminating.note(project, reporter)
        if job.payload == ONLY:
            return
        self.stage.run(job, reporter)
        if project is None:
            return
        if self.first:
            with self.decontaminating.database.transaction() as tx:
                add_job(tx, JobKind.RECHECK, ONLY, job.created_by, project.id, self.clock())
        else:
            self.decontaminating.note(project, reporter, _typed(job))


def _typed(job: Job) -> list[str] | None:
    """The samples whose corrections a job has screened, None for a job of another kind."""
    if job.kind is not JobKind.SCREEN_REVISIONS:
        return None
    places = job.payload.get("revisions") if isinstance(job.payload, dict) else None
    named = places if isinstance(places, list) else []
    return sorted({str(place[0]) for place in named if isinstance(place, list)})


def _key(one: store.Compared, reference: Reference, named: str) -> str:
    """Name what a sample is compared with: its text, what is held back, and whether it is spared."""
    return content_hash(f"{one.text_hash} {one.head} {named} {reference.spares(one.id, one.group)}")


def _findings_of(
    tx: Transaction, project: Project, seen: Mapping[str, Sequence[Seen | None]], held: Sequence[HeldText]
) -> list[tuple[str, int, Finding]]:
    heads = samples_store.samples(tx, project.id, seen)
    return [
        (head.id, heads[head.id].head, one)
        for head in samples_store.head_texts(tx, project.id, seen)
        for one in _findings(head.conversation, held, *seen[head.id])
    ]


def _findings(
    conversation: Conversation, held: Sequence[HeldText], asked: Seen | None, said: Seen | None
) -> list[Finding]:
    found: list[Finding] = []
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


def _replace(tx: Transaction, project: Project, ids: Sequence[str], found: Sequence[tuple[str, int, Finding]]) -> None:
    before = findings_store.findings_of_heads(tx, ids)
    noted = {name for name, several in before.items() if any(one.check == CONTAMINATION for one in several)}
    touched = sorted(noted | {name for name, _, _ in found})
    if not touched:
        return
    findings_store.drop_of_heads(tx, touched, {CONTAMINATION})
    kept = {
        name: {one.key for one in several} for name, several in findings_store.findings_of_heads(tx, touched).items()
    }
    findings_store.add_findings(tx, [one for one in found if one[2].key not in kept[one[0]]])
    weigh(tx, project, touched)
