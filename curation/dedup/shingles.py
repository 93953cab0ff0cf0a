"""Words and word n-grams of a text, as what duplicates are measured on. Pure.

Words are runs of letters, digits and underscores of the lower-cased text; a text of fewer words than
n has one shingle, a text without words has none.
"""

import re
from collections.abc import Sequence

from xxhash import xxh3_64_intdigest

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the words of a text in order."""
    return _WORD.findall(text.lower())


def shingles(given: Sequence[str], ngram: int) -> frozenset[int]:
    """Return the hashes (64 bits, the same on every machine) of the n-grams of words."""
    if not given:
        return frozenset()
    if len(given) < ngram:
        return frozenset((_hash(given),))
    return frozenset(_hash(given[at : at + ngram]) for at in range(len(given) - ngram + 1))


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of shingles that two sets have in common, 0 where both are empty."""
    common = len(one & other)
    union = len(one) + len(other) - common
    return common / union if union else 0.0


def _hash(gram: Sequence[str]) -> int:
    return xxh3_64_intdigest("\x00".join(gram).encode("utf-8", "surrogatepass"))
