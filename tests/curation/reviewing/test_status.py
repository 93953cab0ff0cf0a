"""Where a sample stands, computed from what was said and written alone."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.reviews import Decision, JudgedText, Purpose, Verdict, status_of
from curation.domain.samples import SampleStatus

START = datetime(2026, 1, 1, tzinfo=UTC)
APPROVE, REJECT, ESCALATE = Verdict.APPROVE, Verdict.REJECT, Verdict.ESCALATE
BASE = JudgedText(1, "one", is_open=True)
RULED = {"purpose": Purpose.RULING}


def proposed(number, meaning, parent=1):
    return JudgedText(number, meaning, is_open=bool(meaning), proposed=True, parent=parent)


def said(number, person, verdict, revision=1, slots=2, **more):
    at = START + timedelta(seconds=number)
    return Decision(f"d{number}", "s", revision, person, verdict, None, "", 1.0, at, slots=slots, **more)


def stands(decisions, texts=(BASE,), slots=2):
    outcome = status_of(decisions, texts, slots)
    return outcome.status.value, outcome.head


def test_with_one_slot_one_decision_settles():
    assert stands([said(1, "a", APPROVE, slots=1)], slots=1) == ("approved", 1)
    assert stands([said(1, "a", REJECT, slots=1)], slots=1) == ("rejected", 1)


def test_a_sample_waits_until_as_many_have_spoken_as_were_asked():
    assert stands([]) == ("waiting", 1)
    assert stands([said(1, "a", REJECT)]) == ("waiting", 1)
    assert stands([said(1, "a", REJECT), said(2, "a", REJECT)]) == ("waiting", 1)


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (APPROVE, APPROVE, "approved"),
        (REJECT, REJECT, "rejected"),
        (APPROVE, REJECT, "disputed"),
        (APPROVE, ESCALATE, "escalated"),
        (REJECT, ESCALATE, "escalated"),
    ],
)
def test_two_verdicts_agree_or_are_disputed_in_either_order(first, second, status):
    for one, other in permutations((first, second)):
        assert stands([said(1, "a", one), said(2, "b", other)]) == (status, 1)


def test_two_different_rewrites_are_disputed_and_the_text_stays_as_it_was():
    texts = (BASE, proposed(2, "two"), proposed(3, "three"))
    assert stands([said(1, "a", APPROVE, 2), said(2, "b", APPROVE, 3)], texts) == ("disputed", 1)


def test_a_rewrite_against_an_approval_as_it_is_is_disputed():
    assert stands([said(1, "a", APPROVE, 2), said(2, "b", APPROVE)], (BASE, proposed(2, "two"))) == ("disputed", 1)


def test_two_rewrites_that_mean_the_same_agree_and_become_the_text():
    texts = (BASE, proposed(2, "same"), proposed(3, "same"))
    assert stands([said(1, "a", APPROVE, 2), said(2, "b", APPROVE, 3)], texts) == ("approved", 3)


def test_one_rewrite_of_two_changes_nothing_yet():
    assert stands([said(1, "a", APPROVE, 2)], (BASE, proposed(2, "two"))) == ("waiting", 1)
    assert stands([said(1, "a", APPROVE, 2)], (BASE, proposed(2, ""))) == ("waiting", 1)


def test_rewrites_that_are_not_screened_yet_are_not_compared():
    texts = (BASE, proposed(2, "two"), proposed(3, ""))
    assert stands([said(1, "a", APPROVE, 2), said(2, "b", APPROVE, 3)], texts) == ("screening", 1)


def test_a_ruling_settles_a_disagreement_for_one_side():
    texts = (BASE, proposed(2, "two"))
    sides = [said(1, "a", APPROVE, 2), said(2, "b", REJECT)]
    assert stands([*sides, said(3, "lead", APPROVE, 2, **RULED)], texts) == ("approved", 2)
    assert stands([*sides, said(3, "lead", APPROVE, 1, **RULED)], texts) == ("approved", 1)
    assert stands([*sides, said(3, "lead", REJECT, 1, **RULED)], texts) == ("rejected", 1)


def test_a_ruling_taken_back_leaves_the_disagreement():
    sides = [said(1, "a", APPROVE), said(2, "b", REJECT), said(3, "lead", APPROVE, **RULED)]
    assert stands([*sides, said(4, "lead", Verdict.UNDO, undoes="d3")]) == ("disputed", 1)


def test_a_question_sends_the_sample_back_to_everybody():
    sides = [said(1, "a", APPROVE), said(2, "b", REJECT), said(3, "lead", Verdict.ASK, **RULED)]
    assert stands(sides) == ("waiting", 1)
    assert stands([*sides, said(4, "a", APPROVE), said(5, "b", APPROVE)]) == ("approved", 1)
    assert stands([*sides, said(4, "lead", Verdict.UNDO, undoes="d3")]) == ("disputed", 1)


def test_a_voice_taken_back_hides_the_agreed_rewrite_again():
    texts = (BASE, proposed(2, "same"), proposed(3, "same"))
    both = [said(1, "a", APPROVE, 2), said(2, "b", APPROVE, 3)]
    assert stands([*both, said(3, "b", Verdict.UNDO, undoes="d2")], texts) == ("waiting", 1)


def test_voices_survive_a_change_of_placeholders_and_end_with_another_text():
    both = [said(1, "a", APPROVE), said(2, "b", APPROVE)]
    assert stands(both, (BASE, JudgedText(2, "one", is_open=True))) == ("approved", 2)
    assert stands(both, (BASE, JudgedText(2, "two", is_open=True))) == ("waiting", 2)


def test_agreed_rewrites_survive_a_change_of_placeholders():
    texts = (BASE, proposed(2, "same"), proposed(3, "same"), JudgedText(4, "same", is_open=True))
    assert stands([said(1, "a", APPROVE, 2), said(2, "b", APPROVE, 3)], texts) == ("approved", 4)


def test_how_many_are_asked_stays_as_it_was_when_the_first_spoke():
    assert stands([said(1, "a", APPROVE, slots=1)], slots=3) == ("approved", 1)
    assert stands([said(1, "a", APPROVE, slots=2)], slots=1) == ("waiting", 1)


def test_a_sample_whose_newest_text_is_screened_is_out_of_sight():
    assert stands([], (BASE, JudgedText(2, "", is_open=False))) == ("screening", 1)


VERDICTS = st.sampled_from((APPROVE, REJECT, ESCALATE))
VOICES = st.lists(st.tuples(st.sampled_from("abc"), VERDICTS, st.sampled_from((1, 2, 3))), max_size=6)


@given(voices=VOICES, slots=st.integers(1, 3))
def test_only_agreement_of_as_many_as_were_asked_approves_or_rejects(voices, slots):
    texts = (BASE, proposed(2, "two"), proposed(3, "three"))
    decisions = [
        said(i, person, verdict, text if verdict is APPROVE else 1, slots)
        for i, (person, verdict, text) in enumerate(voices)
    ]
    outcome = status_of(decisions, texts, slots)
    last = {d.person_id: d for d in decisions}
    heard = {(d.verdict, d.revision) for d in last.values()}
    if outcome.status in {SampleStatus.APPROVED, SampleStatus.REJECTED}:
        assert len(last) >= slots
        assert len({(v, r) for v, r in heard if v is not ESCALATE}) == 1
    if len(last) < slots:
        assert outcome.status is SampleStatus.WAITING
    if outcome.status is not SampleStatus.APPROVED:
        assert outcome.head == 1
