"""Asking only the regions of which a number may stand in a text finds what asking all of them finds."""

from functools import lru_cache

import phonenumbers
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curation.pii.analyzer import PhoneRecognizer, RegionalPhones
from curation.pii.phone_regions import PhoneRegion

REGIONS = ["US", "GB", "DE", "FR", "CA", "AU", "BR"]
PLAIN = PhoneRecognizer(supported_regions=REGIONS)
QUICK = RegionalPhones(REGIONS)
FORMATS = st.sampled_from([
    phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    phonenumbers.PhoneNumberFormat.NATIONAL,
])  # fmt: skip
SIGNS = st.sampled_from(
    [
        *(" ", "-", ".", "/", " - ", ") (", "x", "ext. ", "\u00a0", "\n", "$", "0", "00", "011", "1", "\u0663"),
        *("<PERSON_1>", " <PHONE_NUMBER_12> ", "<X_1", "\u2010"),
    ]
)


@st.composite
def numbers(draw):
    """An example number of a region in one of its forms, sometimes without its plus, or with a digit changed."""
    example = phonenumbers.example_number_for_type(draw(st.sampled_from(REGIONS)), draw(st.integers(0, 1)))
    written = phonenumbers.format_number(example, draw(FORMATS))
    written = written.lstrip("+") if draw(st.booleans()) else written
    place = draw(st.integers(0, 3 * len(written)))
    return written[:place] + draw(st.sampled_from("0123456789 ")) + written[place + 1 :]


def places(results):
    return sorted((one.start, one.end, one.score) for one in results)


@settings(max_examples=300)
@example("111 2345-678904")
@given(st.lists(numbers() | SIGNS | st.text("0123456789 -.()", max_size=20), max_size=6).map("".join))
def test_regions_that_are_left_out_would_have_found_nothing(text):
    assert places(QUICK.analyze(text, [], None)) == places(PLAIN.analyze(text, [], None))


@settings(max_examples=60)
@given(st.lists(st.integers(0, 9_999).map(str), min_size=20, max_size=60), st.sampled_from([" ", ".", "-", ", ", "\n"]))
def test_in_long_rows_of_figures_the_same_is_found(figures, sign):
    text = sign.join(figures)
    assert places(QUICK.analyze(text, [], None)) == places(PLAIN.analyze(text, [], None))


def test_what_stands_between_tags_is_looked_at_once():
    asked: list[str] = []
    quick = RegionalPhones(["US"])
    quick._remembered = lru_cache(lambda text: asked.append(text) or quick._found_in(text))
    first = "212 555 0117 <PERSON_1> 212 555 0118 <PERSON_2> 212 555 0119"
    assert len(quick.analyze(first, [], None)) == 3
    assert len(asked) == 3
    assert len(quick.analyze(first.replace("0118", "0120"), [], None)) == 3
    assert [one for one in asked[3:] if "0120" in one] == asked[3:]
    assert len(asked) == 4


def test_only_what_may_be_a_number_is_parsed(monkeypatch):
    asked: list[str] = []

    def parse(candidate, *more, **named):
        asked.append(candidate)
        return phonenumbers.parse(candidate, *more, **named)

    monkeypatch.setattr("phonenumbers.phonenumbermatcher.parse", parse)
    row = " ".join(str(figure) for figure in range(100, 180))
    assert len(RegionalPhones(["US"])._found_in(f"call 212 555 0117 or {row}")) > 0
    assert asked
    assert all(map(PhoneRegion("US").may_be_one, asked))


def test_a_card_and_a_security_number_ask_no_region():
    assert not any(PhoneRegion(one).may_hold("4111-1111-1111-1111, 536-22-1348") for one in ("US", "GB"))
    assert PhoneRegion("US").may_hold("call 212 555 0117")
    assert not PhoneRegion("GB").may_hold("call 212 555 0117")
