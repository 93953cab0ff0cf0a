# pyright: basic
"""The contract of signatures, which is datasketch's: seed, scheme and permutations; it lives in this room alone."""

from functools import cache

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from curation.dedup.bands import SLOTS

SEED = 1
SCHEME = "affine32"


@cache
def permutations() -> NDArray[np.uint32]:
    """Return datasketch's factors and summands: 2 x SLOTS."""
    return np.asarray(MinHash(num_perm=SLOTS, seed=SEED, scheme=SCHEME).permutations, np.uint32)


def as_minhash(slots: NDArray[np.uint32]) -> MinHash:
    """Return a row of signatures as datasketch's own object."""
    return MinHash(seed=SEED, hashvalues=slots, permutations=permutations(), scheme=SCHEME)
