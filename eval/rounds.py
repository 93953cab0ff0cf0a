"""Rounds: one blind comparison of systems, from the questions asked to the ratings given."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from curation.domain.samples import Message


class RoundState(StrEnum):
    """How far a round is: planned, answers are awaited, people judge, or the verdict stands."""

    PLANNED = "planned"
    ANSWERING = "answering"
    JUDGING = "judging"
    CLOSED = "closed"


class ArmKind(StrEnum):
    """Where an arm's answers come from: the base that a run started from, the run's own model, or somebody's pen."""

    BASE = "base"
    TUNED = "tuned"
    WRITTEN = "written"


class Choice(StrEnum):
    """What a person says of a pair; UNDO is the row that takes an earlier choice back."""

    LEFT = "left"
    RIGHT = "right"
    TIE = "tie"
    BOTH_BAD = "both_bad"
    UNDO = "undo"


CHOICES = (Choice.LEFT, Choice.RIGHT, Choice.TIE, Choice.BOTH_BAD)


@dataclass(frozen=True)
class Arm:
    """One system under evaluation; `label` is what it is and is never shown while people judge.

    `run_id` names the run that a tuned arm is, or whose base a base arm is. `model`, `adapter` and `template`
    are folders or hub names, filled in when it is answered: the weights, the LoRA adapter laid on them, and
    the tokenizer whose chat template writes the prompt. Written arms have none of them.
    """

    name: str
    label: str
    kind: ArmKind
    model: str | None = None
    adapter: str | None = None
    template: str | None = None
    system: str | None = None
    run_id: str | None = None


@dataclass(frozen=True)
class Question:
    """A question of a round: the turns up to it, and the reference answer where there is one."""

    number: int
    messages: tuple[Message, ...]
    reference: str | None = None
    sample_id: str | None = None


@dataclass(frozen=True)
class Answer:
    """What an arm answered: `stopped` tells whether it ended by itself, `tokens` counts what it wrote."""

    question: int
    arm: str
    text: str
    stopped: bool
    tokens: int


@dataclass(frozen=True)
class Reply:
    """What a model wrote: `stopped` tells whether it ended by itself, `tokens` counts what it wrote."""

    text: str
    stopped: bool
    tokens: int


@dataclass(frozen=True)
class AnswerSettings:
    """How answers are generated: greedy, at most `max_new_tokens` each, `batch_size` prompts at once."""

    max_new_tokens: int = 96
    batch_size: int = 16
    threads: int = 2

    def on(self, threads: int) -> "AnswerSettings":
        """Return the same settings with another number of threads."""
        return replace(self, threads=threads)


@dataclass(frozen=True)
class Round:
    """One evaluation; `seed` decides sides and order, `raters` are the people who judge, `folder` lies in the home."""

    id: str
    project_id: str
    name: str
    note: str
    arms: tuple[Arm, ...]
    settings: AnswerSettings
    seed: int
    state: RoundState
    folder: str
    raters: tuple[str, ...]
    questions: int
    version_id: str | None
    job_id: str | None
    created_by: str
    created_at: datetime
    ended_at: datetime | None = None

    @property
    def written(self) -> bool:
        """Tell whether all of its answers were written beforehand."""
        return all(arm.kind is ArmKind.WRITTEN for arm in self.arms)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the comparisons asked of every question, each as two arm names in plan order."""
        return tuple(combinations((arm.name for arm in self.arms), 2))


@dataclass(frozen=True)
class RatingTask:
    """A piece of rating work: two arms on one question, on the sides that this person sees."""

    id: str
    round_id: str
    person_id: str
    question: int
    left: str
    right: str
    ordinal: int


@dataclass(frozen=True)
class Rating:
    """A person's choice on a task; never changed, taken back by a later one that `undoes` it."""

    id: str
    task_id: str
    choice: Choice
    seconds: float
    created_at: datetime
    commented: bool = False
    undoes: str | None = None


@dataclass(frozen=True)
class BlindTask:
    """All that a rater receives of a task: nothing in it tells which system is on which side."""

    id: str
    messages: tuple[Message, ...]
    left: str
    right: str


@dataclass(frozen=True)
class Judgement:
    """One standing choice seen from the arms: the person, the question, both arms, and who won.

    `winner` is an arm's name, or None for a tie; `both_bad` marks the ties where neither was usable.
    """

    person_id: str
    question: int
    left: str
    right: str
    winner: str | None
    both_bad: bool
    seconds: float


def standing(ratings: Iterable[Rating]) -> dict[str, Rating]:
    """Return the rating that stands on each task: undone ones and the undoing ones left out."""
    rows = sorted(ratings, key=lambda r: (r.created_at, r.id))
    undone = {r.undoes for r in rows if r.choice is Choice.UNDO}
    return {r.task_id: r for r in rows if r.choice is not Choice.UNDO and r.id not in undone}


def judgement(task: RatingTask, rating: Rating) -> Judgement:
    """Read a choice of a side as a choice of an arm."""
    winners = {Choice.LEFT: task.left, Choice.RIGHT: task.right}
    return Judgement(
        person_id=task.person_id,
        question=task.question,
        left=task.left,
        right=task.right,
        winner=winners.get(rating.choice),
        both_bad=rating.choice is Choice.BOTH_BAD,
        seconds=rating.seconds,
    )
