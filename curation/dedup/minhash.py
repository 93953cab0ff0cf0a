# pyright: basic
"""The contract of signatures, which is datasketch's: seed, scheme and permutations; it lives in this room alone.

Bands and rows are chosen so that a pair at the threshold becomes a candidate with a probability of at
least .999; datasketch's own choice finds a pair at .8 with .40 (it leans to precision, which exact
verification makes needless).
"""

from functools import cache

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

SLOTS = 128
SEED = 1
SCHEME = "affine32"
SURE = 0.999


@cache
def permutations() -> NDArray[np.uint32]:
    """Return datasketch's factors and summands: 2 x SLOTS."""
    return np.asarray(MinHash(num_perm=SLOTS, seed=SEED, scheme=SCHEME).permutations, np.uint32)


def as_minhash(slots: NDArray[np.uint32]) -> MinHash:
    """Return a row of signatures as datasketch's own object."""
    return MinHash(seed=SEED, hashvalues=slots, permutations=permutations(), scheme=SCHEME)


def bands_for(threshold: float) -> tuple[int, int]:
    """Return (bands, rows): the most selective choice in 128 slots that finds a pair at the threshold."""
    fitting = [(SLOTS // rows, rows) for rows in range(1, SLOTS + 1) if chance(threshold, SLOTS // rows, rows) >= SURE]
    return fitting[-1] if fitting else (SLOTS, 1)


def chance(similarity: float, bands: int, rows: int) -> float:
    """Return the probability that a pair of this Jaccard similarity becomes a candidate."""
    return 1 - (1 - similarity**rows) ** bands
