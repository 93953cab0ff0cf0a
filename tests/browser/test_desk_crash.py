import pytest
from playwright.sync_api import expect

from tests.browser.desk import some
from tests.browser.server import served_home


@pytest.fixture(scope="module")
def desk_server(tmp_path_factory):
    """A server that nobody else works with: it is killed here."""
    with served_home(tmp_path_factory.mktemp("crash"), "workbench.app") as found:
        yield found


@pytest.fixture
def world(world):
    world.waiting(some(4))
    return world


@pytest.mark.slow
def test_typed_text_and_decisions_survive_a_killed_server(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.type(" Before the crash.")
    desk.saved()
    world.server.kill()
    desk.type(" And after it.")
    desk.says("Connection lost, your text is kept")
    desk.press("Control+Enter")
    desk.painted("Question 1")
    desk.press("e")
    desk.type(" Still typing")
    world.server.start("workbench.app")
    desk.says("Connected again")
    assert [v for _, v, _ in world.until_decided(desk.page, 1)] == ["approve"]
    expect(desk.field("answer")).to_have_value("Answer 1 is rest. Still typing")
    desk.page.reload()
    expect(desk.field("answer")).to_have_value("Answer 1 is rest. Still typing")
    undone = world.workbench.reviewing.undo(world.ada, world.project, "test-undo")
    assert undone.draft.answer == "Answer 0 is rest. Before the crash. And after it."


@pytest.mark.slow
def test_the_keyboard_comes_back_to_the_text_after_the_connection_was_lost(world):
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("e")
    desk.field("question").click()
    desk.press("End")
    desk.type(" Before.")
    desk.saved()
    world.server.kill()
    desk.type(" Lost.")
    desk.says("Connection lost, your text is kept")
    expect(desk.page.get_by_role("dialog").first).to_be_visible()
    world.server.start("workbench.app")
    desk.says("Connected again")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.field("question")).to_be_focused()
    desk.type(" After.")
    expect(desk.field("question")).to_have_value("Question 0, what helps? Before. Lost. After.")
    assert world.decisions() == []
