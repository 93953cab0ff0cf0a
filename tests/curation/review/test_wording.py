from hypothesis import given
from hypothesis import strategies as st

from curation.review.wording import Change, changed, word_diff


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_pieces_spell_both_texts(before, after):
    pieces = word_diff(before, after)
    assert "".join(p.text for p in pieces if p.change is not Change.ADDED) == before
    assert "".join(p.text for p in pieces if p.change is not Change.REMOVED) == after
    assert changed(pieces) == (before != after)


def test_one_changed_word_is_one_removal_and_one_addition():
    pieces = word_diff("Take 5 mg daily.", "Take 10 mg daily.")
    assert [(p.change.value, p.text) for p in pieces] == [
        ("same", "Take "),
        ("removed", "5"),
        ("added", "10"),
        ("same", " mg daily."),
    ]


def test_very_long_texts_are_replaced_whole_instead_of_compared_for_minutes():
    pieces = word_diff("a " * 7_000, "b " * 7_000)
    assert [p.change for p in pieces] == [Change.REMOVED, Change.ADDED]


def test_neighbouring_changes_are_read_as_one():
    pieces = word_diff("Yes, it can be. Call us today.", "Yes, it certainly is. Call us today.")
    assert [(p.change.value, p.text) for p in pieces][1:3] == [("removed", "can be"), ("added", "certainly is")]


def test_texts_that_share_almost_nothing_are_shown_whole():
    pieces = word_diff("Answer 0 is rest.", "Ben wrote another text here!")
    assert [p.change for p in pieces] == [Change.REMOVED, Change.ADDED]
