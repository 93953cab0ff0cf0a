"""The expert's and the lead's work by keyboard alone: no mouse, no field found but by walking to it."""

import re

import pytest
from playwright.sync_api import Page, expect

from curation.domain.people import PersonRole
from tests.browser.axe import at_rest
from tests.browser.conftest import settled
from tests.browser.desk import DeskWorld, some
from tests.browser.keyboard import Keyboard
from tests.browser.pairs import card, ready
from tests.browser.server import serving
from tests.builders import a_person, a_project, a_workbench
from tests.curation.release.shelf import Shelf, pair
from tests.training.worlds import build_tiny

pytestmark = pytest.mark.slow
LONG = 120_000
STILL = 5_000
MOST_STOPS = 60


def focused(page: Page) -> str:
    at = Keyboard(page).focus()
    return at.name if at else ""


def walk(page: Page, name: str, most: int = 25, key: str = "Tab") -> None:
    Keyboard(page).reach(name, most=most, key=key)


def press(page: Page, name: str, most: int = 25, key: str = "Tab") -> None:
    walk(page, name, most, key)
    page.keyboard.press("Enter")
    settled(page)


def replace(page: Page, words: str) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def says(page: Page, sentence: str) -> None:
    expect(page.get_by_text(sentence).first).to_be_visible()


def decided(world: DeskWorld, page: Page, number: int) -> list[str]:
    return [verdict for _, verdict, _ in world.until_decided(page, number)]


def test_an_expert_decides_in_every_way_by_key(world):
    world.waiting(some(9))
    desk = world.desk()
    page = desk.page
    desk.painted("Question 0")
    assert focused(page) == "Review desk"
    desk.press("a")
    desk.painted("Question 1")
    desk.press("e")
    assert focused(page) == "Answer"
    desk.type(" Drink water.")
    desk.press("Shift+Tab")
    desk.press("End")
    desk.type(" Really?")
    desk.press("Escape")
    desk.says("Your text is kept")
    desk.press("e")
    desk.press("Control+Enter")
    desk.painted("Question 2")
    desk.press("x")
    desk.press("3")
    desk.painted("Question 3")
    desk.press("n")
    desk.painted("Question 4")
    desk.press("s")
    desk.painted("Question 5")
    assert decided(world, page, 5) == ["approve", "approve", "reject", "escalate", "skip"]
    desk.press("u")
    desk.painted("Question 4")
    desk.press("h")
    assert focused(page).startswith("Close")
    desk.press("Escape")
    desk.press("p")
    desk.type("Question")
    desk.press("Enter")
    desk.press("3")
    desk.says("The privacy reviewer looks at it")
    desk.painted("<PHONE_NUMBER_1>")


def test_an_expert_walks_to_the_buttons_where_letters_are_switched_off(world):
    world.waiting(some(4))
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("h")
    walk(desk.page, "Single-letter keys")
    desk.press("Space")
    desk.press("Escape")
    desk.press("a")
    desk.shows("Question 0")
    press(desk.page, "Approve", most=15)
    desk.painted("Question 1")
    press(desk.page, "Reject", most=15)
    press(desk.page, "Outdated", most=15)
    desk.painted("Question 2")
    press(desk.page, "Correct", most=15)
    desk.type(" Walked to.")
    press(desk.page, "Approve correction", most=15, key="Shift+Tab")
    desk.painted("Question 3")
    assert decided(world, desk.page, 3) == ["approve", "reject", "approve"]


def test_an_expert_goes_to_another_page_and_comes_back_to_the_same_sample(world):
    world.waiting(some(3))
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("a")
    desk.painted("Question 1")
    walk(desk.page, "Skip to main content")
    press(desk.page, "Guidelines")
    drawn(desk.page, "Guidelines")
    press(desk.page, "My work", key="Shift+Tab")
    desk.painted("Question 1")
    assert focused(desk.page) == "Review desk"


def test_the_desk_leaves_the_keyboard_to_whoever_is_elsewhere_on_the_page(world):
    desk = world.desk()
    desk.shows("Nothing waits for you")
    walk(desk.page, "Help")
    world.waiting(some(2))
    desk.page.evaluate("window.dispatchEvent(new Event('focus'))")
    desk.shows("Question 0")
    assert focused(desk.page).endswith("Help")


