"""What is held back: benchmark files, questions of rounds, the test side of versions."""

import json
from datetime import date

import pytest

from curation.domain.benchmarks import ONLY, HeldText
from curation.domain.findings import Severity
from curation.domain.jobs import Job, JobKind, JobState
from curation.errors import InputError
from curation.services.decontaminating import Around, Decontaminating
from curation.services.import_plan import Wishes
from curation.services.projects import Draft
from curation.services.rechecking import Rechecking
from curation.store import candidates
from curation.store import findings as findings_store
from curation.store import samples as samples_store
from tests.builders import a_workbench
from tests.curation.checking.test_checking import a_file
from tests.curation.importing.screening_world import ListReporter, World, a_world, lines_of
from tests.curation.reviewing.desk_builders import approving

ANSWERS = ["It is for rest and for sleep.", "It is for work at the desk.", "It is for the way home by train."]
BENCHMARK = b'{"question": "WHAT is number 1 of the list for"}\n{"question": "What is a will?"}\n'


@pytest.fixture
def world(tmp_path):
    found = a_world(tmp_path)
    found.take_in(a_file(ANSWERS), "a.jsonl")
    return found


def comparing(world: World, *of_rounds: HeldText) -> Decontaminating:
    return Decontaminating(world.workbench.database, world.workbench.holding_back, lambda _tx, _project: of_rounds)


def noted(world: World):
    lines = sorted(world.lines(), key=lambda line: line.question)
    with world.workbench.database.reading() as tx:
        found = [(x.question[-16:], findings_store.findings_of(tx, x.sample.id, x.sample.head)) for x in lines]
    return [(name, f.severity, f.message) for name, several in found for f in several if f.check == "contamination"]


def run(world: World):
    for job in world.workbench.queue.open(world.project.id):
        if job.kind is JobKind.RECHECK:
            world.workbench.queue.claim("worker", (JobKind.RECHECK,))
            Around(Rechecking(world.workbench.database), comparing(world)).run(job, ListReporter())
            world.workbench.queue.finish("worker", job.id, JobState.DONE)


def test_a_question_of_a_benchmark_is_noted_and_kept_out_of_versions(world):
    added = world.workbench.holding_back.add(world.owner, world.project, BENCHMARK, "held.jsonl")
    assert added.questions == 2
    run(world)
    [(name, severity, message)] = noted(world)
    assert (name, severity) == ("1 of the list for?"[-16:], Severity.BLOCK)
    assert message == f"The question stands in the file {added.name}, so it cannot be trained on."
    for line in world.lines():
        world.workbench.reviewing.decide(world.owner, world.project, approving(line.sample.id, line.sample.head))
    with world.workbench.database.reading() as tx:
        found = candidates.candidates(tx, world.project.id, date(2026, 1, 1))
    assert sorted(found["blocked"].to_list()) == [False, False, True]


def test_a_benchmark_that_is_removed_holds_nothing_back(world):
    added = world.workbench.holding_back.add(world.owner, world.project, BENCHMARK, "held.jsonl")
    run(world)
    world.workbench.holding_back.remove(world.owner, world.project, added.id)
    run(world)
    assert noted(world) == []
    assert world.workbench.holding_back.all(world.owner, world.project) == ()


def test_what_comes_in_is_compared(world):
    world.workbench.holding_back.add(world.owner, world.project, BENCHMARK, "held.jsonl")
    stage = Around(world.stage, comparing(world))
    rows = lines_of(("Tell me now: what is a will?", "A paper."), ("What is a will?", "One."))
    done = world.workbench.importing.import_file(world.owner, world.project, rows, "b.jsonl", Wishes())
    stage.run(done.job, ListReporter())
    assert {name for name, _, _ in noted(world)} == {"What is a will?", "of the list for?"}


def test_a_sample_that_is_the_question_of_a_round_is_not_its_own_leak(world):
    first, *_ = sorted(world.lines(), key=lambda line: line.question)
    held = HeldText("the round one", first.question, first.answer, first.sample.id)
    other = HeldText("the round one", "What is number 2 of the list for?", ANSWERS[0])
    comparing(world, held, other).note(world.project, ListReporter())
    assert [(severity, message) for _, severity, message in noted(world)] == [
        (Severity.BLOCK, "The question stands in the round one, so it cannot be trained on.")
    ]
    comparing(world).note(world.project, ListReporter())
    assert noted(world) == []


def test_an_answer_alone_is_a_finding_and_blocks_nothing(world):
    comparing(world, HeldText("the round one", "Who sings?", ANSWERS[1])).note(world.project, ListReporter())
    assert [(severity, message) for _, severity, message in noted(world)] == [
        (Severity.NOTE, "The answer stands in the round one.")
    ]


