"""Blindness: who sees which arm on which side, in which order, and nothing else.

The rule. For each person and each pair of arms a coin per question decides the sides, balanced: over
the questions of a pair either arm stands left as often as right (an odd one is tossed). The order is
shuffled per person in laps: every question comes once before any comes a second time with another
pair. All of it is drawn from one generator seeded by the round's seed and the person's id, and the
outcome is stored with each task, so that it can be checked later. Task ids are random.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from random import Random

from curation.domain.identity import canonical_json, new_id
from curation.domain.samples import Message
from eval.rounds import BlindTask, RatingTask

Pair = tuple[str, str]


def tasks_for(
    round_id: str, seed: int, person_id: str, questions: Sequence[int], pairs: Sequence[Pair]
) -> tuple[RatingTask, ...]:
    """Return a person's tasks of a round, in the order in which they are judged.

    `questions` are the question numbers, `pairs` the comparisons asked of each; one task a question and pair.
    """
    numbers = sorted(set(questions))
    draw = _generator(seed, person_id)
    sides = {pair: _balanced(numbers, draw) for pair in pairs}
    tasks: list[RatingTask] = []
    for question, pair in _laps(numbers, pairs, draw):
        left, right = pair if sides[pair][question] else pair[::-1]
        tasks.append(RatingTask(new_id(), round_id, person_id, question, left, right, len(tasks)))
    return tuple(tasks)


def shown(task: RatingTask, messages: tuple[Message, ...], texts: Mapping[str, str]) -> BlindTask:
    """Return what the rater receives: both answers at once, trimmed alike, without arm or measurement."""
    return BlindTask(id=task.id, messages=messages, left=texts[task.left].strip(), right=texts[task.right].strip())


def _generator(seed: int, person_id: str) -> Random:
    digest = sha256(canonical_json([seed, person_id]).encode()).digest()
    return Random(int.from_bytes(digest, "big"))  # noqa: S311 - a reproducible shuffle, not a secret


def _balanced(numbers: Sequence[int], draw: Random) -> dict[int, bool]:
    half, odd = divmod(len(numbers), 2)
    coins = [True] * half + [False] * half + [draw.random() < 0.5 for _ in range(odd)]  # noqa: PLR2004 - a fair coin
    draw.shuffle(coins)
    return dict(zip(numbers, coins, strict=True))


def _laps(numbers: Sequence[int], pairs: Sequence[Pair], draw: Random) -> Iterable[tuple[int, Pair]]:
    orders = {number: draw.sample(list(pairs), len(pairs)) for number in numbers}
    for lap in range(len(pairs)):
        for number in draw.sample(list(numbers), len(numbers)):
            yield number, orders[number][lap]
