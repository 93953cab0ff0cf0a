# pyright: basic
"""The statistics of a round: pure functions on numbers, scipy.special underneath.

scipy is imported by the first figure that needs it: it loads for half a second, and every command reaches this file.

A prompt's score is the mean over the experts who judged it (win 1, tie and both bad a half, loss 0); the
interval is Student's over prompts, because votes on one prompt are not independent (Miller 2024,
"Adding Error Bars to Evals").
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import fmean, stdev
from types import ModuleType

EVEN = 0.5


@dataclass(frozen=True)
class Interval:
    """An estimate with the interval around it, as shares from 0 to 1."""

    value: float
    low: float
    high: float


def prompt_scores(votes: Iterable[tuple[int, float]]) -> dict[int, float]:
    """Return the mean vote of each prompt from (prompt, vote) pairs, votes from 0 to 1."""
    by_prompt: dict[int, list[float]] = defaultdict(list)
    for prompt, vote in votes:
        by_prompt[prompt].append(vote)
    return {prompt: fmean(values) for prompt, values in sorted(by_prompt.items())}


def mean_interval(scores: Sequence[float], level: float = 0.95) -> Interval:
    """Return the mean of at least two scores with its t-interval, kept within 0 to 1.

    Where all scores are alike Student's interval would have no width; then the exact bound holds: with n
    equal scores the share of other prompts is at most 1 - (alpha/2)^(1/n).
    """
    mean = fmean(scores)
    tail = (1 - level) / 2
    spread = stdev(scores)
    if spread == 0:
        others = 1 - tail ** (1 / len(scores))
        return Interval(mean, mean * (1 - others), mean + others * (1 - mean))
    half = float(_special().stdtrit(len(scores) - 1, 1 - tail)) * spread / sqrt(len(scores))
    return Interval(mean, max(mean - half, 0.0), min(mean + half, 1.0))


def mean_test(scores: Sequence[float]) -> float:
    """Return the two-sided p of "the mean is one half": below alpha just where `mean_interval` leaves out one half."""
    spread = stdev(scores)
    mean = fmean(scores)
    if spread == 0:
        value = min(mean, 1 - mean)
        return min(1.0, 2 * (1 - (EVEN - value) / (1 - value)) ** len(scores))
    distance = abs(mean - EVEN) / (spread / sqrt(len(scores)))
    return float(2 * _special().stdtr(len(scores) - 1, -distance))


def sign_test(wins: int, losses: int) -> float:
    """Return the exact two-sided p of "wins and losses are equally likely"; 1 where there are neither."""
    return min(1.0, float(2 * _special().bdtr(min(wins, losses), wins + losses, EVEN)))


def share_interval(hits: int, count: int, level: float = 0.95) -> Interval:
    """Return a share of independent cases with its exact (Clopper-Pearson) interval; `count` over 0."""
    tail = (1 - level) / 2
    low = float(_special().betaincinv(hits, count - hits + 1, tail)) if hits else 0.0
    high = float(_special().betaincinv(hits + 1, count - hits, 1 - tail)) if hits < count else 1.0
    return Interval(hits / count, low, high)


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """Return p-values adjusted for their number by Holm's step-down rule, in the given order."""
    adjusted = [0.0] * len(values)
    floor = 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=lambda i: values[i])):
        floor = max(floor, min((len(values) - rank) * values[place], 1.0))
        adjusted[place] = floor
    return tuple(adjusted)


def power(rate: float, prompts: int, alpha: float = 0.05) -> float:
    """Return the chance that the exact sign test finds a true win rate with so many decisive prompts."""
    critical = max(int(prompts / 2 - 1.96 * sqrt(prompts) / 2) - 3, -1)
    while _special().bdtr(critical + 1, prompts, EVEN) <= alpha / 2:
        critical += 1
    if critical < 0:
        return 0.0
    return float(_special().bdtr(critical, prompts, rate) + _special().bdtrc(prompts - critical - 1, prompts, rate))


def prompts_needed(rate: float, wanted: float = 0.8, alpha: float = 0.05, most: int = 20_000) -> int | None:
    """Return how many decisive prompts find a true win rate with that power, None beyond `most`.

    The exact test's power saws up and down with the count; this is the first count that reaches it.
    """
    edge = abs(rate - EVEN)
    if edge == 0:
        return None
    guess = int(((1.96 * EVEN + 0.8416 * sqrt(rate * (1 - rate))) / edge) ** 2 * 0.9)
    if guess > most:
        return None
    count = max(guess, 5)
    while power(rate, count, alpha) < wanted:
        count += 1
    return count


def raw_agreement(labels: Mapping[int, Sequence[str]]) -> float | None:
    """Return the mean over items of the share of agreeing pairs of people; None without any pair."""
    shares = [_agreeing(found) for found in labels.values() if len(found) > 1]
    return fmean(shares) if shares else None


def gwet_ac1(labels: Mapping[int, Sequence[str]], categories: Sequence[str]) -> float | None:
    """Return Gwet's AC1 over items with any number of people; None without any pair.

    Chance agreement is that of Gwet (2008): sum of q(1-q) over the categories, divided by their number
    less one; unlike kappa it stays meaningful where one category is rare.
    """
    observed = raw_agreement(labels)
    if observed is None:
        return None
    judged = [found for found in labels.values() if found]
    prevalence = [fmean(found.count(c) / len(found) for found in (list(f) for f in judged)) for c in categories]
    chance = sum(q * (1 - q) for q in prevalence) / (len(categories) - 1)
    return (observed - chance) / (1 - chance)


def _agreeing(found: Sequence[str]) -> float:
    pairs = list(combinations(found, 2))
    return sum(a == b for a, b in pairs) / len(pairs)


def _special() -> ModuleType:
    from scipy import special  # noqa: PLC0415 - keeps scipy out of every command that shows no verdict

    return special
