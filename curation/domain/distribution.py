"""What the data of a project looks like: bars of counts, topics with their targets, and who is spoken of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil, sqrt

from curation.domain.samples import OPEN, SampleStatus

LEVELS = ("easy", "medium", "hard")
_Z = 1.959963984540054  # two-sided 95 %


class Facet(StrEnum):
    """By what samples can be counted and looked up."""

    LANGUAGE = "language"
    ORIGIN = "origin"
    SOURCE = "source"
    CHECK = "check"
    TOPIC = "topic"
    QUESTION_LENGTH = "question_length"
    ANSWER_LENGTH = "answer_length"
    DIFFICULTY = "difficulty"


class Trait(StrEnum):
    """What a text may say of the people in it."""

    AGE = "age"
    SEX = "sex"
    ORIGIN = "origin"


@dataclass(frozen=True)
class Bar:
    """Samples that share something: `key` finds them again, `label` is read by people."""

    key: str
    label: str
    samples: int
    approved: int


@dataclass(frozen=True)
class Topic:
    """A cluster of samples: its number, the words that tell it from others, where its samples stand.

    `target` is how many approved ones are wanted.
    """

    number: int
    words: tuple[str, ...]
    statuses: Mapping[SampleStatus, int]
    target: int | None = None

    @property
    def samples(self) -> int:
        """How many samples are about it."""
        return sum(self.statuses.values())

    @property
    def approved(self) -> int:
        """How many of them are approved."""
        return self.statuses.get(SampleStatus.APPROVED, 0)

    @property
    def undecided(self) -> int:
        """How many of them still wait for a decision."""
        return sum(self.statuses.get(one, 0) for one in OPEN)

    @property
    def missing(self) -> int:
        """How many approved samples are missing to the target."""
        return max((self.target or 0) - self.approved, 0)

    @property
    def to_collect(self) -> int:
        """How many samples must come in for the target, even if all that wait are approved."""
        return max(self.missing - self.undecided, 0)


@dataclass(frozen=True)
class Apart:
    """How far a sample stands apart from the others (0 to 1): how rare its topic is, how unlike it is to all."""

    rare: float
    novel: float


@dataclass(frozen=True)
class Member:
    """Where the last survey put a sample: the number of its topic, how far it stands apart, how difficult it is."""

    topic: int
    apart: Apart
    level: str = ""


@dataclass(frozen=True)
class Mention:
    """How many samples speak of somebody with a trait, where, and how many of them are approved."""

    trait: Trait
    group: str
    samples: int
    in_question: int
    in_answer: int
    approved: int


@dataclass(frozen=True)
class Survey:
    """What the last look at all texts found, and when it was; `seen` is the number of samples it read."""

    made_at: datetime
    seen: int
    topics: Sequence[Topic]
    mentions: Sequence[Mention]


@dataclass(frozen=True)
class Freshness:
    """When a project was last surveyed (None: never), how many samples came since, whether somebody decided since."""

    made_at: datetime | None
    came: int
    decided: bool


@dataclass(frozen=True)
class Redundancy:
    """How many samples are in groups of near duplicates, and in how many groups."""

    samples: int
    groups: int


@dataclass(frozen=True)
class LevelGap:
    """A difficulty of which fewer samples are there than wanted: shares, and how many are missing to the share."""

    level: str
    share: float
    wanted: float
    missing: int


@dataclass(frozen=True)
class Distribution:
    """The counts of a project as they are now, and the last survey of its texts, if there was one.

    `wanted` holds the shares of difficulties that the rules want; `came` counts the samples since the survey.
    """

    samples: int
    approved: int
    set_aside: int
    bars: Mapping[Facet, Sequence[Bar]]
    survey: Survey | None
    redundancy: Redundancy
    wanted: Mapping[str, float]
    came: int


def share_interval(count: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); (0, 1) where nothing was counted."""
    if total == 0:
        return 0.0, 1.0
    share, square = count / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return (max(middle - half, 0.0) if count else 0.0), (min(middle + half, 1.0) if count < total else 1.0)


def most_wanted(topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """Return the topics that miss approved samples, the widest gap first."""
    return tuple(sorted((one for one in topics if one.missing), key=lambda one: (-one.missing, one.number)))


def level_gaps(bars: Sequence[Bar], wanted: Mapping[str, float]) -> tuple[LevelGap, ...]:
    """Return the difficulties that are surely rarer than wanted (upper end of the interval), the widest gap first."""
    counts = {bar.key: bar.samples for bar in bars}
    total = sum(counts.values())
    found = [
        LevelGap(level, counts.get(level, 0) / total, share, ceil((share * total - counts.get(level, 0)) / (1 - share)))
        for level, share in wanted.items()
        if total and share < 1 and share_interval(counts.get(level, 0), total)[1] < share
    ]
    return tuple(sorted(found, key=lambda gap: gap.share - gap.wanted))
