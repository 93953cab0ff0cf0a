"""A store with approved samples for tests of freezing: rows as screening and review leave them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from curation.domain.findings import DuplicateKind, DuplicatePair
from curation.domain.identity import content_hash, new_id
from curation.domain.jobs import Job, Progress
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.samples import Conversation, Message, Role, SampleStatus, question_and_answer
from curation.domain.versions import Recipe
from curation.errors import JobCancelledError
from curation.services.freezing import Freezing
from curation.services.gates import ReleaseGate
from curation.services.releasing import Releasing
from curation.store.duplicates import Group, replace_groups, replace_pairs
from curation.store.samples import set_groups
from curation.store.tables_samples import FindingRow, RevisionRow, SampleRow
from curation.store.tables_work import DecisionRow
from workbench.bootstrap import Workbench

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Shelf:
    """A project on a workbench, with what freezing needs."""

    workbench: Workbench
    owner: Person
    project: Project

    @property
    def releasing(self) -> Releasing:
        return self.workbench.releasing

    @property
    def freezing(self) -> Freezing:
        gate = ReleaseGate(self.workbench.database, self.workbench.seal)
        return Freezing(self.workbench.database, self.workbench.settings.home, gate)

    def order(self, name: str = "v1", recipe: Recipe | None = None) -> Job:
        return self.releasing.freeze(self.owner, self.project, name, recipe or Recipe())

    def freeze(self, name: str = "v1", recipe: Recipe | None = None) -> "ListReporter":
        """Freeze as the worker does, at once; the job is marked as done."""
        job, reporter = self.order(name, recipe), ListReporter()
        self.freezing.run(job, reporter)
        self.end(job)
        return reporter

    def end(self, job: Job) -> None:
        claimed = self.workbench.queue.claim("test/1", [job.kind])
        assert claimed is not None
        self.workbench.queue.finish("test/1", claimed.id, type(claimed.state).DONE)

    def add(self, *new: "Shelved") -> None:
        with self.workbench.database.transaction() as tx:
            for one in new:
                tx.add(one.sample_row(self.project))
            tx.flush()
            for one in new:
                tx.add(one.revision_row())
            tx.flush()
            tx.add_all(one.decision_row(self.owner) for one in new if one.status is SampleStatus.APPROVED)

    def block(self, sample_id: str) -> None:
        with self.workbench.database.transaction() as tx:
            row = FindingRow(sample_id=sample_id, revision=1, check="refusal", severity="block", message="Refuses.")
            row.part = row.index = row.start = row.end = row.dismissed_by = None
            tx.add(row)

    def group(self, name: str, kind: DuplicateKind, *ids: str) -> None:
        """Put samples into one duplicate group, each paired with the first."""
        with self.workbench.database.transaction() as tx:
            replace_groups(tx, self.project.id, [Group(name, kind, ids)])
            set_groups(tx, dict.fromkeys(ids, name))
            replace_pairs(tx, self.project.id, [DuplicatePair(ids[0], other, 0.9, kind) for other in ids[1:]])


@dataclass(frozen=True)
class Shelved:
    """One sample to put on the shelf."""

    id: str
    conversation: Conversation
    status: SampleStatus = SampleStatus.APPROVED
    language: str = "en"
    origin: str = "collected"
    passage_id: str | None = None

    def sample_row(self, project: Project) -> SampleRow:
        return SampleRow(
            id=self.id,
            project_id=project.id,
            source_id=None,
            passage_id=self.passage_id,
            locator="rows",
            record=1,
            origin=self.origin,
            language=self.language,
            task_kind="qa",
            specialties=[],
            risk=0,
            subject_key=None,
            valid_until=None,
            attributes=None,
            head=1,
            status=self.status.value,
            attention=0.0,
            group_id=None,
            created_at=NOON,
            changed_at=NOON,
        )

    def revision_row(self) -> RevisionRow:
        told = self.conversation
        return RevisionRow(
            sample_id=self.id,
            number=1,
            kind="redacted",
            state="open",
            question=told.question,
            answer=told.answer,
            messages=[{"role": m.role.value, "content": m.content} for m in told.messages],
            context=list(told.context),
            text_hash=told.hash,
            meaning_hash=told.hash,
            sealed=None,
            parent=None,
            author_id=None,
            created_at=NOON,
        )

    def decision_row(self, person: Person) -> DecisionRow:
        return DecisionRow(
            id=new_id(),
            sample_id=self.id,
            revision=1,
            person_id=person.id,
            verdict="approve",
            reason=None,
            comment="",
            comment_sealed=None,
            seconds=4.0,
            undoes=None,
            created_at=NOON,
        )


class ListReporter:
    """Keeps what a stage reports; cancels at the report with a given number."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.progress: list[Progress] = []
        self.lines: list[str] = []
        self._cancel_at = cancel_at

    def report(self, progress: Progress) -> None:
        self.progress.append(progress)
        if self._cancel_at == len(self.progress):
            raise JobCancelledError("Stopped.")

    def log(self, line: str) -> None:
        self.lines.append(line)


def named(number: int) -> str:
    return content_hash(f"sample {number}")[:32]


def pair(number: int, status: SampleStatus = SampleStatus.APPROVED, **more: str) -> Shelved:
    """One approved pair of a question and an answer, known by its number."""
    told = question_and_answer(f"What is fact {number}?", f"Fact {number} is “{number * 7}”.")
    return Shelved(named(number), told, status, **more)


def talk(number: int) -> Shelved:
    """A conversation of two turns with a system message and a context passage."""
    turns = (
        Message(Role.SYSTEM, "Be plain."),
        Message(Role.USER, f"Is {number} odd?"),
        Message(Role.ASSISTANT, "Yes."),
        Message(Role.USER, "Why?\nSay it shortly."),
        Message(Role.ASSISTANT, "Because it leaves one over.\u2028Always."),
    )
    return Shelved(named(number), Conversation(turns, ("A passage about numbers.",)))
