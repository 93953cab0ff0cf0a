"""Who gets what: specialties, languages, shares, samples given by name, and own work."""

from dataclasses import replace
from datetime import timedelta

import pytest

from curation.domain.desk import Pool
from curation.domain.identity import content_hash
from curation.domain.lanes import Lack
from curation.domain.people import PersonRole
from curation.domain.queue_rules import QueueRules, queue_rules_from
from curation.domain.reviews import Verdict
from curation.domain.samples import Origin, question_and_answer
from curation.domain.sources import Mapping
from curation.errors import InputError, OwnWorkError
from curation.services.staffing import Staffing
from curation.store.assignments import Assignment, assign, unassign
from curation.store.bars import Bar, add_bar
from curation.store.given import follow, kept_for
from curation.store.knowledge import Knows
from curation.store.lanes import lanes_of, place
from curation.store.reviews import review_policy
from curation.store.samples import NewSample, add_samples
from curation.store.screened import Screened, add_first_revisions
from curation.store.sources import NewSource, Reading, add_source
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import approving, screen, waiting_samples
from tests.statements import plan_of, statements


def rules(desk, **queue):
    more = {name: queue.pop(name) for name in ("slots", "slots_by_risk", "order") if name in queue}
    content = {"queue": {"specialties": ["Cardiology", "Dermatology"], **queue}, **more}
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", content)


@pytest.fixture
def staffing(desk):
    return Staffing(desk.workbench.database, desk.clock)


def knows(desk, staffing, person, *specialties, languages=()):
    staffing.teach(desk.owner, desk.project, person.id, Knows(specialties, tuple(languages)))


def got(desk, person, count=20, pool=Pool.WAITING):
    found = [item.sample_id for item in desk.reviewing.next_items(person, desk.project, count, pool=pool)]
    desk.reviewing.release(person, desk.project, found)
    return found


def give(desk, person, ids, due=None):
    with desk.workbench.database.transaction() as tx:
        now = desk.clock()
        assign(tx, desk.project.id, [Assignment(name, person.id, due, desk.owner.id, now) for name in ids])
        follow(tx, desk.project.id, ids, review_policy(tx, desk.project.id))


def a_source(desk, name, count, language="en"):
    """A source with samples NAME0, NAME1, ... that wait."""
    at = desk.clock()
    with desk.workbench.database.transaction() as tx:
        new = NewSource(
            *(name, desk.project.id, f"{name}.csv", content_hash(name), 1, Mapping("plain"), Reading("csv")),
            *(Origin.WRITTEN, language, count, ()),
        )
        add_source(tx, new, desk.owner.id, at)
        ids = [f"{name}{number}" for number in range(count)]
        made = [NewSample(one, name, "a", i, Origin.WRITTEN, language, 9.0) for i, one in enumerate(ids)]
        add_samples(tx, desk.project.id, made, at)
        words = question_and_answer("What?", "That.")
        add_first_revisions(tx, [Screened(one, words, words.hash) for one in ids], at)
    return ids


def test_a_sample_with_a_specialty_goes_to_those_who_have_it(desk, staffing):
    waiting_samples(desk.workbench, desk.project, 4)
    rules(desk)
    staffing.need(desk.owner, desk.project, ["s000", "s002"], ["cardiology "])
    knows(desk, staffing, desk.ada, "Cardiology")
    knows(desk, staffing, desk.ben, "Dermatology")
    assert got(desk, desk.ada) == ["s000", "s001", "s002", "s003"]
    assert got(desk, desk.ben) == got(desk, desk.owner) == ["s001", "s003"]
    assert [desk.reviewing.progress(one, desk.project).left for one in (desk.ada, desk.ben)] == [4, 2]


def test_what_nobody_here_can_decide_waits_and_is_told_to_the_lead(desk, staffing):
    waiting_samples(desk.workbench, desk.project, 3)
    rules(desk)
    staffing.need(desk.owner, desk.project, ["s000", "s001"], ["Cardiology"])
    assert got(desk, desk.ada) == ["s002"]
    [gap] = staffing.gaps(desk.owner, desk.project)
    assert (gap.lack, gap.specialties, gap.samples) == (Lack.NOBODY, ("Cardiology",), 2)
    assert staffing.gaps(desk.ada, desk.project) == []
    rules(desk, unmatched="anybody")
    assert got(desk, desk.ada) == ["s000", "s001", "s002"]
    assert staffing.gaps(desk.owner, desk.project) == []


