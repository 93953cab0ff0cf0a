"""Long texts are looked at in blocks: each once, and again only where something has changed."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.pii.blocks import LONGEST, Blocks, blocks_of
from curation.pii.detections import Detection
from curation.pii.policy import PiiPolicy
from curation.pii.redactor import Redactor

PIECES = ["word ", "word", "\n", "\n\n", "End. ", "1,2", "-", "a@b.example,", "\u0301", "\U0001f600"]


def long_text(seed=1, signs=90_000, pieces=PIECES):
    draw = random.Random(seed)  # noqa: S311 - the same text each time
    text = ""
    while len(text) < signs:
        text += "".join(draw.choices(pieces, k=100))
    return text


def twos(texts):
    """Find each digit 2."""
    return [[Detection(i, i + 1, "AGE", 0.9, "twos") for i, sign in enumerate(text) if sign == "2"] for text in texts]


@settings(max_examples=20)
@given(st.integers(0, 1000), st.lists(st.sampled_from(PIECES), min_size=1, max_size=3, unique=True))
def test_blocks_make_up_the_text_and_none_is_longer_than_the_longest(seed, pieces):
    text = long_text(seed, 70_000, pieces)
    blocks = blocks_of(text)
    assert "".join(text[start:end] for start, end in blocks) == text
    assert all(0 < end - start <= LONGEST for start, end in blocks)


def test_a_text_of_the_longest_length_is_one_block():
    assert blocks_of("a" * LONGEST) == [(0, LONGEST)]


def test_blocks_end_at_lines_where_there_are_lines():
    text = "a short line 123\n" * 10_000
    assert all(text[end - 1] == "\n" for _, end in blocks_of(text))


def test_what_is_found_in_blocks_stands_where_it_stands_in_the_text():
    text = long_text()
    assert Blocks(twos)([text, "1 2"]) == twos([text, "1 2"])


def test_after_a_change_only_what_is_near_it_is_looked_at_again():
    looked: list[str] = []

    def noting(texts):
        looked.extend(texts)
        return twos(texts)

    text = long_text(signs=200_000)
    blocks = Blocks(noting)
    blocks([text])
    first = len(looked)
    looked.clear()
    middle = len(text) // 2
    changed = text[:middle] + "<AGE_1>" + text[middle + 3 :]
    assert blocks([changed]) == twos([changed])
    assert first > 20
    assert len(looked) <= 3


@pytest.mark.slow
def test_a_denied_text_is_hidden_wherever_blocks_end():
    redactor = Redactor(PiiPolicy(deny=("PERSON: kilo lima",)))
    done = redactor.redact_text("kilo lima " * 4_000)
    assert "kilo" not in done.text
    assert len(done.spans) == 4_000


@pytest.mark.slow
def test_a_long_text_redacted_twice_stays_as_it_is():
    draw = random.Random(3)  # noqa: S311 - the same text each time
    lines = [
        f"Dr. {draw.choice('ABCDE')}nna Weber{draw.randint(1, 99)}, call 555-{i:04d}-77{i % 10}\n" for i in range(1200)
    ]
    redactor = Redactor(PiiPolicy())
    once = redactor.redact_text("".join(lines))
    assert len("".join(lines)) > LONGEST
    assert once.spans
    assert redactor.redact_text(once.text).text == once.text
