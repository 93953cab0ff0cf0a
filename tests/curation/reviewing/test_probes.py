"""Control samples and repeats: mixed in unannounced, answered apart, and nothing else changed by them."""

from dataclasses import replace

import polars as pl
import pytest

from curation.domain.desk import Draft
from curation.domain.identity import new_id
from curation.domain.people import PersonRole
from curation.domain.probes import Answer, gap
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import question_and_answer
from curation.errors import ConflictError, PermissionRefusedError, StaleRevisionError
from curation.services.control_samples import ControlSamples
from curation.services.probing import forget_typed
from curation.store.gold import open_why, sealed_why
from curation.store.jobs import open_jobs
from curation.store.judgements import judgements
from curation.store.probes import open_probes, typed_with
from curation.store.sample_pages import counts_by_status
from curation.store.tables_samples import RevisionRow
from curation.store.tables_work import DecisionRow
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import act, approving, first_probe, rejecting, screen, waiting_samples

BETTER = question_and_answer("Question 0?", "Answer 0, but better.")


@pytest.fixture
def control(desk):
    return ControlSamples(desk.workbench.database, desk.workbench.seal, desk.clock)


@pytest.fixture
def mixed(desk, control):
    """s000 was corrected, s001 rejected, s002 approved by Ada; all three are control samples; the others wait."""
    waiting_samples(desk.workbench, desk.project, 30)
    desk.reviewing.correct(desk.ada, desk.project, approving("s000"), BETTER.question, BETTER.answer)
    screen(desk.reviewing, desk.project, "s000", 2, BETTER)
    desk.reviewing.decide(desk.ada, desk.project, rejecting("s001"))
    desk.reviewing.decide(desk.ada, desk.project, approving("s002"))
    desk.clock.forward(1)
    rules(desk, gold_rate=0.5)
    assert control.add(desk.owner, desk.project, ["s000", "s001", "s002"], "Because.") == 3
    return desk


def rules(desk, **named):
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", named)


def answer_all(desk, person, say, most=40):
    """Work through what comes, one at a time; `say` decides on each item. Returns (sample, was a probe)."""
    seen = []
    for _ in range(most):
        items = desk.reviewing.next_items(person, desk.project, 1)
        if not items:
            break
        for item in items:
            with desk.workbench.database.reading() as tx:
                probe = item.sample_id in open_probes(tx, desk.project.id, person.id)
            seen.append((item.sample_id, probe))
            say(item)
            desk.clock.forward(1)
    return seen


def approve(desk, person):
    def say(item):
        assert (item.status.value, item.own, item.others) == ("waiting", (), ())
        sent = replace(approving(item.sample_id, item.revision.number), seen=item.status)
        desk.reviewing.decide(person, desk.project, sent)

    return say


def frame(desk):
    with desk.workbench.database.reading() as tx:
        return judgements(tx, desk.project.id)


def store_without_probes(desk):
    with desk.workbench.database.reading() as tx:
        decisions = sorted(row.id for row in tx.query(DecisionRow) if row.sample_id in {"s000", "s001", "s002"})
        texts = sorted((r.sample_id, r.number) for r in tx.query(RevisionRow) if r.sample_id < "s003")
        return decisions, texts


def test_control_samples_come_among_the_others_looking_like_them(mixed):
    before = store_without_probes(mixed)
    seen = answer_all(mixed, mixed.ben, approve(mixed, mixed.ben))
    assert sorted(sample for sample, probe in seen if probe) == ["s000", "s001", "s002"]
    assert len(seen) == len({sample for sample, _ in seen}) == 30
    assert store_without_probes(mixed) == before
    told = frame(mixed).filter("is_gold").sort("sample")
    assert told.select("sample", "verdict", "expected", "revision").rows() == [
        ("s000", "approve", "correct", 1),
        ("s001", "approve", "reject", 1),
        ("s002", "approve", "approve", 1),
    ]


def test_answers_change_no_status_no_count_of_the_project_and_no_text(mixed):
    with mixed.workbench.database.reading() as tx:
        before = counts_by_status(tx, mixed.project.id)

    def reject(item):
        with mixed.workbench.database.reading() as tx:
            probe = item.sample_id in open_probes(tx, mixed.project.id, mixed.ben.id)
        if not probe:
            mixed.reviewing.decide(mixed.ben, mixed.project, act(Verdict.SKIP, item.sample_id))
            return
        sent = replace(rejecting(item.sample_id, item.revision.number), seen=item.status)
        decided = mixed.reviewing.decide(mixed.ben, mixed.project, sent)
        assert (decided.status.value, decided.told) == ("rejected", None)
        assert mixed.reviewing.decide(mixed.ben, mixed.project, sent).again

    answer_all(mixed, mixed.ben, reject)
    with mixed.workbench.database.reading() as tx:
        assert counts_by_status(tx, mixed.project.id) == before
    assert frame(mixed).filter("is_gold")["verdict"].to_list() == ["reject"] * 3


