# pyright: basic
"""In which order rows are learnt: alike in length beside one another, and the same order after a resume."""

from collections.abc import Iterator, Sequence

import torch
from torch.utils.data import Sampler
from transformers.trainer_pt_utils import get_length_grouped_indices


class LengthOrder(Sampler[int]):
    """Rows of like length in one batch, shuffled by seed and epoch alone.

    transformers' own sampler draws from the global generator, which stands elsewhere after a resume: the
    resumed run then learns other rows than the uninterrupted one.
    """

    def __init__(self, lengths: Sequence[int], batch: int, seed: int) -> None:
        self._lengths = list(lengths)
        self._batch = batch
        self._seed = seed
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the epoch whose order comes next."""
        self._epoch = epoch

    def __len__(self) -> int:
        return len(self._lengths)

    def __iter__(self) -> Iterator[int]:
        generator = torch.Generator().manual_seed(self._seed * 100_003 + self._epoch)
        return iter(get_length_grouped_indices(self._lengths, self._batch, generator=generator))
