"""Loads the demo project from data_samples: files, people, decisions, a round to judge, a version, a first run.

A chain of jobs, because a light process works in order: every step queues what it needs and, behind that, the
next step. Each step can be killed anywhere and run again; what is there already is passed over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from curation.domain.identity import Json
from curation.domain.jobs import Job, JobKind, Progress, Reporter
from curation.domain.people import Permission, Person, PersonRole
from curation.domain.projects import Project
from curation.domain.sources import Source
from curation.domain.versions import Recipe
from curation.errors import InputError, NotFoundError
from curation.services.import_plan import Wishes
from curation.services.projects import Draft
from curation.texts import text
from training.runs import BaseChoice, BaseKind, preset
from training.wishes import RunWish, best_method
from workbench.bootstrap import Workbench
from workbench.work.demo_decisions import decide, leave_the_day
from workbench.work.demo_judging import judge
from workbench.work.demo_round import COMPARE, RUN, compare, demo_of, words

SLUG = "demo"
VERSION = "demo-1"
ROUND = "Three written assistants (demo)"
CLEAN = ("health/facts.csv", "law/facts_alpaca.jsonl", "finance/facts.parquet", "finance/glossary.xlsx")
PLANTED = ("health/clinic_messages.jsonl", "law/desk_sharegpt.json", "finance/desk.csv")
PEOPLE = {
    "Dr. Alba Frost (demo)": (PersonRole.EXPERT,),
    "Prof. Noor Lind (demo)": (PersonRole.EXPERT,),
    "Kim Sander (demo)": (PersonRole.ENGINEER,),
}
_STEPS = ("import", "decide", "freeze", "judge", "train")


@dataclass(frozen=True)
class DemoLoading:
    """The stage of LOAD_DEMO; its payload is `{}` or `{"step": name}`."""

    workbench: Workbench

    def run(self, job: Job, reporter: Reporter) -> None:
        """Do one step and queue the next; raises NotFoundError where the samples are missing."""
        step = _step_of(job)
        if step == COMPARE:
            self._compare(job, reporter)
            return
        works: Mapping[str, Callable[[_Demo], None]] = {
            "import": self._import,
            "decide": self._decide,
            "freeze": self._freeze,
            "judge": self._judge,
            "train": self._train,
        }
        reporter.report(Progress(_STEPS.index(step), len(_STEPS), _words(step)))
        demo = self._demo(job.created_by, reporter)
        works[step](demo)
        after = _STEPS[_STEPS.index(step) + 1 :]
        if after:
            self.workbench.queue.enqueue(JobKind.LOAD_DEMO, {"step": after[0]}, job.created_by, demo.project.id)
        reporter.report(Progress(_STEPS.index(step) + 1, len(_STEPS), _words(step)))

    def _import(self, demo: "_Demo") -> None:
        for name in (*CLEAN, *PLANTED):
            demo.source(name)

    def _decide(self, demo: "_Demo") -> None:
        experts = demo.people(PersonRole.EXPERT)
        for name in (*CLEAN, *PLANTED):
            count = decide(self.workbench, demo.project, experts, demo.source(name).id, clean=name in CLEAN)
            demo.reporter.log(f"{name}: {count} decisions by demo people")
            demo.reporter.report(Progress(1, len(_STEPS), _words("decide")))
        leave_the_day(self.workbench, experts)

    def _freeze(self, demo: "_Demo") -> None:
        releasing = self.workbench.releasing
        if all(version.name != VERSION for version in releasing.versions(demo.owner, demo.project)):
            releasing.freeze(demo.owner, demo.project, VERSION, Recipe())

    def _judge(self, demo: "_Demo") -> None:
        content = (self.workbench.settings.samples_folder / "round.json").read_bytes()
        known = [r for r in self.workbench.rounds.rounds(demo.owner, demo.project) if r.name == ROUND]
        experts = demo.people(PersonRole.EXPERT)
        raters = (demo.owner.id, *(expert.id for expert in experts))
        found = (
            known[0] if known else self.workbench.rounds.plan_written(demo.owner, demo.project, content, raters, ROUND)
        )
        judge(self.workbench, demo.project, experts, found, content)

    def _train(self, demo: "_Demo") -> None:
        runs = self.workbench.runs
        if any(run.name == RUN for run in runs.runs(demo.owner, demo.project)):
            return
        method = best_method(BaseKind.BUILT)
        wish = RunWish(VERSION, BaseChoice(BaseKind.BUILT), method, preset(BaseKind.BUILT, method), RUN)
        runs.start(demo.owner, demo.project, wish)

    def _compare(self, job: Job, reporter: Reporter) -> None:
        entered = demo_of(self.workbench, job)
        if entered is None:
            reporter.log("the demo was removed meanwhile: nothing to compare")
            return
        reporter.report(Progress(0, 1, words()))
        demo = _Demo(self.workbench, *entered, reporter)
        experts = (expert for expert in demo.people(PersonRole.EXPERT) if expert.may(Permission.RATE))
        compare(self.workbench, *entered, VERSION, (demo.owner.id, *(expert.id for expert in experts)))
        reporter.report(Progress(1, 1, words()))

    def _demo(self, owner_id: str, reporter: Reporter) -> "_Demo":
        folder = self.workbench.settings.samples_folder
        if not (folder / "guidelines.md").is_file():
            raise NotFoundError(
                text(
                    "The samples of the demo are not in {folder}. Name their folder in WORKBENCH_SAMPLES, or take "
                    "data_samples from the repository.",
                    folder=folder,
                )
            )
        projects = self.workbench.projects
        if all(project.slug != SLUG for project in projects.of(owner_id)):
            projects.create(owner_id, _draft(folder))
        owner, project = projects.enter(owner_id, SLUG)
        known = {member.name for member in projects.members(owner, project)}
        for name, roles in PEOPLE.items():
            if name not in known:
                projects.add_person(owner, project, name, roles)
        return _Demo(self.workbench, owner, project, reporter)


@dataclass(frozen=True)
class _Demo:
    """The demo project at work."""

    workbench: Workbench
    owner: Person
    project: Project
    reporter: Reporter

    def source(self, name: str) -> Source:
        """Return the source that a sample file became, imported now where it was not yet."""
        file = self.workbench.settings.samples_folder / name
        return self.workbench.importing.import_file(
            self.owner, self.project, file, name.replace("/", " "), Wishes()
        ).source

    def people(self, role: PersonRole) -> tuple[Person, ...]:
        """Return the demo's own people with a role."""
        members = self.workbench.projects.members(self.owner, self.project)
        return tuple(member for member in members if member.name in PEOPLE and role in member.roles)


def _draft(folder: Path) -> Draft:
    return Draft(
        name=text("Demo: health, law and finance"),
        language="en",
        guidelines=(folder / "guidelines.md").read_text(encoding="utf-8"),
        intended_use=text("For trying the workbench out. People, medicines, statutes and products are invented."),
        slug=SLUG,
        demo=True,
    )


def _step_of(job: Job) -> str:
    payload: Json = job.payload
    step = payload.get("step", _STEPS[0]) if isinstance(payload, dict) else None
    if step not in {*_STEPS, COMPARE}:
        raise InputError(text("The job {job} names no step of the demo.", job=job.id))
    return str(step)


def _words(step: str) -> str:
    words = {
        "import": text("Importing the sample files"),
        "decide": text("Deciding on most of the samples, as demo people"),
        "freeze": text("Freezing a first version"),
        "judge": text("Preparing a round to judge"),
        "train": text("Queueing a first training run"),
    }
    return words[step]
