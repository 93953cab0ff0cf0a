"""Where a project stands: every sample, what waits, what comes next, what each person has done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from curation.domain.reviews import Verdict
from curation.domain.samples import OPEN, SampleStatus
from curation.domain.versions import DatasetVersion

ENOUGH = 20


class Step(StrEnum):
    """What a project needs next."""

    IMPORT = "import"
    WAIT = "wait"
    REVIEW = "review"
    FREEZE = "freeze"
    TRAIN = "train"
    TRAINING = "training"
    PLAN_ROUND = "plan_round"
    JUDGING = "judging"
    IMPROVE = "improve"


@dataclass(frozen=True)
class Work:
    """What one person decided: standing decisions by verdict, and the moment of the last one."""

    counts: Mapping[Verdict, int]
    last: datetime


@dataclass(frozen=True)
class Later:
    """How many runs and rounds of a project have ended well, and how many are under way."""

    runs_done: int = 0
    runs_open: int = 0
    rounds_closed: int = 0
    rounds_open: int = 0


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

    def next_step(self, later: Later) -> Step:
        """Say what comes next: import, review, freeze, train, judge, and round again."""
        if not self.total:
            return Step.IMPORT
        if self.latest is None:
            return self._before_a_version()
        if not later.runs_done:
            return Step.TRAINING if later.runs_open else Step.TRAIN
        if later.rounds_open:
            return Step.JUDGING
        return Step.IMPROVE if later.rounds_closed else Step.PLAN_ROUND

    def _before_a_version(self) -> Step:
        waiting = sum(self.counts[status] for status in OPEN)
        approved = self.counts[SampleStatus.APPROVED]
        if approved >= ENOUGH or (approved and not waiting):
            return Step.FREEZE
        return Step.REVIEW if waiting else Step.WAIT
