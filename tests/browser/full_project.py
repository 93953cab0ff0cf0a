"""A project with something on every screen, served with its worker: samples, a version, a run, two rounds."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from curation.domain.identity import new_id
from curation.domain.jobs import ENDED, JobState
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.samples import SampleStatus
from eval.judging import Verdict
from eval.rounds import Choice, RoundState
from tests.browser.full_home import filled
from tests.browser.server import serving
from tests.builders import a_project, a_workbench
from tests.curation.release.shelf import Shelf, pair
from tests.eval.rounds_stored import written_content
from tests.training.worlds import QUICK, build_tiny
from training.runs import Method
from training.wishes import RunWish, base_choice
from workbench.bootstrap import Workbench
from workbench.shell import entries

LONG = 240
SCREENS = tuple(entry.name for entry in entries())
OBJECTS = (
    *("models?run=first-run", "versions?version=first", "decide?round=Written", "decide?round=Open"),
    *("sample?id={sample}", "samples?words=odd&status=disputed", "bulk?id={act}", "log?kind=sample"),
    *("data?source=all", "data?step=import"),
)


@dataclass(frozen=True)
class Served:
    """Where the full project is served, what opens its pages, and a project with nothing in it."""

    address: str
    project: str
    sample: str
    act: str
    empty: str

    def page(self, screen: str) -> str:
        """The address of a screen of the full project."""
        path = screen.format(sample=self.sample, act=self.act)
        return f"{self.address}/{path}{'&' if '?' in path else '?'}project={self.project}"


@contextmanager
def a_full_project(folder: Path) -> Iterator[Served]:
    """Make the project in a folder and serve it; a round is judged and a model trained by the worker."""
    workbench = a_workbench(folder)
    owner, project = a_project(workbench)
    _, empty = a_project(workbench, "Empty")
    shelf = Shelf(workbench, owner, project)
    shelf.add(*(pair(i) for i in range(40)), *(pair(i, SampleStatus.WAITING) for i in range(100, 104)))
    shelf.add(pair(200, SampleStatus.ESCALATED))
    shelf.freeze("first")
    sample, act = filled(workbench, owner, project)
    base = build_tiny(folder)
    with serving(folder / "home") as server:
        until(lambda: bool(workbench.queue.live_workers()))
        wish = RunWish("first", base_choice(str(base)), Method.FULL, QUICK, "first-run")
        run = workbench.runs.start(owner, project, wish)
        judged(workbench, owner, project)
        workbench.rounds.plan_written(owner, project, written_content(), [owner.id], "Open")
        until(lambda: workbench.runs.run(owner, project, run.id).state in ENDED)
        assert workbench.runs.run(owner, project, run.id).state is JobState.DONE
        until(lambda: workbench.bulk.state(owner, project, act).act.filled)
        yield Served(server.address, project.slug, sample, act, empty.slug)
    workbench.database.close()


def judged(workbench: Workbench, owner: Person, project: Project) -> None:
    found = workbench.rounds.plan_written(owner, project, written_content(), [owner.id], "Written")
    for task in workbench.judging.waiting(owner, project, found.id, 20):
        choice = Choice.LEFT if "AAA" in task.left else Choice.RIGHT
        workbench.judging.rate(owner, project, Verdict(new_id(), task.id, choice, "A clear case.", 5.0))
    workbench.rounds.close(owner, project, found.id)
    assert workbench.verdicts.round(owner, project, found.id).state is RoundState.CLOSED


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)
