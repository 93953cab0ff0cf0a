"""Texts that try to be more than text are shown letter by letter, and nothing in them runs."""

import pytest
from playwright.sync_api import Page, expect

from curation.services.projects import Draft
from tests.browser.conftest import settled
from tests.browser.desk import DeskWorld
from tests.browser.server import serving
from tests.builders import a_workbench

SCRIPT = "<img src=x onerror='window.ran=1'><script>window.ran=1</script>"
MARKDOWN = "# Head -- [link](javascript:window.ran=1) :material/delete: $x^2$ :red[red] http://a.org/b\n\n    code"
ARABIC = "ما هي الآثار الجانبية؟"
LONG = "y" * 4000
NAME = "Law *bold* <b>x</b> :red[red]"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    workbench = a_workbench(folder)
    owner_id = workbench.projects.ensure_local_owner("Owner")
    project = workbench.projects.create(owner_id, Draft(name=NAME, slug="law"))
    owner, project = workbench.projects.enter(owner_id, "law")
    workbench.projects.set_preference(owner.id, "desk.practice", "done")
    with serving(folder / "home", "workbench.app") as server:
        world = DeskWorld(workbench, server, owner, project, owner, lambda: None)
        world.waiting([(f"One {SCRIPT}", MARKDOWN), (ARABIC, f"Two {LONG}")])
        yield server
    workbench.database.close()


def opened(page: Page, row: int) -> None:
    settled(page)
    page.get_by_test_id("data-grid-canvas").wait_for()
    page.get_by_test_id("stDataFrame").click(position={"x": 14, "y": 35 + 17 + 35 * row})


def test_an_opened_sample_reads_as_it_stands(served, visit):
    page = visit(served.address, "/data?project=law&source=all")
    opened(page, 0)
    shown = page.locator(".texts .text")
    expect(shown).to_have_count(2)
    assert shown.nth(0).text_content() == f"One {SCRIPT}"
    assert shown.nth(1).text_content() == MARKDOWN
    expect(page.locator(".texts a, .texts img, .texts script, .texts code")).to_have_count(0)
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("width", [1280, 390])
def test_long_words_and_other_directions_keep_the_layout(served, visit, width):
    page = visit(served.address, "/data?project=law&source=all", width=width)
    opened(page, 1)
    question = page.locator(".texts .text").first
    expect(question).to_have_text(ARABIC)
    assert question.evaluate("node => getComputedStyle(node).direction") == "rtl"
    wider = page.get_by_test_id("stMain").evaluate("node => node.scrollWidth - node.clientWidth")
    assert wider == 0


def test_the_desk_shows_the_same_letters(served, visit):
    page = visit(served.address, "/my_work?project=law")
    expect(page.locator("section.desk [data-turn]").first).to_have_text(f"One {SCRIPT}")
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("path", ["overview", "team", "guidelines"])
def test_a_projects_name_is_no_markdown(served, visit, path):
    page = visit(served.address, f"/{path}?project=law")
    expect(page.get_by_test_id("stCaptionContainer").filter(has_text=NAME).first).to_be_visible()


def test_a_freeze_of_nothing_says_why_not(served, visit):
    page = visit(served.address, "/versions?project=law")
    expect(page.get_by_text("Nothing can be frozen with these settings")).to_be_visible()
    expect(page.get_by_role("button", name="Freeze v1")).to_be_disabled()
