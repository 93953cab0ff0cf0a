"""A project with the import and screening stages beside it, run in this process."""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from curation.domain.identity import new_id
from curation.domain.jobs import Job, JobState, Progress
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.samples import Sample
from curation.errors import JobCancelledError
from curation.services.import_plan import Imported, Wishes
from curation.services.screening import SourceScreening
from curation.services.screening_revisions import RevisionScreening
from curation.store import sample_pages, samples
from curation.store.base import Table
from tests.builders import a_project, a_workbench
from tests.workbench.processes import until
from workbench.bootstrap import Workbench

PATIENCE_SECONDS = 240


@dataclass
class ListReporter:
    """Keeps what a stage reports; cancels at one of the reports where a test wants that."""

    cancel_at: int | None = None
    seen: list[Progress] = field(default_factory=list[Progress])
    lines: list[str] = field(default_factory=list[str])

    def report(self, progress: Progress) -> None:
        self.seen.append(progress)
        if self.cancel_at is not None and len(self.seen) >= self.cancel_at:
            raise JobCancelledError("stop")

    def log(self, line: str) -> None:
        self.lines.append(line)


@dataclass(frozen=True)
class World:
    workbench: Workbench
    owner: Person
    project: Project

    @property
    def revisions(self) -> RevisionScreening:
        return RevisionScreening(self.workbench.database, self.workbench.seal)

    @property
    def stage(self) -> SourceScreening:
        return SourceScreening(self.workbench.database, self.workbench.importing.files, self.revisions, workers=1)

    def take_in(self, data: bytes, name: str, wishes: Wishes | None = None) -> Imported:
        """Import and screen a file."""
        done = self.workbench.importing.import_file(self.owner, self.project, data, name, wishes or Wishes())
        assert done.job is not None
        self.screen(done.job)
        return done

    def hand_in(self, data: bytes, name: str) -> None:
        """Import a file, and wait until the worker that runs beside this process is done with it."""
        done = self.workbench.importing.import_file(self.owner, self.project, data, name, Wishes())
        assert done.job is not None
        until(lambda: not self.workbench.queue.open(self.project.id), PATIENCE_SECONDS)
        assert self.workbench.queue.job(done.job.id).state is JobState.DONE

    def screen(self, job: Job, cancel_at: int | None = None) -> ListReporter:
        reporter = ListReporter(cancel_at)
        self.stage.run(job, reporter)
        return reporter

    def heads(self) -> list[samples.HeadText]:
        with self.workbench.database.reading() as tx:
            return list(samples.head_texts(tx, self.project.id))

    def lines(self, chosen: sample_pages.Filter | None = None) -> tuple[sample_pages.Line, ...]:
        with self.workbench.database.reading() as tx:
            return sample_pages.page(tx, self.project.id, chosen or sample_pages.Filter(), limit=5_000)

    def asking(self, question: str) -> Sample:
        """The sample whose question holds these words."""
        [line] = [line for line in self.lines() if question in line.question]
        return line.sample

    def disk(self) -> bytes:
        """Every byte below the home, and every row where a server keeps them."""
        files = sorted(self.workbench.settings.home.rglob("*"))
        return b"".join(file.read_bytes() for file in files if file.is_file()) + self._rows_elsewhere()

    def _rows_elsewhere(self) -> bytes:
        if self.workbench.database.is_sqlite:
            return b""
        with self.workbench.database.reading() as tx:
            rows = [row for table in Table.metadata.sorted_tables for row in tx.execute(select(table))]
        return "\n".join(str(tuple(row)) for row in rows).encode()


def a_world(folder: Path) -> World:
    workbench = a_workbench(folder)
    owner, project = a_project(workbench)
    return World(workbench, owner, project)


def another_world(workbench: Workbench) -> World:
    """A project of its own in a home that others use too."""
    owner, project = a_project(workbench, f"Cardiology {new_id()}")
    return World(workbench, owner, project)


def lines_of(*pairs: tuple[str, str]) -> bytes:
    """A JSON Lines file of questions and answers."""
    return "\n".join(json.dumps({"question": q, "answer": a}) for q, a in pairs).encode()


def a_corpus(size: int, seed: int = 7) -> list[tuple[str, str]]:
    """Pairs of invented words, none like another."""
    chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
    words = [f"w{chance.randrange(10**6)}" for _ in range(4_000)]
    return [(" ".join(chance.sample(words, 12)), " ".join(chance.sample(words, 30))) for _ in range(size)]
