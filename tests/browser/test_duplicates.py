"""Duplicate groups and contradictions in a real browser: compared, decided, taken back by keyboard, on a phone too."""

from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from curation.domain.samples import SampleStatus
from curation.store.duplicates import all_pairs
from tests.browser.conftest import unfold
from tests.browser.keyboard import Keyboard
from tests.browser.server import until_answered
from tests.builders import a_person
from tests.curation.importing.screening_world import a_corpus, another_world, lines_of
from tests.workbench.processes import until

pytestmark = pytest.mark.slow
STENT = "What does a stent do inside a narrowed artery of the heart, and how long does it stay there?"
HOLDS = "It holds the narrowed artery open, so that enough blood reaches the heart muscle again, and stays for life."
FASTING = "How long does a patient fast before a planned anaesthesia?"


class Served:
    """Two samples that are alike, two that contradict each other, an expert, and a real app with its worker."""

    def __init__(self, workbench, server):
        self.world, self.server = another_world(workbench), server
        self.world.hand_in(
            lines_of(
                (STENT, HOLDS),
                (STENT, HOLDS.replace("again", "once more")),
                (FASTING, "The patient takes no food for six hours before it."),
                (FASTING, "<b>Nothing</b> needs to be avoided, and a full breakfast is welcome."),
            ),
            "a.jsonl",
        )
        self.workbench, self.project = self.world.workbench, self.world.project
        self.ada = a_person(self.workbench, self.project, "Ada")

    def pair_kinds(self):
        with self.workbench.database.reading() as tx:
            return sorted(pair.kind.value for pair in all_pairs(tx, self.project.id))

    def statuses(self):
        return sorted(line.sample.status.value for line in self.world.lines())


@pytest.fixture
def served(app_and_worker):
    found = Served(*app_and_worker)
    until_answered(found.world)
    return found


def card(page: Page):
    return page.locator("section.duplicates")


def narrowed(page: Page, kind: str) -> None:
    """Choose a kind, and leave the filter as Esc does."""
    card(page).get_by_label("Kind").select_option(kind)
    expect(card(page).locator(".value")).to_have_count(1)
    expect(card(page)).to_have_attribute("aria-busy", "false")
    card(page).get_by_label("Kind").press("Escape")


def opened(served, visit, **more) -> Page:
    page = visit(served.server.address, "/duplicates", person=served.ada.id, **more)
    expect(card(page).locator(".value")).to_have_count(2)
    expect(card(page)).to_have_attribute("aria-busy", "false")
    return page


def test_by_keyboard_a_group_is_compared_decided_and_taken_back(served, visit):
    page = opened(served, visit)
    narrowed(page, "duplicate")
    expect(card(page).locator(".member").nth(0)).to_have_attribute("aria-checked", "true")
    expect(card(page).locator(".member").nth(1).locator("ins")).to_have_text("once more")
    page.keyboard.press("2")
    expect(card(page).locator(".member").nth(1)).to_have_attribute("aria-checked", "true")
    expect(card(page).locator(".member").nth(0).locator("ins")).to_have_text("again")
    page.keyboard.press("k")
    expect(card(page).locator(".notice")).to_contain_text("set aside")
    expect(card(page)).to_contain_text("No group waits here")
    assert served.statuses() == ["set_aside", "waiting", "waiting", "waiting"]
    page.keyboard.press("u")
    expect(card(page).locator(".notice")).to_contain_text("Taken back (1)")
    assert set(served.statuses()) == {"waiting"}


def test_a_contradiction_is_merged_and_what_was_typed_outlives_escape_and_a_reload(served, visit):
    page = opened(served, visit)
    narrowed(page, "conflict")
    expect(card(page)).to_contain_text("<b>Nothing</b>")
    page.keyboard.press("m")
    answer = card(page).get_by_label("Answer")
    with page.expect_response("**/api/duplicates/draft"):
        answer.fill("No food for six hours, no clear drink for two.")
    page.keyboard.press("Escape")
    page.reload()
    narrowed(page, "conflict")
    page.keyboard.press("m")
    expect(answer).to_have_value("No food for six hours, no clear drink for two.")
    page.keyboard.press("Control+Enter")
    expect(card(page).locator(".notice")).to_contain_text("Written")
    until(lambda: "approved" in served.statuses(), 240)
    lines = {line.sample.status: line for line in served.world.lines() if line.question == FASTING}
    assert lines[SampleStatus.APPROVED].answer == "No food for six hours, no clear drink for two."
    assert SampleStatus.SET_ASIDE in lines