def test_nothing_on_the_desk_tells_a_control_sample_from_another(mixed):
    left = mixed.reviewing.progress(mixed.ben, mixed.project)
    seen = answer_all(mixed, mixed.ben, approve(mixed, mixed.ben), most=5)
    now = mixed.reviewing.progress(mixed.ben, mixed.project)
    assert now.today == len(seen)
    assert any(probe for _, probe in seen)
    assert left.left - now.left == sum(not probe for _, probe in seen)


def test_who_made_a_control_sample_is_never_asked_for_it(mixed):
    seen = answer_all(mixed, mixed.owner, approve(mixed, mixed.owner))
    assert not any(probe for _, probe in seen)


def test_an_open_control_sample_stays_with_its_person_over_a_reload(mixed):
    name = first_probe(mixed, mixed.ben, approve(mixed, mixed.ben)).sample_id
    again = [i.sample_id for i in mixed.reviewing.next_items(mixed.ben, mixed.project, 3)]
    assert name in again
    assert mixed.reviewing.renew(mixed.ben, mixed.project, [name]) == [name]
    assert name not in [i.sample_id for i in mixed.reviewing.next_items(mixed.ben, mixed.project, 3, held=again)]


def test_feedback_says_what_was_expected_and_why_once_that_is_screened(mixed):
    rules(mixed, gold_rate=0.5, feedback="at_once")
    with mixed.workbench.database.reading() as tx:
        (job,) = (j for j in open_jobs(tx, mixed.project.id) if "gold" in j.payload)
    for gold_id in job.payload["gold"]:
        with mixed.workbench.database.transaction() as tx:
            assert b"Because" not in sealed_why(tx, gold_id)[1]
            open_why(tx, gold_id, "Because.")
    item = first_probe(mixed, mixed.ben, approve(mixed, mixed.ben))
    sent = act(Verdict.ESCALATE, item.sample_id, item.revision.number)
    told = mixed.reviewing.decide(mixed.ben, mixed.project, sent).told
    assert (told.right, told.why) == (False, "Because.")
    assert told.expected in {Answer.APPROVE, Answer.CORRECT, Answer.REJECT}
    with pytest.raises(ConflictError, match="It stays"):
        mixed.reviewing.undo(mixed.ben, mixed.project, new_id(), sent.id)


def test_a_silent_answer_is_taken_back_like_any_other(mixed):
    item = first_probe(mixed, mixed.ben, approve(mixed, mixed.ben))
    mixed.clock.forward(1)
    mixed.reviewing.decide(mixed.ben, mixed.project, approving(item.sample_id, item.revision.number))
    mixed.clock.forward(1)
    again = mixed.reviewing.undo(mixed.ben, mixed.project, new_id())
    assert (again.sample_id, again.status.value) == (item.sample_id, "waiting")
    assert frame(mixed).filter("is_gold").is_empty()


def test_a_correction_of_a_control_sample_is_measured_and_makes_no_revision(mixed):
    item = first_probe(mixed, mixed.ben, approve(mixed, mixed.ben))
    before = store_without_probes(mixed)
    sent = approving(item.sample_id, item.revision.number)
    mixed.reviewing.save_draft(
        mixed.ben, mixed.project, Draft(item.sample_id, item.revision.number, "Q?", "A.", "", mixed.clock())
    )
    mixed.reviewing.correct(mixed.ben, mixed.project, sent, item.conversation.question, "Something else entirely.")
    assert store_without_probes(mixed) == before
    (row,) = frame(mixed).filter("is_gold").rows(named=True)
    assert row["verdict"] == "correct"
    assert 0 <= row["alike"] < 1
    assert mixed.reviewing.item(mixed.ben, mixed.project, item.sample_id).draft is None


