"""With several slots nobody learns what another said before their own stands; then as the policy says."""

from dataclasses import replace

import pytest

from curation.domain.identity import new_id
from curation.domain.people import PersonRole
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus, question_and_answer
from curation.errors import ConflictError, LeaseLostError
from curation.store.privacy_texts import has_waiting_text, stored_texts
from curation.store.reviews import decisions_of
from curation.store.samples import sample
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import act, approving, rejecting, screen, waiting_samples

MINE = question_and_answer("Question 0?", "Ada says otherwise.")
OTHER = question_and_answer("Question 0?", "Ben says otherwise.")


@pytest.fixture
def two(desk):
    """One sample on which two people are to decide."""
    waiting_samples(desk.workbench, desk.project, 1)
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    return desk


def rewrite(desk, person, conversation):
    sent = approving("s000")
    decided = desk.reviewing.correct(person, desk.project, sent, conversation.question, conversation.answer)
    with desk.workbench.database.reading() as tx:
        number = decisions_of(tx, ["s000"])["s000"][-1].revision
    screen(desk.reviewing, desk.project, "s000", number, conversation)
    desk.clock.forward(1)
    return sent, decided


def stands(desk):
    with desk.workbench.database.reading() as tx:
        found = sample(tx, desk.project.id, "s000")
    return found.status.value, found.head


def seen_by(desk, person):
    item = desk.reviewing.item(person, desk.project, "s000")
    return {d.person_id for d in item.others}, item.conversation.answer, [r.number for r in item.earlier]


def test_a_rewrite_of_one_of_two_is_seen_by_nobody_else(two):
    rewrite(two, two.ada, MINE)
    assert stands(two) == ("waiting", 1)
    (item,) = two.reviewing.next_items(two.ben, two.project, 1)
    assert (item.conversation.answer, item.status.value, item.others) == ("Answer 0.", "waiting", ())
    assert [r.number for r in item.earlier] == []
    assert seen_by(two, two.owner) == (set(), "Answer 0.", [])


def test_no_decision_comment_or_reason_is_known_before_ones_own_stands(two):
    two.reviewing.decide(two.ada, two.project, rejecting("s000"))
    two.clock.forward(1)
    assert seen_by(two, two.ben)[0] == set()
    assert seen_by(two, two.owner)[0] == set()
    two.reviewing.decide(two.ben, two.project, approving("s000"))
    assert stands(two)[0] == "disputed"
    assert seen_by(two, two.ben)[0] == {two.ada.id}
    assert seen_by(two, two.ada)[0] == {two.ben.id}


def test_who_is_unsure_keeps_the_place_and_tells_nobody(two):
    decided = two.reviewing.decide(two.ada, two.project, act(Verdict.ESCALATE, "s000"))
    assert decided.status.value == "waiting"
    assert seen_by(two, two.ben)[0] == set()


@pytest.mark.parametrize(("visibility", "early", "late"), [("never", 0, 0), ("own", 1, 1), ("all", 0, 1)])
def test_what_others_said_is_visible_when_the_policy_says(desk, visibility, early, late):
    waiting_samples(desk.workbench, desk.project, 1)
    rules = {"slots": 3, "visibility": visibility}
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", rules)
    cleo = a_person(desk.workbench, desk.project, "Cleo")
    for person in (desk.ada, desk.ben):
        desk.reviewing.decide(person, desk.project, approving("s000"))
        desk.clock.forward(1)
    assert len(seen_by(desk, desk.ada)[0]) == early
    assert len(seen_by(desk, cleo)[0]) == 0
    desk.reviewing.decide(cleo, desk.project, approving("s000"))
    assert stands(desk) == ("approved", 1)
    assert len(seen_by(desk, cleo)[0]) == 2 * late


