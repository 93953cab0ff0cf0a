"""The demo's round of base against tuned: planned when the first run is done, once, and only there."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from curation.domain.jobs import Job, JobKind, JobState, Progress
from curation.domain.people import PersonRole
from curation.errors import JobFailedError
from curation.services.projects import Draft
from curation.store.jobs import add_job
from eval.rounds import ArmKind, RoundState
from eval.systems import Order
from tests.builders import a_person
from tests.eval.rounds_stored import Judged, a_run, a_version, judged_by
from training.store import give_job
from workbench.work.demo import PEOPLE, SLUG, VERSION, DemoLoading
from workbench.work.demo_round import ROUND, RUN, ThenCompare


@dataclass(frozen=True)
class Trained:
    """A training stage whose child has done its work; with a sentence, one that failed."""

    sentence: str = ""
    module: str = "training"

    def prepare(self, job: Job) -> Path:
        return Path(job.id)

    def absorb(self, job: Job, folder: Path, exit_code: int) -> None:
        if self.sentence:
            raise JobFailedError(self.sentence)


class Silent:
    """A reporter whose words nobody keeps."""

    def report(self, progress: Progress) -> None:
        assert progress.total == 1

    def log(self, line: str) -> None:
        assert line


@pytest.fixture
def demo(workbench) -> Judged:
    owner_id = workbench.projects.ensure_local_owner("Owner")
    workbench.projects.create(owner_id, Draft(name="Demo", slug=SLUG, demo=True))
    return judged_by((workbench, *workbench.projects.enter(owner_id, SLUG)))


def a_train_job(demo: Judged, name: str = RUN, state: str = "done") -> Job:
    run = a_run(demo, a_version(demo, VERSION), state=state, name=name)
    with demo.workbench.database.transaction() as tx:
        job = add_job(tx, JobKind.TRAIN, {"run_id": run}, demo.owner.id, demo.project.id, demo.clock())
        give_job(tx, run, job.id)
    return job


def absorbed(demo: Judged, job: Job, stage: Trained | None = None, code: int = 0) -> None:
    whole = ThenCompare(stage or Trained(), demo.workbench)
    whole.absorb(job, whole.prepare(job), code)


def steps(demo: Judged) -> list[Job]:
    """Do the demo's queued steps, as a worker does."""
    done: list[Job] = []
    while job := demo.workbench.queue.claim("w", (JobKind.LOAD_DEMO,)):
        DemoLoading(demo.workbench).run(job, Silent())
        demo.workbench.queue.finish("w", job.id, JobState.DONE)
        done.append(job)
    return done


def test_the_demos_first_run_is_followed_by_a_round_against_its_base(demo):
    name, roles = next((name, roles) for name, roles in PEOPLE.items() if PersonRole.EXPERT in roles)
    expert = a_person(demo.workbench, demo.project, name, *roles)
    absorbed(demo, a_train_job(demo))
    assert len(steps(demo)) == 1
    [planned] = demo.rounds.rounds(demo.owner, demo.project)
    assert (planned.name, planned.state, planned.questions) == (ROUND, RoundState.ANSWERING, 20)
    assert [arm.kind for arm in planned.arms] == [ArmKind.BASE, ArmKind.TUNED]
    assert set(planned.raters) == {demo.owner.id, expert.id}
    assert [job.kind for job in demo.workbench.queue.open(demo.project.id)].count(JobKind.ANSWER) == 1


def test_taken_in_twice_by_a_killed_worker_it_is_one_round_and_one_job(demo):
    job = a_train_job(demo)
    absorbed(demo, job)
    absorbed(demo, job)
    assert len(steps(demo)) == 2
    assert len(demo.rounds.rounds(demo.owner, demo.project)) == 1
    assert [job.kind for job in demo.workbench.queue.open(demo.project.id)].count(JobKind.ANSWER) == 1


def test_killed_between_planning_and_answering_it_is_answered_when_run_again(demo):
    absorbed(demo, a_train_job(demo))
    order = Order(ROUND, VERSION, (RUN,), (demo.owner.id,), questions=20)
    planned = demo.rounds.plan(demo.owner, demo.project, order)
    steps(demo)
    [found] = demo.rounds.rounds(demo.owner, demo.project)
    assert (found.id, found.state) == (planned.id, RoundState.ANSWERING)


@pytest.mark.parametrize(("name", "state", "code"), [("another", "done", 0), (RUN, "failed", 1), (RUN, "paused", 3)])
def test_other_runs_and_unfinished_ones_bring_no_round(demo, name: str, state: str, code: int):
    absorbed(demo, a_train_job(demo, name, state), code=code)
    assert steps(demo) == []


def test_a_run_that_failed_keeps_its_sentence_and_brings_no_round(demo):
    with pytest.raises(JobFailedError, match="no room"):
        absorbed(demo, a_train_job(demo), Trained("There is no room."))
    assert steps(demo) == []


def test_a_demo_that_was_removed_meanwhile_stays_removed(demo):
    job = a_train_job(demo)
    absorbed(demo, job)
    demo.workbench.projects.remove(demo.owner, demo.project)
    assert len(steps(demo)) == 1
    assert demo.workbench.projects.of(demo.owner.id) == ()
    absorbed(demo, job)
    assert steps(demo) == []
