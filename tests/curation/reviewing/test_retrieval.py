"""What belongs in retrieval: right, but looked up and never trained on; decided, taken back and given out."""

import json
from dataclasses import replace
from datetime import date

import pytest

from curation.domain.lapses import ENDLESS
from curation.domain.people import PersonRole
from curation.domain.releases import LeftOut
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.domain.versions import Recipe
from curation.errors import PermissionRefusedError
from curation.services.gates import ReleaseGate, ScanForRetrieval
from curation.services.retrieval import Retrieval
from curation.store.samples import sample
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import act, approving, waiting_samples


def retrieval(desk):
    """What gives the file out, with a worker that searches when it is asked."""
    worker = ScanForRetrieval(ReleaseGate(desk.workbench.database, desk.workbench.seal))
    return Retrieval(desk.workbench.database, lambda _kind, question: worker(question), desk.clock)


def taken_out(desk):
    return [json.loads(line) for line in retrieval(desk).lines(desk.owner, desk.project)]


def status(desk, sample_id):
    with desk.workbench.database.reading() as tx:
        return sample(tx, desk.project.id, sample_id).status


def test_a_sample_for_retrieval_leaves_the_queue_and_stays_out_of_versions(desk):
    first, second = waiting_samples(desk.workbench, desk.project, 2, desk.clock)
    desk.reviewing.decide(desk.ada, desk.project, approving(second))
    done = desk.reviewing.decide(desk.ada, desk.project, act(Verdict.RETRIEVE, first))
    assert done.status is SampleStatus.RETRIEVAL
    assert desk.reviewing.next_items(desk.ben, desk.project, 5) == ()
    plan = desk.workbench.releasing.plan(desk.owner, desk.project, Recipe())
    assert (plan.rows, plan.left_out[LeftOut.RETRIEVAL]) == (1, 1)


def test_undoing_puts_it_back_in_front(desk):
    (first,) = waiting_samples(desk.workbench, desk.project, 1, desk.clock)
    desk.reviewing.decide(desk.ada, desk.project, act(Verdict.RETRIEVE, first))
    desk.clock.forward(1)
    desk.reviewing.undo(desk.ada, desk.project, "u1")
    assert status(desk, first) is SampleStatus.WAITING


def test_one_for_retrieval_and_one_for_training_is_a_disagreement_that_can_be_settled_for_either(desk):
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    (first,) = waiting_samples(desk.workbench, desk.project, 1, desk.clock)
    desk.reviewing.decide(desk.ada, desk.project, act(Verdict.RETRIEVE, first))
    desk.clock.forward(1)
    desk.reviewing.decide(desk.ben, desk.project, approving(first))
    assert status(desk, first) is SampleStatus.DISPUTED
    found = desk.workbench.settling.detail(desk.owner, desk.project, first)
    assert {side.text.answer for side in found.sides} == {"Answer 0."}
    desk.clock.forward(1)
    assert (
        desk.reviewing.decide(desk.owner, desk.project, act(Verdict.RETRIEVE, first)).status is SampleStatus.RETRIEVAL
    )


def test_the_file_for_a_retrieval_store_holds_these_samples_and_no_others(desk):
    first, second, _ = waiting_samples(desk.workbench, desk.project, 3, desk.clock)
    desk.reviewing.decide(desk.ada, desk.project, approving(second))
    desk.reviewing.decide(desk.ada, desk.project, act(Verdict.RETRIEVE, first))
    lines = taken_out(desk)
    assert [(one["id"], one["question"], one["answer"]) for one in lines] == [(first, "Question 0?", "Answer 0.")]
    observer = a_person(desk.workbench, desk.project, "Olga", PersonRole.OBSERVER)
    with pytest.raises(PermissionRefusedError):
        retrieval(desk).lines(observer, desk.project)


def test_what_has_lapsed_is_not_given_out_and_the_file_says_until_when_the_rest_holds(desk):
    first, second, third = waiting_samples(desk.workbench, desk.project, 3, desk.clock)
    for sample_id, day in ((first, date(2026, 1, 3)), (second, date(2026, 1, 5)), (third, ENDLESS)):
        said = replace(act(Verdict.RETRIEVE, sample_id), valid_until=day)
        desk.reviewing.decide(desk.ada, desk.project, said)
    desk.clock.forward(4 * 24 * 3600)
    found = {one["id"]: one["valid_until"] for one in taken_out(desk)}
    assert found == {second: "2026-01-05", third: None}
