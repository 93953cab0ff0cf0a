"""The verdict: one plain sentence, and the figures beside it."""

from random import Random

import pytest

from eval.rounds import Judgement
from eval.summary import FEWEST_PROMPTS, Outcome, summarise
from tests.eval.rounds_made import a_judgement, an_arm

BASE, TUNED, THIRD = an_arm("a"), an_arm("b"), an_arm("c")


def texts(questions, arms="ab"):
    return {(q, arm): "x" * (10 if arm == "a" else 30) for q in range(questions) for arm in arms}


def judged(wins, ties, losses, both_bad=0):
    winners = ["b"] * wins + [None] * (ties + both_bad) + ["a"] * losses
    return [
        a_judgement(q, winner, both_bad=wins + ties <= q < wins + ties + both_bad) for q, winner in enumerate(winners)
    ]


def test_a_clear_win_is_one_sentence_with_its_interval():
    found = summarise([BASE, TUNED], judged(28, 0, 12), texts(40), 40)
    assert found.sentence == "System B is better: experts preferred it on 70 % of 40 prompts (55\N{EN DASH}85 %)."
    assert found.comparisons[0].outcome is Outcome.BETTER
    assert (found.comparisons[0].wins, found.comparisons[0].losses) == (28, 12)


def test_few_prompts_cannot_tell():
    found = summarise([BASE, TUNED], judged(12, 0, 0), texts(12), 12)
    assert found.sentence == "Cannot tell yet: 12 prompts, and a verdict needs at least 20."
    assert found.comparisons[0].outcome is Outcome.TOO_FEW


def test_nothing_judged_cannot_tell():
    found = summarise([BASE, TUNED], [], {}, 40)
    assert found.sentence == "Cannot tell yet: 0 prompts, and a verdict needs at least 20."
    assert found.agreement is None
    assert found.people == ()


def test_a_narrow_lead_cannot_tell_and_says_how_many_prompts_would():
    found = summarise([BASE, TUNED], judged(22, 0, 18), texts(40), 40)
    assert found.sentence == (
        "Cannot tell yet: experts preferred System B on 55 % of 40 prompts (39\N{EN DASH}71 %), which may be chance."
    )
    assert found.comparisons[0].needed == 786


def test_both_bad_counts_as_a_tie_and_is_reported_apart():
    tied, bad = (summarise([BASE, TUNED], judged(20, *rest), texts(30), 30) for rest in ((6, 4), (2, 4, 4)))
    assert tied.comparisons[0].rate == bad.comparisons[0].rate
    assert (tied.comparisons[0].both_bad, bad.comparisons[0].both_bad) == (0, 4)
    assert bad.people[0].both_bad == 4


def test_three_votes_on_a_prompt_are_one_prompt():
    votes = [a_judgement(q, "b", person) for q in range(FEWEST_PROMPTS - 1) for person in ("p1", "p2", "p3")]
    found = summarise([BASE, TUNED], votes, texts(20), 60)
    assert found.comparisons[0].outcome is Outcome.TOO_FEW
    assert found.comparisons[0].votes == 57


def test_the_best_of_three_beats_both_others():
    pairs = [("a", "b"), ("a", "c"), ("b", "c")]
    votes = [
        Judgement("p1", q, *pair, "c" if "c" in pair else "b", both_bad=False, seconds=3)
        for q in range(30)
        for pair in pairs
    ]
    found = summarise([BASE, TUNED, THIRD], votes, texts(30, "abc"), 90)
    assert found.sentence == "System C is the best of 3 systems: experts preferred it to each of the others."
    assert [(c.first, c.second) for c in found.comparisons] == [("b", "a"), ("c", "a"), ("c", "b")]


def test_three_equal_systems_cannot_be_told_apart():
    draw = Random(3)  # noqa: S311 - a repeatable coin
    pairs = [("a", "b"), ("a", "c"), ("b", "c")]
    votes = [
        Judgement("p1", q, *pair, draw.choice(pair), both_bad=False, seconds=3) for q in range(30) for pair in pairs
    ]
    found = summarise([BASE, TUNED, THIRD], votes, texts(30, "abc"), 90)
    assert found.sentence == "Cannot tell yet which of 3 systems is best: 30 prompts."
    assert all(c.adjusted >= 0.05 for c in found.comparisons)


def test_somebody_who_always_takes_the_left_shows():
    votes = [Judgement("p1", q, "a", "b", "a", both_bad=False, seconds=1) for q in range(20)]
    found = summarise([BASE, TUNED], votes, texts(20), 20)
    assert found.side_bias == pytest.approx(2 / 2**20)
    assert (found.people[0].left, found.people[0].right) == (20, 0)


def test_agreement_is_measured_where_two_people_judged():
    votes = [a_judgement(q, "b", person) for q in range(10) for person in ("p1", "p2")]
    votes[1] = a_judgement(0, "a", "p2")
    found = summarise([BASE, TUNED], votes, texts(10), 20)
    assert found.agreement is not None
    assert found.agreement.items == 10
    assert found.agreement.raw == 0.9
    assert found.people[0].with_others == 0.9


def test_the_length_difference_is_told_and_pairs_of_like_length_are_scored_apart():
    written = texts(20) | {(0, "a"): "y" * 30}
    lengths = summarise([BASE, TUNED], judged(20, 0, 0), written, 20).comparisons[0].lengths
    assert lengths is not None
    assert (lengths.mean_first, lengths.mean_second) == (30, 11)
    assert (lengths.similar_prompts, lengths.similar_rate) == (1, 1.0)
