"""A scratch home for measuring: one project, its people, and as many samples as asked, straight into the store."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from curation.domain.findings import Finding, Part, Place, Severity
from curation.domain.people import Person, PersonRole
from curation.domain.projects import Project
from curation.domain.samples import Origin, question_and_answer
from curation.services.projects import LOCAL_OWNER, Draft
from curation.store.findings import add_findings
from curation.store.samples import NewSample, add_samples
from curation.store.screened import Screened, add_first_revisions
from workbench.bootstrap import Settings, Workbench, open_workbench
from workbench.migrations.upgrade import migrate

AT_ONCE = 5_000
NOTED_EVERY = 5
_SPREAD = 2_654_435_761


@dataclass(frozen=True)
class World:
    """What was put into a scratch home; `seconds` is how long the samples took."""

    settings: Settings
    project: Project
    people: tuple[Person, ...]
    seconds: float


def scratch_settings(chosen: Settings, folder: Path, port: int) -> Settings:
    """Return the settings of a scratch home in a folder: SQLite, its key beside it, on this machine alone."""
    home = folder / "home"
    return replace(
        chosen,
        home=home,
        database_url=f"sqlite:///{home / 'workbench.db'}",
        key_file=folder / "home.key",
        host="127.0.0.1",
        port=port,
    )


def seeded(settings: Settings, people: int, samples: int) -> World:
    """Make a home with one project, so many experts, and so many samples that wait."""
    workbench = open_workbench(settings)
    try:
        migrate(workbench.database, settings.backups)
        workbench.projects.ensure_local_owner("Owner")
        slug = workbench.projects.create(LOCAL_OWNER, Draft(name="Load")).slug
        owner, project = workbench.projects.enter(LOCAL_OWNER, slug)
        experts = tuple(
            workbench.projects.add_person(owner, project, f"Expert {n + 1}", [PersonRole.EXPERT]) for n in range(people)
        )
        for expert in experts:
            workbench.projects.set_preference(expert.id, "desk.practice", "done")
        return World(settings, project, experts, add_waiting(workbench, project, samples))
    finally:
        workbench.database.close()


def add_waiting(workbench: Workbench, project: Project, number: int) -> float:
    """Add samples of about 700 characters; every fifth has a note. Returns the seconds it took."""
    began = time.monotonic()
    for first in range(0, number, AT_ONCE):
        part = range(first, min(first + AT_ONCE, number))
        with workbench.database.transaction() as tx:
            at = workbench.reviewing.clock()
            ids = [_id(i) for i in part]
            new = [_sample(i, sample_id) for i, sample_id in zip(part, ids, strict=True)]
            add_samples(tx, project.id, new, at)
            add_first_revisions(tx, _texts(part, ids), at)
            note = Finding("dose", Severity.WARNING, "A dose without a source.", Place(Part.ANSWER, 0, 0, 20))
            noted = [sample_id for i, sample_id in zip(part, ids, strict=True) if i % NOTED_EVERY == 0]
            add_findings(tx, [(sample_id, 1, note) for sample_id in noted])
    return time.monotonic() - began


def _id(number: int) -> str:
    """Return an id that is as scattered as a hash, so that the store's pages are touched as in real use."""
    return f"{number * _SPREAD % 2**32:08x}{number:024x}"


def _sample(number: int, sample_id: str) -> NewSample:
    attention = 3.0 if number % NOTED_EVERY == 0 else 0.0
    return NewSample(sample_id, None, "load.jsonl", number, Origin.COLLECTED, "en", attention)


def _texts(numbers: Sequence[int], ids: Sequence[str]) -> Iterator[Screened]:
    for i, sample_id in zip(numbers, ids, strict=True):
        answer = f"Answer {i}. " + "Rest, drink water, and come back where it does not get better in three days. " * 8
        conversation = question_and_answer(f"What helps against complaint {i}?", answer)
        yield Screened(sample_id, conversation, conversation.hash)
