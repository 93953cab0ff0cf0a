# pyright: basic
"""Texts that have the same words, and pairs of different ones that are near."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.dedup.edges import Edges, edges_of, firsts_of
from curation.dedup.sketches import Sketches


@dataclass(frozen=True)
class Alike:
    """`firsts`: for each row the first with the same words, -1 for a row without words; `near`: pairs of firsts."""

    firsts: NDArray[np.int64]
    near: Edges

    @property
    def copies(self) -> NDArray[np.int64]:
        """The pairs (first, copy) of rows with the same words."""
        rows = np.flatnonzero((self.firsts >= 0) & (self.firsts != np.arange(len(self.firsts))))
        return np.column_stack((self.firsts[rows], rows))


def find_alike(sketches: Sketches, threshold: float) -> Alike:
    """Find the rows with the same words, and every pair of the others from the threshold on."""
    firsts = firsts_of(sketches.texts)
    leaders = np.flatnonzero(firsts == np.arange(len(firsts)))
    return Alike(firsts, edges_of(sketches, leaders, threshold))
