"""The words around a match are those that presidio's enhancer takes, at a cost that does not grow with the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from curation.pii.analyzer import LANGUAGE, BlankNlpEngine, LemmaContextAwareEnhancer, PresidioDetector
from curation.pii.context_words import words_around
from curation.pii.policy import PiiPolicy
from tests.counting import steps

PLAIN = LemmaContextAwareEnhancer()
ENGINE = BlankNlpEngine()
PIECES = st.sampled_from(
    ["be", "Be", "a", "call", "\u00e9\u0301x", "_", "12", "(", "-", ":", ".", " ", "  ", "\n", "\u0130"]
)


@settings(max_examples=300)
@given(st.lists(PIECES, min_size=1, max_size=30).map("".join), st.integers(0, 200))
def test_the_words_are_those_that_presidio_takes(text, start):
    start %= len(text)
    if not text[start:].strip():
        return
    taken = PLAIN._extract_surrounding_words(ENGINE.process_text(text, LANGUAGE), text[start:], start)
    found = words_around(text, start, PLAIN.context_prefix_count, PLAIN.context_suffix_count)
    assert found == set(taken)


def test_four_times_the_text_full_of_hits_takes_about_four_times_the_work():
    detector = PresidioDetector(PiiPolicy())
    text = "\n".join(
        f"Call {200 + i % 700} 555 01{i % 90 + 10}, my SSN is 536-22-{1000 + i}, card {i} here." for i in range(100)
    )
    detector.detect(text)
    once, four_times = (steps(lambda given=given: detector.detect(given)) for given in (text, "\n".join([text] * 4)))
    assert once < four_times < 5 * once
