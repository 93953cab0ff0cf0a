"""Asking only the regions of which a number may stand in a text finds what asking all of them finds."""

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
    [" ", "-", ".", "/", " - ", ") (", "x", "ext. ", "\u00a0", "\n", "$", "0", "00", "011", "1", "\u0663"]
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


def test_a_card_and_a_security_number_ask_no_region():
    assert not any(PhoneRegion(one).may_hold("4111-1111-1111-1111, 536-22-1348") for one in ("US", "GB"))
    assert PhoneRegion("US").may_hold("call 212 555 0117")
    assert not PhoneRegion("GB").may_hold("call 212 555 0117")
