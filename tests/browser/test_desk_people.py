import pytest
from playwright.sync_api import expect

from curation.domain.people import PersonRole
from curation.domain.samples import question_and_answer
from tests.browser.desk import DeskPage, some
from tests.browser.waiting import until
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import approving, screen


@pytest.fixture
def world(world):
    world.waiting(some(14))
    return world


def corrected_by_ben(world, answer):
    """Somebody else corrects the first sample while the expert has it open, and the worker screens it."""
    ben = world.another("Dr. Ben Okoro")
    sample = f"{world.project.id}-000"
    service = world.workbench.reviewing
    service.release(world.ada, world.project, [sample])
    service.correct(ben, world.project, approving(sample), "Question 0, what helps?", answer)
    screen(service, world.project, sample, 2, question_and_answer("Question 0, what helps?", answer))
    return sample


def test_two_people_see_different_samples(world):
    ben = world.another("Dr. Ben Okoro")
    world.workbench.projects.set_preference(ben.id, "desk.practice", "done")
    ada = world.desk()
    ada.painted("Question 0")
    other = world.desk(ben)
    other.painted("Question 6")


def test_a_text_that_changed_meanwhile_is_shown_beside_ones_own(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Mine.")
    desk.saved()
    sample = corrected_by_ben(world, "Ben's answer.")
    desk.press("Control+Enter")
    desk.says("Somebody changed a sample")
    desk.page.get_by_role("button", name="Look now").click()
    desk.shows("Ben's answer.")
    desk.shows("is rest. Mine.")
    assert [v for _, v, _ in world.decisions()] == ["approve"]
    desk.act("mine").click()
    desk.painted("Question 1")
    assert world.until_decided(desk.page, 2)[-1] == (sample, "approve", 3)


def open_for_two(world):
    """Two experts with the same sample open: the claim of the first ran out while the laptop was closed."""
    ben = world.another("Dr. Ben Okoro")
    world.workbench.projects.set_preference(ben.id, "desk.practice", "done")
    ada = world.desk()
    ada.painted("Question 0")
    world.workbench.reviewing.release(world.ada, world.project, [f"{world.project.id}-000"])
    other = world.desk(ben)
    other.painted("Question 0")
    return ada, other


def test_of_two_simultaneous_corrections_one_wins_and_the_other_sees_both_and_chooses(world):
    first, second = open_for_two(world)
    for desk, words in ((first, " Ada was here."), (second, " Ben was here.")):
        desk.press("e")
        desk.type(words)
        desk.saved()
    second.press("Control+Enter")
    second.painted("Question 6")
    first.press("Control+Enter")
    first.says("Your text is kept")
    sample = f"{world.project.id}-000"
    won = "Answer 0 is rest. Ben was here."
    screen(world.workbench.reviewing, world.project, sample, 2, question_and_answer("Question 0, what helps?", won))
    first.page.get_by_role("button", name="Look now").click()
    first.shows("Ben was here.")
    expect(first.page.locator("section.desk .both ins")).to_have_text(["Ada "])
    expect(first.page.locator("section.desk .both del")).to_have_text(["Ben "])
    assert [v for _, v, _ in world.decisions()] == ["approve"]
    first.act("edit-mine").click()
    expect(first.field("answer")).to_have_value("Answer 0 is rest. Ada was here.")
    first.type(" Ben was here too.")
    first.painted("")
    first.press("Control+Enter")
    assert world.until_decided(first.page, 2)[-1] == (sample, "approve", 3)


def test_of_two_simultaneous_decisions_one_counts_and_the_other_is_told(world):
    first, second = open_for_two(world)
    second.press("a")
    second.painted("Question 6")
    world.until_decided(second.page, 1)
    first.press("s")
    first.says("has decided on this sample")
    assert [v for _, v, _ in world.decisions()] == ["approve"]


def test_keeping_the_other_text_drops_ones_own(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Mine.")
    desk.saved()
    corrected_by_ben(world, "Ben's answer.")
    desk.press("Control+Enter")
    desk.page.get_by_role("button", name="Look now").click()
    desk.act("theirs").click()
    desk.painted("Ben's answer.")
    expect(desk.page.locator("section.desk .diff ins").first).to_contain_text("Ben")
    assert until(desk.page, lambda: world.drafts(world.ada) == [])


def test_a_text_that_came_too_late_is_found_again_after_a_reload(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Mine.")
    desk.saved()
    corrected_by_ben(world, "Ben's answer.")
    desk.page.reload()
    desk.page.get_by_role("button", name="1 of your texts kept").click()
    desk.shows("is rest. Mine.")
    desk.act("edit-mine").click()
    expect(desk.field("answer")).to_have_value("Answer 0 is rest. Mine.")
    desk.type(" Better.")
    desk.painted("")
    desk.press("Control+Enter")
    desk.page.get_by_role("button", name="Back to the waiting samples").first.click()
    desk.painted("Question 1")
    assert world.until_decided(desk.page, 2)[-1][2] == 3


def test_an_approval_of_a_text_that_changed_meanwhile_does_not_count(world):
    desk = world.desk()
    desk.painted("Question 0")
    sample = corrected_by_ben(world, "Ben's answer.")
    desk.press("a")
    desk.says("changed while you had it open")
    assert world.decisions() == [(sample, "approve", 2)]


def test_a_decision_in_one_tab_is_seen_in_the_other(world):
    first = world.desk()
    first.painted("Question 0")
    second = DeskPage(first.page.context.new_page())
    second.page.goto(world.server.address)
    second.painted("Question 0")
    first.page.bring_to_front()
    first.press("a")
    second.says("another tab")
    second.shows("Question 1")
    assert len(world.until_decided(first.page, 1)) == 1


def test_a_page_whose_person_has_changed_decides_nothing(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Mine.")
    desk.saved()
    cookie = {"name": "workbench_person", "value": world.owner.id, "url": world.server.address}
    desk.page.context.add_cookies([cookie])
    desk.press("Control+Enter")
    desk.says("opened by somebody else")
    assert world.decisions() == []
    desk.page.context.add_cookies([{**cookie, "value": world.ada.id}])
    desk.page.reload()
    desk.painted("Question 1")
    assert len(world.until_decided(desk.page, 1)) == 1


def test_who_may_not_review_any_more_is_refused_at_the_next_command(world):
    desk = world.desk()
    desk.painted("Question 0")
    world.workbench.projects.set_roles(world.owner, world.project, world.ada.id, [PersonRole.OBSERVER])
    desk.press("a")
    desk.says("may not do this here")
    assert world.decisions() == []


def test_what_an_expert_was_not_sure_about_reaches_the_lead(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("n")
    desk.painted("Question 1")
    world.until_decided(desk.page, 1)
    world.workbench.projects.set_preference(world.owner.id, "project", world.project.slug)
    world.workbench.projects.set_preference(world.owner.id, "desk.practice", "done")
    way = f"/my_work?project={world.project.slug}&pool=escalated"
    lead = DeskPage(world.open_page(world.server.address, way, person=world.owner.id))
    lead.painted("Dr. Ada Frost asks for a second opinion.")
    lead.press("a")
    lead.shows("Nothing waits for you")
    assert [v for _, v, _ in world.until_decided(lead.page, 2)] == ["escalate", "approve"]
    lead.page.get_by_role("button", name="Back to the waiting samples").first.click()
    lead.painted("Question")


def test_an_editor_rewrites_and_never_decides(world):
    eve = a_person(world.workbench, world.project, "Eve", PersonRole.EDITOR)
    desk = world.desk(eve)
    desk.painted("Question 0")
    expect(desk.act("approve")).to_have_count(0)
    desk.press("a")
    desk.says("You rewrite here; experts decide.")
    desk.press("e")
    desk.type(" In plain words.")
    desk.press("Control+Enter")
    desk.painted("Question 1")
    assert [(verdict, revision) for _, verdict, revision in world.until_decided(desk.page, 1)] == [("skip", 2)]
    desk.press("s")
    desk.shows("Question 2")
    assert [verdict for _, verdict, _ in world.until_decided(desk.page, 2)] == ["skip", "skip"]
