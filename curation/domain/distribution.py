"""What the data of a project looks like: bars of counts, topics with their targets, and who is spoken of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import sqrt

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
    """A cluster of samples: its number, the words that tell it from others, and how many approved ones are wanted."""

    number: int
    words: tuple[str, ...]
    samples: int
    approved: int
    target: int | None = None

    @property
    def missing(self) -> int:
        """How many approved samples are missing to the target."""
        return max((self.target or 0) - self.approved, 0)


@dataclass(frozen=True)
class Apart:
    """How far a sample stands apart from the others (0 to 1): how rare its topic is, how unlike it is to all."""

    rare: float
    novel: float


@dataclass(frozen=True)
class Member:
    """Where the last survey put a sample: the number of its topic, and how far it stands apart."""

    topic: int
    apart: Apart


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
class Distribution:
    """The counts of a project as they are now, and the last survey of its texts, if there was one."""

    samples: int
    approved: int
    set_aside: int
    bars: Mapping[Facet, Sequence[Bar]]
    survey: Survey | None


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
