"""Accents of their own, soft hyphens, control characters and marks of direction hide nobody; offsets stay right."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.pii.detections import Detection
from curation.pii.reading import reading_of
from curation.pii.redactor import Redactor

ODD = "ab é e\u0301n\u0303\u00ad\u200b\u200d\u202e\u0007\u0000\ufeff\t\n👩\u200d⚕\ufe0fשל\u0627"


@pytest.mark.parametrize("text", ["plain", "Zoë is here\tnow.\r\n", "שלום", "日本", ""])
def test_a_text_that_is_read_as_it_stands_has_no_other_reading(text: str) -> None:
    assert reading_of(text) is None


@given(st.text(alphabet=ODD, max_size=30))
def test_every_sign_that_is_read_knows_where_it_stands(text: str) -> None:
    reading = reading_of(text)
    if reading is None:
        return
    assert len(reading.text) == len(reading.starts) == len(reading.ends)
    assert list(reading.starts) == sorted(reading.starts)
    for sign, start, end in zip(reading.text, reading.starts, reading.ends, strict=True):
        assert 0 <= start < end <= len(text)
        assert sign == " " or sign in unicodedata.normalize("NFC", text[start:end])
    assert unicodedata.is_normalized("NFC", reading.text) or any(map(unicodedata.combining, reading.text))


def test_a_detection_comes_back_with_its_marks() -> None:
    text = "by Jose\u0301 Nu\u00adn\u0303ez."
    reading = reading_of(text)
    assert reading is not None
    assert reading.text == "by José Nuñez."
    back = reading.back(Detection(3, 13, "PERSON", 1.0, "x"))
    assert text[back.start : back.end] == "Jose\u0301 Nu\u00adn\u0303ez"


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ("I met Dr. Jose\u0301 Nun\u0303ez at noon.", "Jose\u0301 Nun\u0303ez", "I met Dr. <PERSON_1> at noon."),
        ("My name is Anna\u0007 Weber.", "Anna\u0007 Weber", "My name is <PERSON_1>."),
        ("My name is An\u00adna We\u00adber.", "An\u00adna We\u00adber", "My name is <PERSON_1>."),
        ("Mail a\u200bnna@example.com now.", "a\u200bnna@example.com", "Mail <EMAIL_ADDRESS_1> now."),
        ("Mail \u202eanna@example.com\u202c now.", "anna@example.com", "Mail \u202e<EMAIL_ADDRESS_1>\u202c now."),
        ("👩\u200d⚕️ Dr. Anna Weber 🇩🇪", "Anna Weber", "👩\u200d⚕️ Dr. <PERSON_1> 🇩🇪"),
        ("שלום, כתבו אל anna@example.com מחר", "anna@example.com", "שלום, כתבו אל <EMAIL_ADDRESS_1> מחר"),
    ],
)
def test_what_is_not_seen_hides_nobody(redactor: Redactor, text: str, value: str, after: str) -> None:
    done = redactor.redact_text(text)
    assert (done.text, done.values) == (after, (value,))
    [span] = done.spans
    assert text[span.original_start : span.original_end] == value
    assert redactor.redact_text(done.text).text == after
