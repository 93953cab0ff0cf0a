"""The deny list: what people have named personal is found as whole words, and replaced whatever its type."""

import pytest

from curation.pii.denied import DenyDetector, denied_entry, over_others, whole_words
from curation.pii.detections import Detection
from curation.pii.policy import PiiPolicy


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("Quandt", "Ask Quandt or QUANDT, not quandt nor Quandtmann.", ["Quandt", "QUANDT"]),
        ("QUANDT", "Ask Quandt or QUANDT.", ["Quandt", "QUANDT"]),
        ("MAY", "In May MAY came.", ["MAY"]),
        ("Anna Bauer", "Anna  Bauer and Anna\nBauer", ["Anna  Bauer", "Anna\nBauer"]),
        ("ab-12x", "AB-12X, ab-12xy", ["AB-12X"]),
        ("+49 170", "call +49 170.", ["+49 170"]),
    ],
)
def test_whole_words_in_the_spellings_of_one_value(value, text, found):
    assert [match.group() for match in whole_words([value]).finditer(text)] == found


def test_an_entry_says_its_type_or_is_a_person():
    assert denied_entry("CASE_NUMBER: 12 O 4: a") == ("CASE_NUMBER", "12 O 4: a")
    assert denied_entry("Anna: Bauer") == ("PERSON", "Anna: Bauer")


def test_a_denied_text_outweighs_what_it_covers():
    [said] = DenyDetector(PiiPolicy(deny=("CASE_NUMBER: 030 1234567",))).detect("See 030 1234567.")
    phone = Detection(8, 15, "PHONE_NUMBER", 1.0, "pattern")
    beside = Detection(0, 3, "PERSON", 0.5, "pattern")
    assert over_others([phone, said, beside]) == [said, beside]
    assert (said.entity_type, said.start, said.end) == ("CASE_NUMBER", 4, 15)