def test_what_was_typed_with_an_answer_is_let_go_of_after_a_day_though_nothing_more_is_answered(mixed):
    item = first_probe(mixed, mixed.ben, approve(mixed, mixed.ben))
    sent = approving(item.sample_id, item.revision.number)
    mixed.reviewing.correct(mixed.ben, mixed.project, sent, item.conversation.question, "Something else entirely.")
    for hours, kept in ((23, True), (2, False)):
        mixed.clock.forward(hours * 3_600)
        forget_typed(mixed.workbench.database, mixed.clock)
        with mixed.workbench.database.reading() as tx:
            assert (typed_with(tx, sent.id) is not None) is kept


def test_an_answer_to_another_text_is_refused(mixed):
    item = first_probe(mixed, mixed.ben, approve(mixed, mixed.ben))
    with pytest.raises(StaleRevisionError):
        mixed.reviewing.decide(mixed.ben, mixed.project, approving(item.sample_id, 7))


def test_only_settled_samples_are_control_samples_and_only_the_lead_makes_them(desk, control):
    waiting_samples(desk.workbench, desk.project, 1)
    with pytest.raises(ConflictError, match="approved or rejected"):
        control.add(desk.owner, desk.project, ["s000"], "")
    for role in (PersonRole.EXPERT, PersonRole.SENIOR):
        with pytest.raises(PermissionRefusedError):
            control.add(a_person(desk.workbench, desk.project, "X", role), desk.project, ["s000"], "")


def test_a_control_sample_that_has_ended_is_asked_of_nobody(mixed, control):
    lines = control.lines(mixed.owner, mixed.project)
    assert {(line.gold.sample_id, line.gold.expected.value) for line in lines} == {
        ("s000", "correct"),
        ("s001", "reject"),
        ("s002", "approve"),
    }
    for line in lines:
        control.end(mixed.owner, mixed.project, line.gold.id)
    assert not any(probe for _, probe in answer_all(mixed, mixed.ben, approve(mixed, mixed.ben)))
    assert control.lines(mixed.owner, mixed.project) == ()


def test_an_own_earlier_sample_comes_again_after_some_days_with_what_was_said_then(desk):
    waiting_samples(desk.workbench, desk.project, 20)
    rules(desk, repeat_rate=0.5, repeat_days=3)
    first = [("s000", RejectReason.WRONG), ("s001", None)]
    desk.reviewing.decide(desk.ada, desk.project, rejecting("s000"))
    desk.reviewing.correct(desk.ada, desk.project, approving("s001"), "Question 1?", "Answer 1, better.")
    screen(desk.reviewing, desk.project, "s001", 2, question_and_answer("Question 1?", "Answer 1, better."))
    desk.clock.forward(60)
    early = answer_all(desk, desk.ada, approve(desk, desk.ada), most=4)
    assert not any(probe for _, probe in early)
    desk.clock.forward(3 * 86_400)
    seen = answer_all(desk, desk.ada, approve(desk, desk.ada))
    repeated = frame(desk).filter("is_repeat")
    assert {sample for sample, probe in seen if probe} == set(repeated["sample"])
    assert repeated.height >= 2
    rows = {row["sample"]: row for row in repeated.rows(named=True)}
    known = {sample for sample, _ in first} & set(rows)
    for sample in known:
        assert (rows[sample]["revision"], rows[sample]["verdict"]) == (1, "approve")
        assert rows[sample]["expected"] == ("reject" if sample == "s000" else "correct")


def test_the_frame_holds_decisions_with_slot_text_and_seconds(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    rules(desk, slots=2)
    desk.reviewing.correct(desk.ada, desk.project, approving("s000"), BETTER.question, BETTER.answer)
    desk.clock.forward(1)
    desk.reviewing.decide(desk.ben, desk.project, replace(rejecting("s000"), seconds=2.5))
    found = frame(desk).select(
        "person", "slot", "slots", "verdict", "reason", "seconds", "revision", "written", "blind"
    )
    assert found.rows() == [
        (desk.ada.id, 0, 2, "correct", None, 0.0, 1, 2, True),
        (desk.ben.id, 1, 2, "reject", "wrong", 2.5, 1, None, True),
    ]
    assert frame(desk).filter(pl.col("is_gold") | pl.col("is_repeat")).is_empty()


@pytest.mark.parametrize("rate", [0.02, 0.1, 0.5])
def test_probes_come_at_the_rate_of_the_policy(rate):
    gaps = [gap(b"key", "ada", "gold", n, rate) for n in range(2_000)]
    assert min(gaps) >= 1
    assert abs(sum(gaps) / len(gaps) * rate - 1) < 0.05
