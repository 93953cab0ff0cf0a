from hypothesis import given
from hypothesis import strategies as st

from curation.pii.detections import Detection, outside, without_overlaps

TEXT = "abcdefghijklmnopqrst"
SPANS = st.builds(
    lambda start, length, score, kind: Detection(start, min(start + length, len(TEXT)), kind, score, "d"),
    st.integers(0, len(TEXT) - 1),
    st.integers(1, 9),
    st.sampled_from([0.4, 0.85, 1.0]),
    st.sampled_from(["A", "B"]),
)


def one(start, end, score=1.0, kind="A"):
    return Detection(start, end, kind, score, "d")


def test_the_longest_wins_then_the_best_score_then_the_earliest():
    assert without_overlaps(TEXT, [one(0, 3, 1.0), one(0, 8, 0.4, "B")]) == [one(0, 8, 0.4, "B")]
    assert without_overlaps(TEXT, [one(2, 5, 0.4), one(2, 5, 0.9, "B")]) == [one(2, 5, 0.9, "B")]


def test_what_sticks_out_of_a_winner_is_still_covered():
    assert without_overlaps(TEXT, [one(0, 8), one(6, 10, kind="B")]) == [one(0, 8), one(8, 10, kind="B")]


def test_a_rest_of_signs_alone_is_dropped():
    assert without_overlaps("abc, ", [one(0, 3), one(1, 5, 0.1, "B")]) == [one(0, 1), one(1, 5, 0.1, "B")]
    assert without_overlaps("abcd, ", [one(0, 4), one(2, 5, 0.1, "B")]) == [one(0, 4)]


def test_the_bracket_around_a_neighbour_is_no_part_of_a_rest():
    text = "At 12 Mill Lane <ann@example.com> home"
    assert without_overlaps(text, [one(4, 18, 0.4, kind="B"), one(17, 32)]) == [one(4, 15, 0.4, kind="B"), one(17, 32)]
    assert outside([one(17, 38)], [(17, 32)], text) == [one(34, 38)]


@given(st.lists(SPANS, max_size=8))
def test_winners_never_overlap_and_cover_everything_found(found):
    kept = without_overlaps(TEXT, found)
    covered = [position for span in kept for position in range(span.start, span.end)]
    assert len(covered) == len(set(covered))
    assert set(covered) == {position for span in found for position in range(span.start, span.end)}
    assert kept == without_overlaps(TEXT, list(reversed(found)))


def test_only_what_lies_outside_the_covered_spans_is_left():
    assert outside([one(0, 10)], [(3, 5)], TEXT) == [one(0, 3), one(5, 10)]
    assert outside([one(3, 5)], [(0, 9)], TEXT) == []
