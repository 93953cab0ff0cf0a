"""What lapses, on the screen: the desk says why and asks for a day, R keeps for retrieval, the overview leads there."""

from datetime import UTC, date, datetime, timedelta

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from curation.domain.browsing import Wanted
from curation.domain.samples import SampleStatus
from curation.services.dating import Dating
from curation.store.validity import validities
from tests.browser.conftest import settled
from tests.browser.desk import some
from tests.browser.waiting import until

STREAMLIT = {"list", "listitem"}
"""What Streamlit's own navigation is found fault with (see test_axe)."""


def dated(world, sample_id, day):
    with world.workbench.database.transaction() as tx:
        Dating(tx, world.project.id, world.owner.id, datetime.now(UTC)).set(sample_id, day)


def day_of(world, sample_id):
    with world.workbench.database.reading() as tx:
        return validities(tx, [sample_id])[sample_id].own


def test_what_has_lapsed_says_so_and_is_approved_with_a_new_day_by_keyboard_alone(world):
    ids = world.waiting(some(3))
    dated(world, ids[0], date(2026, 1, 5))
    dated(world, ids[1], date(2026, 1, 5))
    desk = world.desk()
    desk.painted("Question 0")
    desk.shows("Valid until 5 Jan 2026, which has passed. Check whether it still holds.")
    field = desk.page.locator("section.desk input[data-part=until]")
    later = (datetime.now(UTC) + timedelta(days=100)).date()
    desk.press("w")
    expect(field).to_be_focused()
    field.fill(later.isoformat())
    desk.press("Enter")
    expect(field).not_to_be_focused()
    found = Axe().run(desk.page, options={"runOnly": ["wcag2a", "wcag2aa"]})
    serious = {one["id"] for one in found.response["violations"] if one["impact"] in {"serious", "critical"}}
    assert serious - STREAMLIT == set()
    desk.press("a")
    desk.painted("Question 1")
    desk.press("w")
    field.fill("")
    desk.press("Enter")
    desk.press("a")
    desk.painted("Question 2")
    expect(field).to_have_count(0)
    world.until_decided(desk.page, 2)
    assert day_of(world, ids[0]) == later
    assert day_of(world, ids[1]) == date.max


def test_r_keeps_a_sample_for_retrieval_and_u_takes_it_back(world):
    ids = world.waiting(some(2))
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("h")
    expect(desk.page.locator("section.desk .sheet")).to_contain_text("Belongs in retrieval")
    desk.press("h")
    desk.press("r")
    desk.painted("Question 1")
    desk.says("Kept for retrieval, not for training.")
    assert world.until_decided(desk.page, 1) == [(ids[0], "retrieve", 1)]
    desk.press("u")
    desk.painted("Question 0")
    world.until_decided(desk.page, 2)
    status = Wanted(status=SampleStatus.RETRIEVAL)
    assert world.workbench.browsing.count(world.owner, world.project, status).count == 0


def test_the_overview_leads_to_what_lapses_and_a_page_says_another_day(world):
    ids = world.waiting(some(2))
    desk = world.desk()
    desk.painted("Question 0")
    desk.press("a")
    world.until_decided(desk.page, 1)
    soon = (datetime.now(UTC) + timedelta(days=10)).date()
    dated(world, ids[0], soon)
    page = world.open_page(world.server.address, f"/overview?project={world.project.slug}", person=world.owner.id)
    page.get_by_role("link", name="1 approved sample lapses before").click()
    settled(page)
    expect(page.get_by_text("1 sample", exact=True)).to_be_visible()
    page.goto(f"{world.server.address}/sample?id={ids[0]}&project={world.project.slug}")
    settled(page)
    expect(page.get_by_text(f"Valid until {soon:%-d %b %Y}")).to_be_visible()
    page.get_by_role("button", name="Take this day away").click()
    assert until(page, lambda: day_of(world, ids[0]) is None)
