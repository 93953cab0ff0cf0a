"""Personal data by keyboard in a real browser: decisions reach the texts, and originals only who may see them."""

import pytest
from playwright.sync_api import Page, expect

from curation.domain.people import PersonRole
from curation.domain.privacy import PrivacyAction
from curation.services.privacy import Said, ValueFilter
from tests.browser.desk import DeskPage
from tests.browser.server import serving
from tests.browser.waiting import until
from tests.builders import a_person
from tests.curation.importing.screening_world import a_world, lines_of

pytestmark = pytest.mark.slow
MAIL, LINK = "anna.bauer@example.com", "https://heart.example.org/stents"


class Served:
    """Two samples with personal data, a privacy reviewer, and a real app with its worker."""

    def __init__(self, folder):
        self.world = a_world(folder)
        self.world.take_in(
            lines_of(
                (f"Mail {MAIL}: how long does the plaster stay on?", "About six weeks, says the ward."),
                (f"Who answers {MAIL}? What does a stent do?", f"It holds the artery open. See {LINK} for more."),
            ),
            "a.jsonl",
        )
        self.workbench, self.project = self.world.workbench, self.world.project
        self.paula = a_person(self.workbench, self.project, "Paula", PersonRole.PRIVACY)

    def texts(self):
        return str([head.conversation for head in self.world.heads()])

    def until(self, page, holds):
        assert until(page, lambda: holds(self.texts())), self.texts()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("privacy")
    found = Served(folder)
    with serving(folder / "home") as server:
        found.server = server
        yield found
    found.workbench.database.close()


def card(page: Page):
    return page.locator("section.privacy")


def opened(served, visit, **more) -> Page:
    page = visit(served.server.address, "/privacy", person=served.paula.id, **more)
    expect(card(page).locator(".value")).to_have_count(2)
    expect(card(page).locator(".example").first).to_be_visible()
    return page


def test_by_keyboard_a_value_is_opened_decided_and_taken_back(served, visit):
    seen = []
    page = opened(served, visit)
    page.on("response", lambda r: seen.append((r.url, r.text())) if "/api/privacy/" in r.url else None)
    expect(card(page)).to_contain_text("EMAIL_ADDRESS")
    assert MAIL not in card(page).inner_text()
    page.keyboard.press("o")
    expect(card(page).locator(".original")).to_have_text(MAIL)
    before = served.texts()
    page.keyboard.press("n")
    expect(card(page).locator(".notice")).to_contain_text("Noted.")
    expect(card(page).locator(".value")).to_have_count(1)
    served.until(page, lambda texts: texts.count(MAIL) == 2)
    page.keyboard.press("u")
    expect(card(page).locator(".notice")).to_contain_text("Taken back (1)")
    served.until(page, lambda texts: texts == before)
    assert [url for url, body in seen if MAIL in body and not url.endswith(("/look", "/examples"))] == []


def test_a_suggestion_is_widened_by_keyboard(served, visit):
    page = opened(served, visit)
    before = served.texts()
    page.keyboard.press("ArrowDown")
    expect(card(page)).to_contain_text("it still stands in the text")
    page.keyboard.press("e")
    field = card(page).locator(".sheet input")
    expect(field).to_have_value(LINK)
    field.fill(f"See {LINK}")
    field.press("Enter")
    served.until(page, lambda texts: "open. <URL_1> for more" in texts)
    page.keyboard.press("u")
    served.until(page, lambda texts: texts == before)


def test_a_value_gets_another_type_and_all_are_decided_at_once(served, visit):
    page = opened(served, visit)
    before = served.texts()
    page.keyboard.press("t")
    card(page).locator("button[data-type=CASE_NUMBER]").click()
    served.until(page, lambda texts: texts.count("<CASE_NUMBER_1>") == 2)
    page.keyboard.press("u")
    served.until(page, lambda texts: texts == before)
    expect(card(page).locator(".value")).to_have_count(2)
    card(page).locator("button[data-all=accept]").click()
    card(page).locator(".sheet button[data-act=ok]").click()
    expect(card(page).locator(".notice")).to_contain_text("Noted for 2 values")
    served.until(page, lambda texts: LINK not in texts)
    page.keyboard.press("u")
    expect(card(page).locator(".notice")).to_contain_text("Taken back (2)")
    served.until(page, lambda texts: texts == before)


