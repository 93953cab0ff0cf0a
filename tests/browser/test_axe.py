"""Every screen in light and dark, full of words that try to be more: axe finds nothing serious, and nothing runs."""

import time
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from curation.domain.identity import new_id
from curation.domain.jobs import ENDED, JobState
from curation.domain.samples import SampleStatus
from eval.judging import Verdict
from eval.rounds import Choice, RoundState
from tests.browser.conftest import settled
from tests.browser.full_home import astray, filled, not_words
from tests.browser.server import serving
from tests.browser.waiting import PATIENCE
from tests.builders import a_project, a_workbench
from tests.curation.release.shelf import Shelf, pair
from tests.eval.rounds_stored import written_content
from tests.training.worlds import QUICK, build_tiny
from training.runs import Method
from training.wishes import RunWish, base_choice
from workbench.shell import entries

pytestmark = [pytest.mark.slow]
LONG = 120
DRAWN = 600
SERIOUS = {"serious", "critical"}
SCREENS = tuple(entry.name for entry in entries())
EMPTY = ("my_work", "data", "versions", "overview", "models", "decide")
OBJECTS = (
    *("models?run=first-run", "versions?version=first", "decide?round=Written", "decide?round=Open"),
    *("sample?id={sample}", "samples?words=odd&status=disputed", "bulk?act={act}", "log?kind=sample"),
    *("data?source=all", "data?step=import"),
)
# What Streamlit draws by itself and no page of ours can change: (rule, part of the element, why it is let be).
STREAMLIT = (
    ("list", 'data-testid="stSidebarNavItems"', "the navigation puts a heading and links right into its list"),
    ("listitem", "<li class=", "the navigation nests the items of a section in a list without its own role"),
)
# axe's own options but one: else it passes over every label that has a drawn line below it, such as the tabs.
_LINES_TOO = """
axe.configure({checks: [{id: 'color-contrast', options: {
    ignoreUnicode: true, ignoreLength: false, ignorePseudo: true, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
    contrastRatio: {normal: {expected: 4.5}, large: {expected: 3}}, pseudoSizeThreshold: 0.25,
    shadowOutlineEmMax: 0.2, textStrokeEmMin: 0.03,
}}]})
"""


@dataclass(frozen=True)
class Served:
    """A project with something on every screen."""

    address: str
    sample: str
    act: str


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("axe")
    workbench = a_workbench(folder)
    owner, project = a_project(workbench)
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
        yield Served(server.address, sample, act)
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


def findings(page: Page) -> list[str]:
    """What axe finds in light, and of colours in dark, one line an element: nothing else is drawn another way."""
    found: list[str] = []
    page.evaluate(Axe().axe_script)
    page.evaluate(_LINES_TOO)
    for scheme, rules in (("light", "{}"), ("dark", "{runOnly: ['color-contrast']}")):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(DRAWN)
        results = page.evaluate(f"axe.run({rules})")
        assert any(rule["id"] == "color-contrast" for rule in results["passes"]), "axe measured no contrast at all"
        found += [
            f"{scheme} {rule['id']}: {node['html'][:160]} {_measured(node)}"
            for rule in results["violations"]
            for node in rule["nodes"]
            if node["impact"] in SERIOUS and not _known(rule["id"], node["html"])
        ]
    return found


def _known(rule: str, html: str) -> bool:
    return any(rule == known and part in html for known, part, _ in STREAMLIT)


def _measured(node) -> str:
    data = node["any"][0].get("data") if node["any"] else None
    if not isinstance(data, dict):
        return ""
    return f"{data.get('contrastRatio')}, {data.get('fgColor')} on {data.get('bgColor')}"


@pytest.fixture(scope="module")
def page(chromium):
    """One browser for all screens: each loads what Streamlit is made of once."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("screen", [*SCREENS, *OBJECTS])
def test_a_screen_is_readable_for_everybody_and_shows_hostile_words_as_letters(served, page, screen):
    page.emulate_media(color_scheme="light")
    page.goto(f"{served.address}/{screen.format(sample=served.sample, act=served.act)}")
    settled(page)
    assert findings(page) == []
    assert (astray(page), not_words(page)) == ([], [])


def test_axe_finds_nothing_serious_where_there_is_nothing_yet(tmp_path, visit):
    workbench = a_workbench(tmp_path)
    a_project(workbench)
    workbench.database.close()
    with serving(tmp_path / "home", "workbench.app") as server:
        page = visit(server.address, "/overview")
        for screen in EMPTY:
            page.goto(f"{server.address}/{screen}")
            settled(page)
            assert (screen, findings(page)) == (screen, [])
