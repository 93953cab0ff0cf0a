"""A real Chromium for the browser tests; without one they fail with the cure, never pass silently."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.desk import DeskWorld, a_world
from tests.browser.machines import Machines
from tests.browser.reruns import settled
from tests.browser.server import Server, served_home
from tests.browser.waiting import PATIENCE
from workbench.bootstrap import Workbench

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TAB_TRIES = 5
_AT_REST = """() => document.getAnimations().every((one) =>
    one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("The browser tests need Chromium. Install it (Debian: apt-get install chromium), then run again.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def machines(chromium: Browser) -> Iterator[Machines]:
    """The browsers of a module."""
    found = Machines(chromium)
    yield found
    found.close()


@pytest.fixture
def new_context(machines: Machines) -> Iterator[Callable[..., BrowserContext]]:
    """A browser that knows nothing of anybody, per call: another person's machine. `person` chooses who works there."""

    def make(address: str, person: str | None = None, width: int = 1280, scheme: str = "light") -> BrowserContext:
        context = machines.take(address, width, scheme)
        if person:
            context.add_cookies([{"name": "workbench_person", "value": person, "url": address}])
        return context

    yield make
    machines.put_back()


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Open an address and wait until Streamlit has drawn it."""

    def go(address: str, path: str = "/", person: str | None = None, **more: object) -> Page:
        page = new_context(address, person, **more).new_page()
        page.goto(address + path)
        settled(page)
        return page

    return go


@pytest.fixture(scope="session")
def desk_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workbench, Server]]:
    """One app without a worker for the tests of the desk, each of which has a project of its own."""
    with served_home(tmp_path_factory.mktemp("desk"), "workbench.app") as found:
        yield found


@pytest.fixture(scope="session")
def app_and_worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workbench, Server]]:
    """One app with its worker for all tests that have a project of their own."""
    with served_home(tmp_path_factory.mktemp("shared")) as found:
        yield found


@pytest.fixture
def world(desk_server: tuple[Workbench, Server], visit: Callable[..., Page]) -> DeskWorld:
    """A fresh project on that app, with its expert and nothing to decide yet."""
    return a_world(*desk_server, visit)


def unfold(page: Page, name: str) -> None:
    """Open a fold, and let what slides come to rest: a click on what moves goes past it."""
    page.get_by_text(name).click()
    settled(page)
    page.wait_for_function(_AT_REST, timeout=PATIENCE)


def choose_tab(page: Page, name: str) -> None:
    """Open a tab, as often as a redraw of the page closes it again."""
    tab = page.get_by_role("tab", name=name)
    for _ in range(TAB_TRIES):
        settled(page)
        expect(tab).to_have_count(1)
        tab.click()
        settled(page)
        if tab.get_attribute("aria-selected") == "true":
            return
    raise AssertionError(f"the tab {name} did not stay open")
