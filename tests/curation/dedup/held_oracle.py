"""What curation.dedup.contamination says, said with sets of tuples of words and no hashing at all.

A text is noted where its words equal those of a held text, where the exact Jaccard similarity of their word
3-grams is 0.8 or more (found by a prefix filter, which misses none), where it shares a run of 13 words with one
(Brown et al. 2020), or holds 70 % of its runs of 8 words (Chowdhery et al. 2022). Runs that more than ten held
texts share are a form of speech and count for nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from curation.dedup.contamination import How, Seen

NEAR = 0.8
_NEAR_FIFTHS = 4
NGRAM, SHORT_RUN, LONG_RUN = 3, 8, 13
HELD_SHARE = 0.7
SET_PHRASE = 10
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 3
Gram = tuple[str, ...]


class Held:
    """An index of held texts; `numbers` of texts count from 0 in the order they were given. Empty texts match none."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._equal: dict[Gram, int] = {}
        self._shingles: list[frozenset[Gram]] = []
        self._near: defaultdict[Gram, list[int]] = defaultdict(list)
        self._long: defaultdict[Gram, set[int]] = defaultdict(set)
        self._short: defaultdict[Gram, set[int]] = defaultdict(set)
        self._runs: list[int] = []
        self._common: Counter[Gram] = Counter()
        for text in texts:
            self._add(words_of(text))
        self._drop_set_phrases()
        for number, shingles in enumerate(self._shingles):
            for gram in self._prefix(shingles):
                self._near[gram].append(number)

    def __len__(self) -> int:
        """Count the held texts that have enough words to be compared."""
        return sum(bool(shingles) for shingles in self._shingles)

    def seen(self, text: str) -> Seen | None:
        """Return what a text is most like, None where it is like nothing held."""
        words = words_of(text)
        if len(words) < _FEWEST_WORDS:
            return None
        equal = self._equal.get(tuple(words))
        if equal is not None:
            return Seen(equal, How.EQUAL, 1.0)
        return self._nearest(words) or self._run(words)

    def _add(self, words: list[str]) -> None:
        number = len(self._shingles)
        shingles = frozenset(_grams(words, NGRAM)) if len(words) >= _FEWEST_WORDS else frozenset[Gram]()
        self._shingles.append(shingles)
        short = set(_grams(words, SHORT_RUN))
        self._runs.append(len(short))
        if shingles:
            self._equal.setdefault(tuple(words), number)
            self._common.update(shingles)
        for gram in short:
            self._short[gram].add(number)
        for gram in set(_grams(words, LONG_RUN)):
            self._long[gram].add(number)

    def _drop_set_phrases(self) -> None:
        for index in (self._short, self._long):
            for gram in [gram for gram, numbers in index.items() if len(numbers) > SET_PHRASE]:
                del index[gram]

    def _prefix(self, shingles: frozenset[Gram]) -> list[Gram]:
        """Return the rarest n-grams, so many that two texts from the threshold on share one of them."""
        ordered = sorted(shingles, key=lambda gram: (self._common.get(gram, 0), gram))
        return ordered[: len(ordered) - _least_shared(len(ordered)) + 1]

    def _nearest(self, words: list[str]) -> Seen | None:
        shingles = frozenset(_grams(words, NGRAM))
        met = {number for gram in self._prefix(shingles) for number in self._near.get(gram, ())}
        best = max(((self._jaccard(shingles, number), -number) for number in met), default=(0.0, 0))
        return Seen(-best[1], How.NEAR, round(best[0], 4)) if best[0] >= NEAR else None

    def _jaccard(self, shingles: frozenset[Gram], number: int) -> float:
        other = self._shingles[number]
        shared = len(shingles & other)
        return shared / (len(shingles) + len(other) - shared)

    def _run(self, words: list[str]) -> Seen | None:
        counts = Counter(number for gram in set(_grams(words, SHORT_RUN)) for number in self._short.get(gram, ()))
        found = [(count / self._runs[number], -number) for number, count in counts.items()]
        share, place = max(found, default=(0.0, 0))
        if share >= HELD_SHARE:
            return Seen(-place, How.RUN, round(share, 4))
        met = min((n for gram in _grams(words, LONG_RUN) for n in self._long.get(gram, ())), default=None)
        return None if met is None else Seen(met, How.RUN, round(counts[met] / self._runs[met], 4))


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.lower())


def _grams(words: list[str], size: int) -> Iterable[Gram]:
    return zip(*(words[at:] for at in range(size)), strict=False)


def _least_shared(size: int) -> int:
    """Return how many n-grams of a text of this size a text from the threshold on has at least."""
    return max(-(-_NEAR_FIFTHS * size // 5), 1)