def test_only_what_changed_is_compared_again(world):
    held = HeldText("the round one", "What is number 2 of the list for?", "")
    assert comparing(world, held).note(world.project, ListReporter()) == 3
    assert comparing(world, held).note(world.project, ListReporter()) == 0
    world.take_in(lines_of(("Who sings in the hall?", "A choir.")), "b.jsonl")
    assert comparing(world, held).note(world.project, ListReporter()) == 1
    before = noted(world)
    assert len(before) == 1
    sample = world.asking("number 2")
    act = approving(sample.id, sample.head)
    world.workbench.reviewing.correct(world.owner, world.project, act, "Who dances in the hall?", "A troupe.")
    world.revisions.catch_up()
    assert comparing(world, held).note(world.project, ListReporter()) == 1
    assert noted(world) == []
    assert (
        comparing(world, held, HeldText("the round two", "Who sings in the hall?")).note(world.project, ListReporter())
        == 4
    )
    assert [name for name, _, _ in noted(world)] == ["ngs in the hall?"]


def test_a_sample_that_leaves_the_group_of_a_held_one_is_compared_again(world):
    first, second, _ = sorted(world.lines(), key=lambda line: line.question)
    held = HeldText("the round one", second.question, "", first.sample.id)
    with world.workbench.database.transaction() as tx:
        samples_store.set_groups(tx, {first.sample.id: "g", second.sample.id: "g"})
    comparing(world, held).note(world.project, ListReporter())
    assert noted(world) == []
    with world.workbench.database.transaction() as tx:
        samples_store.set_groups(tx, {first.sample.id: None, second.sample.id: None})
    assert comparing(world, held).note(world.project, ListReporter()) == 1
    assert [severity for _, severity, _ in noted(world)] == [Severity.BLOCK]


def test_a_correction_is_compared_when_it_is_screened(world):
    world.workbench.holding_back.add(world.owner, world.project, BENCHMARK, "held.jsonl")
    run(world)
    sample = world.asking("number 2")
    act = approving(sample.id, sample.head)
    world.workbench.reviewing.correct(world.owner, world.project, act, "What is a will!!", "A paper.")
    [job] = [job for job in world.workbench.queue.open(world.project.id) if job.kind is JobKind.SCREEN_REVISIONS]
    Around(world.revisions, comparing(world)).run(job, ListReporter())
    assert [name for name, _, _ in noted(world)] == ["What is a will!!", "of the list for?"]


def test_a_frozen_version_has_a_job_that_compares_what_stands_with_its_test_side(world):
    ran = []

    class Stage:
        def run(self, job: Job, reporter: ListReporter) -> None:
            ran.append(job.id)

    job = world.workbench.queue.enqueue(JobKind.FREEZE, {}, world.owner.id, world.project.id)
    Around(Stage(), comparing(world), first=True).run(job, ListReporter())
    assert ran == [job.id]
    [after] = [one for one in world.workbench.queue.open(world.project.id) if one.kind is JobKind.RECHECK]
    assert after.payload == ONLY


def test_a_benchmark_without_spaces_between_words_is_held_back_and_found(tmp_path):
    workbench = a_workbench(tmp_path)
    owner_id = workbench.projects.ensure_local_owner("Owner")
    project = workbench.projects.create(owner_id, Draft(name="Heart", guidelines="Be plain.", language="zh"))
    owner, project = workbench.projects.enter(owner_id, project.slug)
    world = World(workbench, owner, project)
    asked = "高血压患者应该每天测量两次血压并做记录以便医生调整药物"
    world.take_in(lines_of((asked, "是的"), ("今天天气很好我们去公园散步吧", "好的")), "a.jsonl")
    world.workbench.holding_back.add(owner, project, json.dumps({"question": asked + "吗"}).encode(), "held.jsonl")
    comparing(world).note(project, ListReporter())
    assert [severity for _, severity, _ in noted(world)] == [Severity.BLOCK]


@pytest.mark.parametrize("data", [b'{"question": "?!"}\n', b'{"n": 3}\n', b"\n"])
def test_a_file_without_questions_is_refused(world, data):
    with pytest.raises(InputError):
        world.workbench.holding_back.add(world.owner, world.project, data, "held.jsonl")
    assert world.workbench.holding_back.all(world.owner, world.project) == ()


def test_comparing_alone_does_not_check_again(world):
    ran = []

    class Stage:
        def run(self, job: Job, reporter: ListReporter) -> None:
            ran.append(job.id)

    world.workbench.holding_back.add(world.owner, world.project, BENCHMARK, "held.jsonl")
    [job] = [job for job in world.workbench.queue.open(world.project.id) if job.kind is JobKind.RECHECK]
    assert job.payload == ONLY
    Around(Stage(), comparing(world)).run(job, ListReporter())
    assert ran == []
    assert len(noted(world)) == 1
