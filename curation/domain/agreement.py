"""How far people agree, and how one person's work stands: figures with their intervals and counts."""

from dataclasses import dataclass

from curation.domain.distribution import share_interval


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


def share(hits: int, of: int) -> Estimate | None:
    """Return a share with its interval; None of nothing."""
    return Estimate(hits / of, *share_interval(hits, of)) if of else None