def test_both_answers_are_right_only_with_a_note_which_the_next_person_reads(served, visit):
    page = opened(served, visit)
    narrowed(page, "conflict")
    page.keyboard.press("a")
    note = card(page).get_by_label("When is each of the answers right?")
    expect(note).to_be_focused()
    note.fill("The second holds for local numbing only.")
    page.keyboard.press("Control+Enter")
    expect(card(page).locator(".notice")).to_contain_text("all of them stay")
    card(page).get_by_label("Status").select_option("decided")
    for _ in range(100):
        if "local numbing" in card(page).inner_text():
            break
        page.wait_for_timeout(100)
        card(page).get_by_label("Status").select_option("open")
        card(page).get_by_label("Status").select_option("decided")
    expect(card(page)).to_contain_text("The second holds for local numbing only.")


@pytest.fixture
def many(app_and_worker):
    """Sixty groups, more than one page of the list holds: every tenth copy differs in more than one word of its own."""
    workbench, server = app_and_worker
    world = another_world(workbench)
    rows = []
    for number, (question, answer) in enumerate(a_corpus(60)):
        other = " ".join([*answer.split()[:-1], "else"] + (["and", "more"] if number % 10 == 0 else []))
        rows += [(question, answer), (question, other)]
    world.hand_in(lines_of(*rows), "a.jsonl")
    ada = a_person(world.workbench, world.project, "Ada")
    return world, server, ada


def test_many_groups_are_narrowed_decided_at_once_and_taken_back_by_keyboard_alone(many, visit):
    world, server, ada = many
    page = visit(server.address, "/duplicates", person=ada.id)
    shown = card(page)
    expect(shown).to_have_attribute("aria-busy", "false")
    expect(shown.locator(".value")).to_have_count(51)
    keyboard = Keyboard(page)
    keyboard.to_content()
    for _ in range(20):
        at = keyboard.tab()
        if at is not None and "Kind" in at.name:
            break
    keyboard.press("ArrowDown")
    expect(shown).to_contain_text("Groups: 60")
    expect(shown).to_have_attribute("aria-busy", "false")
    keyboard.tab()
    keyboard.tab()
    keyboard.press("ArrowDown", "ArrowDown")
    expect(shown.get_by_label("Likeness")).to_have_value("95")
    expect(shown).to_contain_text("Groups: 54")
    keyboard.press("Escape")
    keyboard.press("b")
    expect(shown).to_contain_text("Keep the suggested sample of these 54 open groups")
    keyboard.press("Enter")
    expect(shown.locator(".notice")).to_contain_text("Decided on 54 groups")
    assert statuses(world) == {"set_aside": 54, "waiting": 66}
    keyboard.press("u")
    expect(shown.locator(".notice")).to_contain_text("Taken back (54)")
    assert statuses(world) == {"waiting": 120}


def statuses(world):
    return Counter(line.sample.status.value for line in world.lines())


def test_all_groups_at_once_and_a_phone(served, visit):
    page = opened(served, visit, width=390)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    card(page).get_by_role("button", name="Keep this one").click()
    expect(card(page).locator(".value")).to_have_count(1)
    page.keyboard.press("u")
    expect(card(page).locator(".value")).to_have_count(2)


def test_the_lead_previews_another_policy_saves_it_and_the_project_is_searched(served, visit):
    page = visit(served.server.address, f"/duplicates?project={served.project.slug}")
    unfold(page, "What counts as a duplicate")
    slider = page.get_by_role("slider", name="Alike from (%)")
    for _ in range(18):
        slider.press("ArrowRight")
    expect(slider).to_have_value("98")
    until(served.workbench.queue.live_workers, 240)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("0 groups of 0 samples and 1 contradiction instead of 1 group")).to_be_visible()
    expect(page.get_by_text("Would not be alike any more")).to_be_visible()
    page.get_by_role("button", name="Save and search again").click()
    expect(page.get_by_text("Saved. The project is searched again")).to_be_visible()
    until(lambda: served.pair_kinds() == ["conflict"], 240)


def test_an_expert_reads_what_counts_as_a_duplicate_and_cannot_change_it(served, visit):
    page = opened(served, visit)
    unfold(page, "What counts as a duplicate")
    expect(page.get_by_text("share at least 80 % of their runs of 3 words")).to_be_visible()
    expect(page.get_by_text("The lead of the project changes this.")).to_be_visible()
    expect(page.get_by_role("slider")).to_have_count(0)
    page.get_by_role("button", name="Details").click()
    expect(page.get_by_text("25 bands of 5")).to_be_visible()
