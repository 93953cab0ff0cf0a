"""The demo's second round, base against tuned: planned and answered by itself once the demo's first run is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from curation.domain.jobs import ChildStage, Job, JobKind
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.texts import text
from eval.rounds import RoundState
from eval.systems import Order
from workbench.bootstrap import Workbench

RUN = "demo-run-1"
ROUND = "Base against tuned (demo)"
COMPARE = "compare"
QUESTIONS = 20


@dataclass(frozen=True)
class ThenCompare:
    """The stage of TRAIN; behind the demo's first run it queues the step of the demo that compares it with its base.

    Killed between the two, the job is still running and is taken in again, so that the step is queued then.
    """

    stage: ChildStage
    workbench: Workbench

    @property
    def module(self) -> str:
        """Name the module of the stage."""
        return self.stage.module

    def prepare(self, job: Job) -> Path:
        """Prepare the stage's folder."""
        return self.stage.prepare(job)

    def absorb(self, job: Job, folder: Path, exit_code: int) -> None:
        """Take in what the stage's child left, then queue the comparison where it was the demo's first run."""
        self.stage.absorb(job, folder, exit_code)
        if exit_code == 0 and _is_first_run(self.workbench, job):
            self.workbench.queue.enqueue(JobKind.LOAD_DEMO, {"step": COMPARE}, job.created_by, job.project_id)


def compare(workbench: Workbench, owner: Person, project: Project, version: str, raters: Iterable[str]) -> None:
    """Plan the round on the version's test split and let both systems answer; what is there already is passed over."""
    found = next((r for r in workbench.rounds.rounds(owner, project) if r.name == ROUND), None)
    if found is None:
        order = Order(ROUND, version, (RUN,), tuple(raters), questions=QUESTIONS)
        found = workbench.rounds.plan(owner, project, order)
    if found.state is RoundState.PLANNED:
        workbench.rounds.answer(owner, project, found.id)


def demo_of(workbench: Workbench, job: Job) -> tuple[Person, Project] | None:
    """Return who queued a job and the demo it belongs to; None where it belongs to none, or to one that was removed."""
    mine = workbench.projects.of(job.created_by)
    found = next((project for project in mine if project.id == job.project_id and project.demo), None)
    return None if found is None else workbench.projects.enter(job.created_by, found.slug)


def words() -> str:
    """Say what the step does."""
    return text("Letting the first run answer against its base")


def _is_first_run(workbench: Workbench, job: Job) -> bool:
    entered = demo_of(workbench, job)
    if entered is None:
        return False
    runs = workbench.runs.runs(*entered)
    return any(run.name == RUN and run.job_id == job.id for run in runs)
