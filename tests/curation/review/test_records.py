"""A person's record: approvals beside control samples, repeats, the others' majority, and the middle of the times."""

from datetime import UTC, datetime, timedelta

import polars as pl

from curation.domain.agreement import Pace, Tally, mean_of
from curation.review.records import records, rejections, voices
from curation.store.judgements import JUDGEMENTS

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def said(*rows):
    """Judgements as (person, sample, verdict) with what is unusual about them."""
    made = []
    for number, (person, sample, verdict, *more) in enumerate(rows):
        plain = {
            "id": f"d{number:03}", "sample": sample, "person": person, "purpose": "review", "slot": 0, "slots": 2,
            "verdict": verdict, "reason": "wrong" if verdict == "reject" else None, "seconds": 10.0 + number,
            "at": BEGAN + timedelta(seconds=number), "revision": 1, "written": None, "blind": True, "is_gold": False,
            "is_repeat": False, "expected": None, "alike": None,
        }  # fmt: skip
        made.append({**plain, **(more[0] if more else {})})
    return pl.DataFrame(made, JUDGEMENTS)


def test_a_record_counts_approvals_control_samples_and_repeats_apart():
    gold = {"is_gold": True, "expected": "reject"}
    again = {"is_repeat": True, "expected": "approve"}
    [ada] = records(
        said(
            *(("ada", f"s{i}", "approve") for i in range(3)),
            ("ada", "s3", "correct"),
            ("ada", "s4", "reject"),
            ("ada", "s5", "skip"),
            ("ada", "g1", "reject", gold),
            ("ada", "g2", "approve", gold),
            ("ada", "s0", "approve", again),
        )
    )
    assert ada.approved == Tally(4, 5)
    assert (ada.controls, ada.missed) == (Tally(1, 2), 1)
    assert ada.repeats == Tally(1, 1)
    assert ada.pace == Pace(14.0, 12.0, 16.0)


def test_only_what_was_said_without_knowing_the_others_counts_for_agreement():
    open_eyed = {"blind": False}
    settled = {"purpose": "settle"}
    told = said(
        ("ada", "s1", "approve"),
        ("ben", "s1", "reject"),
        ("cem", "s1", "approve", open_eyed),
        ("dan", "s1", "approve", settled),
        ("eve", "s1", "skip"),
        ("fay", "s1", "approve", {"is_gold": True, "expected": "approve"}),
    )
    assert voices(told).rows() == [("s1/1", "ada", "approve"), ("s1/1", "ben", "reject")]
    assert rejections(told).rows() == [("s1/1", "ben", "wrong")]


def test_a_changed_text_is_another_thing_to_agree_on():
    told = said(("ada", "s1", "reject"), ("ben", "s1", "approve", {"revision": 2}))
    assert voices(told)["unit"].to_list() == ["s1/1", "s1/2"]


def test_no_times_are_told_where_the_project_takes_none_or_there_are_too_few():
    many = said(*(("ada", f"s{i}", "approve") for i in range(9)))
    [timed], [untimed] = records(many), records(many, timed=False)
    [few] = records(many.head(4))
    assert (timed.pace is None, untimed.pace, few.pace) == (False, None, None)


def test_somebody_who_went_away_is_not_slow():
    rows = [("ada", f"s{i}", "approve", {"seconds": 20.0}) for i in range(6)]
    [ada] = records(said(*rows, ("ada", "s9", "approve", {"seconds": 9_000.0})))
    assert ada.pace == Pace(20.0, 20.0, 20.0)


def test_people_stand_in_the_order_of_their_ids_whatever_their_figures():
    found = records(said(("zoe", "s1", "approve"), ("ada", "s1", "approve"), ("ben", "s1", "reject")))
    assert [one.person_id for one in found] == ["ada", "ben", "zoe"]
    assert [one.majority for one in found] == [Tally(0, 0), Tally(0, 1), Tally(0, 0)]


def test_a_share_has_its_interval_and_nothing_has_none():
    assert Tally(0, 0).share is None
    found = Tally(9, 10).share
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.9 < found.high < 1.0
    assert mean_of([]) is None
