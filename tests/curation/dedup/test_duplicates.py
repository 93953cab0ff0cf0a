"""Duplicates against a brute-force comparison of all pairs, and what makes a conflict."""

import random
import re
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.dedup import contradictions
from curation.dedup.bands import bands_for, chance
from curation.dedup.duplicates import find_duplicates
from curation.dedup.groups import ALL_PAIRS
from curation.dedup.policy import DuplicatePolicy
from curation.errors import InputError

WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "theta", "iota", "kappa", "lambda", "nu", "omicron", "sigma")


def frame(*rows):
    return pl.DataFrame(rows, schema={"id": pl.String, "question": pl.String, "answer": pl.String}, orient="row")


def kinds(found):
    return {(a, b): kind for a, b, _, kind in found.pairs.rows()}


def oracle(given, threshold=0.8, n=3):
    """All pairs at or above the threshold, by sets of tuples of words, without any hashing."""
    sets = {}
    for name, question, answer in given.rows():
        words = re.findall(r"\w+", f"{question}\n{answer}".lower())
        grams = {tuple(words[i : i + n]) for i in range(max(1, len(words) - n + 1))} if words else set()
        sets[name] = (words, grams)
    found = {}
    for (a, (words_a, one)), (b, (words_b, other)) in combinations(sorted(sets.items()), 2):
        if one and other and (words_a == words_b or len(one & other) / len(one | other) >= threshold):
            found[a, b] = len(one & other) / len(one | other)
    return found


def a_corpus(seed, size):
    """Texts with many near copies: each is new, or an earlier one with a few words changed."""
    draw, rows = random.Random(seed), []  # noqa: S311 - a corpus, not a secret
    for number in range(size):
        if rows and draw.random() < 0.6:
            words = f"{draw.choice(rows)[1]} {draw.choice(rows)[2]}".split()[:60]
            for _ in range(draw.choice([0, 0, 1, 1, 2])):
                if words:
                    words[draw.randrange(len(words))] = draw.choice(WORDS)
        else:
            words = [draw.choice(WORDS) + str(draw.randrange(40)) for _ in range(draw.randrange(60))]
        rows.append((f"s{number:04}", " ".join(words[:20]), " ".join(words[20:])))
    return frame(*rows)


@pytest.mark.parametrize("seed", range(4))
def test_every_pair_that_brute_force_finds_is_found_with_its_similarity(seed):
    corpus = a_corpus(seed, 250)
    found = {(a, b): j for a, b, j, kind in find_duplicates(corpus).pairs.rows() if kind != "conflict"}
    expected = oracle(corpus)
    assert len(expected) >= 10
    assert found == pytest.approx(expected)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.text("ab \n", max_size=8), st.text("abÉé.", max_size=6)), max_size=8),
    st.sampled_from([1, 2, 3]),
)
def test_short_and_odd_texts_agree_with_brute_force(texts, ngram):
    corpus = frame(*((f"{i}", q, a) for i, (q, a) in enumerate(texts)))
    found = find_duplicates(corpus, DuplicatePolicy(threshold=0.5, ngram=ngram))
    assert {(a, b) for a, b, _, kind in found.pairs.rows() if kind != "conflict"} == set(oracle(corpus, 0.5, ngram))


def test_equal_words_are_exact_whatever_the_case_and_the_signs():
    found = find_duplicates(
        frame(("a", "What is X?", "It is Y."), ("b", "WHAT IS X", "it  is y!"), ("c", "Else", "No"))
    )
    assert kinds(found) == {("a", "b"): "exact"}
    assert found.groups.rows() == [("a", "a", "exact"), ("b", "a", "exact")]


def test_texts_without_words_are_never_alike():
    assert find_duplicates(frame(("a", "", ""), ("b", "", ""), ("c", "...", "?!"))).pairs.is_empty()


def test_a_chain_of_near_copies_is_one_group_named_by_its_smallest_id():
    words = [f"w{i}" for i in range(60)]
    rows = [(name, " ".join(words[i : i + 52]), "") for i, name in enumerate(["c", "b", "a"])]
    found = find_duplicates(frame(*rows), DuplicatePolicy(threshold=0.9))
    assert set(kinds(found).values()) == {"near"}
    assert {group for _, group, _ in found.groups.rows()} == {"a"}


