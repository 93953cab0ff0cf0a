"""What waits for one person in particular, and second opinions that seniors are asked for by name."""

from datetime import timedelta

import pytest

from curation.domain.desk import Pool
from curation.domain.people import PersonRole
from curation.domain.queue_rules import queue_rules_from
from curation.domain.reviews import Verdict
from curation.domain.waiting import Waiting
from curation.errors import InputError
from curation.services.on_my_desk import OnMyDesk
from curation.services.staffing import Staffing
from curation.store.assignments import Assignment, assign
from curation.store.given import follow
from curation.store.reviews import review_policy
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import act, approving, waiting_samples


@pytest.fixture
def on_my_desk(desk):
    return OnMyDesk(desk.workbench.database, desk.clock)


def unsure(desk, *ids):
    for name in ids:
        desk.reviewing.decide(desk.ada, desk.project, act(Verdict.ESCALATE, name))


def got(desk, person):
    found = [item.sample_id for item in desk.reviewing.next_items(person, desk.project, 9, pool=Pool.ESCALATED)]
    desk.reviewing.release(person, desk.project, found)
    return found


def test_what_was_given_is_counted_with_what_is_due_and_overdue(desk, on_my_desk):
    ids = waiting_samples(desk.workbench, desk.project, 5)
    now = desk.clock()
    days = [None, now - timedelta(hours=1), now + timedelta(hours=1), now + timedelta(days=2), None]
    with desk.workbench.database.transaction() as tx:
        given = [Assignment(name, desk.ada.id, due, desk.owner.id, now) for name, due in zip(ids, days, strict=True)]
        assign(tx, desk.project.id, given)
        follow(tx, desk.project.id, ids, review_policy(tx, desk.project.id))
    assert on_my_desk.now(desk.ada, desk.project) == Waiting(given=5, due_today=1, overdue=1)
    desk.reviewing.decide(desk.ada, desk.project, approving(ids[1]))
    assert on_my_desk.now(desk.ada, desk.project) == Waiting(given=4, due_today=1)
    assert on_my_desk.now(desk.ben, desk.project).nothing


def test_a_senior_gets_first_what_they_are_asked_for_by_name_and_the_others_can_help(desk, on_my_desk):
    waiting_samples(desk.workbench, desk.project, 4)
    sam = a_person(desk.workbench, desk.project, "Sam", PersonRole.SENIOR)
    ida = a_person(desk.workbench, desk.project, "Ida", PersonRole.SENIOR)
    queue = {"specialties": ["Law"], "seniors": {"": [ida.id], "Law": [sam.id]}}
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"queue": queue})
    staffing = Staffing(desk.workbench.database, desk.clock)
    unsure(desk, "s000", "s001", "s002")
    staffing.need(desk.owner, desk.project, ["s002"], ["Law"])
    assert got(desk, sam) == ["s002", "s000", "s001"]
    assert got(desk, ida) == ["s000", "s001", "s002"]
    assert [on_my_desk.now(one, desk.project).asked for one in (sam, ida, desk.owner)] == [1, 2, 0]
    assert on_my_desk.now(desk.owner, desk.project).unsure == 3
    [item] = desk.reviewing.next_items(sam, desk.project, 1, pool=Pool.ESCALATED)
    assert [d.person_id for d in item.others] == [desk.ada.id]
    desk.reviewing.decide(sam, desk.project, approving("s002"))
    assert on_my_desk.now(sam, desk.project).asked == 0


def test_who_may_not_settle_is_asked_for_nothing_even_where_the_rules_name_them(desk, on_my_desk):
    waiting_samples(desk.workbench, desk.project, 1)
    queue = {"seniors": {"": [desk.ben.id]}}
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"queue": queue})
    unsure(desk, "s000")
    assert on_my_desk.now(desk.ben, desk.project) == Waiting()


@pytest.mark.parametrize("seniors", [[], {"": "ada"}, {"": [1]}, {"a,b": ["x"]}, {"x" * 61: ["x"]}])
def test_seniors_that_cannot_be_are_refused_with_a_sentence(seniors):
    with pytest.raises(InputError):
        queue_rules_from("queue", {"seniors": seniors})
