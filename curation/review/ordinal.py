"""How far people agree on ratings, where two that lie close say nearly the same: Krippendorff's alpha, ordinal.

Krippendorff, Content Analysis (2018), chapter 12: disagreement of two values is the squared number of ratings that
lie between them, half of those on them counted. Raw agreement and AC1 stand beside it as for decisions, for the
same value given. Intervals as in `curation.review.agreement`.
"""

import numpy as np
import polars as pl

from curation.domain.agreement import Agreement
from curation.review.agreement import Numbers, Units, agreement_by


def ordinal_agreement(ratings: pl.DataFrame) -> Agreement:
    """Return how far people agree on whole numbers (columns unit, person, label); a person's last on a unit counts."""
    return agreement_by(ratings, _alpha)


def _alpha(units: Units, times: Numbers) -> Numbers:
    """Return 1 - observed / expected disagreement of each draw; undefined where one value was given only."""
    counts, voices = units.counts, units.voices
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= counts[:, :, None] * np.eye(counts.shape[1])
    seen = np.tensordot(times, pairs / (voices - 1)[:, None, None], axes=1)
    totals = seen.sum(axis=2)
    below = np.cumsum(totals, axis=1) - totals / 2
    apart = (below[:, :, None] - below[:, None, :]) ** 2
    number = totals.sum(axis=1)
    expected = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (seen * apart).sum(axis=(1, 2))
        return np.where(expected > 0, 1 - (number - 1) * observed / expected, np.nan)
