"""How like two questions are by the words that carry meaning, and which words of a text find the like of it."""

import re
from collections.abc import Callable, Sequence

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


def jaccard(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how many of the words of both are in each, 0 to 1; 0 where one has none."""
    first, second = set(one), set(other)
    both = first | second
    return len(first & second) / len(both) if first and second else 0.0