def test_a_second_reviewer_hears_what_the_first_said_and_changes_it_on_purpose(served, visit):
    quinn = a_person(served.workbench, served.project, "Quinn", PersonRole.PRIVACY)
    before = served.texts()
    page = visit(served.server.address, "/privacy", person=quinn.id)
    expect(card(page).locator(".example").first).to_be_visible()
    found = served.workbench.privacy.values(
        served.paula, served.project, ValueFilter(entity_type="EMAIL_ADDRESS"), 0, 9
    )
    served.workbench.privacy.decide(served.paula, served.project, found.groups[0].key, Said(PrivacyAction.ACCEPT))
    page.keyboard.press("n")
    sheet = card(page).locator(".sheet")
    expect(sheet).to_contain_text("Paula said of this value on")
    assert served.texts() == before
    sheet.locator("button[data-act=change]").click()
    expect(card(page).locator(".notice")).to_contain_text("Noted.")
    served.until(page, lambda texts: texts.count(MAIL) == 2)
    page.keyboard.press("u")
    served.until(page, lambda texts: texts == before)
    served.workbench.privacy.undo(served.paula, served.project)


def test_the_filter_and_a_phone(served, visit):
    page = opened(served, visit, width=390)
    card(page).get_by_label("Only what is left in the text").check()
    expect(card(page).locator(".value")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    card(page).get_by_label("Status").select_option("accepted")
    expect(card(page)).to_contain_text("No value waits here")


def test_who_may_not_see_originals_has_no_such_page(served, visit):
    ada = a_person(served.workbench, served.project, "Ada", PersonRole.EXPERT)
    page = visit(served.server.address, "/", person=ada.id)
    expect(page.get_by_text("My work").first).to_be_visible()
    expect(page.get_by_role("link", name="Personal data")).to_have_count(0)


def test_an_expert_marks_a_missed_name_by_selecting_it_and_takes_it_back(tmp_path, visit):
    world = a_world(tmp_path)
    world.take_in(
        lines_of(
            ("How long does the plaster stay on?", "About six weeks, says quandtmann of the ward."),
            ("What does a stent do?", "It holds the artery open; quandtmann put it in."),
        ),
        "a.jsonl",
    )
    ada = a_person(world.workbench, world.project, "Ada", PersonRole.EXPERT)
    world.workbench.projects.set_preference(ada.id, "desk.practice", "done")
    before = str([head.conversation for head in world.heads()])
    with serving(tmp_path / "home", "workbench.app") as server:
        page = visit(server.address, "/my_work", person=ada.id)
        desk = page.locator("section.desk")
        expect(desk.locator("[data-turn='1']")).to_contain_text("uandtmann", ignore_case=True)
        DeskPage(page).painted("")
        name = desk.locator("[data-turn='1']").evaluate(
            """(node) => {
                const text = [...node.childNodes].find((n) => /quandtmann/i.test(n.textContent));
                const start = text.textContent.search(/quandtmann/i);
                const range = document.createRange();
                range.setStart(text, start);
                range.setEnd(text, start + 10);
                const root = node.getRootNode();
                const selection = root.getSelection ? root.getSelection() : document.getSelection();
                selection.removeAllRanges();
                selection.addRange(range);
                return selection.toString();
            }"""
        )
        page.keyboard.press("p")
        expect(desk.locator(".sheet input")).to_have_value(name)
        page.keyboard.press("1")
        expect(desk.locator(".status")).to_contain_text("Hidden in")
        expect(desk.locator("[data-turn='1']")).to_contain_text("<PERSON_1>")
        hidden = str([head.conversation for head in world.heads()])
        assert name not in hidden
        page.keyboard.press("u")
        expect(desk.locator(".status")).to_contain_text("Taken back")
        assert str([head.conversation for head in world.heads()]) == before
    world.workbench.database.close()
