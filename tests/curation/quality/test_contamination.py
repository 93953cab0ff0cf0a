"""Whether texts have been seen in held ones: nothing near is missed, nothing else is noted."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.quality.contamination import Held, How, words_of

HELD = [
    "How long may a patient not drive after a heart attack that was treated with a stent?",
    "What is a will?",
    (
        "A woman of fifty comes with pain in the chest, a pulse of ninety and cold hands, and asks whether she should "
        "take the tablets that her husband was given a year ago for much the same complaint."
    ),
    "",
    "!?",
]
LETTERS = "abcdefgh"


def grams(text):
    words = words_of(text)
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def jaccard(one, other):
    return len(grams(one) & grams(other)) / max(len(grams(one) | grams(other)), 1)


def test_the_same_words_are_found_whatever_their_case_and_signs():
    seen = Held(HELD).seen("WHAT is a -- will")
    assert (seen.number, seen.how, seen.share) == (1, How.EQUAL, 1.0)


def test_nearly_the_same_words_are_found_with_their_similarity():
    other = HELD[0].replace("stent?", "stent then?").lower()
    seen = Held(HELD).seen(other)
    assert (seen.number, seen.how) == (0, How.NEAR)
    assert seen.share == pytest.approx(jaccard(HELD[0], other), abs=1e-4)


def test_a_long_run_of_words_inside_another_text_is_found():
    seen = Held(HELD).seen(f"Here is a case that I was told of last week. {HELD[2]} What would you say to her then?")
    assert (seen.number, seen.how) == (2, How.RUN)
    part = " ".join(HELD[2].split()[8:22])
    assert Held(HELD).seen(f"I heard of {part}, which is another matter altogether.").how is How.RUN


@pytest.mark.parametrize(
    "text",
    ["", "?!", "a will", "What is a tenancy?", "How long may a patient not swim after an operation on the knee?"],
)
def test_other_texts_are_left_alone(text):
    assert Held(HELD).seen(text) is None


def test_a_form_of_speech_that_many_held_texts_share_counts_for_nothing():
    common = "the registry gives the following list of signs and symptoms of the disease that is called"
    held = Held(f"{common} {name} and of what its carriers tell of it" for name in "abcdefghijklmno")
    assert held.seen(f"It is so that {common} something else, which is a matter of another kind of people") is None


def test_texts_without_words_are_not_held():
    assert len(Held(HELD)) == 3
    assert len(Held(["", "...", "one two"])) == 0


@given(
    st.lists(st.lists(st.sampled_from(LETTERS), min_size=3, max_size=12), min_size=1, max_size=8),
    st.integers(min_value=0),
)
def test_nothing_from_the_threshold_on_is_missed(held, seed):
    draw = random.Random(seed)  # noqa: S311 - a drawn text
    texts = [" ".join(words) for words in held]
    words = list(draw.choice(held))
    words[draw.randrange(len(words))] = draw.choice(LETTERS)
    text = " ".join(words)
    seen = Held(texts).seen(text)
    best = max(jaccard(text, one) for one in texts)
    if best >= 0.8:
        assert seen is not None
        assert seen.how is How.EQUAL or seen.share == pytest.approx(best, abs=1e-4)
    elif seen is not None:
        assert seen.how in (How.RUN, How.EQUAL)
