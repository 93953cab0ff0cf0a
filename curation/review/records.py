"""Each person's record of decisions: approvals beside control samples, repeats, the others' majority, and pace."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import polars as pl

from curation.domain.agreement import Pace, PersonRecord, Tally
from curation.review.agreement import DECISIONS, with_majority

NO_RATINGS: Mapping[str, Tally] = MappingProxyType({})
_FEWEST_TIMES = 5
_LONGEST = 1_800.0
_REVIEW = pl.col("purpose") == "review"
_PROBE = pl.col("is_gold") | pl.col("is_repeat")
_SPOKEN = pl.col("verdict").is_in(["approve", "correct", "reject", "escalate", "retrieve"])


def voices(judgements: pl.DataFrame) -> pl.DataFrame:
    """Return what was said of samples without knowing what others said (columns of DECISIONS); skipping is no word.

    An approval of other words is told apart; a unit is a text, so a changed text is another unit.
    """
    blind = judgements.filter(_REVIEW, ~_PROBE, _SPOKEN, pl.col("blind"))
    unit = pl.col("sample") + "/" + pl.col("revision").cast(pl.String)
    return blind.select(unit.alias("unit"), "person", pl.col("verdict").alias("label")).cast(pl.Schema(DECISIONS))


def rejections(judgements: pl.DataFrame) -> pl.DataFrame:
    """Return the reasons that people gave for rejecting (columns of DECISIONS)."""
    blind = judgements.filter(_REVIEW, ~_PROBE, pl.col("blind"), pl.col("verdict") == "reject")
    unit = pl.col("sample") + "/" + pl.col("revision").cast(pl.String)
    return blind.select(unit.alias("unit"), "person", pl.col("reason").alias("label")).cast(pl.Schema(DECISIONS))


def records(
    judgements: pl.DataFrame, rated: Mapping[str, Tally] = NO_RATINGS, *, timed: bool = True
) -> tuple[PersonRecord, ...]:
    """Return the records of everybody who said something, in the order of their ids, from columns of JUDGEMENTS.

    `rated` is what `rated_near` counts.
    """
    majority = {person: Tally(hits, of) for person, hits, of in with_majority(voices(judgements)).rows()}
    found = judgements.filter(_REVIEW).partition_by("person", as_dict=True)
    return tuple(
        replace(
            _record(str(person), said, majority.get(str(person), Tally(0, 0)), timed=timed),
            rated=rated.get(str(person), Tally(0, 0)),
        )
        for (person,), said in sorted(found.items(), key=lambda one: str(one[0]))
    )


def rated_near(again: pl.DataFrame, furthest: Mapping[str, int]) -> dict[str, Tally]:
    """Count ratings at most so far from those of then, by person; criteria that `furthest` does not name are left out.

    `again` has the columns person, criterion, value and expected.
    """
    rows = pl.DataFrame(list(furthest.items()), {"criterion": pl.String, "furthest": pl.Int64}, orient="row")
    near = (pl.col("value") - pl.col("expected")).abs() <= pl.col("furthest")
    counted = again.join(rows, "criterion").group_by("person").agg(near.sum().alias("hits"), pl.len().alias("of"))
    return {str(person): Tally(int(hits), int(of)) for person, hits, of in counted.rows()}


def _record(person: str, said: pl.DataFrame, majority: Tally, *, timed: bool) -> PersonRecord:
    decided = said.filter(~_PROBE, _SPOKEN)
    controls = said.filter(pl.col("is_gold"), _SPOKEN)
    repeats = said.filter(pl.col("is_repeat"), _SPOKEN)
    right = pl.col("verdict") == pl.col("expected")
    missed = controls.filter(pl.col("verdict") == "approve", pl.col("expected") != "approve")
    return PersonRecord(
        person_id=person,
        approved=Tally(decided.filter(pl.col("verdict").is_in(["approve", "correct"])).height, decided.height),
        controls=Tally(controls.filter(right).height, controls.height),
        missed=missed.height,
        repeats=Tally(repeats.filter(right).height, repeats.height),
        majority=majority,
        pace=_pace(said.filter(_SPOKEN)["seconds"]) if timed else None,
    )


def _pace(seconds: pl.Series) -> Pace | None:
    """Return the quartiles of seconds a sample; half an hour and more is somebody who went away."""
    times = seconds.filter((seconds > 0) & (seconds < _LONGEST))
    if len(times) < _FEWEST_TIMES:
        return None
    low, middle, high = (float(times.quantile(q) or 0.0) for q in (0.25, 0.5, 0.75))
    return Pace(middle, low, high)
