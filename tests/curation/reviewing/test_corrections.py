import pytest

from curation.domain.desk import Draft, Pool
from curation.domain.identity import new_id
from curation.domain.samples import question_and_answer
from curation.errors import InputError, StaleRevisionError
from curation.store.corrections import newest_revision
from curation.store.jobs import open_jobs
from curation.store.samples import sample
from curation.store.tables_samples import RevisionRow
from curation.store.tables_work import DraftRow
from tests.curation.reviewing.desk_builders import approving, screen, waiting_samples

BETTER = question_and_answer("Question 0, better?", "Answer 0, better.")


def correct(desk, person=None, revision=1):
    sent = approving("s000", revision)
    return sent, desk.reviewing.correct(person or desk.ada, desk.project, sent, BETTER.question, BETTER.answer)


def head(desk):
    with desk.workbench.database.reading() as tx:
        found = sample(tx, desk.project.id, "s000")
        return found.head, found.status.value


def test_a_correction_is_seen_by_nobody_before_it_is_screened(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    _, decided = correct(desk)
    assert (decided.status.value, head(desk)) == ("screening", (1, "screening"))
    assert desk.reviewing.next_items(desk.ben, desk.project, 1) == ()
    with desk.workbench.database.reading() as tx:
        row = tx.get_one(RevisionRow, ("s000", 2))
        assert (row.question, row.answer, row.messages, row.kind, row.state) == ("", "", [], "edited", "screening")
        assert b"better" not in (row.sealed or b"")
        assert [job.payload for job in open_jobs(tx, desk.project.id)] == [{"revisions": [["s000", 2]]}]


def test_a_screened_correction_is_approved_by_its_author_and_shows_what_changed(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    correct(desk)
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    assert head(desk) == (2, "approved")
    item = desk.reviewing.item(desk.ben, desk.project, "s000")
    assert item.conversation == BETTER
    assert [r.number for r in item.earlier] == [1]


def test_a_correction_that_changes_nothing_is_an_approval(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    decided = desk.reviewing.correct(desk.ada, desk.project, approving("s000"), "Question 0?", "Answer 0.")
    assert (decided.status.value, head(desk)) == ("approved", (1, "approved"))


def test_sending_a_correction_twice_adds_one_revision(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    sent, _ = correct(desk)
    again = desk.reviewing.correct(desk.ada, desk.project, sent, BETTER.question, BETTER.answer)
    assert again.again
    with desk.workbench.database.reading() as tx:
        assert newest_revision(tx, "s000").number == 2
        assert tx.query(DraftRow).count() == 0


def test_an_empty_correction_is_refused_with_the_cure(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    with pytest.raises(InputError, match="Reject the sample"):
        desk.reviewing.correct(desk.ada, desk.project, approving("s000"), "Question 0?", "  ")


def test_a_correction_that_comes_too_late_is_kept_as_a_draft_beside_the_newer_text(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    correct(desk, desk.ben)
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    with pytest.raises(StaleRevisionError):
        desk.reviewing.correct(desk.ada, desk.project, approving("s000"), "Mine?", "My answer.")
    item = desk.reviewing.item(desk.ada, desk.project, "s000")
    assert item.conversation == BETTER
    assert (item.draft.question, item.draft.answer, item.draft.revision) == ("Mine?", "My answer.", 1)


def test_a_text_that_came_too_late_is_found_again_after_others_have_decided(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    correct(desk, desk.ben)
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    with pytest.raises(StaleRevisionError):
        desk.reviewing.correct(desk.ada, desk.project, approving("s000"), "Mine?", "My answer.")
    assert desk.reviewing.progress(desk.ada, desk.project).kept == 1
    (item,) = desk.reviewing.next_items(desk.ada, desk.project, 3, pool=Pool.KEPT)
    assert (item.conversation, item.draft.answer) == (BETTER, "My answer.")
    decided = desk.reviewing.correct(desk.ada, desk.project, approving("s000", 2), "Mine?", "My answer.")
    assert decided.status.value == "screening"
    assert desk.reviewing.progress(desk.ada, desk.project).kept == 0


def test_undoing_a_correction_restores_the_text_and_keeps_what_was_typed(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    sent, _ = correct(desk)
    item = desk.reviewing.undo(desk.ada, desk.project, new_id(), sent.id)
    assert (item.revision.number, item.revision.kind.value, item.conversation.answer) == (3, "restored", "Answer 0.")
    assert item.draft.answer == BETTER.answer
    assert head(desk) == (3, "waiting")


def test_undoing_a_correction_holds_when_it_is_screened_afterwards(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    sent, _ = correct(desk)
    desk.reviewing.undo(desk.ada, desk.project, new_id(), sent.id)
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    assert head(desk) == (3, "waiting")


def test_undoing_a_screened_correction_restores_the_text_too(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    sent, _ = correct(desk)
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    item = desk.reviewing.undo(desk.ada, desk.project, new_id(), sent.id)
    assert (item.conversation.answer, item.draft.answer) == ("Answer 0.", BETTER.answer)
    assert head(desk) == (3, "waiting")


def test_an_approval_of_the_restored_text_counts(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    sent, _ = correct(desk)
    desk.reviewing.undo(desk.ada, desk.project, new_id(), sent.id)
    desk.clock.forward(1)
    assert desk.reviewing.decide(desk.ada, desk.project, approving("s000", 3)).status.value == "approved"


def test_a_draft_is_sealed_and_opened_for_its_author_alone(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    draft = Draft("s000", 1, "Half a ques", "Half an answ", "a note", desk.clock())
    desk.reviewing.save_draft(desk.ada, desk.project, draft)
    assert desk.reviewing.next_items(desk.ada, desk.project, 1)[0].draft == draft
    assert desk.reviewing.item(desk.ben, desk.project, "s000").draft is None
    with desk.workbench.database.reading() as tx:
        assert b"Half" not in tx.query(DraftRow).one().sealed
    desk.reviewing.drop_draft(desk.ada, desk.project, "s000")
    assert desk.reviewing.item(desk.ada, desk.project, "s000").draft is None


def test_a_draft_that_arrives_after_the_decision_is_let_go(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.reviewing.decide(desk.ada, desk.project, approving("s000"))
    desk.reviewing.save_draft(desk.ada, desk.project, Draft("s000", 1, "late", "late", "", desk.clock()))
    assert desk.reviewing.item(desk.ada, desk.project, "s000").draft is None
