"""What a lead does with one sample and with many, by keyboard alone: no mouse, no field found but by walking to it."""

import pytest
from playwright.sync_api import Page, expect

from curation.store.assignments import assigned_to
from tests.browser.conftest import settled
from tests.browser.desk import DeskWorld, a_world, some
from tests.browser.keyboard import Keyboard
from tests.browser.waiting import until

pytestmark = pytest.mark.slow
FAR = 60


@pytest.fixture
def world(app_and_worker, visit) -> DeskWorld:
    """A project with three samples that wait; the worker does what is asked of it."""
    made = a_world(*app_and_worker, visit)
    made.ids = made.waiting(some(3))
    return made


def opened(world, path: str) -> tuple[Page, Keyboard]:
    address = f"{path}{'&' if '?' in path else '?'}project={world.project.slug}"
    page = world.open_page(world.server.address, address, world.owner.id)
    board = Keyboard(page)
    board.to_content()
    return page, board


def chosen(board: Keyboard, name: str, option: str) -> None:
    board.reach(name, "combobox", FAR)
    board.choose(option)
    settled(board.page)


def theirs(world) -> list[str]:
    with world.workbench.database.reading() as tx:
        return [one.sample_id for one in assigned_to(tx, world.project.id, world.ada.id)]


def test_an_act_on_many_samples_is_looked_at_done_and_taken_back(world):
    page, board = opened(world, "/samples?words=question")
    board.press_on("Do something with all of these", "summary", FAR)
    settled(page)
    chosen(board, "What", "Assign to somebody")
    chosen(board, "Who", "Ada")
    board.press_on("Look first", "button", 10)
    expect(page.get_by_text("It reaches 3 samples of 3.")).to_be_visible()
    board.to_content()
    board.press_on("Do it with 3 samples", "button", FAR)
    expect(page.get_by_text("3 samples are done.")).to_be_visible()
    assert theirs(world) == world.ids
    board.to_content()
    board.press_on("Take all of it back", "button", FAR)
    expect(page.get_by_text("3 samples were taken back.")).to_be_visible()
    assert until(page, lambda: theirs(world) == [])


def test_one_sample_is_given_flagged_and_spoken_about(world):
    page, board = opened(world, f"/sample?id={world.ids[1]}")
    chosen(board, "Assign it to", "Ada")
    board.press_on("Assign", "button", FAR)
    expect(page.get_by_text("Assigned to Dr. Ada Frost. It comes first on their desk.")).to_be_visible()
    assert theirs(world) == [world.ids[1]]
    board.to_content()
    board.press_on("Take it back", "button", FAR)
    expect(page.get_by_text("It is not Dr. Ada Frost's any more.")).to_be_visible()
    assert theirs(world) == []
    board.to_content()
    board.press_on("Flag this sample", "summary", FAR)
    board.reach("The source is doubtful", "", 4)
    board.press("ArrowDown")
    board.reach("Note", "textarea", 4)
    page.keyboard.type("Two editions are around.")
    board.press_on("Flag it", "button", 4)
    expect(page.get_by_text("Flagged: The guidelines do not cover this.")).to_be_visible()
    board.reach("New comment", "textarea", FAR)
    page.keyboard.type("Which edition?")
    board.press("Control+Enter")
    expect(page.locator("article.thread")).to_contain_text("Which edition?")
