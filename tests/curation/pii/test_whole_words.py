"""Given values are found in a text as one pattern of them all would find them."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from curation.pii.whole_words import whole_words_in

VALUE = st.text("ab_1. -ß\u0301", min_size=3, max_size=6)


def by_pattern(text, values):
    longest_first = sorted(set(values), key=lambda value: (-len(value), value))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    return [match.span() for match in pattern.finditer(text)]


@settings(max_examples=300)
@given(st.lists(VALUE, min_size=1, max_size=8), st.lists(VALUE | st.sampled_from([" ", "a", ".", "\n"]), max_size=12))
def test_the_places_are_those_of_a_pattern_of_all_values(values, pieces):
    text = "".join(piece for piece in [*pieces, *values, *pieces[::-1]])
    assert whole_words_in(text, values) == by_pattern(text, values)


@settings(max_examples=50)
@given(st.lists(VALUE, min_size=41, max_size=60, unique=True), st.lists(VALUE, max_size=12))
def test_many_values_are_found_as_few_are(values, pieces):
    text = " ".join([*pieces, *values])
    assert whole_words_in(text, values) == by_pattern(text, values)


def test_of_values_that_begin_together_the_longest_counts():
    assert whole_words_in("Anna Weber, Anna, Annabel", {"Anna", "Anna Weber"}) == [(0, 10), (12, 16)]
