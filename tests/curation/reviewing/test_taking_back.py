"""Taking back: what was typed, rated and named with a decision is there again; a control sample tells nothing."""

from dataclasses import replace

import pytest

from curation.domain.desk import Draft
from curation.domain.identity import new_id
from curation.domain.reviews import Verdict
from curation.domain.rubric import Criterion, Rubric, Scale
from curation.domain.samples import SampleStatus, question_and_answer
from curation.errors import InputError
from curation.services.agreeing import Agreements
from curation.services.control_samples import ControlSamples
from curation.services.rubric_rules import RubricRules
from curation.store.probes import typed_with
from curation.store.ratings import approved_ratings, rated, rated_again
from curation.store.screened import open_comment
from curation.store.tables_review import ProbeRatingRow
from tests.curation.reviewing.desk_builders import act, approving, first_probe, rejecting, screen, waiting_samples

SAFE = Criterion("safe", "Is it safe?", Scale.YES_NO, "", required=True)
TONE = Criterion("tone", "Tone")
GOOD = (("safe", 1), ("tone", 4))
BETTER = question_and_answer("Question 0?", "Answer 0, but better.")


@pytest.fixture
def rubric(desk):
    RubricRules(desk.workbench.database, desk.clock).choose(desk.owner, desk.project, Rubric((SAFE, TONE)))
    waiting_samples(desk.workbench, desk.project, 30)
    return desk


@pytest.fixture
def control(rubric):
    """s000 and s001 were approved by Ada with ratings, and are control samples; Ben is asked one of them."""
    for name in ("s000", "s001"):
        rubric.reviewing.decide(rubric.ada, rubric.project, said(approving(name)))
    rubric.clock.forward(1)
    rules(rubric, gold_rate=0.5)
    controls = ControlSamples(rubric.workbench.database, rubric.workbench.seal, rubric.clock)
    controls.add(rubric.owner, rubric.project, ["s000", "s001"], "")
    return rubric


def rules(desk, **named):
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", named)


def said(sent, ratings=GOOD, **more):
    return replace(sent, seen=SampleStatus.WAITING, ratings=ratings, **more)


def asked(desk, person):
    """The first control sample that comes, as it is shown."""
    return first_probe(
        desk, person, lambda item: desk.reviewing.decide(person, desk.project, said(approving(item.sample_id)))
    )


def undo(desk, person, decision=None):
    desk.clock.forward(1)
    return desk.reviewing.undo(person, desk.project, new_id(), decision)


def kept_for(desk, probe):
    with desk.workbench.database.reading() as tx:
        return {(row.criterion, row.value) for row in tx.query(ProbeRatingRow) if row.answer_id == probe}


@pytest.mark.parametrize("sent", [approving("s000"), rejecting("s000"), act(Verdict.ESCALATE, "s000")])
def test_ratings_come_back_with_the_decision_that_is_taken_back_and_go_with_the_next(rubric, sent):
    rubric.reviewing.decide(rubric.ada, rubric.project, said(sent, section=None))
    assert undo(rubric, rubric.ada).rated == GOOD
    (again,) = (i for i in rubric.reviewing.next_items(rubric.ada, rubric.project, 3) if i.sample_id == "s000")
    assert again.rated == GOOD
    rubric.clock.forward(1)
    rubric.reviewing.decide(rubric.ada, rubric.project, act(Verdict.SKIP, "s000"))
    assert rubric.reviewing.item(rubric.ada, rubric.project, "s000").rated == GOOD
    rubric.clock.forward(1)
    rubric.reviewing.decide(rubric.ada, rubric.project, said(rejecting("s000"), ()))
    assert undo(rubric, rubric.ada).rated == ()


@pytest.mark.parametrize("slots", [1, 2])
def test_a_correction_that_is_taken_back_brings_text_comment_and_ratings_back(rubric, slots):
    rules(rubric, slots=slots)
    sent = said(approving("s000", comment="See page 4."))
    rubric.reviewing.correct(rubric.ada, rubric.project, sent, BETTER.question, BETTER.answer)
    back = undo(rubric, rubric.ada, sent.id)
    assert (back.draft.answer, back.draft.comment, back.rated) == (BETTER.answer, "See page 4.", GOOD)
    assert back.conversation.answer == "Answer 0."
    again = said(approving("s000", back.revision.number))
    rubric.clock.forward(1)
    rubric.reviewing.correct(rubric.ada, rubric.project, again, BETTER.question, BETTER.answer)
    assert undo(rubric, rubric.ada, again.id).rated == GOOD


def test_ratings_of_another_text_do_not_come_back(rubric):
    rubric.reviewing.decide(rubric.ada, rubric.project, said(approving("s000")))
    undo(rubric, rubric.ada)
    rubric.clock.forward(1_000)
    rubric.reviewing.correct(rubric.ben, rubric.project, said(approving("s000")), BETTER.question, BETTER.answer)
    screen(rubric.reviewing, rubric.project, "s000", 2, BETTER)
    found = rubric.reviewing.item(rubric.ada, rubric.project, "s000")
    assert (found.rated, found.taken_back) == ((), None)


