"""How far people agree, and how one person's work stands: figures with their intervals and counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt

from curation.domain.distribution import share_interval

_FEWEST = 5
_Z = 1.959963984540054  # two-sided 95 %


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval; no interval where there is too little to tell."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Agreement:
    """How far people agree on what several of them spoke on; None where a figure is undefined.

    `units` are the samples with at least two voices, `people` those who spoke, `voices` their decisions.
    """

    units: int
    people: int
    voices: int
    raw: Estimate | None
    alpha: Estimate | None
    ac1: Estimate | None


@dataclass(frozen=True)
class Rewrites:
    """How like the texts are that two people made of the same sample, 0 to 1: the mean over pairs."""

    pairs: int
    likeness: Estimate | None


@dataclass(frozen=True)
class Tally:
    """So many of so many."""

    hits: int
    of: int

    @property
    def share(self) -> Estimate | None:
        """The share with its interval (Wilson 1927); None of nothing."""
        return Estimate(self.hits / self.of, *share_interval(self.hits, self.of)) if self.of else None


@dataclass(frozen=True)
class Pace:
    """Seconds a sample: the middle one, and those that a quarter stays below and above."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class PersonRecord:
    """How one person's decisions stand; an approval rate never goes without the control samples beside it.

    `controls` counts control samples answered as expected, `repeats` own earlier decisions said again, `majority`
    decisions in line with what most of the others said. `pace` is None where the project takes no times. `rated` counts
    ratings of control samples and repeats that lie near those of then.
    """

    person_id: str
    approved: Tally
    controls: Tally
    missed: int
    repeats: Tally
    majority: Tally
    pace: Pace | None
    rated: Tally = Tally(0, 0)


@dataclass(frozen=True)
class ProjectRecord:
    """Agreement over a whole project, by tag, and of rewrites; the records of its people in the order of ids.

    `by_section` goes by the sections of the guidelines that decisions name, `by_specialty` by those of samples.
    `by_criterion` is the agreement of ratings, with an ordinal alpha, by the names of the rubric.
    """

    decisions: Agreement
    reasons: Agreement
    by_tag: Mapping[str, Agreement]
    by_section: Mapping[str, Agreement]
    by_specialty: Mapping[str, Agreement]
    rewrites: Rewrites
    people: tuple[PersonRecord, ...]
    by_criterion: Mapping[str, Agreement] = field(default_factory=dict[str, Agreement])


def mean_of(values: list[float]) -> Estimate | None:
    """Return a mean with its normal interval; None of nothing, no interval of fewer than five."""
    if not values:
        return None
    number = len(values)
    mean = sum(values) / number
    if number < _FEWEST:
        return Estimate(mean, None, None)
    half = _Z * sqrt(sum((v - mean) ** 2 for v in values) / (number - 1) / number)
    return Estimate(mean, mean - half, mean + half)
