# pyright: basic
"""Texts that have the same words, and pairs of different ones that are near."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.dedup.edges import Edges, Progress, edges_of, firsts_of, labels_of, silent
from curation.dedup.prints import Prints


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

    def labels(self) -> NDArray[np.int64]:
        """Return each row's group: the smallest row that copies and near pairs join it with, itself where none does."""
        return labels_of(np.concatenate((self.copies, self.near.pairs)), len(self.firsts))


def find_alike(prints: Prints, progress: Progress = silent) -> Alike:
    """Find the rows with the same words, and every pair of the others from the policy's threshold on."""
    firsts = firsts_of(prints.texts)
    leaders = np.flatnonzero(firsts == np.arange(len(firsts)))
    return Alike(firsts, edges_of(prints, leaders, progress))
