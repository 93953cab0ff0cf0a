"""Editors: they rewrite and never approve, and what they rewrite reopens the signature that stood."""

import pytest

from curation.domain.desk import Draft, Pool
from curation.domain.people import PersonRole
from curation.domain.reviews import Verdict
from curation.domain.samples import question_and_answer
from curation.errors import PermissionRefusedError
from curation.store.samples import sample
from curation.store.tables_samples import RevisionRow
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import act, approving, rejecting, screen, waiting_samples

BETTER = question_and_answer("Question 0?", "Answer 0, in plain words.")


@pytest.fixture
def eve(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    return a_person(desk.workbench, desk.project, "Eve", PersonRole.EDITOR)


def stand(desk):
    with desk.workbench.database.reading() as tx:
        found = sample(tx, desk.project.id, "s000")
        return found.head, found.status.value


def rewrite(desk, eve, revision=1, sent=None):
    sent = sent or approving("s000", revision)
    done = desk.reviewing.correct(eve, desk.project, sent, BETTER.question, BETTER.answer)
    return sent, done


def test_an_editor_never_decides(desk, eve):
    for said in (approving("s000"), rejecting("s000"), act(Verdict.ESCALATE, "s000")):
        with pytest.raises(PermissionRefusedError, match="Eve may not do this here"):
            desk.reviewing.decide(eve, desk.project, said)
    for pool in (Pool.ESCALATED, Pool.DISPUTED):
        with pytest.raises(PermissionRefusedError):
            desk.reviewing.next_items(eve, desk.project, 1, pool=pool)
    assert stand(desk) == (1, "waiting")


def test_an_editors_rewrite_waits_for_an_expert_even_when_sent_as_an_approval(desk, eve):
    [item] = desk.reviewing.next_items(eve, desk.project, 1)
    desk.reviewing.save_draft(eve, desk.project, Draft("s000", 1, "Q", "half a sentence", "", desk.reviewing.clock()))
    assert item.sample_id == "s000"
    sent, done = rewrite(desk, eve)
    assert done.status.value == "screening"
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    assert stand(desk) == (2, "waiting")
    assert rewrite(desk, eve, sent=sent)[1].again
    with desk.workbench.database.reading() as tx:
        assert tx.get_one(RevisionRow, ("s000", 2)).author_id == eve.id
    [back] = desk.reviewing.next_items(desk.ada, desk.project, 1)
    assert (back.sample_id, back.conversation.answer) == ("s000", BETTER.answer)
    desk.reviewing.decide(desk.ada, desk.project, approving("s000", 2))
    assert stand(desk) == (2, "approved")


def test_a_later_rewrite_reopens_the_experts_signature(desk, eve):
    desk.reviewing.decide(desk.ada, desk.project, approving("s000"))
    assert stand(desk) == (1, "approved")
    rewrite(desk, eve)
    assert stand(desk) == (1, "screening")
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    assert stand(desk) == (2, "waiting")
    desk.reviewing.decide(desk.ada, desk.project, approving("s000", 2))
    assert stand(desk) == (2, "approved")


def test_an_editor_is_not_given_at_once_what_they_have_rewritten_or_left(desk, eve):
    rewrite(desk, eve)
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    assert [item.sample_id for item in desk.reviewing.next_items(eve, desk.project, 2)] == ["s001"]
    desk.reviewing.decide(eve, desk.project, act(Verdict.SKIP, "s001"))
    assert desk.reviewing.next_items(eve, desk.project, 2) == ()


def test_an_editor_takes_a_rewrite_back(desk, eve):
    sent, _ = rewrite(desk, eve)
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    item = desk.reviewing.undo(eve, desk.project, "undo-1", sent.id)
    assert item.conversation.answer == "Answer 0."
    assert item.draft.answer == BETTER.answer


def test_an_expert_who_is_an_editor_too_still_approves(desk, eve):
    both = a_person(desk.workbench, desk.project, "Bo", PersonRole.EDITOR, PersonRole.EXPERT)
    assert rewrite(desk, both)[1].status.value == "screening"
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    assert stand(desk) == (2, "approved")
