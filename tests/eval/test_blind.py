"""Blindness: nothing that a rater receives tells which system is which."""

from collections import Counter
from dataclasses import asdict
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from curation.domain.samples import Message, Role
from eval.blind import shown, tasks_for

PAIR = (("a", "b"),)
seeds = st.integers(0, 2**31)
people = st.text(min_size=1, max_size=8)
counts = st.integers(1, 60)


@given(seeds, people, counts, st.integers(2, 4))
def test_every_question_is_asked_once_with_every_pair(seed, person, count, arms):
    pairs = tuple(combinations("abcd"[:arms], 2))
    tasks = tasks_for("r", seed, person, range(count), pairs)
    asked = Counter((t.question, frozenset((t.left, t.right))) for t in tasks)
    assert asked == Counter((q, frozenset(p)) for q in range(count) for p in pairs)
    assert [t.ordinal for t in tasks] == list(range(len(tasks)))


@given(seeds, people, counts, st.integers(2, 4))
def test_each_arm_of_a_pair_stands_left_as_often_as_right(seed, person, count, arms):
    pairs = tuple(combinations("abcd"[:arms], 2))
    tasks = tasks_for("r", seed, person, range(count), pairs)
    for first, second in pairs:
        sides = Counter((t.left, t.right) for t in tasks)
        assert abs(sides[first, second] - sides[second, first]) <= 1


@given(seeds, people, st.integers(2, 60))
def test_a_question_comes_again_only_after_every_other_one_came(seed, person, count):
    tasks = tasks_for("r", seed, person, range(count), tuple(combinations("abc", 2)))
    laps = [tasks[i : i + count] for i in range(0, len(tasks), count)]
    assert all({t.question for t in lap} == set(range(count)) for lap in laps)


def test_the_same_seed_and_person_give_the_same_sides_under_fresh_ids():
    one, two = (tasks_for("r", 5, "ann", range(30), PAIR) for _ in range(2))
    assert [(t.question, t.left) for t in one] == [(t.question, t.left) for t in two]
    assert not {t.id for t in one} & {t.id for t in two}


def test_two_people_do_not_share_sides_or_order():
    one, two = (tasks_for("r", 5, person, range(40), PAIR) for person in ("ann", "ben"))
    assert [t.question for t in one] != [t.question for t in two]
    assert {t.question: t.left for t in one} != {t.question: t.left for t in two}


def test_neither_place_in_the_order_nor_id_tells_the_side():
    """Over many people the arm on the left is a fair coin at every place, and for ids sorted either way."""
    left_by_place, left_by_id = Counter(), Counter()
    for person in range(400):
        tasks = tasks_for("r", 11, f"p{person}", range(10), PAIR)
        left_by_place.update(t.ordinal for t in tasks if t.left == "a")
        left_by_id.update(place for place, t in enumerate(sorted(tasks, key=lambda t: t.id)) if t.left == "a")
    assert all(150 < left_by_place[n] < 250 for n in range(10))
    assert all(150 < left_by_id[n] < 250 for n in range(10))


@given(st.text(), st.text())
def test_what_a_rater_receives_is_question_and_two_texts_alone(first, second):
    task = tasks_for("r", 3, "ann", [0], PAIR)[0]
    seen = shown(task, (Message(Role.USER, "Why?"),), {"a": first, "b": second})
    assert set(asdict(seen)) == {"id", "messages", "left", "right"}
    assert (seen.left, seen.right) == (
        {"a": first, "b": second}[task.left].strip(),
        {"a": first, "b": second}[task.right].strip(),
    )


def test_white_space_around_an_answer_does_not_give_its_system_away():
    task = tasks_for("r", 3, "ann", [0], PAIR)[0]
    one = shown(task, (), {"a": " Take two.\n", "b": "Take two."})
    assert one.left == one.right
