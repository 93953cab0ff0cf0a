"""Every screen in light and dark, full of words that try to be more: axe finds nothing serious, and nothing runs."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from curation.domain.identity import new_id
from curation.domain.jobs import ENDED, JobState
from curation.domain.samples import SampleStatus
from eval.judging import Verdict
from eval.rounds import Choice, RoundState
from tests.browser.axe import at_rest, findings
from tests.browser.conftest import settled
from tests.browser.full_home import astray, filled, not_words
from tests.browser.machines import a_context
from tests.browser.server import serving
from tests.builders import a_project, a_workbench
from tests.curation.release.shelf import Shelf, pair
from tests.eval.rounds_stored import written_content
from tests.training.worlds import QUICK, build_tiny
from training.runs import Method
from training.wishes import RunWish, base_choice
from workbench.shell import entries

pytestmark = [pytest.mark.slow]
LONG = 240
SCREENS = tuple(entry.name for entry in entries())
EMPTY = ("my_work", "data", "versions", "overview", "models", "decide")
OBJECTS = (
    *("models?run=first-run", "versions?version=first", "decide?round=Written", "decide?round=Open"),
    *("sample?id={sample}", "samples?words=odd&status=disputed", "bulk?id={act}", "log?kind=sample"),
    *("data?source=all", "data?step=import"),
)


@dataclass(frozen=True)
class Served:
    """A project with something on every screen."""

    address: str
    project: str
    sample: str
    act: str
    empty: str


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("axe")
    workbench = a_workbench(folder)
    owner, project = a_project(workbench)
    _, empty = a_project(workbench, "Empty")
    shelf = Shelf(workbench, owner, project)
    shelf.add(*(pair(i) for i in range(40)), *(pair(i, SampleStatus.WAITING) for i in range(100, 104)))
    shelf.add(pair(200, SampleStatus.ESCALATED))
    shelf.freeze("first")
    sample, act = filled(workbench, owner, project)
    base = build_tiny(folder)
    with serving(folder / "home") as server:
        until(lambda: bool(workbench.queue.live_workers()))
        wish = RunWish("first", base_choice(str(base)), Method.FULL, QUICK, "first-run")
        run = workbench.runs.start(owner, project, wish)
        judged(workbench, owner, project)
        workbench.rounds.plan_written(owner, project, written_content(), [owner.id], "Open")
        until(lambda: workbench.runs.run(owner, project, run.id).state in ENDED)
        assert workbench.runs.run(owner, project, run.id).state is JobState.DONE
        until(lambda: workbench.bulk.state(owner, project, act).act.filled)
        yield Served(server.address, project.slug, sample, act, empty.slug)
    workbench.database.close()


def judged(workbench, owner, project) -> None:
    found = workbench.rounds.plan_written(owner, project, written_content(), [owner.id], "Written")
    for task in workbench.judging.waiting(owner, project, found.id, 20):
        choice = Choice.LEFT if "AAA" in task.left else Choice.RIGHT
        workbench.judging.rate(owner, project, Verdict(new_id(), task.id, choice, "A clear case.", 5.0))
    workbench.rounds.close(owner, project, found.id)
    assert workbench.verdicts.round(owner, project, found.id).state is RoundState.CLOSED


def until(done) -> None:
    end = time.monotonic() + LONG
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)


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
    path = screen.format(sample=served.sample, act=served.act)
    page.goto(f"{served.address}/{path}{'&' if '?' in path else '?'}project={served.project}")
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
