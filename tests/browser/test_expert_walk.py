import pytest
from playwright.sync_api import expect

from tests.browser.desk import some
from tests.builders import a_person


@pytest.fixture
def world(world):
    world.waiting(some(20))
    return world


@pytest.mark.slow
def test_an_expert_practises_decides_twelve_stops_and_comes_back_to_the_same_place(world):
    newcomer = a_person(world.workbench, world.project, "Dr. New")
    desk = world.desk(newcomer)
    expect(desk.page.get_by_text("say whether a model should learn from it")).to_be_visible()
    expect(desk.desk).to_contain_text("Practice 1 of 3")

    desk.painted("antibiotic syrup")
    desk.press("a")
    desk.shows("Right.")
    desk.press("Enter")
    desk.painted("consumer normally withdraw")
    desk.press("x")
    desk.press("1")
    desk.shows("Better here: correct it.")
    desk.press("Enter")
    desk.painted("shares of one's own employer")
    desk.press("x")
    desk.press("1")
    desk.shows("Right.")
    desk.press("Enter")

    desk.painted("Question 0")
    expect(desk.desk).to_contain_text("0 of 12 today")
    desk.press("a")
    desk.painted("Question 1")
    assert world.until_decided(desk.page, 1)[0][1] == "approve"

    for number in range(1, 12):
        desk.painted(f"Question {number},")
        desk.press("a")
    desk.shows("12 today")
    desk.shows("8 are left. Stop here or go on.")
    desk.page.get_by_role("button", name="Stop here").click()
    desk.shows("Thank you")
    assert len(world.until_decided(desk.page, 12)) == 12

    back = world.desk(newcomer)
    back.painted("Question 12")
    expect(back.desk).to_contain_text("12 of 12 today")
    expect(back.desk).to_contain_text("8 left")


@pytest.mark.slow
def test_practice_can_be_skipped_and_is_not_offered_again(world):
    newcomer = a_person(world.workbench, world.project, "Dr. Old")
    desk = world.desk(newcomer)
    desk.shows("antibiotic syrup")
    desk.act("leave").click()
    desk.painted("Question 0")
    desk.page.reload()
    desk.painted("Question 0")
    assert world.decisions() == []