def test_whoever_settles_knows_once_all_have_spoken_even_where_reviewers_never_do(two):
    two.workbench.projects.set_policy(two.owner, two.project, "review", {"slots": 2, "visibility": "never"})
    senior = a_person(two.workbench, two.project, "Sena", PersonRole.SENIOR)
    two.reviewing.decide(two.ada, two.project, approving("s000"))
    assert seen_by(two, senior)[0] == set()
    two.reviewing.decide(two.ben, two.project, rejecting("s000"))
    assert seen_by(two, senior)[0] == {two.ada.id, two.ben.id}
    assert seen_by(two, two.ben)[0] == set()


def test_two_equal_rewrites_agree(two):
    rewrite(two, two.ada, MINE)
    rewrite(two, two.ben, MINE)
    assert stands(two) == ("approved", 3)
    assert two.reviewing.item(two.ben, two.project, "s000").conversation == MINE


def test_two_rewrites_are_disputed_and_taking_one_back_brings_its_words_as_a_draft(two):
    rewrite(two, two.ada, MINE)
    sent, _ = rewrite(two, two.ben, OTHER)
    assert stands(two) == ("disputed", 1)
    item = two.reviewing.undo(two.ben, two.project, new_id(), sent.id)
    assert (item.status.value, item.draft.answer, item.draft.revision) == ("waiting", OTHER.answer, 1)
    assert (item.conversation.answer, item.others) == ("Answer 0.", ())


def test_who_decides_again_after_seeing_the_others_is_not_blind(two):
    two.reviewing.decide(two.ada, two.project, approving("s000"))
    two.clock.forward(1)
    sent = rejecting("s000")
    two.reviewing.decide(two.ben, two.project, sent)
    two.clock.forward(1)
    two.reviewing.undo(two.ben, two.project, new_id(), sent.id)
    two.clock.forward(1)
    two.reviewing.decide(two.ben, two.project, approving("s000"))
    with two.workbench.database.reading() as tx:
        every = decisions_of(tx, ["s000"])["s000"]
    assert [(d.blind, d.slot, d.slots) for d in every if d.verdict is not Verdict.UNDO] == [
        (True, 0, 2),
        (True, 1, 2),
        (False, 1, 2),
    ]


def test_a_third_voice_finds_no_place(two):
    two.reviewing.decide(two.ada, two.project, approving("s000"))
    two.reviewing.next_items(two.ben, two.project, 1)
    with pytest.raises(LeaseLostError):
        two.reviewing.decide(two.owner, two.project, approving("s000"))


def test_slots_follow_the_risk_of_a_sample(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots_by_risk": {"high": 2}})
    desk.reviewing.set_risk(desk.owner, desk.project, ["s000"], 2)
    assert desk.reviewing.decide(desk.ada, desk.project, approving("s000")).status.value == "waiting"
    assert desk.reviewing.decide(desk.ada, desk.project, approving("s001")).status.value == "approved"
    assert [i.sample_id for i in desk.reviewing.next_items(desk.ben, desk.project, 5)] == ["s000"]


def test_a_page_that_shows_another_status_decides_nothing(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.reviewing.decide(desk.ada, desk.project, approving("s000"))
    late = replace(rejecting("s000"), seen=SampleStatus.WAITING)
    with pytest.raises(LeaseLostError, match="has decided on this sample"):
        desk.reviewing.decide(desk.ben, desk.project, late)
    assert stands(desk)[0] == "approved"


def test_nobody_settles_their_own_disagreement_while_somebody_else_can(two):
    senior = a_person(two.workbench, two.project, "Sena", PersonRole.SENIOR)
    two.reviewing.decide(two.ada, two.project, approving("s000"))
    two.reviewing.decide(senior, two.project, rejecting("s000"))
    with pytest.raises(ConflictError, match="Owner can settle it"):
        two.reviewing.decide(senior, two.project, approving("s000"))
    assert two.reviewing.decide(two.owner, two.project, approving("s000")).status.value == "approved"


def test_the_text_that_is_judged_stays_the_newest_for_decisions_on_personal_data(two):
    rewrite(two, two.ada, MINE)
    with two.workbench.database.reading() as tx:
        assert [t.number for t in stored_texts(tx, "s000")] == [2, 1]
        assert not has_waiting_text(tx, "s000")
