"""What the data looks like, in a real browser: topics are looked for, and a bar leads to its samples by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settled
from tests.curation.importing.screening_world import a_corpus, another_world, lines_of

pytestmark = pytest.mark.slow


def test_topics_are_looked_for_and_a_bar_leads_to_its_samples(app_and_worker, visit):
    workbench, server = app_and_worker
    world = another_world(workbench)
    world.hand_in(lines_of(*a_corpus(12)), "a.jsonl")
    where = f"/distribution?project={world.project.slug}"
    page = visit(server.address, where)
    page.get_by_role("button", name="Look for topics").click()
    topics = page.locator(".bars").first.locator("button")
    expect(page.get_by_text("12 samples read")).to_be_visible()
    expect(topics).not_to_have_count(0)
    settled(page)
    topics.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Topic 1")).to_be_visible()
    page.get_by_role("button", name="Topic 1").click()
    expect(page.get_by_text("12 samples", exact=True)).to_be_visible()
    page = visit(server.address, where)
    page.get_by_label("Approved samples wanted").fill("50")
    page.get_by_role("button", name="Set target").click()
    settled(page)
    expect(page.get_by_text("0 of 50 approved; collect at least 38 more")).to_be_visible()
    easy = page.locator(".bars button").filter(has_text="easy")
    easy.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Difficulty easy")).to_be_visible()
    expect(page.get_by_text("12 samples", exact=True)).to_be_visible()
    page = visit(server.address, where)
    short = page.locator(".bars button").filter(has_text="0 to 49").last
    short.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Answer: 0 to 49 characters")).to_be_visible()
    page = visit(server.address, where, width=390)
    expect(page.get_by_text("Languages")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
