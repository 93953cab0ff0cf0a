"""Samples that wait for review, without going through import and screening."""

from curation.domain.desk import Act
from curation.domain.findings import Finding
from curation.domain.identity import new_id
from curation.domain.projects import Project
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import Conversation, Origin, question_and_answer
from curation.services.reviewing import Reviewing
from curation.store.database import Database
from curation.store.findings import add_findings
from curation.store.probes import open_probes
from curation.store.reviews import review_policy, settle
from curation.store.samples import NewSample, add_samples
from curation.store.screened import Screened, add_first_revisions, open_revision
from tests.builders import HandClock
from workbench.bootstrap import Workbench


def waiting_samples(workbench: Workbench, project: Project, count: int, clock: HandClock | None = None) -> list[str]:
    """Samples s000, s001, ... that wait; the first needs eyes most."""
    at = (clock or HandClock())()
    ids = [f"s{i:03}" for i in range(count)]
    texts = [question_and_answer(f"Question {i}?", f"Answer {i}.") for i in range(count)]
    with workbench.database.transaction() as tx:
        new = [NewSample(s, None, "a.jsonl", i, Origin.COLLECTED, "en", float(count - i)) for i, s in enumerate(ids)]
        add_samples(tx, project.id, new, at)
        add_first_revisions(tx, [Screened(s, t, t.hash) for s, t in zip(ids, texts, strict=True)], at)
    return ids


def a_finding(database: Database, sample_id: str, finding: Finding) -> None:
    with database.transaction() as tx:
        add_findings(tx, [(sample_id, 1, finding)])


def screen(reviewing: Reviewing, project: Project, sample_id: str, number: int, conversation: Conversation) -> None:
    """What the worker does with a typed revision: opens it redacted and lets the status be computed."""
    with reviewing.database.transaction() as tx:
        open_revision(tx, number, Screened(sample_id, conversation, conversation.hash))
        settle(tx, sample_id, review_policy(tx, project.id), reviewing.clock())


def approving(sample_id: str, revision: int = 1, **more: str) -> Act:
    return Act(more.get("id") or new_id(), sample_id, revision, Verdict.APPROVE, comment=more.get("comment", ""))


def rejecting(sample_id: str, revision: int = 1) -> Act:
    return Act(new_id(), sample_id, revision, Verdict.REJECT, RejectReason.WRONG)


def act(verdict: Verdict, sample_id: str, revision: int = 1) -> Act:
    return Act(new_id(), sample_id, revision, verdict)


def first_probe(desk, person, approve):
    """Return the first control sample or repeat that comes, as it is shown; `approve` decides on what comes before."""
    for _ in range(30):
        for item in desk.reviewing.next_items(person, desk.project, 1):
            with desk.workbench.database.reading() as tx:
                if item.sample_id in open_probes(tx, desk.project.id, person.id):
                    return item
            approve(item)
            desk.clock.forward(1)
    raise AssertionError("no control sample came")
