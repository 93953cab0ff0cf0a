import pytest

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.reviews import RejectReason, Verdict
from curation.errors import ConflictError, InputError, LeaseLostError, NotFoundError, StaleRevisionError
from curation.store.events import events_of
from curation.store.jobs import open_jobs
from curation.store.tables_work import DecisionRow
from tests.curation.reviewing.desk_builders import act, approving, rejecting, waiting_samples


def rows(desk):
    with desk.workbench.database.reading() as tx:
        return tx.query(DecisionRow).order_by(DecisionRow.created_at).all()


def test_an_approval_moves_the_sample_and_is_in_the_log(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    decided = desk.reviewing.decide(desk.ada, desk.project, approving("s000"))
    assert (decided.status.value, decided.again) == ("approved", False)
    with desk.workbench.database.reading() as tx:
        assert [(e.actor, e.action) for e in events_of(tx, "sample", "s000")] == [(desk.ada.id, "sample.approved")]


def test_sending_a_decision_twice_records_it_once(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    sent = approving("s000")
    desk.reviewing.decide(desk.ada, desk.project, sent)
    assert desk.reviewing.decide(desk.ada, desk.project, sent).again
    assert len(rows(desk)) == 1


def test_a_rejection_without_a_reason_is_refused_and_one_with_it_counts(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    with pytest.raises(InputError, match="needs a reason"):
        desk.reviewing.decide(desk.ada, desk.project, Act(new_id(), "s000", 1, Verdict.REJECT))
    assert desk.reviewing.decide(desk.ada, desk.project, rejecting("s000")).status.value == "rejected"
    assert rows(desk)[0].reason == RejectReason.WRONG.value


def test_a_decision_on_a_text_that_has_changed_is_refused(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    with pytest.raises(StaleRevisionError, match="changed while you had it open"):
        desk.reviewing.decide(desk.ada, desk.project, approving("s000", revision=2))
    assert rows(desk) == []


def test_nobody_decides_on_a_sample_that_another_holds(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.reviewing.next_items(desk.ada, desk.project, 1)
    desk.clock.forward(301)
    desk.reviewing.next_items(desk.ben, desk.project, 1)
    with pytest.raises(LeaseLostError, match="taken this sample over"):
        desk.reviewing.decide(desk.ada, desk.project, approving("s000"))


def test_a_claim_that_ran_out_still_counts_while_nobody_took_it(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.reviewing.next_items(desk.ada, desk.project, 1)
    desk.clock.forward(9_999)
    assert desk.reviewing.decide(desk.ada, desk.project, approving("s000")).status.value == "approved"


def test_a_second_decision_from_another_tab_is_refused(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.reviewing.decide(desk.ada, desk.project, rejecting("s000"))
    with pytest.raises(ConflictError, match="already decided"):
        desk.reviewing.decide(desk.ada, desk.project, approving("s000"))


def test_a_sample_of_another_project_is_not_found(desk):
    with pytest.raises(NotFoundError):
        desk.reviewing.decide(desk.ada, desk.project, approving("nowhere"))


def test_a_comment_lies_sealed_until_the_worker_has_screened_it(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    sent = approving("s000", comment="Ask Mrs Miller, 555-0100")
    desk.reviewing.decide(desk.ada, desk.project, sent)
    (row,) = rows(desk)
    assert row.comment == ""
    assert b"Miller" not in (row.comment_sealed or b"")
    assert desk.workbench.seal.open(row.comment_sealed) == "Ask Mrs Miller, 555-0100"
    with desk.workbench.database.reading() as tx:
        assert [job.payload for job in open_jobs(tx, desk.project.id)] == [{"decisions": [sent.id]}]


def test_undo_takes_the_last_decision_back_and_puts_the_sample_in_front(desk):
    waiting_samples(desk.workbench, desk.project, 3)
    for sample in ("s000", "s001"):
        desk.reviewing.decide(desk.ada, desk.project, approving(sample))
        desk.clock.forward(1)
    item = desk.reviewing.undo(desk.ada, desk.project, new_id())
    assert (item.sample_id, item.status.value) == ("s001", "waiting")
    assert [i.sample_id for i in desk.reviewing.next_items(desk.ada, desk.project, 3)] == ["s001", "s002"]
    assert [row.verdict for row in rows(desk)] == ["approve", "approve", "undo"]


def test_undo_sent_twice_takes_one_decision_back(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    for sample in ("s000", "s001"):
        desk.reviewing.decide(desk.ada, desk.project, approving(sample))
        desk.clock.forward(1)
    undo_id = new_id()
    for _ in range(2):
        assert desk.reviewing.undo(desk.ada, desk.project, undo_id).sample_id == "s001"
    assert desk.reviewing.undo(desk.ada, desk.project, new_id()).sample_id == "s000"
    with pytest.raises(NotFoundError):
        desk.reviewing.undo(desk.ada, desk.project, new_id())


def test_nobody_undoes_what_somebody_else_decided(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    sent = approving("s000")
    desk.reviewing.decide(desk.ada, desk.project, sent)
    with pytest.raises(ConflictError):
        desk.reviewing.undo(desk.ben, desk.project, new_id(), sent.id)


def test_an_escalation_waits_until_somebody_else_answers_it(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    assert desk.reviewing.decide(desk.ada, desk.project, act(Verdict.ESCALATE, "s000")).status.value == "escalated"
    desk.clock.forward(1)
    assert desk.reviewing.decide(desk.owner, desk.project, approving("s000")).status.value == "approved"


def test_progress_counts_the_day_and_what_is_left(desk):
    waiting_samples(desk.workbench, desk.project, 4)
    desk.reviewing.decide(desk.ada, desk.project, approving("s000"))
    desk.clock.forward(86_400)
    desk.reviewing.decide(desk.ada, desk.project, rejecting("s001"))
    desk.reviewing.decide(desk.ada, desk.project, act(Verdict.SKIP, "s002"))
    progress = desk.reviewing.progress(desk.ada, desk.project)
    assert (progress.today, progress.left, progress.skipped, progress.target) == (1, 1, 1, 12)
