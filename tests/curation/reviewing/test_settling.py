"""A disagreement is settled by somebody else: for one side, merged by hand, or sent back with a question."""

import pytest

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.people import PersonRole
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus, question_and_answer
from curation.domain.settling import Ruling
from curation.errors import (
    ConflictError,
    InputError,
    LeaseLostError,
    NotFoundError,
    PermissionRefusedError,
    StaleRevisionError,
)
from curation.services.settling import Settling
from curation.store.events import events_of
from curation.store.reviews import decisions_of
from curation.store.samples import sample
from curation.store.screened import open_comment
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import act, approving, rejecting, screen, waiting_samples

MINE, OTHER, MERGED = (
    question_and_answer("Question 0?", f"Answer 0, {words}.") for words in ("as Ada", "as Ben", "merged")
)


@pytest.fixture
def settling(desk):
    return Settling(desk.workbench.database, desk.workbench.seal, desk.clock)


@pytest.fixture
def disputed(desk):
    """Ada has rewritten the sample, Ben has rejected it."""
    waiting_samples(desk.workbench, desk.project, 2)
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    rewrite(desk, desk.ada, MINE)
    desk.reviewing.decide(desk.ben, desk.project, rejecting("s000"))
    desk.clock.forward(1)
    return desk


def rewrite(desk, person, conversation, seen=None):
    sent = Act(new_id(), "s000", stands(desk)[1], Verdict.APPROVE, seen=seen)
    desk.reviewing.correct(person, desk.project, sent, conversation.question, conversation.answer)
    with desk.workbench.database.reading() as tx:
        number = decisions_of(tx, ["s000"])["s000"][-1].revision
    screen(desk.reviewing, desk.project, "s000", number, conversation)
    desk.clock.forward(1)


def stands(desk):
    with desk.workbench.database.reading() as tx:
        found = sample(tx, desk.project.id, "s000")
    return found.status.value, found.head


def ruling(disagreement, side, comment=""):
    chosen = disagreement.sides[side].decision_id if side is not None else ""
    return Ruling(new_id(), "s000", disagreement.revision, chosen, disagreement.status, comment)


def test_every_side_is_shown_with_its_text_and_reason_and_without_a_name(disputed, settling):
    rows, total = settling.page(disputed.owner, disputed.project, 0, 10)
    assert ([(row.sample_id, row.status.value, row.voices) for row in rows], total) == ([("s000", "disputed", 2)], 1)
    found = settling.detail(disputed.owner, disputed.project, "s000")
    assert [(s.verdict.value, s.text, s.own) for s in found.sides] == [
        ("approve", MINE, False),
        ("reject", None, False),
    ]
    assert found.sides[1].reason.value == "wrong"
    assert (found.text.answer, found.obstacle, found.alone) == ("Answer 0.", None, False)


def test_who_may_not_settle_sees_nothing_of_it(disputed, settling):
    for call in (settling.page, settling.detail):
        with pytest.raises(PermissionRefusedError):
            call(disputed.ben, disputed.project, *((0, 10) if call == settling.page else ("s000",)))
    assert settling.count(disputed.ben, disputed.project) == 0


def test_deciding_for_a_text_makes_it_the_sample_and_undo_brings_the_disagreement_back(disputed, settling):
    found = settling.detail(disputed.owner, disputed.project, "s000")
    sent = ruling(found, 0)
    assert settling.settle(disputed.owner, disputed.project, sent).status is SampleStatus.APPROVED
    assert settling.settle(disputed.owner, disputed.project, sent).again
    assert stands(disputed) == ("approved", 2)
    assert disputed.reviewing.item(disputed.ben, disputed.project, "s000").conversation == MINE
    assert settling.undo(disputed.owner, disputed.project) == "s000"
    assert stands(disputed) == ("disputed", 1)
    with disputed.workbench.database.reading() as tx:
        actions = [event.action for event in events_of(tx, "sample", "s000")]
    assert actions[-2:] == ["sample.settled", "sample.undone"]
    with pytest.raises(NotFoundError):
        settling.undo(disputed.owner, disputed.project)


