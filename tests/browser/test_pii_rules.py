"""The rules for personal data in a real browser: tried out, chosen by keyboard, kept, and followed by stored texts."""

import pytest
from playwright.sync_api import expect

from curation.domain.people import PersonRole
from tests.browser.conftest import settled
from tests.browser.keyboard import Keyboard
from tests.browser.server import serving, until_answered
from tests.browser.waiting import until
from tests.builders import a_person
from tests.curation.importing.screening_world import a_world, lines_of

pytestmark = pytest.mark.slow
TYPED = "Ask Anna Bauer on 3 May 2021 about plasters."


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    world = a_world(folder)
    world.take_in(lines_of(("When was the plaster renewed?", "On 3 May 2021, in the clinic.")), "a.jsonl")
    with serving(folder / "home") as server:
        until_answered(world)
        yield server, world
    world.workbench.database.close()


def test_by_keyboard_dates_are_hidden_tried_out_kept_and_gone_from_stored_texts(served, visit):
    server, world = served
    page = visit(server.address, "/pii_rules")
    text = page.get_by_role("textbox", name="A text to try the rules on")
    text.fill(TYPED)
    text.press("Control+Enter")
    expect(page.get_by_text("1 would be left in the text and offered to a person")).to_be_visible()
    expect(page.get_by_role("button", name="Save the rules")).to_be_disabled()
    keyboard = Keyboard(page)
    settled(page)
    page.get_by_test_id("data-grid-canvas").first.focus()
    keyboard.press(*["ArrowDown"] * 7, "ArrowRight", "Enter")
    expect(page.get_by_text("Hidden: stars")).to_be_visible()
    page.keyboard.type("Hidden: stars")
    keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("2 would be hidden")).to_be_visible()
    expect(page.get_by_text("Saving makes these the rules number 1; 1 stored sample is looked through")).to_be_visible()
    page.get_by_role("button", name="Save the rules").focus()
    keyboard.press("Enter")
    expect(page.get_by_text("Saved: the rules number 1 hold from now on.")).to_be_visible()
    until(page, lambda: "2021" not in world.lines()[0].answer)
    assert world.lines()[0].answer == "On * *** ****, in the clinic."


def test_who_guards_privacy_changes_them_too_and_a_phone_shows_all_of_it(served, visit):
    server, world = served
    paula = a_person(world.workbench, world.project, "Paula", PersonRole.PRIVACY)
    page = visit(server.address, "/privacy", person=paula.id, width=390)
    page.get_by_role("link", name="Rules for personal data").click()
    expect(page.get_by_role("heading", name="Rules for personal data")).to_be_visible()
    page.get_by_role("tab", name="Own codes").click()
    expect(page.get_by_text("Numbers of your own house")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_somebody_else_is_told_who_may(served, visit):
    server, world = served
    eve = a_person(world.workbench, world.project, "Eve", PersonRole.ENGINEER)
    page = visit(server.address, "/pii_rules", person=eve.id)
    expect(page.get_by_text("may not do this here")).to_be_visible()
