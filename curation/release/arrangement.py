"""A recipe applied to what is approved: which samples are in, on which side, and what to say about it."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from curation.domain.releases import LeftOut, ReleasePlan
from curation.domain.versions import Recipe, Split
from curation.release.selection import keys_of, merged, select
from curation.release.split import assign
from curation.texts import text

_FAR_OFF = 0.05
_WORTH_A_SHARE = 40


@dataclass(frozen=True)
class Arrangement:
    """The samples that are in, sorted by the bytes of `id` (columns of CANDIDATES, `split`, `group`).

    `sides` names the side of every key, to be kept for later versions; `moved` counts the groups that had two.
    """

    rows: pl.DataFrame
    left_out: dict[LeftOut, int]
    sides: dict[str, Split]
    moved: int

    @property
    def counts(self) -> dict[Split, int]:
        """How many samples are on each side; every side is named."""
        found = dict(self.rows.group_by("split").len().iter_rows())
        return {split: found.get(split.value, 0) for split in Split}

    def plan(self, elsewhere: Mapping[LeftOut, int], recipe: Recipe) -> ReleasePlan:
        """Return the counts and warnings; `elsewhere` counts the samples that are not approved, by status."""
        return ReleasePlan(self.counts, merged(elsewhere, self.left_out), _warnings(self, recipe))


def arrange(candidates: pl.DataFrame, pairs: pl.DataFrame, recipe: Recipe, sticky: Mapping[str, Split]) -> Arrangement:
    """Choose among approved samples (columns of CANDIDATES, of PAIRS) and give each a side."""
    chosen = select(candidates, pairs, recipe)
    keys = keys_of(chosen.kept)
    assigned = assign(keys, recipe, sticky)
    rows = chosen.kept.with_columns(
        pl.Series("split", [side.value for side in assigned.sides], pl.String),
        pl.Series("group", list(assigned.groups), pl.String),
    )
    sides = {key: side for row, side in zip(keys, assigned.sides, strict=True) for key in row}
    return Arrangement(rows, chosen.left_out, sides, assigned.moved)


def _warnings(found: Arrangement, recipe: Recipe) -> tuple[str, ...]:
    counts, rows = found.counts, found.rows.height
    said: list[str] = []
    if rows and not counts[Split.TRAIN]:
        said.append(text("Nothing would be left to train on. Choose smaller shares."))
    for side, share in ((Split.VALIDATION, recipe.validation), (Split.TEST, recipe.test)):
        if rows and share and not counts[side]:
            said.append(text("The {side} side would be empty: there are too few independent samples.", side=side.value))
        elif rows >= _WORTH_A_SHARE and abs(counts[side] / rows - share) > _FAR_OFF:
            said.append(
                text(
                    "The {side} side would hold {found:.0%} instead of {share:.0%}: large groups stay whole, and "
                    "samples keep the side that an earlier version gave them.",
                    side=side.value,
                    found=counts[side] / rows,
                    share=share,
                )
            )
    if found.moved:
        said.append(
            text(
                "{moved} groups of samples that earlier versions had on different sides have grown together; each "
                "goes to one side, to train where a part of it was there.",
                moved=found.moved,
            )
        )
    return tuple(said)
