# pyright: basic
"""The duplicate index on disk: segments that are added, merged in tiers, and named by one file that is renamed.

Nothing is in the index but what `meta.json` names: whatever a crash leaves beside it is swept away by the next
change. Edges are kept by the hashes of the texts, so that neither order nor parts of additions change them.
"""

import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from curation.dedup.alike import Alike
from curation.dedup.bands import bands_for
from curation.dedup.columns import formed
from curation.dedup.crossing import CLASS, Fresh, Judge, Known, cross_edges, edges_frame
from curation.dedup.edges import Edges, edges_of, firsts_of
from curation.dedup.index_meta import Meta, Named, read_meta, settings_of, write_meta
from curation.dedup.merging import merged, to_merge
from curation.dedup.policy import DuplicatePolicy
from curation.dedup.prints import prints_of
from curation.dedup.segments import EDGES, MEMBERS, DamagedIndexError, Segment, SegmentWriter, read_segment
from curation.texts import text

TextsOf = Callable[[Sequence[str]], pl.Series]


@dataclass(frozen=True)
class Reading:
    """How the index reads texts that it asks for: `texts_of` ids, in their order; `judge` gives a pair its flag."""

    texts_of: TextsOf
    judge: Judge | None = None
    threads: int = 1


@dataclass(frozen=True)
class TextIndex:
    """One index as it is on disk; `changed` returns the next one. `crowds` counts what was compared in part."""

    folder: Path
    policy: DuplicatePolicy
    segments: tuple[Segment, ...] = ()
    crowds: int = 0

    def live(self) -> pl.DataFrame:
        """Return id, mark, first and second (the hashes of the words) of every text that is in the index."""
        parts = [segment.members.filter(~segment.gone) for segment in self.segments]
        return pl.concat([pl.DataFrame(schema=MEMBERS), *parts])

    def around(self, ids: Sequence[str]) -> set[str]:
        """Return the ids, those that are alike with them, and those that are alike with these."""
        live = self.live()
        found = live.filter(pl.col("id").is_in(pl.Series(ids, dtype=pl.String).implode())).select(CLASS).unique()
        edges = pl.concat([pl.DataFrame(schema=EDGES), *(segment.edges for segment in self.segments)])
        for _ in range(2):
            met = [found]
            for one, other in (("a", "b"), ("b", "a")):
                touching = edges.join(found, left_on=[f"{one}_first", f"{one}_second"], right_on=CLASS, how="semi")
                met.append(touching.select(first=f"{other}_first", second=f"{other}_second"))
            found = pl.concat(met).unique()
        return set(live.join(found, on=CLASS, how="semi")["id"]) | set(ids)

    def alike(self, ids: Collection[str] | None = None) -> tuple[list[str], Alike, pl.Series]:
        """Return the ids in order of their bytes, what is alike among them by row, and the flag of each near pair.

        Of all texts, or of some of them alone.
        """
        live = self.live().sort("id")
        if ids is not None:
            live = live.filter(pl.col("id").is_in(pl.Series(sorted(ids), dtype=pl.String).implode()))
        firsts = firsts_of(live.select(CLASS).to_numpy())
        rows = live.with_row_index("row").filter(pl.Series(firsts == np.arange(len(firsts))))
        edges = pl.concat([pl.DataFrame(schema=EDGES), *(segment.edges for segment in self.segments)])
        for side in ("a", "b"):
            keys = rows.select(pl.col("row").cast(pl.Int64).alias(side), *CLASS)
            edges = edges.join(keys, left_on=[f"{side}_first", f"{side}_second"], right_on=CLASS)
        found = edges.select(
            pl.min_horizontal("a", "b").alias("one"), pl.max_horizontal("a", "b").alias("other"), "jaccard", "flag"
        )
        found = found.unique(["one", "other"]).sort("one", "other")
        near = Edges(found.select("one", "other").to_numpy(), found["jaccard"].to_numpy(), self.crowds)
        return live["id"].to_list(), Alike(firsts, near), found["flag"]

    def changed(self, away: Sequence[str], fresh: pl.DataFrame, reading: Reading) -> "TextIndex":
        """Take ids out, put texts in (id, mark, text; none of the ids may stay in), and write it all at once.

        Killed anywhere, the index is as it was before or as it is after.
        """
        _sweep(self.folder)
        kept = replace(self, segments=_without(self.segments, away))
        if fresh.height:
            kept = _with(kept, fresh, reading)
        while chosen := to_merge(kept.segments):
            rest = tuple(one for one in kept.segments if one not in chosen)
            alive = kept.live().select(CLASS).unique()
            one = merged(self.folder, chosen, alive, bands_for(self.policy.threshold))
            kept = replace(kept, segments=(*rest, one))
        named = [Named(one.name, one.hashes, np.flatnonzero(one.gone).tolist()) for one in kept.segments]
        write_meta(self.folder, Meta(settings_of(self.policy), kept.crowds, named))
        _sweep(self.folder)
        return kept