def test_deciding_for_a_rejection_keeps_its_reason(disputed, settling):
    found = settling.detail(disputed.owner, disputed.project, "s000")
    settling.settle(disputed.owner, disputed.project, ruling(found, 1))
    with disputed.workbench.database.reading() as tx:
        last = decisions_of(tx, ["s000"])["s000"][-1]
    assert (stands(disputed)[0], last.reason.value, last.purpose.value) == ("rejected", "wrong", "ruling")


def test_a_text_merged_by_hand_is_screened_and_then_approved(disputed, settling):
    rewrite(disputed, disputed.owner, MERGED, SampleStatus.DISPUTED)
    assert stands(disputed)[0] == "approved"
    assert disputed.reviewing.item(disputed.ada, disputed.project, "s000").conversation == MERGED
    settling.undo(disputed.owner, disputed.project)
    assert stands(disputed)[0] == "disputed"
    draft = settling.detail(disputed.owner, disputed.project, "s000").draft
    assert (draft.question, draft.answer, draft.turns) == (MERGED.question, MERGED.answer, ())


def test_a_question_sends_the_sample_back_to_both_and_is_read_once_screened(disputed, settling):
    found = settling.detail(disputed.owner, disputed.project, "s000")
    with pytest.raises(InputError):
        settling.ask(disputed.owner, disputed.project, ruling(found, None, "  "))
    sent = ruling(found, None, "Which guideline says so?")
    assert settling.ask(disputed.owner, disputed.project, sent).status is SampleStatus.WAITING
    disputed.clock.forward(1)
    items = disputed.reviewing.next_items(disputed.ada, disputed.project, 1)
    assert [(i.sample_id, i.asked, i.others, i.conversation.answer) for i in items] == [("s000", "", (), "Answer 0.")]
    with disputed.workbench.database.transaction() as tx:
        open_comment(tx, sent.id, "Which guideline says so?")
    assert disputed.reviewing.item(disputed.ben, disputed.project, "s000").asked == "Which guideline says so?"
    disputed.reviewing.decide(disputed.ada, disputed.project, rejecting("s000"))
    disputed.clock.forward(1)
    disputed.reviewing.decide(disputed.ben, disputed.project, rejecting("s000"))
    assert stands(disputed)[0] == "rejected"
    with disputed.workbench.database.reading() as tx:
        assert [d.blind for d in decisions_of(tx, ["s000"])["s000"]][-2:] == [False, False]


def test_of_two_who_settle_at_once_one_wins(disputed, settling):
    senior = a_person(disputed.workbench, disputed.project, "Sena", PersonRole.SENIOR)
    found = settling.detail(disputed.owner, disputed.project, "s000")
    settling.settle(senior, disputed.project, ruling(found, 0))
    with pytest.raises((LeaseLostError, StaleRevisionError)):
        settling.settle(disputed.owner, disputed.project, ruling(found, 1))
    assert stands(disputed) == ("approved", 2)


def test_a_side_that_was_taken_back_cannot_be_chosen(disputed, settling):
    found = settling.detail(disputed.owner, disputed.project, "s000")
    disputed.reviewing.undo(disputed.ben, disputed.project, new_id())
    with pytest.raises(ConflictError):
        settling.settle(disputed.owner, disputed.project, ruling(found, 1))


def test_one_side_settles_it_only_where_nobody_else_can_and_the_policy_allows(desk, settling):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    desk.reviewing.decide(desk.owner, desk.project, approving("s000"))
    desk.clock.forward(1)
    desk.reviewing.decide(desk.ada, desk.project, rejecting("s000"))
    found = settling.detail(desk.owner, desk.project, "s000")
    assert (found.obstacle, found.alone, [s.own for s in found.sides]) == (None, True, [True, False])
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2, "own_disputes": "never"})
    assert "nobody may settle" in settling.detail(desk.owner, desk.project, "s000").obstacle
    a_person(desk.workbench, desk.project, "Sena", PersonRole.SENIOR)
    assert "Sena can settle it" in settling.detail(desk.owner, desk.project, "s000").obstacle
    with pytest.raises(ConflictError, match="Sena"):
        settling.settle(desk.owner, desk.project, ruling(found, 1))


def test_what_nobody_was_sure_of_waits_here_too(desk, settling):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.reviewing.decide(desk.ada, desk.project, act(Verdict.ESCALATE, "s000"))
    rows, _ = settling.page(desk.owner, desk.project, 0, 10)
    assert [(row.sample_id, row.status.value) for row in rows] == [("s000", "escalated")]
