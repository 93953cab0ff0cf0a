# pyright: basic
"""Pairs between texts that come new and those of an index, verified with the texts of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.columns import formed
from curation.dedup.edges import Edges, least_equal
from curation.dedup.jaccard import similarities
from curation.dedup.joins import look_up
from curation.dedup.policy import DuplicatePolicy
from curation.dedup.prints import Prints, prints_of
from curation.dedup.segments import EDGES, Segment

CLASS = ("first", "second")
ROOM = 1 << 16
Judge = Callable[[Sequence[str], Sequence[str]], Sequence[int]]


@dataclass(frozen=True)
class Fresh:
    """Texts that come new: their prints, signatures, and the rows that are looked up."""

    prints: Prints
    slots: NDArray[np.uint32]
    rows: NDArray[np.int64]


@dataclass(frozen=True)
class Known:
    """Texts of the index: `live` members by hash, how to get the texts of ids, how to judge a pair."""

    live: pl.DataFrame
    texts_of: Callable[[Sequence[str]], pl.Series]
    judge: Judge | None = None


def cross_edges(
    segments: Sequence[Segment], fresh: Fresh, known: Known, policy: DuplicatePolicy
) -> tuple[pl.DataFrame, int]:
    """Return the edges (see EDGES) between fresh texts and live ones of segments, and how many crowds were met."""
    found, crowds = [pl.DataFrame(schema={"row": pl.Int64, "first": pl.UInt64, "second": pl.UInt64})], 0
    for segment in segments:
        pairs, met = _candidates(segment, fresh, policy)
        hashes = segment.members[pairs[:, 1]].select(CLASS) if len(pairs) else segment.members.clear().select(CLASS)
        found.append(hashes.with_columns(pl.Series("row", pairs[:, 0])).select("row", *CLASS))
        crowds += met
    alive = known.live.unique(CLASS, keep="any").select("id", *CLASS)
    candidates = pl.concat(found).unique().join(alive, on=CLASS).sort("row", *CLASS)
    if candidates.is_empty():
        return pl.DataFrame(schema=EDGES), crowds
    return _verified(candidates, fresh, known, policy), crowds


def edges_frame(edges: Edges, hashes: NDArray[np.uint64], texts: pl.Series, judge: Judge | None) -> pl.DataFrame:
    """Return pairs of rows as edges by the hashes of their texts."""
    one, other = edges.pairs[:, 0], edges.pairs[:, 1]
    flags = _flags(judge, texts.gather(one), texts.gather(other))
    return _edges(hashes[one], hashes[other], edges.jaccards, flags)


def _candidates(segment: Segment, fresh: Fresh, policy: DuplicatePolicy) -> tuple[NDArray[np.int64], int]:
    side = (fresh.prints.bands, fresh.rows, fresh.slots)
    pairs, counter, crowds = np.empty((ROOM, 2), np.int64), np.zeros(1, np.int64), 0
    for band, keys in enumerate(segment.bands):
        before = int(counter[0])
        met = look_up(keys, band, side, segment.slots, least_equal(policy.threshold), (pairs, counter))
        while met < 0:
            pairs.resize((2 * len(pairs), 2), refcheck=False)
            counter[0] = before
            met = look_up(keys, band, side, segment.slots, least_equal(policy.threshold), (pairs, counter))
        crowds += met
    return np.unique(pairs[: counter[0]], axis=0), crowds


def _verified(candidates: pl.DataFrame, fresh: Fresh, known: Known, policy: DuplicatePolicy) -> pl.DataFrame:
    ids = candidates["id"].unique().sort()
    texts = known.texts_of(ids.to_list())
    theirs = prints_of([formed(texts, policy)], policy, rows=len(texts))
    there = ids.search_sorted(candidates["id"]).cast(pl.Int64).to_numpy()
    rows, here = np.unique(candidates["row"].to_numpy(), return_inverse=True)
    jaccards = np.empty(len(there))
    mine, others = fresh.prints.shingles(rows), theirs.shingles(np.arange(len(theirs)))
    similarities(np.column_stack((here, there)), mine.both, others.both, jaccards)
    near = jaccards >= policy.threshold
    rows, there = rows[here[near]], there[near]
    flags = _flags(known.judge, fresh.prints.column.gather(rows), texts.gather(there))
    return _edges(fresh.prints.texts[rows], theirs.texts[there], jaccards[near], flags)


def _flags(judge: Judge | None, one: pl.Series, other: pl.Series) -> Sequence[int]:
    return [0] * len(one) if judge is None else judge(one.to_list(), other.to_list())


def _edges(
    one: NDArray[np.uint64], other: NDArray[np.uint64], jaccards: NDArray[np.float64], flags: Sequence[int]
) -> pl.DataFrame:
    columns = (one[:, 0], one[:, 1], other[:, 0], other[:, 1], jaccards, np.array(flags, np.uint8))
    return pl.DataFrame(dict(zip(EDGES, columns, strict=True)), schema=EDGES)
