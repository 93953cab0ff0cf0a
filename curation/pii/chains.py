"""Marginal probabilities of a linear-chain CRF for many sentences at once (forward and backward, scaled)."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from curation.pii.crf_file import Floats


def marginals(scores: Floats, moves: Floats, lengths: Sequence[int]) -> Floats:
    """Return label probabilities (words x labels) of sentences that follow one another in `scores`.

    `scores` are the sums of a word's weights, `moves` those of label pairs; no sentence is empty.
    """
    order = np.argsort(np.asarray(lengths), kind="stable")[::-1]
    sizes = np.asarray(lengths)[order]
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))[order]
    # Sentences that are still going on at a step are the first ones, because the longest come first.
    going = [int(np.count_nonzero(sizes > step)) for step in range(int(sizes[0]))]
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    steps = np.exp(moves)
    forward, backward = np.empty_like(weights), np.ones_like(weights)
    state = weights[starts]
    for step, here in enumerate(going):
        if step:
            state = (state[:here] @ steps) * weights[starts[:here] + step]
        state /= state.sum(axis=1, keepdims=True)
        forward[starts[:here] + step] = state
    behind = np.ones((going[-1], len(moves)))
    for step, (here, later) in reversed(list(enumerate(pairwise(going)))):
        rows = starts[:later] + step
        seen = (weights[rows + 1] * behind) @ steps.T
        seen /= seen.sum(axis=1, keepdims=True)
        backward[rows] = seen
        behind = np.ones((here, len(moves)))
        behind[:later] = seen
    product = forward * backward
    return product / product.sum(axis=1, keepdims=True)
