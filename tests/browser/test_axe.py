"""Every screen in light and dark, full of words that try to be more: axe finds nothing serious, and nothing runs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import at_rest, findings
from tests.browser.conftest import settled
from tests.browser.full_home import astray, not_words
from tests.browser.full_project import OBJECTS, SCREENS, a_full_project
from tests.browser.machines import a_context

pytestmark = [pytest.mark.slow]
EMPTY = ("my_work", "data", "versions", "overview", "models", "decide")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with a_full_project(tmp_path_factory.mktemp("axe")) as found:
        yield found


def unfolded(words: str) -> Callable[[Page], None]:
    def open_fold(page: Page) -> None:
        page.locator("summary").filter(has_text=words).click()
        settled(page)
        at_rest(page)

    return open_fold


def listed(page: Page) -> None:
    unfolded("Filters")(page)
    page.get_by_role("combobox", name="Status").click()
    expect(page.get_by_role("option", name="Approved", exact=True)).to_be_visible()


def a_day(page: Page) -> None:
    page.get_by_label("From", exact=True).first.click()
    expect(page.get_by_role("grid")).to_be_visible()


def explained(page: Page) -> None:
    unfolded("Own rules as text")(page)
    page.get_by_role("button", name="How rules are written").click()
    expect(page.get_by_text("A rule has a name and one of")).to_be_visible()


def by_key(key: str, shown: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.keyboard.press(key)
        expect(page.get_by_role("dialog").or_(page.locator(shown)).locator("visible=true").first).to_be_visible()

    return press


# What opens over a page or in it, one after the other, each closed by Esc where it is closed by a key.
OPENED: dict[str, tuple[Callable[[Page], None], ...]] = {
    "samples": (listed, a_day, unfolded("Do something with all of these")),
    "sample?id={sample}": (unfolded("Flag this sample"),),
    "checks": (explained,),
    "disagreements": (by_key("m", ".sheet"), by_key("h", ".sheet")),
    "privacy": (by_key("h", ".sheet"),),
    "my_work": (by_key("h", ".sheet"), by_key("l", ".sheet"), by_key("c", ".talk")),
}


@pytest.fixture(scope="module")
def page(chromium):
    """One browser for all screens: each loads what Streamlit is made of once."""
    context = a_context(chromium)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("screen", [*SCREENS, *OBJECTS])
def test_a_screen_is_readable_for_everybody_and_shows_hostile_words_as_letters(served, page, screen):
    page.goto(served.page(screen))
    settled(page)
    assert findings(page) == []
    assert (astray(page), not_words(page)) == ([], [])
    for number, opening in enumerate(OPENED.get(screen, ())):
        opening(page)
        assert (number, findings(page)) == (number, [])
        page.keyboard.press("Escape")


def test_axe_finds_nothing_serious_where_there_is_nothing_yet(served, page):
    for screen in EMPTY:
        page.goto(f"{served.address}/{screen}?project={served.empty}")
        settled(page)
        assert (screen, findings(page)) == (screen, [])