def open_index(folder: Path, policy: DuplicatePolicy) -> TextIndex:
    """Open an index, an empty one where there is none; raises DamagedIndexError for a damaged or foreign one."""
    meta = read_meta(folder)
    if meta is None:
        return TextIndex(folder, policy)
    if meta.settings != settings_of(policy):
        raise DamagedIndexError(text("The duplicate index in {folder} was made with other settings.", folder=folder))
    try:
        segments = tuple(read_segment(folder, one.name, one.files, one.gone) for one in meta.segments)
    except (ValueError, IndexError, OSError, pl.exceptions.PolarsError) as error:
        raise DamagedIndexError(
            text("The duplicate index in {folder} cannot be read: {reason}.", folder=folder, reason=error)
        ) from error
    return TextIndex(folder, policy, segments, meta.crowds)


def _without(segments: Sequence[Segment], away: Sequence[str]) -> tuple[Segment, ...]:
    if not away:
        return tuple(segments)
    names = pl.Series("id", away, dtype=pl.String).implode()
    marked = [replace(one, gone=one.gone | one.members["id"].is_in(names).to_numpy()) for one in segments]
    return tuple(one for one in marked if not one.gone.all())


def _with(index: TextIndex, fresh: pl.DataFrame, reading: Reading) -> TextIndex:
    policy, texts, live = index.policy, formed(fresh["text"], index.policy), index.live()
    writer = SegmentWriter(index.folder, fresh.height)
    prints = prints_of([texts], policy, reading.threads, fresh.height, writer.keep)
    hashes = [pl.Series(name, prints.texts[:, side]) for side, name in enumerate(CLASS)]
    members = fresh.select("id", "mark").with_columns(hashes)
    new = _new(members, live)
    inside = edges_of(prints, new)
    edges = edges_frame(inside, prints.texts, texts, reading.judge)
    known = Known(live, reading.texts_of, reading.judge)
    across, crowds = cross_edges(index.segments, Fresh(prints, np.asarray(writer.slots), new), known, policy)
    segment = writer.commit(members, pl.concat([edges, across]), bands_for(policy.threshold))
    return replace(index, segments=(*index.segments, segment), crowds=index.crowds + inside.crowds + crowds)


def _sweep(folder: Path) -> None:
    """Remove what no meta.json names: what a crash, or a merge, has left."""
    folder.mkdir(parents=True, exist_ok=True)
    meta = read_meta(folder)
    named = set() if meta is None else {one.name for one in meta.segments}
    for left in folder.iterdir():
        if left.is_dir() and left.name not in named:
            shutil.rmtree(left)


def _new(members: pl.DataFrame, live: pl.DataFrame) -> NDArray[np.int64]:
    """The first row of each text that has words and is not in the index."""
    rows = members.with_row_index("row").filter((pl.col("first") != 0) | (pl.col("second") != 0))
    fresh = rows.join(live.select(CLASS).unique(), on=CLASS, how="anti").unique(CLASS, keep="any")
    first = rows.unique(CLASS, keep="first").join(fresh, on=CLASS, how="semi")
    return first["row"].sort().cast(pl.Int64).to_numpy()