def test_too_few_for_a_specialty_are_told_to_the_lead(desk, staffing):
    waiting_samples(desk.workbench, desk.project, 1)
    rules(desk, slots=2)
    staffing.need(desk.owner, desk.project, ["s000"], ["Cardiology"])
    knows(desk, staffing, desk.ada, "Cardiology")
    [gap] = staffing.gaps(desk.owner, desk.project)
    assert (gap.lack, gap.people, gap.samples) == (Lack.TOO_FEW, 1, 1)


def test_a_specialty_that_the_project_gave_up_keeps_nothing_from_anybody(desk, staffing):
    waiting_samples(desk.workbench, desk.project, 1)
    rules(desk)
    staffing.need(desk.owner, desk.project, ["s000"], ["Cardiology"])
    assert got(desk, desk.ben) == []
    rules(desk, specialties=["Dermatology"])
    assert got(desk, desk.ben) == ["s000"]
    assert staffing.specialties(desk.owner, desk.project, "s000") == ()


def test_who_names_languages_gets_those_alone(desk, staffing):
    german = a_source(desk, "de", 2, "de")
    english = waiting_samples(desk.workbench, desk.project, 2)
    knows(desk, staffing, desk.ada, languages=["de"])
    assert sorted(got(desk, desk.ada)) == german
    assert sorted(got(desk, desk.ben)) == [*german, *english]
    for person in (desk.ben, desk.owner):
        knows(desk, staffing, person, languages=["de"])
    [gap] = staffing.gaps(desk.owner, desk.project)
    assert (gap.language, gap.samples) == ("en", 2)


@pytest.mark.parametrize("order", ["attention", "chance"])
def test_lanes_are_merged_in_the_desks_order(desk, staffing, order):
    waiting_samples(desk.workbench, desk.project, 60)
    rules(desk, order=order)
    staffing.need(desk.owner, desk.project, [f"s{i:03}" for i in range(0, 60, 3)], ["Cardiology"])
    mine = [f"s{i:03}" for i in range(60) if i % 3]
    found, page = [], desk.reviewing.next_items(desk.ben, desk.project, 7)
    while page:
        for item in page:
            found.append(item.sample_id)
            desk.reviewing.decide(desk.ben, desk.project, approving(item.sample_id))
        page = desk.reviewing.next_items(desk.ben, desk.project, 7)
    assert found == (mine if order == "attention" else mine[::-1])


def test_what_was_given_to_somebody_is_theirs_alone_and_comes_first(desk):
    waiting_samples(desk.workbench, desk.project, 6)
    day = desk.clock() + timedelta(days=1)
    give(desk, desk.ada, ["s005"])
    give(desk, desk.ada, ["s004"], day + timedelta(days=1))
    give(desk, desk.ada, ["s003"], day)
    assert got(desk, desk.ada) == ["s003", "s004", "s005", "s000", "s001", "s002"]
    assert got(desk, desk.ben) == ["s000", "s001", "s002"]
    assert [desk.reviewing.progress(one, desk.project).left for one in (desk.ada, desk.ben)] == [6, 3]
    desk.reviewing.decide(desk.ada, desk.project, approving("s003"))
    assert got(desk, desk.ada)[:2] == ["s004", "s005"]


def test_a_reloaded_page_shows_what_is_wanted_first_first(desk):
    waiting_samples(desk.workbench, desk.project, 3)
    give(desk, desk.ada, ["s002"], desk.clock() + timedelta(days=1))
    first = [item.sample_id for item in desk.reviewing.next_items(desk.ada, desk.project, 3)]
    again = [item.sample_id for item in desk.reviewing.next_items(desk.ada, desk.project, 3)]
    assert first == again == ["s002", "s000", "s001"]


