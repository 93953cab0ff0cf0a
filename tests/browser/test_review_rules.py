"""The lead changes the rules of review in plain words, and makes control samples of settled ones."""

import pytest
from playwright.sync_api import Page, expect

from curation.domain.review_policy import Feedback, Risk, Visibility
from tests.browser.conftest import settled, unfold
from tests.browser.desk import some
from tests.curation.reviewing.desk_builders import approving


@pytest.fixture
def world(world):
    world.ids = world.waiting(some(3))
    world.workbench.projects.set_preference(world.owner.id, "project", world.project.slug)
    world.workbench.reviewing.decide(world.ada, world.project, approving(world.ids[0]))
    return world


def opened(world, path, **more) -> Page:
    return world.open_page(world.server.address, f"{path}project={world.project.slug}", world.owner.id, **more)


def save(page: Page):
    """The one primary button, which saves the rules; the lists below have buttons of their own."""
    return page.get_by_test_id("stBaseButton-primaryFormSubmit")


def rules(world):
    return world.workbench.review_rules.now(world.owner, world.project)


def test_the_rules_are_changed_in_one_form_and_kept_as_a_new_version(world):
    page = opened(world, "/review_rules?")
    page.get_by_role("spinbutton", name="Most samples").fill("2")
    page.get_by_role("spinbutton", name="High risk").fill("3")
    page.get_by_text("Once everybody has decided").click()
    page.get_by_label("Control samples, in percent").fill("10")
    page.get_by_text("At once what was expected, and why").click()
    save(page).click()
    expect(page.get_by_text("Saved. The rules hold from now on.")).to_be_visible()
    now = rules(world)
    assert (now.slots, now.slots_for(Risk.HIGH), now.slots_for(Risk.RAISED)) == (2, 3, 1)
    assert (now.visibility, now.gold_rate, now.feedback) == (Visibility.ALL, 0.1, Feedback.AT_ONCE)
    assert world.workbench.projects.policy(world.owner, world.project, "review")["slots"] == 2


def test_a_settled_sample_becomes_a_control_sample_on_its_page_and_ends_on_the_rules(world):
    page = opened(world, f"/sample?id={world.ids[0]}&")
    unfold(page, "Review of this sample")
    page.get_by_label("Why is that right?").fill("The guideline says so.")
    page.get_by_role("button", name="Use as control sample").click()
    expect(page.get_by_text("It is a control sample now.")).to_be_visible()
    page = opened(world, "/review_rules?")
    expect(page.get_by_text("expected: approve · 0 of 0 as expected")).to_be_visible()
    page.get_by_role("button", name="End").click()
    expect(page.get_by_text("There are none yet.")).to_be_visible()


def test_the_risk_of_a_sample_is_chosen_on_its_page(world):
    page = opened(world, f"/sample?id={world.ids[1]}&")
    unfold(page, "Review of this sample")
    expect(page.get_by_text("Once it is approved or rejected")).to_be_visible()
    page.get_by_role("button", name="High").or_(page.get_by_role("radio", name="High")).first.click()
    expect(page.get_by_text("It says how many people decide")).to_be_visible()
    assert world.workbench.reviewing.item(world.owner, world.project, world.ids[1]).risk == Risk.HIGH


def test_an_expert_is_told_of_control_samples_and_finds_no_rules_to_change(world):
    world.workbench.projects.set_policy(world.owner, world.project, "review", {"gold_rate": 0.1})
    page = world.desk().page
    expect(page.get_by_text("Some samples may be control samples")).to_be_visible()
    page = world.open_page(world.server.address, f"/sample?id={world.ids[0]}", world.ada.id)
    settled(page)
    assert page.get_by_text("Review of this sample").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits_its_screen(world, width, scheme):
    page = opened(world, "/review_rules?", width=width, scheme=scheme)
    expect(save(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
