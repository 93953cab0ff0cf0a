"""How like two questions are by the words that carry meaning, and which words of a text find the like of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from math import log
from statistics import median

MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[A-Z_]+_\d+>")
_FEWEST_LETTERS = 4


def telling_words(question: str, common: Callable[[str], bool]) -> list[str]:
    """Return the words of a question to look for, the longest first: at most twelve, without common ones and tags."""
    words = dict.fromkeys(
        word for word in _WORD.findall(_TAG.sub(" ", question).lower()) if len(word) >= _FEWEST_LETTERS
    )
    kept = [word for word in words if not common(word) and not word.isdigit()]
    return sorted(kept, key=lambda word: (-len(word), word))[:MOST_WORDS]


def rarities(holding: Mapping[str, int]) -> dict[str, float]:
    """Return how much each word tells: 0.69 where it is the most frequent of them, more the fewer texts hold it."""
    most = max(holding.values(), default=1)
    return {word: log(1 + most / max(count, 1)) for word, count in holding.items()}


def jaccard(one: Sequence[str], other: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return the weight of the words that both have, of that of all of them, 0 to 1; 0 where one has none.

    A word without a weight counts as the middle one of those that have.
    """
    first, second = set(one), set(other)
    if not first or not second:
        return 0.0
    usual = median(weights.values()) if weights else 1.0
    shared, both = (sum(weights.get(word, usual) for word in part) for part in (first & second, first | second))
    return shared / both
