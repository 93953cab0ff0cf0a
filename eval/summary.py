"""The verdict of a round: figures for each pair of systems, and one plain sentence.

The rule. A pair's win rate is the mean score over prompts (see `eval.statistics`), with its 95 % t-interval.
One system is better where at least `FEWEST_PROMPTS` prompts were judged and the interval leaves out one half;
with three or more systems the pairs are tested together and Holm's correction must leave p below .05. Anything
else is "cannot tell yet". "Both bad" counts as a tie in the rate and is reported apart.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from statistics import fmean

from curation.texts import text
from eval.figures import (
    Agreement,
    Lengths,
    PersonFigures,
    Texts,
    agreement_of,
    lengths_of,
    people_of,
    side_bias_of,
    vote,
)
from eval.rounds import Arm, Judgement
from eval.statistics import EVEN, Interval, holm, mean_interval, mean_test, prompt_scores, prompts_needed, sign_test

FEWEST_PROMPTS = 20
ALPHA = 0.05


class Outcome(StrEnum):
    """What a comparison allows to be said."""

    BETTER = "better"
    CANNOT_TELL = "cannot_tell"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Comparison:
    """Two systems on the same prompts; rate, wins and scores are those of `first`, the one ahead.

    `wins`, `ties` and `losses` count prompts; `votes` and `both_bad` count judgements; `adjusted` is the p of
    the mean test after Holm's correction; `needed` is how many decisive prompts would show such a rate.
    """

    first: str
    second: str
    scores: Mapping[int, float]
    rate: Interval | None
    wins: int
    ties: int
    losses: int
    votes: int
    both_bad: int
    sign: float
    adjusted: float
    needed: int | None
    lengths: Lengths | None
    outcome: Outcome


@dataclass(frozen=True)
class Summary:
    """Everything that a round says; `side_bias` is the p of "left is chosen as often as right"."""

    sentence: str
    comparisons: tuple[Comparison, ...]
    people: tuple[PersonFigures, ...]
    judged: int
    planned: int
    side_bias: float
    agreement: Agreement | None


def summarise(arms: Sequence[Arm], judgements: Sequence[Judgement], texts: Texts, planned: int) -> Summary:
    """Return a round's verdict from its standing judgements.

    `texts` holds the answers by (question, arm name); `planned` counts the tasks in all.
    """
    compared = [_compare(pair, judgements, texts) for pair in combinations((a.name for a in arms), 2)]
    adjusted = holm([_mean_p(c) for c in compared])
    comparisons = tuple(_decided(c, p) for c, p in zip(compared, adjusted, strict=True))
    return Summary(
        sentence=headline(arms, comparisons),
        comparisons=comparisons,
        people=people_of(judgements),
        judged=len(judgements),
        planned=planned,
        side_bias=side_bias_of(judgements),
        agreement=agreement_of(judgements),
    )


def headline(arms: Sequence[Arm], comparisons: Sequence[Comparison]) -> str:
    """Say the round's verdict in one plain sentence."""
    labels = {arm.name: arm.label for arm in arms}
    if len(comparisons) == 1:
        return sentence(comparisons[0], labels)
    beaten = Counter(c.first for c in comparisons if c.outcome is Outcome.BETTER)
    best = next((name for name, count in beaten.items() if count == len(arms) - 1), None)
    if best is not None:
        return text(
            "{label} is the best of {count} systems: experts preferred it to each of the others.",
            label=labels[best],
            count=len(arms),
        )
    prompts = max((len(c.scores) for c in comparisons), default=0)
    return text(
        "Cannot tell yet which of {count} systems is best: {prompts} prompts.", count=len(arms), prompts=prompts
    )


def sentence(comparison: Comparison, labels: Mapping[str, str]) -> str:
    """Say what one comparison shows, in one plain sentence."""
    count = len(comparison.scores)
    if comparison.rate is None or comparison.outcome is Outcome.TOO_FEW:
        return text(
            "Cannot tell yet: {count} prompts, and a verdict needs at least {fewest}.",
            count=count,
            fewest=FEWEST_PROMPTS,
        )
    figures = {
        "label": labels[comparison.first],
        "rate": round(100 * comparison.rate.value),
        "low": round(100 * comparison.rate.low),
        "high": round(100 * comparison.rate.high),
        "count": count,
    }
    if comparison.outcome is Outcome.BETTER:
        return text(
            "{label} is better: experts preferred it on {rate} % of {count} prompts ({low}\N{EN DASH}{high} %).",
            **figures,
        )
    return text(
        "Cannot tell yet: experts preferred {label} on {rate} % of {count} prompts ({low}\N{EN DASH}{high} %), "
        "which may be chance.",
        **figures,
    )


def _compare(pair: tuple[str, str], judgements: Sequence[Judgement], texts: Texts) -> Comparison:
    found = [j for j in judgements if {j.left, j.right} == set(pair)]
    first, second = pair if _score(found, pair[0]) > EVEN else pair[::-1]
    scores = prompt_scores((j.question, vote(j, first)) for j in found)
    wins = sum(s > EVEN for s in scores.values())
    losses = sum(s < EVEN for s in scores.values())
    rate = mean_interval(list(scores.values())) if len(scores) > 1 else None
    return Comparison(
        first=first,
        second=second,
        scores=scores,
        rate=rate,
        wins=wins,
        ties=len(scores) - wins - losses,
        losses=losses,
        votes=len(found),
        both_bad=sum(j.both_bad for j in found),
        sign=sign_test(wins, losses),
        adjusted=1.0,
        needed=prompts_needed(rate.value) if rate is not None else None,
        lengths=lengths_of((first, second), scores, texts),
        outcome=Outcome.TOO_FEW,
    )


def _decided(comparison: Comparison, adjusted: float) -> Comparison:
    enough = len(comparison.scores) >= FEWEST_PROMPTS
    outcome = Outcome.BETTER if adjusted < ALPHA else Outcome.CANNOT_TELL
    return replace(comparison, adjusted=adjusted, outcome=outcome if enough else Outcome.TOO_FEW)


def _mean_p(comparison: Comparison) -> float:
    return mean_test(list(comparison.scores.values())) if len(comparison.scores) > 1 else 1.0


def _score(found: Sequence[Judgement], arm: str) -> float:
    scores = prompt_scores((j.question, vote(j, arm)) for j in found)
    return fmean(scores.values()) if scores else EVEN
