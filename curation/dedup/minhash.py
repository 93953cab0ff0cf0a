# pyright: basic
"""Candidate pairs by MinHash and banding; datasketch lives in this room alone.

Bands and rows are chosen so that a pair at the threshold becomes a candidate with a probability of at
least .999; datasketch's own choice finds a pair at .8 with .40 (it leans to precision, which exact
verification makes needless).
"""

from collections.abc import Iterator, Mapping

from datasketch import MinHash, MinHashLSH

SLOTS = 128
SURE = 0.999
_LOW_BITS = 0xFFFFFFFF


def bands_for(threshold: float) -> tuple[int, int]:
    """Return (bands, rows): the most selective choice in 128 slots that finds a pair at the threshold."""
    fitting = [(SLOTS // rows, rows) for rows in range(1, SLOTS + 1) if chance(threshold, SLOTS // rows, rows) >= SURE]
    return fitting[-1] if fitting else (SLOTS, 1)


def chance(similarity: float, bands: int, rows: int) -> float:
    """Return the probability that a pair of this Jaccard similarity becomes a candidate."""
    return 1 - (1 - similarity**rows) ** bands


def candidates(sets: Mapping[int, frozenset[int]], threshold: float) -> Iterator[tuple[int, int]]:
    """Yield each pair (smaller key, larger key) that shares a band, once; keys are row numbers.

    Sets without a shingle are in no pair. Every pair still has to be verified.
    """
    bands, rows = bands_for(threshold)
    index = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
    blank = MinHash(num_perm=bands * rows, hashfunc=_low_bits)
    for key, grams in sets.items():
        if not grams:
            continue
        signature = blank.copy()
        signature.update_batch(grams)
        for other in index.query(signature):
            yield _in_order(other, key)  # pyright: ignore[reportArgumentType] - keys are row numbers
        index.insert(key, signature, check_duplication=False)


def _in_order(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _low_bits(digest: int) -> int:
    return digest & _LOW_BITS