def test_nobody_gets_what_somebody_else_rated(rubric):
    rubric.reviewing.decide(rubric.ada, rubric.project, said(approving("s000")))
    undo(rubric, rubric.ada)
    assert rubric.reviewing.item(rubric.ben, rubric.project, "s000").rated == ()


def test_a_comment_comes_back_as_it_was_screened_and_never_over_what_was_typed_since(rubric):
    sent = said(rejecting("s000"), comment="Ask Dr. Kranz.")
    rubric.reviewing.decide(rubric.ada, rubric.project, sent)
    with rubric.workbench.database.transaction() as tx:
        open_comment(tx, sent.id, "Ask <PERSON_1>.")
    back = undo(rubric, rubric.ada)
    assert (back.draft.comment, back.draft.answer) == ("Ask <PERSON_1>.", "Answer 0.")
    other = said(rejecting("s001"), comment="No.")
    rubric.reviewing.decide(rubric.ada, rubric.project, other)
    newer = Draft("s001", 1, "Question 1?", "Newer.", "", rubric.clock())
    with rubric.workbench.database.transaction() as tx:
        open_comment(tx, other.id, "No.")
    undo(rubric, rubric.ada, other.id)
    rubric.reviewing.save_draft(rubric.ada, rubric.project, newer)
    assert rubric.reviewing.item(rubric.ada, rubric.project, "s001").draft.answer == "Newer."


def test_ratings_of_a_control_sample_are_kept_apart_and_change_no_count_of_the_project(control):
    item = asked(control, control.ben)
    with control.workbench.database.reading() as tx:
        before = (rated(tx, control.project.id).height, approved_ratings(tx, control.project.id))
    sent = said(approving(item.sample_id), (("safe", 0), ("tone", 5), ("gone", 1)))
    control.reviewing.decide(control.ben, control.project, sent)
    assert kept_for(control, sent.id) == {("safe", 0), ("tone", 5)}
    assert control.reviewing.decide(control.ben, control.project, sent).again
    with control.workbench.database.reading() as tx:
        assert (rated(tx, control.project.id).height, approved_ratings(tx, control.project.id)) == before
        assert rated_again(tx, control.project.id).rows() == [
            (control.ben.id, "safe", 0, 1.0),
            (control.ben.id, "tone", 5, 4.0),
        ]
    own = Agreements(control.workbench.database).own(control.ben, control.project)
    assert (own.rated.hits, own.rated.of) == (1, 2)
    undo(control, control.ben)
    with control.workbench.database.reading() as tx:
        assert rated_again(tx, control.project.id).is_empty()


def test_a_control_sample_refuses_what_any_other_sample_refuses(control):
    item = asked(control, control.ben)
    place = (item.sample_id, item.revision.number)
    with pytest.raises(InputError, match="Is it safe"):
        control.reviewing.decide(control.ben, control.project, said(approving(*place), ()))
    with pytest.raises(InputError, match="one of: 0, 1"):
        control.reviewing.decide(control.ben, control.project, said(approving(*place), (("safe", 7),)))
    with pytest.raises(InputError, match="needs a question and an answer"):
        control.reviewing.correct(control.ben, control.project, said(approving(*place)), "Why?", " ")
    skipped = said(act(Verdict.SKIP, *place))
    control.reviewing.decide(control.ben, control.project, skipped)
    assert kept_for(control, skipped.id) == set()


def test_a_correction_of_a_control_sample_is_taken_back_as_any_other(control):
    item = asked(control, control.ben)
    sent = said(approving(item.sample_id, comment="Dose?"), (("safe", 1), ("tone", 2)))
    control.reviewing.correct(control.ben, control.project, sent, item.conversation.question, "Other words.")
    with control.workbench.database.reading() as tx:
        assert b"Other words" not in typed_with(tx, sent.id)
    back = undo(control, control.ben, sent.id)
    assert (back.status, back.rated) == (SampleStatus.WAITING, (("safe", 1), ("tone", 2)))
    assert (back.draft.answer, back.draft.comment) == ("Other words.", "Dose?")
    again = said(rejecting(item.sample_id))
    control.clock.forward(1)
    control.reviewing.decide(control.ben, control.project, again)
    assert undo(control, control.ben, again.id).rated == GOOD


def test_a_repeat_is_compared_with_what_the_same_person_rated_then(rubric):
    rules(rubric, repeat_rate=0.5, repeat_days=3)
    rubric.reviewing.decide(rubric.ada, rubric.project, said(approving("s000")))
    rubric.reviewing.decide(rubric.ada, rubric.project, said(approving("s001")))
    rubric.clock.forward(4 * 86_400)
    item = asked(rubric, rubric.ada)
    assert item.rated == ()
    rubric.reviewing.decide(rubric.ada, rubric.project, said(approving(item.sample_id), (("safe", 1), ("tone", 1))))
    with rubric.workbench.database.reading() as tx:
        found = rated_again(tx, rubric.project.id)
    assert found.rows() == [(rubric.ada.id, "safe", 1, 1.0), (rubric.ada.id, "tone", 1, 4.0)]
