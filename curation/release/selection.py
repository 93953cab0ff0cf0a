"""Which approved samples go into a version, and why the others do not."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from curation.domain.findings import DuplicateKind
from curation.domain.releases import LeftOut
from curation.domain.versions import Recipe


@dataclass(frozen=True)
class Selection:
    """The samples that go in (columns of CANDIDATES, sorted by the bytes of `id`) and the others by reason."""

    kept: pl.DataFrame
    left_out: dict[LeftOut, int]


def select(candidates: pl.DataFrame, pairs: pl.DataFrame, recipe: Recipe) -> Selection:
    """Apply a recipe to the approved samples of a project (columns of CANDIDATES).

    What has lapsed is left out, and bears on no other. `pairs` (columns of PAIRS) are those of them that are alike or
    contradict each other unresolved. Two that contradict each other both stay out. Of two that are alike the one with
    the lesser id stays, unless the recipe keeps duplicates.
    """
    late = candidates.filter("lapsed")["id"].implode()
    pairs = pairs.filter(~pl.col("first").is_in(late), ~pl.col("second").is_in(late))
    conflict = pairs.filter(pl.col("kind") == DuplicateKind.CONFLICT.value)
    contradicting = pl.concat([conflict["first"], conflict["second"]]).unique()
    reason = (
        pl.when(pl.col("lapsed"))
        .then(pl.lit(LeftOut.LAPSED.value))
        .when(_filtered(recipe))
        .then(pl.lit(LeftOut.FILTERED.value))
        .when(pl.col("empty"))
        .then(pl.lit(LeftOut.EMPTY.value))
        .when(pl.col("blocked"))
        .then(pl.lit(LeftOut.BLOCKED.value))
        .when(pl.col("id").is_in(contradicting.implode()))
        .then(pl.lit(LeftOut.CONFLICT.value))
    )
    marked = candidates.sort(pl.col("id").cast(pl.Binary)).with_columns(reason=reason)
    if not recipe.keep_duplicates:
        again = _repeated(marked.filter(pl.col("reason").is_null())["id"], pairs)
        second = pl.when(pl.col("id").is_in(again)).then(pl.lit(LeftOut.DUPLICATE.value))
        marked = marked.with_columns(reason=pl.coalesce("reason", second))
    counted = marked.drop_nulls("reason").group_by("reason").len()
    found = {str(name): int(count) for name, count in counted.iter_rows()}
    left_out = {why: found[why.value] for why in LeftOut if why.value in found}
    return Selection(marked.filter(pl.col("reason").is_null()).drop("reason"), left_out)


def merged(first: Mapping[LeftOut, int], second: Mapping[LeftOut, int]) -> dict[LeftOut, int]:
    """Add up two counts by reason, in the order of the reasons; reasons without a sample are left out."""
    both = {why: first.get(why, 0) + second.get(why, 0) for why in LeftOut}
    return {why: count for why, count in both.items() if count}


def keys_of(kept: pl.DataFrame) -> list[tuple[str, ...]]:
    """Return the keys that hold samples together, a row each: its own, its group, its passage, what it asks.

    Equal questions are one key, whatever their answers: a model trained on one cannot be judged on another.
    """
    columns = kept.select(
        pl.format("sample:{}", "id"),
        pl.format("group:{}", "group_id"),
        pl.format("passage:{}", "passage_id"),
        pl.when(pl.col("asked").is_duplicated()).then(pl.format("question:{}", pl.col("asked").str.head(32))),
    )
    return [tuple(str(key) for key in row if key is not None) for row in columns.iter_rows()]


def _filtered(recipe: Recipe) -> pl.Expr:
    filtered = pl.lit(value=False)
    if recipe.origins:
        filtered |= ~pl.col("origin").is_in(recipe.origins)
    if recipe.languages:
        filtered |= ~pl.col("language").is_in(recipe.languages)
    return filtered


def _repeated(ids: pl.Series, pairs: pl.DataFrame) -> set[str]:
    alike: dict[str, set[str]] = {}
    same = pairs.filter(pl.col("kind") != DuplicateKind.CONFLICT.value)
    for one, other in same.select("first", "second").iter_rows():
        alike.setdefault(one, set()).add(other)
        alike.setdefault(other, set()).add(one)
    kept: set[str] = set()
    for identity in ids:
        if alike.get(identity, set()).isdisjoint(kept):
            kept.add(identity)
    return set(ids) - kept
