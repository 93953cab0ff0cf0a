"""A control sample on the desk: it looks like any other, and tells afterwards where the project says so."""

import pytest
from playwright.sync_api import expect

from curation.store.gold import open_why
from curation.store.probes import open_probes
from tests.browser.desk import some
from tests.curation.reviewing.desk_builders import rejecting


@pytest.fixture
def world(world):
    """One rejected control sample and ten that wait; every second or third is to be a control sample."""
    ids = world.waiting(some(11))
    workbench = world.workbench
    workbench.reviewing.decide(world.owner, world.project, rejecting(ids[0]))
    maker = world.owner
    workbench.control.add(maker, world.project, [ids[0]], "Rest alone does not help.")
    world.control = ids[0]
    (line,) = workbench.control.lines(maker, world.project)
    with workbench.database.transaction() as tx:
        open_why(tx, line.gold.id, "Rest alone does not help.")
    return world


def rules(world, feedback):
    named = {"gold_rate": 0.5, "feedback": feedback}
    world.workbench.projects.set_policy(world.owner, world.project, "review", named)


def until_control(world, desk):
    """Approve one after another until the control sample is in front; returns how many were decided on."""
    for number in range(10):
        desk.painted("")
        if desk.page.locator(f"section.desk .item[data-sample^='{world.control}']").count():
            return number
        desk.press("a")
    raise AssertionError("the control sample did not come")


def test_a_control_sample_tells_what_was_expected_and_why(world):
    rules(world, "at_once")
    desk = world.desk()
    desk.painted("Question")
    before = until_control(world, desk)
    desk.press("a")
    sheet = desk.page.locator("section.desk .sheet")
    expect(sheet).to_contain_text("Expected was: reject it.")
    expect(sheet).to_contain_text("Rest alone does not help.")
    desk.press("Escape")
    expect(sheet).to_be_hidden()
    assert len(world.until_decided(desk.page, before + 1)) == before + 1, "the lead's rejection, and the real ones"
    assert world.control not in {name for name, verdict, _ in world.decisions() if verdict == "approve"}


def test_a_silent_control_sample_is_like_any_other(world):
    rules(world, "silent")
    desk = world.desk()
    desk.painted("Question")
    until_control(world, desk)
    counted = desk.page.locator("section.desk [data-at=left]").inner_text()
    with desk.page.expect_response("**/api/desk/decide*"):
        desk.press("a")
    desk.painted("")
    expect(desk.page.locator("section.desk .sheet")).to_be_hidden()
    left = int(counted.split()[0]) - 1
    expect(desk.page.locator("section.desk [data-at=left]")).to_contain_text(f"{left} left")
    with world.workbench.database.reading() as tx:
        assert open_probes(tx, world.project.id, world.ada.id) == {}
