"""Agreement in the store: what the lead sees, what each sees of their own, and times that a project does not take."""

from dataclasses import replace

import pytest

from curation.domain.agreement import Tally
from curation.errors import PermissionRefusedError
from curation.store.judgements import judgements
from curation.store.tags import Tagging, add_tag
from tests.curation.reviewing.desk_builders import approving, rejecting, waiting_samples


@pytest.fixture
def two_voices(desk):
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    waiting_samples(desk.workbench, desk.project, 6)
    for person in (desk.ada, desk.ben):
        for item in desk.reviewing.next_items(person, desk.project, 6):
            if item.sample_id == "s005" and person is desk.ben:
                desk.reviewing.decide(person, desk.project, rejecting("s005"))
            else:
                desk.reviewing.decide(person, desk.project, approving(item.sample_id))
            desk.clock.forward(1)
    return desk


def test_the_lead_sees_how_far_reviewers_agree_and_each_ones_record(two_voices):
    desk = two_voices
    found = desk.workbench.agreements.of_project(desk.owner, desk.project)
    assert (found.decisions.units, found.decisions.people, found.decisions.voices) == (6, 2, 12)
    assert found.decisions.raw is not None
    assert found.decisions.raw.value == pytest.approx(5 / 6)
    assert {one.person_id: one.approved for one in found.people} == {
        desk.ada.id: Tally(6, 6),
        desk.ben.id: Tally(5, 6),
    }


def test_a_reviewer_sees_their_own_record_and_not_the_others(two_voices):
    desk = two_voices
    assert desk.workbench.agreements.own(desk.ben, desk.project).approved == Tally(5, 6)
    with pytest.raises(PermissionRefusedError):
        desk.workbench.agreements.of_project(desk.ben, desk.project)


def test_a_decision_that_was_taken_back_counts_no_more(two_voices):
    desk = two_voices
    desk.reviewing.undo(desk.ben, desk.project, "undo-1")
    assert desk.workbench.agreements.of_project(desk.owner, desk.project).decisions.units == 5


def test_samples_with_a_tag_have_their_own_line(two_voices):
    desk = two_voices
    with desk.workbench.database.transaction() as tx:
        add_tag(tx, desk.project.id, ["s005"], "hard", Tagging(desk.owner.id, desk.clock()))
    [(tag, hard)] = desk.workbench.agreements.of_project(desk.owner, desk.project).by_tag.items()
    assert (tag, hard.units) == ("hard", 1)
    assert hard.raw is not None
    assert hard.raw.value == 0.0


def test_nothing_is_kept_of_times_where_the_project_takes_none(desk):
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"timed": False})
    waiting_samples(desk.workbench, desk.project, 6)
    for item in desk.reviewing.next_items(desk.ada, desk.project, 6):
        desk.reviewing.decide(desk.ada, desk.project, replace(approving(item.sample_id), seconds=9.0))
    with desk.workbench.database.reading() as tx:
        assert set(judgements(tx, desk.project.id)["seconds"]) == {0.0}
    assert desk.workbench.agreements.own(desk.ada, desk.project).pace is None
