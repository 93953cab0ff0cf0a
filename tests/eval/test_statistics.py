"""The statistics against hand-computed values, published ones, and a small simulation."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.statistics import (
    gwet_ac1,
    holm,
    mean_interval,
    mean_test,
    power,
    prompt_scores,
    prompts_needed,
    raw_agreement,
    share_interval,
    sign_test,
)

scores = st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), min_size=2, max_size=60)


def test_a_prompt_scores_the_mean_of_its_votes():
    assert prompt_scores([(2, 1.0), (2, 0.5), (1, 0.0), (2, 0.0)]) == {1: 0.0, 2: 0.5}


def test_the_interval_is_students_by_hand():
    # mean 0.7, standard deviation 0.4472136, t(.975, 4) = 2.776445: half width 0.5552890
    found = mean_interval([1, 1, 1, 0, 0.5])
    assert found.value == pytest.approx(0.7)
    assert found.low == pytest.approx(0.7 - 0.5552890, abs=1e-6)
    assert found.high == 1.0


def test_unanimous_prompts_still_have_an_interval():
    found = mean_interval([1.0] * 12)
    assert found.low == pytest.approx(0.025 ** (1 / 12))
    assert found.high == 1.0
    ties = mean_interval([0.5] * 20)
    assert ties.low < 0.5 < ties.high


@given(scores)
def test_the_interval_holds_its_mean_and_turns_over_with_the_sides(values):
    found, turned = mean_interval(values), mean_interval([1 - v for v in values])
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value <= found.high + 1e-9 <= 1 + 1e-9
    assert turned.value == pytest.approx(1 - found.value)
    assert turned.low == pytest.approx(1 - found.high)


@given(scores)
def test_the_test_and_the_interval_say_the_same(values):
    found = mean_interval(values)
    p = mean_test(values)
    if abs(p - 0.05) > 1e-6:
        assert (p < 0.05) == (not found.low <= 0.5 <= found.high)


def test_the_sign_test_is_the_exact_binomial():
    assert sign_test(9, 1) == pytest.approx(2 * (1 + 10) / 1024)
    assert sign_test(0, 0) == 1.0
    assert sign_test(5, 5) == 1.0


def test_a_share_has_its_exact_interval():
    found = share_interval(0, 10)
    assert found.low == 0
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 10))


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([]) == ()


@pytest.mark.parametrize(("rate", "prompts"), [(0.55, 786), (0.60, 199), (0.65, 90), (0.70, 49), (0.75, 30)])
def test_the_power_table_is_that_of_the_notes(rate, prompts):
    assert prompts_needed(rate) == prompts
    assert prompts_needed(1 - rate) == prompts
    assert power(rate, prompts) >= 0.8 > power(rate, prompts - 1)


def test_no_count_shows_what_is_not_there():
    assert prompts_needed(0.5) is None
    assert prompts_needed(0.501) is None


def test_agreement_by_hand():
    # Two people, four items, three alike: raw .75; shares a 5/8, b 3/8: chance (15/64 + 15/64) / 1 = .46875
    labels = {1: ["a", "a"], 2: ["a", "a"], 3: ["b", "b"], 4: ["a", "b"]}
    assert raw_agreement(labels) == 0.75
    assert gwet_ac1(labels, ("a", "b")) == pytest.approx((0.75 - 0.46875) / (1 - 0.46875))
    assert raw_agreement({1: ["a"]}) is None
    assert gwet_ac1({1: ["a"]}, ("a", "b")) is None


def test_a_rare_category_does_not_sink_ac1():
    labels = dict(enumerate([["a", "a"]] * 96 + [["a", "b"]] * 4))
    assert gwet_ac1(labels, ("a", "b")) == pytest.approx(0.958, abs=0.002)


def test_the_interval_covers_the_truth_where_experts_share_prompts():
    """Three experts, 40 prompts whose own win rates differ: 95 % intervals over prompts cover about 95 %."""
    draw = Random(7)  # noqa: S311 - a repeatable simulation
    covered = 0
    for _ in range(600):
        votes = []
        for prompt in range(40):
            rate = draw.betavariate(1.3, 0.7)
            votes += [(prompt, float(draw.random() < rate)) for _ in range(3)]
        found = mean_interval(list(prompt_scores(votes).values()))
        covered += found.low <= 0.65 <= found.high
    assert 0.93 <= covered / 600 <= 0.975