def with_a_version(folder):
    workbench = a_workbench(folder)
    shelf = Shelf(workbench, *a_project(workbench))
    shelf.add(*(pair(i) for i in range(60)))
    shelf.freeze("first")
    a_person(workbench, shelf.project, "Dr. Frost", PersonRole.EXPERT)
    workbench.database.close()
    return folder / "home"


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keyboard")
    with serving(with_a_version(folder)) as server:
        yield server, build_tiny(folder)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    with serving(with_a_version(tmp_path_factory.mktemp("stops")), "workbench.app") as server:
        yield server


@pytest.mark.long
def test_a_lead_trains_plans_judges_and_reads_the_verdict(trained, visit):
    server, base = trained
    page = visit(server.address, "/overview")
    Keyboard(page).to_content()
    press(page, "Train a model")
    drawn(page, "Train a model")
    train(page, base)
    plan(page)
    judge(page)
    close(page)


def drawn(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible(timeout=LONG)
    settled(page)


def train(page: Page, base) -> None:
    walk(page, "Small base model")
    page.keyboard.press("ArrowRight")
    settled(page)
    walk(page, "Folder", most=3)
    page.keyboard.type(str(base))
    page.keyboard.press("Enter")
    settled(page)
    walk(page, "How often every sample is read", most=6)
    if focused(page).startswith("Help"):
        page.keyboard.press("Tab")
    replace(page, "20")
    page.keyboard.press("Enter")
    settled(page)
    press(page, "Start training", most=6)
    walk(page, "Stop this run")
    page.wait_for_timeout(STILL)
    if page.get_by_role("button", name="Stop this run").count():
        assert "Stop this run" in focused(page)
    expect(page.get_by_role("button", name="Judge it")).to_be_visible(timeout=LONG)
    press(page, "Judge it", most=40)
    drawn(page, "Plan a round")


def plan(page: Page) -> None:
    walk(page, "How many questions", most=40)
    replace(page, "4")
    page.keyboard.press("Enter")
    settled(page)
    walk(page, "Who judges", most=6)
    page.keyboard.type("Owner")
    expect(page.get_by_role("option", name="Owner")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Remove Owner")).to_be_visible()
    expect(page.get_by_role("button", name="Plan the round")).to_be_enabled()
    settled(page)
    press(page, "Plan the round", most=6)
    drawn(page, "How far people are")


def judge(page: Page) -> None:
    press(page, "Judge my pairs", most=40)
    for count, key in enumerate(("1", "t", "u", "b", "ArrowRight", "2"), start=1):
        ready(page)
        if count == 1:
            walk(page, "Note (optional)", most=8)
            page.keyboard.type("Both are short.")
            page.keyboard.press("Escape")
            assert focused(page) == "Two answers to compare"
        page.keyboard.press(key)
        expect(card(page).locator(".count")).to_contain_text(f"{count if count < 3 else count - 2} of 4")
    says(page, "All done, thank you")


def close(page: Page) -> None:
    walk(page, "Skip to main content", most=12)
    press(page, "Decide")
    drawn(page, "Decide")
    press(page, "Open", most=30)
    drawn(page, "How far people are")
    press(page, "Close the round", most=30)
    press(page, "Close it for good", most=4)
    expect(page.get_by_text(re.compile("4 questions · closed"))).to_be_visible()
    walk(page, "Examples", most=40)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Seconds a pair")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    press(page, "Read the note", most=4)
    says(page, "Both are short.")
    says(page, "Owner · Question")
    walk(page, "Skip to main content", most=12)
    press(page, "My work")
    press(page, "How your rounds ended", most=30, key="Shift+Tab")
    says(page, "You judged 4 pairs of it.")


SCREENS = ("my_work", "judge", "guidelines", "help", "overview", "team", "models", "decide")


@pytest.mark.parametrize("name", SCREENS)
def test_every_stop_of_tab_shows_where_the_keyboard_is(shown, visit, name):
    page = visit(shown.address, f"/{name}")
    at_rest(page)
    board = Keyboard(page)
    for _ in range(MOST_STOPS):
        if board.tab() is None:
            return
    raise AssertionError(f"the page has more than {MOST_STOPS} stops; the last one was {focused(page)}")
