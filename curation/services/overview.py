"""Where a project stands: every sample, what waits for whom, what comes next, who has done what."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.samples import SampleStatus
from curation.domain.versions import DatasetVersion
from curation.store import projects as people_store
from curation.store import versions as version_store
from curation.store.database import Database
from curation.store.reviews import count_waiting
from curation.store.sample_pages import counts_by_status
from curation.store.team import Work, work_by_person

FEW = 20


class Step(StrEnum):
    """What a project needs next."""

    IMPORT = "import"
    WAIT = "wait"
    REVIEW = "review"
    FREEZE = "freeze"
    TRAIN = "train"
    JUDGE = "judge"
    IMPROVE = "improve"


@dataclass(frozen=True)
class Standing:
    """Where a project stands at one moment; `for_me` counts the samples that wait for the person who asks."""

    counts: Mapping[SampleStatus, int]
    for_me: int
    latest: DatasetVersion | None

    @property
    def total(self) -> int:
        """How many samples there are."""
        return sum(self.counts.values())

    def next_step(self, *, runs: int, rounds: int) -> Step:
        """Say what comes next; `runs` and `rounds` count those of the project that have ended well."""
        if not self.total:
            return Step.IMPORT
        if self.latest is None:
            return self._before_a_version()
        if not runs:
            return Step.TRAIN
        return Step.IMPROVE if rounds else Step.JUDGE

    def _before_a_version(self) -> Step:
        waiting = self.counts[SampleStatus.WAITING] + self.counts[SampleStatus.ESCALATED]
        if self.counts[SampleStatus.APPROVED] >= FEW or (self.counts[SampleStatus.APPROVED] and not waiting):
            return Step.FREEZE
        return Step.REVIEW if waiting else Step.WAIT


@dataclass(frozen=True)
class Overview:
    """Use cases that only look."""

    database: Database

    def standing(self, actor: Person, project: Project) -> Standing:
        """Return where every sample stands and what waits for the person who asks."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            mine = count_waiting(tx, project.id, actor.id) if actor.may(Permission.REVIEW) else 0
            versions = version_store.versions(tx, project.id)
            return Standing(counts_by_status(tx, project.id), mine, versions[0] if versions else None)

    def work(self, actor: Person, project: Project) -> dict[str, Work]:
        """Return what each person has decided in the project, by person id."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return work_by_person(tx, project.id)

    def names(self, actor: Person) -> dict[str, str]:
        """Return the names of everybody who works here, by id."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return dict(people_store.people(tx))
