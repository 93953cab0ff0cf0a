import polars as pl
import pytest

from curation.review.ordinal import ordinal_agreement

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: four observers, twelve units, with gaps.
OBSERVERS = {
    "a": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "b": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    "c": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    "d": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}


def frame(observers):
    rows = [
        (f"u{i}", person, value)
        for person, values in observers.items()
        for i, value in enumerate(values)
        if value is not None
    ]
    return pl.DataFrame(rows, {"unit": pl.String, "person": pl.String, "label": pl.Int64}, orient="row")


def test_the_published_example_gives_its_published_alpha():
    found = ordinal_agreement(frame(OBSERVERS))
    assert (found.units, found.people) == (11, 4)
    assert found.alpha.value == pytest.approx(0.815, abs=0.001)
    assert found.alpha.low < found.alpha.value < found.alpha.high


def test_nothing_rated_twice_and_one_value_alone_say_nothing():
    assert ordinal_agreement(frame({"a": [1, 2]})).units == 0
    same = ordinal_agreement(frame({"a": [3, 3], "b": [3, 3]}))
    assert (same.raw.value, same.alpha) == (1.0, None)


def test_far_apart_is_worse_than_close():
    close = ordinal_agreement(frame({"a": [1, 2, 3, 4, 5, 3], "b": [2, 3, 4, 5, 4, 2]}))
    far = ordinal_agreement(frame({"a": [1, 2, 3, 4, 5, 3], "b": [5, 5, 1, 1, 1, 5]}))
    assert close.alpha.value > far.alpha.value
