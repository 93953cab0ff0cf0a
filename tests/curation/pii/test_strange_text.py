"""Text that nobody expected: control characters, right-to-left, combining marks, emoji, lone surrogates, length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.pii.redactor import Redactor
from tests.bench.long_text import UNITS
from tests.counting import steps

REDACTOR = Redactor()
AROUND = [
    "\x00\x01\x02\x1b[31m", "\u202e\u202b\u05d0\u05d1\u05d2 ", "e\u0301o\u0308n\u0303 ",
    "\U0001f600\U0001f468\u200d\U0001f469 ",
    "\ud83d ", "\udfff\ud800", "\u200b\u200f\ufeff", "\r\n\x0b\x0c\x85\u2028",
    "\U0001d518\U0001d52b ", "\u0130\u0131 ", "\xa0",
]  # fmt: skip
VALUES = {
    "Call Dr. Anna Weber now": "Anna Weber",
    "write to anna@example.com today": "anna@example.com",
    "SSN 536-22-1348 it is": "536-22-1348",
    "call 212-555-0117 please": "212-555-0117",
}


def unstorable(letter):
    return letter == "\0" or "\ud800" <= letter <= "\udfff"


@pytest.mark.parametrize("value", VALUES.values())
@settings(max_examples=25, deadline=None)
@given(before=st.lists(st.sampled_from(AROUND), max_size=4), behind=st.lists(st.sampled_from(AROUND), max_size=4))
def test_values_are_found_and_their_places_are_code_points(value, before, behind):
    sentence = next(text for text, found in VALUES.items() if found == value)
    text = "".join([*before, "\n\n", sentence, "\n\n", *behind])
    done = REDACTOR.redact_text(text)
    clean = "".join("\ufffd" if unstorable(c) else c for c in text)
    assert value in done.values
    assert done.surrogates == sum(map(unstorable, text))
    for span, found in zip(done.spans, done.values, strict=True):
        assert clean[span.original_start : span.original_end] == found
        assert done.text[span.place.start : span.place.end] == span.placeholder


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text_comes_back_with_right_places(text):
    done = REDACTOR.redact_text(text)
    restored = done.text
    for span, value in reversed(list(zip(done.spans, done.values, strict=True))):
        restored = restored[: span.place.start] + value + restored[span.place.end :]
    assert restored == "".join("\ufffd" if unstorable(c) else c for c in text)


@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_length_and_not_with_its_square(unit):
    def work(size):
        return steps(lambda: REDACTOR.redact_text(unit * (size // len(unit))))

    assert work(320_000) < 6 * work(80_000)  # four times as long: a square would be sixteen times the work


@pytest.mark.long
def test_ten_megabytes_are_redacted_and_places_are_right():
    page = "Rest and drink water. See a doctor if the fever lasts for more than three days. " * 50 + "\n\n"
    half = page * (5_000_000 // len(page))
    text = half + "Call Dr. Anna Weber on 212-555-0117.\n\n" + half
    done = REDACTOR.redact_text(text)
    assert done.values == ("Anna Weber", "212-555-0117")
    for span, value in zip(done.spans, done.values, strict=True):
        assert text[span.original_start : span.original_end] == value
        assert done.text[span.place.start : span.place.end] == span.placeholder
