"""The page of all samples in a real browser: found by keyboard alone, hostile texts inert, the address holds it all."""

import re

import pytest
from playwright.sync_api import Page, expect

from curation.domain.people import PersonRole
from curation.services.projects import Draft
from curation.services.reviewing import Reviewing
from tests.browser.conftest import settled, unfold
from tests.browser.desk import DeskWorld
from tests.browser.keyboard import Keyboard
from tests.browser.server import serving
from tests.builders import a_person, a_workbench
from tests.curation.reviewing.desk_builders import rejecting

pytestmark = pytest.mark.slow
SCRIPT = "<img src=x onerror='window.ran=1'><script>window.ran=1</script>"
MARKDOWN = "# Head [link](javascript:window.ran=1) :material/delete: $x^2$ :red[red]"
ARABIC = "ما هي الآثار الجانبية للأسبرين؟"
NAME = "Ada <b>x</b> :red[red]"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    workbench = a_workbench(folder)
    owner_id = workbench.projects.ensure_local_owner("Owner")
    workbench.projects.create(owner_id, Draft(name="Law", slug="law"))
    owner, project = workbench.projects.enter(owner_id, "law")
    ada = a_person(workbench, project, NAME, PersonRole.EXPERT)
    with serving(folder / "home") as server:
        world = DeskWorld(workbench, server, owner, project, ada, lambda: None)
        texts = [(f"Hostile {SCRIPT}", MARKDOWN), (ARABIC, "Aspirin " + "y" * 4000)]
        ids = world.waiting([*texts, *((f"Plain question {i}?", f"Answer {i} on aspirin.") for i in range(60))])
        workbench.histories.tag(ada, project, ids[0], "tag <b>x</b>")
        Reviewing(workbench.database, workbench.seal).decide(ada, project, rejecting(ids[0]))
        yield world, server, ids
    workbench.database.close()


def wide(page: Page) -> int:
    return page.get_by_test_id("stMain").evaluate("node => node.scrollWidth - node.clientWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_texts_are_letters_in_the_list_and_on_the_samples_page(served, visit, width):
    _, server, ids = served
    page = visit(server.address, "/samples?project=law&words=hostile", width=width)
    hit = page.locator(".hits article")
    expect(hit.locator("a")).to_contain_text(SCRIPT)
    expect(hit.locator("mark")).to_have_text("Hostile")
    expect(hit.locator("img, script, b, .said a")).to_have_count(0)
    assert wide(page) == 0
    page.goto(f"{server.address}/sample?project=law&id={ids[0]}")
    settled(page)
    expect(page.locator(".texts .text").nth(1)).to_have_text(MARKDOWN)
    expect(page.locator("ol li").filter(has_text="rejected revision 1: Wrong.")).to_contain_text(NAME)
    expect(page.locator("ol b, ol img")).to_have_count(0)
    expect(page.get_by_role("button", name="tag <b>x</b>")).to_be_visible()
    assert page.evaluate("window.ran") is None
    assert wide(page) == 0


def test_right_to_left_texts_keep_their_direction_and_long_words_the_layout(served, visit):
    _, server, _ = served
    page = visit(server.address, "/samples?project=law&words=الآثار", width=390)
    link = page.locator(".hits a")
    expect(link).to_have_text(ARABIC)
    assert link.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert wide(page) == 0


def test_a_sample_is_found_opened_tagged_and_left_by_keyboard_alone(served, visit):
    _, server, _ = served
    page = visit(server.address, "/samples?project=law")
    page.get_by_label("Find").focus()
    page.keyboard.type("plain -question")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No sample is left by these filters.")).to_be_visible()
    settled(page)
    page.keyboard.press("Control+A")
    page.keyboard.type('"plain question"')
    page.keyboard.press("Enter")
    expect(page.get_by_text("60 samples")).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape("words=%22plain+question%22")))
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Find"
    settled(page)
    page.locator(".hits a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    settled(page)
    page.get_by_label("New tag").focus()
    page.keyboard.type("look again")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="look again")).to_be_visible()
    page.get_by_role("button", name="All samples").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Find")).to_have_value('"plain question"')


def test_the_address_holds_filters_and_page_and_the_browsers_back_leads_back(served, visit):
    _, server, _ = served
    page = visit(server.address, "/samples?project=law&words=aspirin&sort=oldest")
    expect(page.locator(".hits article")).to_have_count(50)
    first = page.locator(".hits a").first.text_content()
    page.get_by_role("button", name="Next page").click()
    expect(page.locator(".hits article")).to_have_count(11)
    expect(page).to_have_url(re.compile("after="))
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.locator(".hits article")).to_have_count(11)
    again.close()
    page.get_by_role("button", name="Page before").click()
    expect(page.locator(".hits article")).to_have_count(50)
    assert page.locator(".hits a").first.text_content() == first
    page.go_back()
    expect(page.locator(".hits article")).to_have_count(11)


def test_an_address_that_cannot_be_read_is_a_sentence_with_a_way_on(served, visit):
    _, server, _ = served
    page = visit(server.address, "/samples?project=law&status=maybe")
    expect(page.get_by_text("status cannot be maybe")).to_be_visible()
    page.get_by_role("button", name="Show this page from its beginning").click()
    expect(page.locator(".hits article").first).to_be_visible()


def test_many_are_approved_after_a_look_and_taken_back_as_one(served, visit):
    world, server, _ = served
    page = visit(server.address, "/samples?project=law&words=plain", person=world.ada.id)
    unfold(page, "Do something with all of these")
    page.get_by_role("button", name="Look first").click()
    expect(page.get_by_role("heading", name="It reaches 60 samples of 60.")).to_be_visible()
    expect(page.locator(".hits article")).to_have_count(10)
    page.get_by_role("button", name="Do it with 60 samples").click()
    expect(page.get_by_text("60 samples are done.")).to_be_visible()
    page.get_by_role("button", name="Take all of it back").click()
    expect(page.get_by_text("60 samples were taken back.")).to_be_visible()


def test_the_log_says_who_did_what_and_its_chain_is_verified(served, visit):
    world, server, ids = served
    page = visit(server.address, f"/log?project=law&object={ids[0]}")
    expect(page.get_by_text(f"{NAME} rejected the sample {ids[0][:8]}.")).to_be_visible()
    expect(page.get_by_text(f"{NAME} tagged the sample {ids[0][:8]}.")).to_be_visible()
    assert page.evaluate("window.ran") is None
    page.get_by_role("button", name="Verify the chain").click()
    expect(page.get_by_text("lines of the log follow from one another")).to_be_visible()
    sent = page.request.get(f"{server.address}/api/log?project=law&layout=jsonl")
    assert sent.ok
    assert sent.text().count("\n") > 3
    refused = page.request.get(
        f"{server.address}/api/log?project=law", headers={"cookie": f"workbench_person={world.ada.id}"}
    )
    assert refused.status == 403


def test_filters_are_kept_as_a_view_by_keyboard_alone(served, visit):
    world, server, _ = served
    page = visit(server.address, "/samples?project=law&words=aspirin")
    keys = Keyboard(page)
    keys.to_content()
    keys.press_on("Views", "summary")
    keys.reach("Name of these filters", "input")
    page.keyboard.type("On pills")
    keys.press_on("Keep", "button")
    expect(page.get_by_text("Kept as On pills.")).to_be_visible()
    assert [view.title for view in world.workbench.browsing.views(world.owner, world.project)] == ["On pills"]
