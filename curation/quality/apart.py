"""How far each text stands apart from the others: how rare its topic is, how unlike its topic it is. Pure."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from curation.domain.distribution import Apart

FEWEST = 40
UNUSUAL = 0.05


def stand_apart(topics: Sequence[int], likeness: Sequence[float]) -> list[Apart]:
    """Return how far each text stands apart, from its topic and its likeness (cosine) to that topic's centre.

    A topic is rare where it has less than half of the samples that topics have on average: 0 at the half, towards 1
    with none. A text is novel where it is among the twentieth that is least like its topic: 1 for the strangest.
    Of fewer than 40 texts nothing can be said.
    """
    if len(topics) < FEWEST:
        return [Apart(0.0, 0.0)] * len(topics)
    sizes = Counter(topics)
    half = len(topics) / len(sizes) / 2
    ordered = sorted(likeness)
    ranks = ((bisect_right(ordered, one) - 1) / len(ordered) for one in likeness)
    return [
        Apart(_rounded(1 - sizes[topic] / half), _rounded(1 - rank / UNUSUAL))
        for topic, rank in zip(topics, ranks, strict=True)
    ]


def _rounded(share: float) -> float:
    return round(min(max(share, 0.0), 1.0), 3)
