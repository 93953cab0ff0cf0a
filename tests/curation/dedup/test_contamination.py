"""Whether texts have been seen in held ones: nothing near is missed, nothing else is noted."""

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.dedup.contamination import Held, How, Seen, held_of
from curation.dedup.policy import Unit
from tests.bench._question_answers import question_answers
from tests.curation.dedup import held_oracle as oracle

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


def seen(held: Held, text: str) -> Seen | None:
    [found] = held.seen(pl.Series([text]))
    return found


def grams(text):
    words = oracle.words_of(text)
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def jaccard(one, other):
    return len(grams(one) & grams(other)) / max(len(grams(one) | grams(other)), 1)


def test_the_same_words_are_found_whatever_their_case_and_signs():
    found = seen(held_of(HELD), "WHAT is a -- will")
    assert (found.number, found.how, found.share) == (1, How.EQUAL, 1.0)


def test_nearly_the_same_words_are_found_with_their_similarity():
    other = HELD[0].replace("stent?", "stent then?").lower()
    found = seen(held_of(HELD), other)
    assert (found.number, found.how) == (0, How.NEAR)
    assert found.share == pytest.approx(jaccard(HELD[0], other), abs=1e-4)


def test_a_long_run_of_words_inside_another_text_is_found():
    found = seen(held_of(HELD), f"Here is a case that I was told of. {HELD[2]} What would you say to her then?")
    assert (found.number, found.how) == (2, How.RUN)
    part = " ".join(HELD[2].split()[8:22])
    assert seen(held_of(HELD), f"I heard of {part}, which is another matter altogether.").how is How.RUN


@pytest.mark.parametrize(
    "text",
    ["", "?!", "a will", "What is a tenancy?", "How long may a patient not swim after an operation on the knee?"],
)
def test_other_texts_are_left_alone(text):
    assert seen(held_of(HELD), text) is None


def test_a_form_of_speech_that_many_held_texts_share_counts_for_nothing():
    common = "the registry gives the following list of signs and symptoms of the disease that is called"
    held = held_of(f"{common} {name} and of what its carriers tell of it" for name in "abcdefghijklmno")
    assert seen(held, f"It is so that {common} something else, which is a matter of another kind of people") is None


def test_texts_without_words_are_not_held():
    assert len(held_of(HELD)) == 3
    assert len(held_of(["", "...", "one two"])) == 0


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
    found = seen(held_of(texts), text)
    best = max(jaccard(text, one) for one in texts)
    if best >= 0.8:
        assert found is not None
        assert found.how is How.EQUAL or found.share == pytest.approx(best, abs=1e-4)
    elif found is not None:
        assert found.how in (How.RUN, How.EQUAL)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(LETTERS), max_size=40), max_size=14),
    st.lists(st.lists(st.sampled_from(LETTERS), max_size=60), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_all_that_is_said_is_what_sets_of_words_say(held, given_words, draw):
    texts = [" ".join(words) for words in held]
    asked = [" ".join(words) for words in given_words]
    for words in held[:4]:
        at = draw.randrange(len(words) + 1)
        asked.append(" ".join([*given_words[0][:at], *words[at // 2 :], *given_words[0][at:]]))
    plain = oracle.Held(texts)
    assert held_of(texts).seen(pl.Series(asked)) == [plain.seen(text) for text in asked]
    assert len(held_of(texts)) == len(plain)


def test_on_texts_like_real_ones_all_that_is_said_is_what_sets_of_words_say():
    records = [f"{question} {answer}" for question, answer in question_answers(3_000, 400)]
    held, asked = records[::3], [one for at, one in enumerate(records) if at % 3]
    asked += [f"{one[:150]} {two[100:]}" for one, two in zip(asked, held, strict=False)]
    found, plain = held_of(held).seen(pl.Series(asked)), oracle.Held(held)
    assert found == [plain.seen(text) for text in asked]
    assert {one.how for one in found if one} == set(How)


def test_texts_without_spaces_are_compared_by_letters():
    asked = "高血压患者应该每天测量两次血压并做记录以便医生调整药物"
    assert seen(held_of([asked]), asked + "吗") is None
    found = seen(held_of([asked], Unit.LETTERS), asked + "吗")
    assert (found.number, found.how) == (0, How.NEAR)
    assert seen(held_of([asked], Unit.LETTERS), "今天天气很好我们去公园散步吧") is None


def test_nothing_held_is_like_nothing():
    assert seen(held_of([]), "What is a will?") is None
    assert held_of(HELD).seen(pl.Series([], dtype=pl.String)) == []
