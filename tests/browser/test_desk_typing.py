import pytest
from playwright.sync_api import Route, expect

from tests.browser.desk import some
from tests.browser.waiting import disconnect, intercepting, until


@pytest.fixture
def world(world):
    world.waiting(some(6))
    return world


def sealed_answer(world):
    sample = world.workbench.reviewing.item(world.ada, world.project, f"{world.project.id}-000")
    return sample.draft.answer if sample.draft else None


def test_a_shortcut_inside_a_text_area_takes_the_newest_text(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Up to the last letter.")
    desk.press("Control+Enter")
    desk.painted("Question 1")
    world.until_decided(desk.page, 1)
    undone = world.workbench.reviewing.undo(world.ada, world.project, "test-undo")
    assert undone.draft.answer == "Answer 0 is rest. Up to the last letter."


@pytest.mark.parametrize("key", ["Escape", "Control+k", "Alt+j"])
def test_no_other_shortcut_inside_a_text_area_loses_a_letter(world, key):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Kept.")
    desk.press(key)
    if key == "Escape":
        desk.says("Your text is kept")
        desk.painted("Answer 0 is rest.")
        desk.press("e")
    expect(desk.field("answer")).to_have_value("Answer 0 is rest. Kept.")


def test_approving_over_a_kept_text_asks_first(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Kept.")
    desk.press("Escape")
    desk.press("a")
    desk.says("drops yours")
    assert world.decisions() == []
    desk.press("a")
    desk.painted("Question 1")


def test_letters_typed_into_the_text_are_text(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" axnsuh")
    expect(desk.field("answer")).to_have_value("Answer 0 is rest. axnsuh")
    assert world.decisions() == []


def test_a_reload_brings_typed_text_back_even_before_it_was_sent(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Half a sent")
    desk.page.reload()
    desk.says("Your text from before is back")
    expect(desk.field("answer")).to_have_value("Answer 0 is rest. Half a sent")


def test_typed_text_is_there_on_another_machine(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" From the office")
    desk.saved()
    at_home = world.desk()
    expect(at_home.field("answer")).to_have_value("Answer 0 is rest. From the office")


def test_a_typed_comment_comes_back_too(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.field("comment").fill("Ask cardiology")
    desk.saved()
    desk.page.reload()
    desk.painted("Question 0")
    expect(desk.field("comment")).to_have_value("Ask cardiology")


def test_discarding_forgets_the_text_everywhere(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Nonsense")
    desk.saved()
    desk.act("discard").click()
    desk.painted("Answer 0 is rest.")
    desk.page.reload()
    desk.painted("Question 0")
    expect(desk.field("answer")).to_have_count(0)
    assert world.drafts(world.ada) == []


def test_what_was_thrown_away_is_not_brought_back_by_a_draft_on_its_way(world):
    desk = world.desk()
    desk.painted("Question 0")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.page.route("**/api/desk/draft", hold)
    intercepting(desk.page)
    desk.press("e")
    desk.type(" Too late.")
    assert until(desk.page, lambda: bool(held))
    with desk.page.expect_response("**/api/desk/drop"), desk.page.expect_response("**/api/desk/draft"):
        desk.act("discard").click()
        desk.painted("Answer 0 is rest.")
        held.pop().continue_()
    assert world.drafts(world.ada) == []


def test_without_a_connection_everything_is_kept_and_sent_later(world):
    desk = world.desk()
    desk.painted("Question 0")
    disconnect(desk.page)
    desk.press("a")
    desk.painted("Question 1")
    desk.says("Connection lost, your text is kept")
    desk.press("e")
    desk.type(" Offline.")
    desk.press("Control+Enter")
    desk.painted("Question 2")
    assert world.decisions() == []
    desk.page.context.set_offline(False)
    desk.says("Connected again")
    assert [(v, r) for _, v, r in world.until_decided(desk.page, 2)] == [("approve", 1), ("approve", 2)]


def test_decisions_made_without_a_connection_outlive_the_page(world):
    desk = world.desk()
    desk.painted("Question 0")
    intercepting(desk.page)
    desk.page.route("**/api/desk/decide", lambda route: route.abort())
    desk.press("a")
    desk.says("Connection lost")
    desk.page.unroute("**/api/desk/decide")
    desk.page.reload()
    desk.painted("Question 1")
    assert len(world.until_decided(desk.page, 1)) == 1


def test_an_answer_that_never_arrives_does_not_count_twice(world):
    desk = world.desk()
    desk.painted("Question 0")
    swallowed = []

    def swallow(route):
        route.fetch()
        swallowed.append(route.request.url)
        route.abort()

    intercepting(desk.page)
    desk.page.route("**/api/desk/decide", swallow, times=1)
    with desk.page.expect_response("**/api/desk/decide"):
        desk.press("a")
    desk.says("Connected again")
    assert swallowed
    assert len(world.decisions()) == 1
