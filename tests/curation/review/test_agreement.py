"""Agreement: published examples, an independent implementation, and what the figures must hold to."""

import evalica
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.review.agreement import DECISIONS, agreement, with_majority


def said(*rows):
    return pl.DataFrame([(str(u), str(p), str(x)) for u, p, x in rows], DECISIONS, orient="row")


def a_table(by_person):
    """A string of labels for each person, a unit a place, a dot where they said nothing."""
    return said(*((u, p, x) for p, labels in by_person.items() for u, x in enumerate(labels) if x != "."))


# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units.
KRIPPENDORFF = {"A": "123321412...", "B": "1233224125.3", "C": ".3332342251.", "D": "12332441251."}


def test_alpha_of_the_published_example():
    found = agreement(a_table(KRIPPENDORFF))
    assert found.alpha is not None
    assert found.alpha.value == pytest.approx(0.743, abs=5e-4)


def test_ac1_of_the_published_example():
    # Gwet (2008), table of 125 units: both say + 118, A + and B - 5, A - and B + 2, both - 0: AC1 = .941, pa = .944.
    rows = [(f"a{i}", p, "+") for i in range(118) for p in "AB"]
    rows += [(f"b{i}", p, x) for i in range(5) for p, x in (("A", "+"), ("B", "-"))]
    rows += [(f"c{i}", p, x) for i in range(2) for p, x in (("A", "-"), ("B", "+"))]
    found = agreement(said(*rows))
    assert found.raw is not None
    assert found.ac1 is not None
    assert (found.raw.value, found.ac1.value) == (pytest.approx(0.944), pytest.approx(0.9408, abs=5e-4))
    assert found.alpha is not None
    assert found.alpha.value < 0.05


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from("ABCD"), st.text("xyz.", min_size=8, max_size=8), min_size=2))
def test_alpha_is_what_an_independent_implementation_gives(by_person):
    found = agreement(a_table(by_person))
    table = a_table(by_person)
    if found.alpha is None:
        return
    codes = {x: float(i) for i, x in enumerate("xyz")}
    wide = table.with_columns(pl.col("label").replace_strict(codes)).pivot(on="unit", index="person", values="label")
    theirs = evalica.alpha(wide.drop("person").to_pandas(), distance="nominal").alpha
    assert found.alpha.value == pytest.approx(theirs, abs=1e-9)


def test_all_of_one_mind_is_full_agreement_and_alpha_is_undefined_where_nothing_else_was_ever_said():
    found = agreement(a_table({"A": "x" * 20, "B": "x" * 20}))
    assert (found.units, found.people, found.voices) == (20, 2, 40)
    assert found.raw is not None
    assert found.ac1 is not None
    assert (found.raw.value, found.ac1.value, found.alpha) == (1.0, 1.0, None)


def test_a_sample_on_which_one_person_spoke_counts_for_nothing():
    alone = said((1, "A", "x"), (2, "B", "y"))
    assert agreement(alone).raw is None
    assert agreement(pl.concat([alone, a_table({"A": "...x", "B": "...x"})])).units == 1


def test_the_last_word_of_a_person_on_a_sample_counts():
    found = agreement(said((1, "A", "x"), (1, "B", "y"), (1, "A", "y")))
    assert found.raw is not None
    assert found.raw.value == 1.0


def test_few_samples_have_no_interval_and_more_have_one_around_the_figure():
    few = agreement(a_table({"A": "xyxy", "B": "xyyy"}))
    many = agreement(a_table({"A": "xy" * 30, "B": "xyyy" * 15}))
    assert few.alpha is not None
    assert (few.alpha.low, few.alpha.high) == (None, None)
    assert many.alpha is not None
    assert many.alpha.low is not None
    assert many.alpha.high is not None
    assert many.alpha.low < many.alpha.value < many.alpha.high


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("ABC"), st.sampled_from("xy")), max_size=30), st.randoms())
def test_the_order_of_samples_and_the_names_of_people_and_labels_do_not_matter(rows, chance):
    unique = list({(u, p): x for u, p, x in rows}.items())
    table = [(u, p, x) for (u, p), x in unique]
    renamed = [(u, {"A": "Z", "B": "M", "C": "K"}[p], {"x": "y", "y": "x"}[x]) for u, p, x in table]
    chance.shuffle(renamed)
    one, other = agreement(said(*table)), agreement(said(*renamed))
    for mine, theirs in ((one.raw, other.raw), (one.alpha, other.alpha), (one.ac1, other.ac1)):
        assert (mine is None) == (theirs is None)
        assert mine is None or theirs is None or mine.value == pytest.approx(theirs.value, abs=1e-12)


def test_each_person_is_held_against_what_most_of_the_others_said():
    table = a_table({"A": "xxxy", "B": "xxyy", "C": "xxxx", "D": "x..."})
    assert with_majority(table).rows() == [("A", 2, 2), ("B", 2, 3), ("C", 2, 3), ("D", 1, 1)]