def test_once_its_day_is_over_others_get_it_unless_the_rules_keep_it(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    rules(desk, overdue_to_others=False)
    give(desk, desk.ada, ["s000"], desk.clock() + timedelta(days=1))
    desk.clock.forward(2 * 86_400)
    assert got(desk, desk.ben) == ["s001"]
    rules(desk)
    assert got(desk, desk.ben) == ["s000", "s001"]


def test_who_left_keeps_nothing_from_the_others(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    rules(desk, overdue_to_others=False)
    give(desk, desk.ada, ["s000"])
    assert got(desk, desk.ben) == ["s001"]
    desk.workbench.projects.set_roles(desk.owner, desk.project, desk.ada.id, [PersonRole.OBSERVER])
    assert got(desk, desk.ben) == ["s000", "s001"]


def test_of_two_places_one_is_kept_for_whom_it_was_given_to(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    rules(desk, slots=2)
    carl = a_person(desk.workbench, desk.project, "Carl")
    give(desk, desk.ada, ["s000"])
    desk.reviewing.next_items(desk.ben, desk.project, 1)
    assert got(desk, carl) == []
    assert got(desk, desk.ada) == ["s000"]


def test_what_is_taken_from_somebody_goes_to_everybody_again(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    give(desk, desk.ada, ["s000"])
    with desk.workbench.database.transaction() as tx:
        unassign(tx, desk.project.id, desk.ada.id, ["s000"])
        place(tx, desk.project.id, ["s000"], {"s000": False})
    assert got(desk, desk.ben) == ["s000"]


def test_what_belongs_in_retrieval_is_kept_for_nobody(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    give(desk, desk.ada, ["s000"])
    desk.reviewing.decide(desk.owner, desk.project, replace(approving("s000"), verdict=Verdict.RETRIEVE))
    with desk.workbench.database.reading() as tx:
        assert kept_for(tx, desk.project.id, ["s000"]) == {}


def test_a_decision_taken_back_lets_it_wait_for_its_person_again(desk):
    waiting_samples(desk.workbench, desk.project, 2)
    give(desk, desk.ada, ["s001"])
    desk.reviewing.decide(desk.ada, desk.project, approving("s001"))
    desk.reviewing.undo(desk.ada, desk.project, "u1")
    desk.reviewing.release(desk.ada, desk.project, ["s001"])
    assert (got(desk, desk.ben), got(desk, desk.ada)) == (["s000"], ["s001", "s000"])


def test_shares_part_what_waits_without_overlap_and_for_good(desk):
    ids = waiting_samples(desk.workbench, desk.project, 200)
    rules(desk, shares={desk.ada.id: 30})
    mine, theirs = set(), set()
    for person, found in ((desk.ada, mine), (desk.ben, theirs)):
        held = []
        while fresh := [i.sample_id for i in desk.reviewing.next_items(person, desk.project, 20, held)]:
            held += fresh
        found.update(held)
        desk.reviewing.release(person, desk.project, held)
    assert not mine & theirs
    assert sorted(mine | theirs) == ids
    assert 35 <= len(mine) <= 85
    assert got(desk, desk.ada, 5) == sorted(mine)[:5]


def test_a_share_of_somebody_who_has_left_goes_to_the_rest(desk):
    ids = waiting_samples(desk.workbench, desk.project, 15)
    rules(desk, shares={desk.ada.id: 100})
    assert got(desk, desk.ben) == []
    desk.workbench.projects.set_roles(desk.owner, desk.project, desk.ada.id, [])
    assert got(desk, desk.ben) == ids


def test_two_who_decide_are_two_even_with_shares(desk):
    waiting_samples(desk.workbench, desk.project, 12)
    rules(desk, slots=2, shares={desk.ada.id: 50, desk.ben.id: 50})
    for person in (desk.ada, desk.ben):
        for name in got(desk, person):
            desk.reviewing.decide(person, desk.project, approving(name))
    assert got(desk, desk.owner) == []
    assert desk.workbench.overview.standing(desk.owner, desk.project).counts["approved"] == 12


def test_nobody_gets_or_decides_what_they_are_kept_from(desk, staffing):
    theirs = a_source(desk, "meier", 2)
    others = waiting_samples(desk.workbench, desk.project, 2)
    staffing.keep_from(desk.owner, desk.project, "meier", desk.ada.id)
    assert got(desk, desk.ada) == others
    assert sorted(got(desk, desk.ben)) == [*theirs, *others]
    with pytest.raises(OwnWorkError, match="wrote or have a part in"):
        desk.reviewing.decide(desk.ada, desk.project, approving(theirs[0]))
    staffing.let_have(desk.owner, desk.project, "meier", desk.ada.id)
    assert sorted(got(desk, desk.ada)) == [*theirs, *others]


def test_a_page_that_holds_it_loses_what_its_person_is_kept_from_meanwhile(desk, staffing):
    theirs = a_source(desk, "meier", 1)
    assert [i.sample_id for i in desk.reviewing.next_items(desk.ada, desk.project, 1)] == theirs
    staffing.keep_from(desk.owner, desk.project, "meier", desk.ada.id)
    assert got(desk, desk.ada) == []


def test_own_work_goes_to_its_writer_only_where_nobody_else_could(desk, staffing):
    written = a_source(desk, "own", 1)
    with desk.workbench.database.transaction() as tx:
        add_bar(tx, desk.project.id, Bar("own", desk.ada.id, firm=False, said_by=desk.ada.id, said_at=desk.clock()))
        place(tx, desk.project.id, written)
    assert (got(desk, desk.ada), got(desk, desk.ben)) == ([], written)
    for person in (desk.ben, desk.owner):
        knows(desk, staffing, person, languages=["de"])
    assert got(desk, desk.ada) == written
    rules(desk, own_work="never")
    assert got(desk, desk.ada) == []
    [gap] = staffing.gaps(desk.owner, desk.project)
    assert gap.own_work


def test_an_editors_words_are_not_approved_by_the_editor_who_became_an_expert(desk):
    waiting_samples(desk.workbench, desk.project, 1)
    eva = a_person(desk.workbench, desk.project, "Eva", PersonRole.EDITOR)
    desk.reviewing.correct(eva, desk.project, approving("s000"), "Better?", "Yes.")
    screen(desk.reviewing, desk.project, "s000", 2, question_and_answer("Better?", "Yes."))
    desk.workbench.projects.set_roles(desk.owner, desk.project, eva.id, [PersonRole.EXPERT])
    _, changed = desk.workbench.projects.enter(eva.id, None)
    eva, _ = desk.workbench.projects.enter(eva.id, changed.slug)
    assert got(desk, eva) == []
    with pytest.raises(OwnWorkError, match="You wrote this text"):
        desk.reviewing.decide(eva, desk.project, approving("s000", 2))
    assert got(desk, desk.ada) == ["s000"]


@pytest.mark.parametrize(
    "queue",
    [
        {"specialties": "Cardiology"},
        {"specialties": ["a, b"]},
        {"specialties": ["x" * 61]},
        {"specialties": ["null\0"]},
        {"specialties": ["\ud800"]},
        {"specialties": [""]},
        {"unmatched": "drop"},
        {"own_work": True},
        {"own_work": ["never"]},
        {"overdue_to_others": "yes"},
        {"shares": {"somebody": 35}},
        {"shares": {"a": 60, "b": 50}},
        {"shares": []},
        {"colour": "red"},
        [],
    ],
)
def test_rules_that_cannot_be_are_refused_with_a_sentence(desk, queue):
    with pytest.raises(InputError) as refused:
        desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"queue": queue})
    assert str(refused.value).startswith(("queue", "A specialty"))


def test_a_word_that_is_no_specialty_here_is_named(desk, staffing):
    rules(desk)
    with pytest.raises(InputError, match=r"Astrology.*Cardiology, Dermatology"):
        knows(desk, staffing, desk.ada, "Astrology")
    with pytest.raises(InputError, match="no language code"):
        knows(desk, staffing, desk.ada, languages=["Deutsch"])
    assert staffing.knows(desk.owner, desk.project)[desk.ada.id] == Knows()


def test_what_people_know_survives_other_roles(desk, staffing):
    rules(desk)
    knows(desk, staffing, desk.ada, "Cardiology", languages=["en"])
    desk.workbench.projects.set_roles(desk.owner, desk.project, desk.ada.id, [PersonRole.SENIOR, PersonRole.EXPERT])
    assert staffing.knows(desk.owner, desk.project)[desk.ada.id] == Knows(("Cardiology",), ("en",))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_several_lanes_are_read_from_their_index_without_a_scan(desk, staffing):
    waiting_samples(desk.workbench, desk.project, 30)
    rules(desk, shares={desk.ada.id: 50})
    engine = desk.workbench.database.engine
    with statements(engine) as seen:
        got(desk, desk.ben)
    picked = [one for one in seen if "lane_key" in one[0] and "attention" in one[0] and one[0].startswith("SELECT")]
    assert picked
    for one in picked:
        plan = plan_of(engine, one)
        if any("ix_samples_lane" in line for line in plan):
            assert not any(line.startswith("SCAN samples") for line in plan), plan
            break
    else:
        raise AssertionError(picked)


def test_lanes_say_the_same_whatever_the_order_in_which_they_were_made(desk, staffing):
    waiting_samples(desk.workbench, desk.project, 10)
    rules(desk)
    staffing.need(desk.owner, desk.project, ["s000"], ["Dermatology", "Cardiology"])
    staffing.need(desk.owner, desk.project, ["s001"], ["Cardiology", "Dermatology"])
    with desk.workbench.database.reading() as tx:
        lanes = lanes_of(tx, desk.project.id)
    assert all(lane.key == key for key, lane in lanes.items())
    assert {lane.specialties for lane in lanes.values()} == {(), ("Cardiology", "Dermatology")}


def test_the_rules_come_back_as_they_were_said():
    said = QueueRules(("Cardiology",), shares=(("a", 10),), overdue_to_others=False)
    assert queue_rules_from("queue", said.as_json()) == said