def test_the_order_of_the_rows_changes_nothing():
    corpus = a_corpus(9, 120)
    assert find_duplicates(corpus).pairs.equals(find_duplicates(corpus.reverse()).pairs)
    assert find_duplicates(corpus).groups.equals(find_duplicates(corpus.reverse()).groups)


def test_very_many_equal_texts_are_told_by_their_first():
    count = ALL_PAIRS + 10
    found = find_duplicates(frame(*((f"{i:03}", "the same question", "the same answer") for i in range(count))))
    assert len(found.pairs) == count - 1
    assert len(found.groups) == count


ASKED = "How many days of notice must a landlord give before entering the flat for a repair"
CONFLICTS = [
    (
        "equal questions, other answers",
        ASKED,
        "One day is enough.",
        ASKED + "?",
        "He may come at any time he likes.",
        True,
    ),
    ("a number differs", ASKED, "He must give 2 days of notice.", ASKED, "He must give 14 days of notice.", True),
    ("a negation differs", ASKED, "He must give notice by law.", ASKED, "He must not give notice by law.", True),
    ("a synonym", ASKED, "One day.", ASKED.replace("repair", "renovation"), "At any time.", True),
    ("equal answers", ASKED, "One day is enough.", ASKED, "one day is enough", False),
    ("another number asked", ASKED + " in 2019", "One.", ASKED + " in 2024", "Two days.", False),
    ("another wording", ASKED, "One.", "What notice is due before a landlord comes in", "Two days.", False),
    ("no answer", ASKED, "", ASKED, "Two days.", False),
    ("tags differ", ASKED + " to <PERSON_1>", "One.", ASKED + " to <PERSON_2>", "Any time he likes.", True),
]


@pytest.mark.parametrize(("_", "q1", "a1", "q2", "a2", "against"), CONFLICTS, ids=[row[0] for row in CONFLICTS])
def test_a_conflict_is_one_question_with_two_answers(_, q1, a1, q2, a2, against):
    found = find_duplicates(frame(("x", q1, a1), ("y", q2, a2)))
    assert (found.pairs.filter(pl.col("kind") == "conflict").height == 1) is against


def test_a_template_filled_with_many_subjects_is_no_conflict():
    rows = [(str(i), ASKED + f" of {name}", f"{name} needs {i} days.") for i, name in enumerate(WORDS)]
    assert "conflict" not in set(find_duplicates(frame(*rows)).pairs["kind"])


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 0.8, 0.9, 1.0])
def test_bands_find_a_pair_at_the_threshold_almost_surely(threshold):
    assert chance(threshold, *bands_for(threshold)) >= 0.999


def test_the_measured_choice_of_bands_is_kept():
    assert (bands_for(0.8), bands_for(0.7)) == ((25, 5), (32, 4))


@pytest.mark.parametrize(("threshold", "ngram"), [(0.1, 3), (1.5, 3), (0.8, 0)])
def test_settings_that_make_no_sense_are_refused(threshold, ngram):
    with pytest.raises(InputError, match=r"0\.3 to 1"):
        DuplicatePolicy(threshold, ngram)


@pytest.mark.slow
def test_ten_thousand_unlike_records_make_no_pair():
    draw = random.Random(1)  # noqa: S311 - a corpus, not a secret
    vocabulary = [f"word{i}" for i in range(3000)]
    rows = [
        (f"{i:05}", " ".join(draw.choices(vocabulary, k=15)), " ".join(draw.choices(vocabulary, k=85)))
        for i in range(10_000)
    ]
    assert find_duplicates(frame(*rows)).pairs.is_empty()


def test_conflicts_are_the_same_however_many_pairs_are_scored_at_once(monkeypatch):
    rows = [(f"{i:03}", ASKED if i % 3 else f"{ASKED}, please", f"Answer {'x' * i} takes {i} days.") for i in range(40)]
    whole = find_duplicates(frame(*rows)).conflicts
    monkeypatch.setattr(contradictions, "AT_ONCE", 3)
    assert find_duplicates(frame(*rows)).conflicts.equals(whole)
    assert len(whole) > 3
