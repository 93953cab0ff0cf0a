# pyright: basic
"""Which segments of an index become one, and how: rows that are gone are left behind."""

from collections import defaultdict
from collections.abc import Sequence
from math import log
from pathlib import Path

import numpy as np
import polars as pl

from curation.dedup.segments import EDGES, MEMBERS, Segment, SegmentWriter

CLASS = ("first", "second")
# So many segments of one tier become one of the next; a segment is rewritten when so much of it is gone.
TIER, MOST_GONE = 4, 0.25
_AT_ONCE = 1 << 14


def to_merge(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the segments that should become one now, none where all is well."""
    worn = [one for one in segments if one.gone.sum() > MOST_GONE * len(one.gone)]
    if worn:
        return (worn[0],)
    tiers: defaultdict[int, list[Segment]] = defaultdict(list)
    for one in segments:
        tiers[int(log(max(len(one.gone), 1), TIER))].append(one)
    full = [tier for tier in sorted(tiers) if len(tiers[tier]) >= TIER]
    return tuple(tiers[full[0]]) if full else ()


def merged(folder: Path, segments: Sequence[Segment], alive: pl.DataFrame, shape: tuple[int, int]) -> Segment:
    """Write segments as one, without rows that are gone, and edges of texts that nobody has (`alive`: hashes).

    A text that lives in another segment is found by the bands of that one.
    """
    members = pl.concat([pl.DataFrame(schema=MEMBERS), *(one.members.filter(~one.gone) for one in segments)])
    edges = pl.concat([pl.DataFrame(schema=EDGES), *(one.edges for one in segments)]).unique()
    for side in ("a", "b"):
        edges = edges.join(alive, left_on=[f"{side}_first", f"{side}_second"], right_on=CLASS, how="semi")
    writer = SegmentWriter(folder, members.height)
    for one in segments:
        kept = np.flatnonzero(~one.gone)
        for start in range(0, len(kept), _AT_ONCE):
            writer.keep(one.slots[kept[start : start + _AT_ONCE]])
    return writer.commit(members, edges, shape)
