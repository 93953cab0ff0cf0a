"""A reviewer is told what is kept, sees their own record, and the lead sees how far people agree."""

from playwright.sync_api import expect

from tests.browser.desk import some
from tests.curation.reviewing.desk_builders import approving


def test_a_reviewer_is_told_once_and_finds_their_own_record(world):
    world.workbench.projects.set_preference(world.ada.id, "desk.told", "no")
    world.waiting(some(3))
    desk = world.desk()
    desk.page.get_by_text("What is kept of your work").wait_for()
    desk.page.get_by_role("button", name="I have read this").click()
    expect(desk.page.get_by_text("What is kept of your work")).to_have_count(0)
    desk.painted("Question 0")
    desk.press("a")
    desk.painted("Question 1")
    world.until_decided(desk.page, 1)
    desk.page.get_by_role("link", name="Your record").click()
    expect(desk.page.get_by_text("1 of 1: 100 %")).to_be_visible()
    expect(desk.page.get_by_text("none asked yet")).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_text("What is kept of your work")).to_be_visible()


def test_the_lead_sees_agreement_with_intervals_in_the_order_of_names(world):
    world.workbench.projects.set_policy(world.owner, world.project, "review", {"slots": 2})
    world.waiting(some(6))
    ben = world.another("Ben")
    for person in (world.ada, ben):
        for item in world.workbench.reviewing.next_items(person, world.project, 6):
            world.workbench.reviewing.decide(person, world.project, approving(item.sample_id))
    page = world.open_page(world.server.address, f"/agreement?project={world.project.slug}", person=world.owner.id)
    expect(page.get_by_role("table").first).to_contain_text("Decisions")
    expect(page.get_by_role("table").first).to_contain_text("100 %")
    expect(page.get_by_text("Ben", exact=True)).to_be_visible()
    expect(page.get_by_text("this is no ranking")).to_be_visible()
