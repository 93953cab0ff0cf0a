"""How far people agree: raw agreement, Krippendorff's alpha and Gwet's AC1 of decisions, with intervals.

All take a frame with a row a decision (columns `unit`, `person`, `label`) and look at units on which at least two
people spoke. Alpha drops far below raw agreement where one label is rare; AC1 does not, so all three are given:

- Krippendorff, Content Analysis (2018), chapter 12: alpha = 1 - observed / expected disagreement, nominal, with gaps.
- Gwet, Computing inter-rater reliability and its variance in the presence of high agreement (2008): AC1.

Intervals are percentiles of 1,000 draws of units with replacement, always the same draws.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.domain.agreement import Agreement, Estimate

Numbers = NDArray[np.float64]

DECISIONS = {"unit": pl.String, "person": pl.String, "label": pl.String}
DRAWS = 1_000
FEWEST_UNITS = 5
_PAIR = 2
_MOST_CELLS = 4_000_000
_LEVEL = (2.5, 97.5)


@dataclass(frozen=True)
class Units:
    """How often each label (columns) was given to each unit (rows)."""

    counts: Numbers

    @property
    def voices(self) -> Numbers:
        """How many people spoke on each unit."""
        return self.counts.sum(axis=1)


Figure = Callable[[Units, Numbers], Numbers]
"""Computes a figure of each draw: the rows of the second are how often each unit was drawn."""


def agreement(decisions: pl.DataFrame) -> Agreement:
    """Return how far people agree on the units that several spoke on; a person's last label on a unit counts."""
    return agreement_by(decisions, _alpha)


def agreement_by(decisions: pl.DataFrame, alpha: Figure) -> Agreement:
    """Return it with another alpha, which is given the labels in their order (these may be numbers)."""
    last = decisions.unique(["unit", "person"], keep="last", maintain_order=True)
    shared = last.filter(pl.len().over("unit") >= _PAIR)
    if shared.is_empty():
        return Agreement(0, 0, 0, None, None, None)
    wide = shared.pivot(on="label", index="unit", values="person", aggregate_function="len")
    labels = [str(one) for one in shared["label"].unique().sort()]
    units = Units(wide.select(labels).fill_null(0).to_numpy().astype(np.float64))
    figures = (_estimate(units, one) for one in (_raw, alpha, _ac1))
    return Agreement(units.counts.shape[0], shared["person"].n_unique(), shared.height, *figures)


def with_majority(decisions: pl.DataFrame) -> pl.DataFrame:
    """Return per person how often they agree with what most of the others said (columns person, agreed, of).

    Only units where the others have one most frequent label are counted.
    """
    last = decisions.unique(["unit", "person"], keep="last", maintain_order=True)
    others = last.join(last, on="unit", suffix="_other").filter(pl.col("person") != pl.col("person_other"))
    told = others.group_by("unit", "person", "label", "label_other").len()
    most = told.filter(pl.col("len") == pl.col("len").max().over("unit", "person"))
    alone = most.filter(pl.len().over("unit", "person") == 1)
    return (
        alone.group_by("person")
        .agg((pl.col("label") == pl.col("label_other")).sum().cast(pl.Int64).alias("agreed"), pl.len().alias("of"))
        .with_columns(pl.col("of").cast(pl.Int64))
        .sort("person")
    )


def _estimate(units: Units, figure: Figure) -> Estimate | None:
    """Return a figure with its interval; None where it is undefined, no interval on fewer than FEWEST_UNITS units."""
    number = units.counts.shape[0]
    value = float(figure(units, np.ones((1, number)))[0])
    if np.isnan(value):
        return None
    if number < FEWEST_UNITS:
        return Estimate(value, None, None)
    generator = np.random.default_rng(0)
    at_once = max(min(DRAWS, _MOST_CELLS // number), 1)
    drawn: list[Numbers] = []
    for first in range(0, DRAWS, at_once):
        times = generator.multinomial(number, np.full(number, 1 / number), size=min(at_once, DRAWS - first))
        drawn.append(figure(units, times.astype(np.float64)))
    values = np.concatenate(drawn)
    low, high = np.percentile(values[~np.isnan(values)], _LEVEL)
    return Estimate(value, float(low), float(high))


def _observed(units: Units) -> Numbers:
    """Return the share of pairs of people that agree, of each unit."""
    voices = units.voices
    return (units.counts * (units.counts - 1)).sum(axis=1) / (voices * (voices - 1))


def _raw(units: Units, times: Numbers) -> Numbers:
    return times @ _observed(units) / times.sum(axis=1)


def _alpha(units: Units, times: Numbers) -> Numbers:
    """1 - (n - 1) * observed / expected disagreement, from coincidences; undefined where one label was given only."""
    disagreeing = units.voices * (1 - _observed(units))
    totals = times @ units.counts
    voices = totals.sum(axis=1)
    expected = voices**2 - (totals**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - (voices - 1) * (times @ disagreeing) / expected, np.nan)


def _ac1(units: Units, times: Numbers) -> Numbers:
    labels = units.counts.shape[1]
    observed = _raw(units, times)
    if labels == 1:
        return observed
    shares = times @ (units.counts / units.voices[:, None]) / times.sum(axis=1)[:, None]
    by_chance = (shares * (1 - shares)).sum(axis=1) / (labels - 1)
    return (observed - by_chance) / (1 - by_chance)
