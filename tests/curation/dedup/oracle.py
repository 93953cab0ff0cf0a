"""The exact join: every pair of texts from a threshold on, by a prefix filter over sets of words, without hashing.

Two sets whose Jaccard is at least t share one of the len - ceil(t * len) + 1 rarest members of each.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import ceil


def exact_join(texts: Sequence[str], threshold: float = 0.8, n: int = 3) -> dict[tuple[int, int], float]:
    """Return {(a, b): Jaccard} of every pair a < b of rows with different words, each class by its first row.

    Rows with the same words as an earlier one are left out (see `copies`), and so are rows without words.
    """
    numbers: dict[tuple[str, ...], int] = {}
    sets: dict[int, list[int]] = {}
    for row, given in first_rows(texts).items():
        size = min(n, len(given))
        grams = {given[at : at + size] for at in range(len(given) - size + 1)}
        sets[row] = [numbers.setdefault(gram, len(numbers)) for gram in grams]
    counts = Counter(gram for grams in sets.values() for gram in grams)
    rarest = {row: sorted(grams, key=lambda gram: (counts[gram], gram)) for row, grams in sets.items()}
    return _joined(rarest, threshold)


def copies(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Return (first, copy) of rows with the same words."""
    seen: dict[tuple[str, ...], int] = {}
    found = ((seen.setdefault(given, row), row) for row, given in enumerate(map(_words, texts)) if given)
    return {(first, row) for first, row in found if first != row}


def first_rows(texts: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Return the words of the rows that are the first with these."""
    firsts: dict[tuple[str, ...], int] = {}
    for row, given in enumerate(map(_words, texts)):
        if given:
            firsts.setdefault(given, row)
    return {row: given for given, row in firsts.items()}


def _joined(rarest: dict[int, list[int]], threshold: float) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    postings: defaultdict[int, list[int]] = defaultdict(list)
    whole = {row: frozenset(grams) for row, grams in rarest.items()}
    for row in sorted(rarest, key=lambda row: (len(rarest[row]), row)):
        size = len(rarest[row])
        prefix = rarest[row][: size - ceil(threshold * size - 1e-9) + 1]
        candidates = {other for gram in prefix for other in postings[gram] if len(rarest[other]) >= threshold * size}
        for other in candidates:
            common = len(whole[row] & whole[other])
            jaccard = common / (size + len(whole[other]) - common)
            if jaccard >= threshold:
                found[min(row, other), max(row, other)] = jaccard
        for gram in prefix:
            postings[gram].append(row)
    return found


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))
