from threading import Barrier, Thread

import pytest

from curation.domain.desk import Pool
from curation.domain.people import PersonRole
from curation.domain.review_policy import QueueOrder
from curation.domain.reviews import Verdict
from curation.errors import PermissionRefusedError
from curation.store.desk_queue import Asking
from curation.store.review_counts import count_waiting
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import act, approving, waiting_samples


def ids(items):
    return [item.sample_id for item in items]


def test_what_needs_eyes_comes_first(desk):
    waiting_samples(desk.workbench, desk.project, 5)
    assert ids(desk.reviewing.next_items(desk.ada, desk.project, 3)) == ["s000", "s001", "s002"]


def test_the_lead_chooses_an_order_of_chance_and_back_and_everybody_is_told(desk):
    waiting_samples(desk.workbench, desk.project, 5)
    ordering = desk.workbench.ordering
    with pytest.raises(PermissionRefusedError):
        ordering.choose(desk.ada, desk.project, QueueOrder.CHANCE)
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 1})
    ordering.choose(desk.owner, desk.project, QueueOrder.CHANCE)
    assert ordering.now(desk.ada, desk.project) is QueueOrder.CHANCE
    assert desk.workbench.projects.policy(desk.owner, desk.project, "review") == {"slots": 1, "order": "chance"}
    assert ids(desk.reviewing.next_items(desk.ada, desk.project, 3)) == ["s004", "s003", "s002"]
    ordering.choose(desk.owner, desk.project, QueueOrder.ATTENTION)
    assert ids(desk.reviewing.next_items(desk.ben, desk.project, 2)) == ["s000", "s001"]


def test_two_people_never_hold_the_same_sample(desk):
    waiting_samples(desk.workbench, desk.project, 6)
    ada = ids(desk.reviewing.next_items(desk.ada, desk.project, 3))
    ben = ids(desk.reviewing.next_items(desk.ben, desk.project, 3))
    assert (ada, ben) == (["s000", "s001", "s002"], ["s003", "s004", "s005"])


def test_a_reloaded_page_gets_its_own_samples_again(desk):
    waiting_samples(desk.workbench, desk.project, 6)
    first = ids(desk.reviewing.next_items(desk.ada, desk.project, 2))
    assert ids(desk.reviewing.next_items(desk.ada, desk.project, 2)) == first


def test_what_the_page_holds_is_not_sent_again(desk):
    waiting_samples(desk.workbench, desk.project, 6)
    desk.reviewing.next_items(desk.ada, desk.project, 2)
    assert ids(desk.reviewing.next_items(desk.ada, desk.project, 2, held=["s000", "s001"])) == ["s002", "s003"]


def test_a_claim_that_ran_out_goes_to_the_next_person(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    desk.reviewing.next_items(desk.ada, desk.project, 2)
    assert desk.reviewing.next_items(desk.ben, desk.project, 2) == ()
    desk.clock.forward(301)
    assert ids(desk.reviewing.next_items(desk.ben, desk.project, 2)) == ["s000", "s001"]


def test_a_renewed_claim_does_not_run_out(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.reviewing.next_items(desk.ada, desk.project, 1)
    desk.clock.forward(200)
    assert desk.reviewing.renew(desk.ada, desk.project, ["s000", "s999"]) == ["s000"]
    desk.clock.forward(200)
    assert desk.reviewing.next_items(desk.ben, desk.project, 1) == ()


def test_a_released_claim_is_free_at_once(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.reviewing.next_items(desk.ada, desk.project, 1)
    desk.reviewing.release(desk.ada, desk.project, ["s000"])
    assert ids(desk.reviewing.next_items(desk.ben, desk.project, 1)) == ["s000"]


def test_two_slots_let_two_people_see_a_sample_and_need_both(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    assert ids(desk.reviewing.next_items(desk.ada, desk.project, 1)) == ["s000"]
    assert ids(desk.reviewing.next_items(desk.ben, desk.project, 1)) == ["s000"]
    assert desk.reviewing.next_items(desk.owner, desk.project, 1) == ()
    assert desk.reviewing.decide(desk.ada, desk.project, approving("s000")).status.value == "waiting"
    assert desk.reviewing.next_items(desk.ada, desk.project, 1) == ()
    assert desk.reviewing.next_items(desk.owner, desk.project, 1) == ()
    assert desk.reviewing.decide(desk.ben, desk.project, approving("s000")).status.value == "approved"


def test_claiming_at_the_same_moment_gives_each_sample_to_one_person(desk):
    waiting_samples(desk.workbench, desk.project, 40)
    people = [a_person(desk.workbench, desk.project, f"P{i}") for i in range(4)]
    start, taken = Barrier(4), {}

    def claim(person):
        start.wait()
        taken[person.id] = [i for _ in range(4) for i in ids(desk.reviewing.next_items(person, desk.project, 10))]

    threads = [Thread(target=claim, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = [sample for found in taken.values() for sample in set(found)]
    assert len(held) == len(set(held)) == 40


def test_skipped_samples_come_back_only_when_asked_for(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    desk.reviewing.decide(desk.ada, desk.project, act(Verdict.SKIP, "s000"))
    assert ids(desk.reviewing.next_items(desk.ada, desk.project, 5)) == ["s001"]
    assert ids(desk.reviewing.next_items(desk.ada, desk.project, 5, pool=Pool.SKIPPED)) == ["s000"]
    assert desk.reviewing.progress(desk.ada, desk.project).skipped == 1


def test_escalated_samples_are_for_those_who_manage(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    desk.reviewing.decide(desk.ada, desk.project, act(Verdict.ESCALATE, "s000"))
    with pytest.raises(PermissionRefusedError):
        desk.reviewing.next_items(desk.ben, desk.project, 1, pool=Pool.ESCALATED)
    (item,) = desk.reviewing.next_items(desk.owner, desk.project, 1, pool=Pool.ESCALATED)
    assert [d.person_id for d in item.others] == [desk.ada.id]


def test_only_reviewers_get_samples(desk):
    observer = a_person(desk.workbench, desk.project, "Olga", PersonRole.OBSERVER)
    with pytest.raises(PermissionRefusedError):
        desk.reviewing.next_items(observer, desk.project, 1)


def test_what_waits_is_counted_no_further_than_asked(desk):
    waiting_samples(desk.workbench, desk.project, 5)
    desk.reviewing.decide(desk.ada, desk.project, approving("s000"))
    with desk.workbench.database.reading() as tx:
        asking = Asking(desk.project.id, desk.ada.id, Pool.WAITING, desk.clock(), desk.clock(), 1)
        counted = [count_waiting(tx, asking, most) for most in (None, 10, 4, 3, 1)]
    assert counted == [4, 4, 4, 3, 1]


def test_a_skipped_sample_comes_back_by_itself_after_a_while(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"skip_minutes": 30})
    desk.reviewing.decide(desk.ada, desk.project, act(Verdict.SKIP, "s000"))
    desk.clock.forward(29 * 60)
    assert ids(desk.reviewing.next_items(desk.ada, desk.project, 5)) == ["s001"]
    desk.reviewing.release(desk.ada, desk.project, ["s001"])
    desk.clock.forward(2 * 60)
    assert ids(desk.reviewing.next_items(desk.ada, desk.project, 5)) == ["s000", "s001"]
    assert desk.reviewing.progress(desk.ada, desk.project).left == 2
