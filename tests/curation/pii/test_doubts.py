"""Guesses at names that something else speaks against become suggestions."""

import pytest

from curation.pii.detections import Detection
from curation.pii.doubts import SUGGESTED, Guess, doubted, settled
from curation.pii.not_people import is_no_person
from curation.pii.tokens import words_of

GUESSES = [
    # text, supposed name, its score, the chance that it is a place, whether it stays
    ("We told Zvobgor about the change.", "Zvobgor", 0.6, 0.0, True),
    ("We told Zvobgor about the change.", "Zvobgor", 0.12, 0.0, False),
    ("A flat in Zvobgor is dear.", "Zvobgor", 0.4, 0.5, False),
    ("Ieri Giovanni Zvobgor ha disdetto.", "Giovanni Zvobgor", 0.4, 0.5, True),
    ("Kestrale Saver pays two percent.", "Kestrale", 0.6, 0.0, False),
    ("Kestrale Saver pays two percent.", "Kestrale Saver", 0.6, 0.0, False),
    ("She asked whether the Vossilon Bond pays.", "Vossilon Bond", 0.6, 0.0, False),
    ("My neighbours, the Zvobgor family, have a key.", "Zvobgor", 0.6, 0.0, True),
    ("Kandrosis is rare. The sign of kandrosis is a limp.", "Kandrosis", 0.6, 0.0, False),
    ("Sailors mention Kandrosi.", "Kandrosi", 0.6, 0.0, True),
    ("Der Vorkaufer kann einen Bausparvertrag nicht kündigen.", "Vorkaufer", 0.6, 0.0, False),
    ("tell zvobgor that Anna called", "zvobgor", 0.6, 0.0, False),
    ("tell zvobgor that i called", "zvobgor", 0.6, 0.0, True),
    ("Anna Zvobgor Note", "Anna Zvobgor", 0.6, 0.0, True),
    ("The doctor prescribed Zvobgor for a week.", "Zvobgor", 0.6, 0.0, False),
    ("Our school uses Kandrosi and Zvobgor.", "Zvobgor", 0.6, 0.0, False),
    ("Zvobgor contains hazelnuts.", "Zvobgor", 0.6, 0.0, False),
    ("The nurse prescribed Anna Zvobgor a rest.", "Anna Zvobgor", 0.6, 0.0, True),
    ("Banks, insurers and funds are excluded.", "Banks", 0.12, 0.0, False),
    ("Banks, our accountant, has called.", "Banks", 0.6, 0.0, True),
    ("We asked Banks to call.", "Banks", 0.12, 0.0, True),
    ("We used to know Zvobgor.", "Zvobgor", 0.6, 0.0, True),
]


@pytest.mark.parametrize(("text", "value", "score", "place", "stays"), GUESSES)
def test_a_guess_in_doubt_is_only_suggested(text, value, score, place, stays):
    words, parts = words_of(text, 0, len(text)), words_of(value, 0, len(value))
    first = next(i for i in range(len(words)) if words[i : i + len(parts)] == parts)
    guess = Guess(value, words, first, first + len(parts) - 1, score, place)
    assert doubted(guess, text) == (score if stays else SUGGESTED)


@pytest.mark.parametrize(
    ("text", "value", "person"),
    [
        ("We saw Zvobgor in court.", "Zvobgor", True),
        ("Infection by P. westermani is rare.", "P. westermani", False),
        ("Growth of E coliforma was seen.", "E coliforma", False),
        ("Take Zvobgor 20 mg at night.", "Zvobgor", False),
        ("Take Zvobgor\u00ae at night.", "Zvobgor", False),
        ("Dr. Zvobgor 20 mg was his answer.", "Zvobgor", True),
        ("A Zvobgor 64 GB costs more.", "Zvobgor", False),
        ("Some NSAIDs help.", "NSAIDs", False),
        ("Zvobgor has cancer.", "Zvobgor", True),
        ("Zvobgor began treatment in May.", "Zvobgor", True),
        ("Zvobgor's test was clear.", "Zvobgor", True),
        ("Zvobgor's heart disease is stable.", "Zvobgor", True),
        ("Zvobgor's disease is rare.", "Zvobgor", False),
        ("The Zvobgor test was clear.", "Zvobgor", False),
        ("The Zvobgor General Hospital closed.", "Zvobgor", False),
        ("Hodgkin's non-nodular lymphoma is rare.", "Hodgkin", False),
        ("It\u00e2\u20ac\u2122s wise to wait.", "It\u00e2", False),
    ],
)
def test_a_species_a_dose_and_a_mark_of_trade_are_no_people(text, value, person):
    start = text.index(value)
    assert is_no_person(text, start, start + len(value)) is not person


def test_a_name_that_is_rather_a_place_elsewhere_in_the_text_is_only_suggested():
    text = "He walked from Greyw to Vess. The market of Vess is old."
    person, place = Detection(24, 28, "PERSON", 0.5, "m"), Detection(44, 48, "PLACE", 0.9, "m")
    assert [one.score for one in settled(text, [person, place])] == [SUGGESTED, 0.9]
    sure = Detection(24, 28, "PERSON", 0.95, "m")
    assert settled(text, [sure, place]) == [sure, place]
