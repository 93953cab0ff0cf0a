"""What stands beside a verdict: who judged how, how far people agree, and whether length decided."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from eval.rounds import Judgement
from eval.statistics import EVEN, gwet_ac1, raw_agreement, sign_test

SIMILAR_LENGTH = 0.8
Texts = Mapping[tuple[int, str], str]
_TIE = "tie"


@dataclass(frozen=True)
class Lengths:
    """How long the answers are, in characters, and the win rate among pairs of similar length."""

    mean_first: float
    mean_second: float
    similar_prompts: int
    similar_rate: float | None


@dataclass(frozen=True)
class PersonFigures:
    """What one person chose: counts of each choice, and the median seconds a pair took.

    `with_others` is the share of this person's pairs on which the others' most frequent choice was the
    same; None where nobody else judged any of them.
    """

    person_id: str
    judged: int
    left: int
    right: int
    ties: int
    both_bad: int
    median_seconds: float
    with_others: float | None


@dataclass(frozen=True)
class Agreement:
    """How far people who judged the same pair agree: share of pairs of people alike, and Gwet's AC1."""

    items: int
    raw: float
    ac1: float


def vote(judged: Judgement, arm: str) -> float:
    """Return what a judgement is worth to an arm: win 1, tie or both bad a half, loss 0."""
    return EVEN if judged.winner is None else float(judged.winner == arm)


def lengths_of(pair: tuple[str, str], scores: Mapping[int, float], texts: Texts) -> Lengths | None:
    """Compare the lengths of a pair's answers on the judged prompts; scores are those of the pair's first."""
    sizes = {number: (len(texts[number, pair[0]]), len(texts[number, pair[1]])) for number in scores}
    if not sizes:
        return None
    similar = [scores[n] for n, (a, b) in sizes.items() if min(a, b) >= SIMILAR_LENGTH * max(a, b)]
    return Lengths(
        mean_first=fmean(a for a, _ in sizes.values()),
        mean_second=fmean(b for _, b in sizes.values()),
        similar_prompts=len(similar),
        similar_rate=fmean(similar) if similar else None,
    )


def side_bias_of(judgements: Iterable[Judgement]) -> float:
    """Return the exact p of "left is chosen as often as right", which balanced sides make the fair case."""
    sides = Counter(_side(j) for j in judgements)
    return sign_test(sides["left"], sides["right"])


def people_of(judgements: Sequence[Judgement]) -> tuple[PersonFigures, ...]:
    """Count what each person chose, sorted by id."""
    mine: dict[str, list[Judgement]] = defaultdict(list)
    items: dict[tuple[int, frozenset[str]], list[Judgement]] = defaultdict(list)
    for judged in judgements:
        mine[judged.person_id].append(judged)
        items[_item(judged)].append(judged)
    return tuple(_person(person, found, items) for person, found in sorted(mine.items()))


def agreement_of(judgements: Iterable[Judgement]) -> Agreement | None:
    """Measure agreement over the pairs that two or more people judged; None where there are none.

    The labels are the first arm by name, the second, or a tie; both bad counts as a tie.
    """
    items: dict[tuple[int, frozenset[str]], list[str]] = defaultdict(list)
    for judged in judgements:
        items[_item(judged)].append(_label(judged))
    shared = dict(enumerate(labels for labels in items.values() if len(labels) > 1))
    raw, ac1 = raw_agreement(shared), gwet_ac1(shared, ("first", "second", _TIE))
    return None if raw is None or ac1 is None else Agreement(len(shared), raw, ac1)


def _person(
    person: str, found: Sequence[Judgement], items: Mapping[tuple[int, frozenset[str]], Sequence[Judgement]]
) -> PersonFigures:
    sides = Counter(_side(j) for j in found)
    alike = [_label(j) == other for j in found if (other := _others(j, items[_item(j)])) is not None]
    return PersonFigures(
        person_id=person,
        judged=len(found),
        left=sides["left"],
        right=sides["right"],
        ties=sides[_TIE],
        both_bad=sides["both_bad"],
        median_seconds=median(j.seconds for j in found),
        with_others=fmean(alike) if alike else None,
    )


def _others(judged: Judgement, item: Sequence[Judgement]) -> str | None:
    labels = Counter(_label(j) for j in item if j.person_id != judged.person_id).most_common(2)
    split = len(labels) > 1 and labels[0][1] == labels[1][1]
    return None if not labels or split else labels[0][0]


def _item(judged: Judgement) -> tuple[int, frozenset[str]]:
    return judged.question, frozenset((judged.left, judged.right))


def _label(judged: Judgement) -> str:
    if judged.winner is None:
        return _TIE
    return "first" if judged.winner == min(judged.left, judged.right) else "second"


def _side(judged: Judgement) -> str:
    if judged.winner is None:
        return "both_bad" if judged.both_bad else _TIE
    return "left" if judged.winner == judged.left else "right"
