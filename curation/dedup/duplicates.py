# pyright: basic
"""Exact duplicates, near-duplicates and conflicts of a frame of samples, every pair verified exactly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from curation.dedup.alike import Alike, find_alike
from curation.dedup.columns import text_of
from curation.dedup.contradictions import CONFLICTS, conflicts_of
from curation.dedup.groups import across, by_bytes, labelled, within
from curation.dedup.policy import DuplicatePolicy
from curation.dedup.prints import prints_of
from curation.domain.findings import DuplicateKind

USUAL = DuplicatePolicy()
PAIRS = {"first": pl.String, "second": pl.String, "jaccard": pl.Float64, "kind": pl.String}
GROUPS = {"id": pl.String, "group": pl.String, "kind": pl.String}
Pair = tuple[str, str, float, str]


@dataclass(frozen=True)
class Duplicates:
    """`pairs`: first, second (first < second by bytes), jaccard, kind; `groups`: id, group, kind.

    Exact and near pairs make groups of kind exact (all members have the same words) or near; conflict
    pairs make groups of kind conflict. A group is named by its smallest id. All frames are sorted.
    `conflicts`: first, second, jaccard of the questions, answers (their jaccard), score. `crowds` counts the
    sets of more than WHOLE_BUCKET alike texts of which not every pair was compared.
    """

    pairs: pl.DataFrame
    groups: pl.DataFrame
    conflicts: pl.DataFrame
    crowds: int


def find_duplicates(frame: pl.DataFrame, policy: DuplicatePolicy = USUAL, threads: int = 1) -> Duplicates:
    """Find what is alike in a frame with the text columns id (unique), question and answer.

    Similarity is the exact Jaccard over sets of n-grams of question, line break and answer (or what the
    policy says); exact means the same words, whatever the case and signs between them. A text without
    words is in no pair.
    """
    rows = frame.sort("id")
    whole = find_alike(prints_of([text_of(rows, policy)], policy, threads, len(rows)))
    conflicts, crowds = conflicts_of(rows, policy, threads)
    return told(rows["id"].to_list(), whole, conflicts, whole.near.crowds + crowds)


def told(ids: Sequence[str], whole: Alike, conflicts: pl.DataFrame, crowds: int) -> Duplicates:
    """Tell by ids (in the order of their bytes) what was found by row; `conflicts` as `contradictions` returns them."""
    alike = list(pairs_of(ids, whole))
    against: list[Pair] = [
        (*_ordered(ids[int(one)], ids[int(other)]), float(similarity), DuplicateKind.CONFLICT.value)
        for one, other, similarity in conflicts.select("first", "second", "jaccard").iter_rows()
    ]
    pairs = pl.DataFrame(alike + against, schema=PAIRS, orient="row")
    groups = pl.DataFrame([*_groups(alike), *_conflict_groups(against)], schema=GROUPS, orient="row")
    return Duplicates(
        pairs.sort("first", "second", "kind"),
        groups.sort("kind", "group", "id"),
        _named(conflicts, ids),
        crowds,
    )


def pairs_of(ids: Sequence[str], found: Alike) -> Iterator[Pair]:
    """Yield the exact and near pairs of samples; `ids` are in the order of their bytes."""
    classes: dict[int, list[int]] = {}
    for first, copy in found.copies.tolist():
        classes.setdefault(first, [first]).append(copy)
    for members in classes.values():
        for one, other in within(members):
            yield *_ordered(ids[one], ids[other]), 1.0, DuplicateKind.EXACT.value
    for (one, other), similarity in zip(found.near.pairs.tolist(), found.near.jaccards.tolist(), strict=True):
        for left, right in across(_members(classes, one), _members(classes, other)):
            yield *_ordered(ids[left], ids[right]), similarity, DuplicateKind.NEAR.value


def _members(classes: Mapping[int, list[int]], first: int) -> Sequence[int]:
    return classes.get(first, [first])


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if by_bytes(one) < by_bytes(other) else (other, one)


def _groups(alike: Sequence[Pair]) -> Iterator[tuple[str, str, str]]:
    labels = labelled((one, other) for one, other, _, _ in alike)
    near = {labels[one] for one, _, _, kind in alike if kind == DuplicateKind.NEAR}
    for member, label in labels.items():
        yield member, label, DuplicateKind.NEAR if label in near else DuplicateKind.EXACT


def _conflict_groups(against: Sequence[Pair]) -> Iterator[tuple[str, str, str]]:
    for member, label in labelled((one, other) for one, other, _, _ in against).items():
        yield member, label, DuplicateKind.CONFLICT


def _named(conflicts: pl.DataFrame, ids: Sequence[str]) -> pl.DataFrame:
    names = pl.Series("id", ids, dtype=pl.String)
    named = conflicts.with_columns(names.gather(conflicts["first"]).alias("first"))
    named = named.with_columns(names.gather(conflicts["second"]).alias("second"))
    return named.select(*CONFLICTS).sort("first", "second")
