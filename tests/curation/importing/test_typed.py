from pathlib import Path

import pytest

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.jobs import Job, JobKind, Reporter
from curation.domain.people import Person
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import SampleStatus
from curation.services.screening_duplicates import SearchFirst
from curation.services.screening_preview import RedactPreview
from curation.store.corrections import open_revisions
from curation.store.duplicates import pairs_of
from curation.store.reviews import find_decision
from tests.curation.importing.screening_world import ListReporter, World, a_world, lines_of

QUESTION = "How long does the plaster stay on a broken wrist?"
ANSWER = "It stays on for about six weeks; then a doctor looks at the wrist again."
TYPED = "It stays on for six weeks. Ask anna.bauer@example.com for an appointment, she knows the ward."


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = a_world(tmp_path)
    found.take_in(lines_of((QUESTION, ANSWER)), "a.jsonl")
    return found


def correct(world: World, answer: str, by: Person | None = None) -> str:
    actor = by or world.owner
    [item] = world.workbench.reviewing.next_items(actor, world.project, 1)
    act = Act(new_id(), item.sample_id, item.revision.number, Verdict.APPROVE)
    world.workbench.reviewing.correct(actor, world.project, act, QUESTION, answer)
    return item.sample_id


def work_off(world: World) -> None:
    """Do what the worker would with the newest jobs of screening typed texts."""
    for job in reversed(world.workbench.queue.recent(world.project.id)):
        if job.kind is JobKind.SCREEN_REVISIONS:
            world.revisions.run(job, ListReporter())


def test_a_typed_correction_is_out_of_sight_until_it_is_screened_then_approved(world: World) -> None:
    sample_id = correct(world, TYPED)
    assert world.asking("plaster").status is SampleStatus.SCREENING
    work_off(world)
    done = world.asking("plaster")
    assert (done.id, done.head, done.status) == (sample_id, 2, SampleStatus.APPROVED)
    [line] = world.lines()
    assert "<EMAIL_ADDRESS_1>" in line.answer
    assert b"anna.bauer@example.com" not in world.disk()


def test_screening_a_correction_twice_changes_nothing(world: World) -> None:
    sample_id = correct(world, TYPED)
    work_off(world)
    with world.workbench.database.reading() as tx:
        before = open_revisions(tx, [sample_id])
    work_off(world)
    with world.workbench.database.reading() as tx:
        assert open_revisions(tx, [sample_id]) == before


def test_a_second_correction_is_screened_beside_an_import(world: World) -> None:
    correct(world, TYPED)
    world.revisions.catch_up()
    world.take_in(lines_of((QUESTION.replace("wrist", "ankle"), ANSWER + " Walk on crutches.")), "b.jsonl")
    sample_id = correct(world, TYPED + " Twice.")
    work_off(world)
    with world.workbench.database.reading() as tx:
        assert len(open_revisions(tx, [sample_id])[sample_id]) > 1


def test_a_comment_loses_its_seal_and_its_names(world: World) -> None:
    [item] = world.workbench.reviewing.next_items(world.owner, world.project, 1)
    act = Act(
        new_id(), item.sample_id, item.revision.number, Verdict.REJECT, RejectReason.WRONG, "Ask anna.bauer@example.com"
    )
    world.workbench.reviewing.decide(world.owner, world.project, act)
    work_off(world)
    with world.workbench.database.reading() as tx:
        decision = find_decision(tx, act.id)
    assert decision is not None
    assert decision.comment == "Ask <EMAIL_ADDRESS_1>"
    assert b"anna.bauer" not in world.disk()


def test_a_correction_that_ends_a_contradiction_takes_the_pair_away(world: World) -> None:
    against = "There is no need for any plaster, and nobody has to look at the wrist at all afterwards."
    world.take_in(lines_of((QUESTION, against)), "b.jsonl")
    [item, _] = world.workbench.reviewing.next_items(world.owner, world.project, 2)
    assert item.partners
    other = item.partners[0]
    act = Act(new_id(), item.sample_id, item.revision.number, Verdict.APPROVE)
    world.workbench.reviewing.correct(world.owner, world.project, act, QUESTION, other.answer)
    work_off(world)
    with world.workbench.database.reading() as tx:
        kinds = [pair.kind.value for pair in pairs_of(tx, world.project.id, item.sample_id)]
    assert "conflict" not in kinds


def test_a_preview_of_redaction_shows_placeholders_and_never_a_value(world: World) -> None:
    turns = [{"role": "user", "content": "I am Anna Bauer."}, {"role": "assistant", "content": TYPED}]
    question = {"project_id": world.project.id, "conversations": [{"messages": turns, "context": []}]}
    answer = RedactPreview(world.workbench.database, world.workbench.seal)(question)
    assert "anna.bauer" not in str(answer)
    assert "<EMAIL_ADDRESS_1>" in str(answer)


class GroupsSeen:
    """A stage that notes the duplicate groups it would have read."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.groups: list[str | None] = []

    def run(self, job: Job, reporter: Reporter) -> None:
        del job, reporter
        self.groups = [line.sample.group_id for line in self.world.lines()]


def test_samples_that_became_alike_by_a_correction_are_one_group_before_a_version_is_frozen(world: World) -> None:
    world.take_in(lines_of(("What is a bypass of a vessel?", "A detour for the blood past a narrow place.")), "b.jsonl")
    other = world.asking("bypass")
    act = Act(new_id(), other.id, other.head, Verdict.APPROVE)
    world.workbench.reviewing.correct(world.owner, world.project, act, QUESTION, ANSWER + " Always.")
    work_off(world)
    job = world.workbench.queue.enqueue(JobKind.FREEZE, {}, world.owner.id, world.project.id)
    seen = GroupsSeen(world)
    SearchFirst(world.workbench.database, seen).run(job, ListReporter())
    assert len(seen.groups) == 2
    assert len(set(seen.groups)) == 1
    assert None not in seen.groups
