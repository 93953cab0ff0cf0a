import re

import pytest
from playwright.sync_api import expect

from curation.domain.people import PersonRole
from tests.browser.conftest import choose_tab
from tests.browser.server import serving
from tests.builders import a_person, a_project, a_workbench
from tests.curation.release.shelf import Shelf, pair
from tests.training.worlds import build_tiny

pytestmark = [pytest.mark.slow]
STARTED = 240_000


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    workbench = a_workbench(folder)
    shelf = Shelf(workbench, *a_project(workbench))
    shelf.add(*(pair(i) for i in range(60)))
    shelf.freeze("first")
    expert = a_person(workbench, shelf.project, "Dr. Frost", PersonRole.EXPERT)
    workbench.database.close()
    base = build_tiny(folder)
    with serving(folder / "home") as server:
        yield server, base, expert


def main(page):
    return page.get_by_test_id("stMain")


def choose_folder(page, folder):
    page.get_by_text("A model's folder on this machine").click()
    box = page.get_by_label("Folder", exact=True)
    box.fill(str(folder))
    box.press("Enter")


def read_often(page, times):
    box = page.get_by_role("spinbutton", name="How often every sample is read")
    box.fill(str(times))
    box.press("Enter")


def test_a_run_is_started_watched_and_judged_from_the_screen(served, visit):
    server, base, _expert = served
    page = visit(server.address, "/models?version=first")
    expect(main(page).get_by_text("The small base model is built first")).to_be_visible()
    choose_folder(page, base)
    expect(main(page).get_by_text(re.compile(r"samples to learn from .* steps .* about 1 min"))).to_be_visible()
    page.get_by_text("The same on the command line").click()
    expect(main(page).get_by_test_id("stCode")).to_contain_text("workbench train")
    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_role("heading", name="run-1")).to_be_visible()
    expect(page).to_have_url(re.compile("run=run-1"))
    expect(page.get_by_test_id("stMetric").filter(has_text="Loss on validation")).to_be_visible(timeout=STARTED)
    expect(page.get_by_role("button", name="Stop this run")).to_have_count(0)
    expect(main(page).get_by_text(re.compile("The loss went from"))).to_be_visible()
    choose_tab(page, "Files")
    expect(main(page).get_by_text("model/adapter_model.safetensors")).to_be_visible()
    choose_tab(page, "Surroundings")
    expect(main(page).get_by_text("libraries.trl")).to_be_visible()
    expect(main(page).get_by_text(re.compile(r"It learnt from \d+ samples \(took"))).to_be_visible()
    expect(page.get_by_role("button", name="Judge it")).to_be_visible()


def test_a_running_run_survives_a_reload_and_stops_when_asked(served, visit):
    server, base, _expert = served
    page = visit(server.address, "/models?version=first")
    choose_folder(page, base)
    read_often(page, 900)
    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_role("heading", name=re.compile("run-"))).to_be_visible()
    expect(main(page).get_by_text(re.compile(r"step [\d,]+ of [\d,]+ ·"))).to_be_visible(timeout=STARTED)
    expect(main(page).get_by_text("The lower the line").first).to_be_visible()
    page.reload()
    expect(main(page).get_by_text(re.compile(r"step [\d,]+ of [\d,]+ ·"))).to_be_visible(timeout=STARTED)
    page.get_by_role("button", name="Stop this run").click()
    expect(main(page).get_by_text("The run was cancelled.")).to_be_visible(timeout=STARTED)
    page.get_by_role("button", name="Go on from its last checkpoint").click()
    expect(main(page).get_by_text("The run was cancelled.")).to_have_count(0, timeout=STARTED)
    expect(main(page).get_by_text(re.compile(r"step [\d,]{2,} of [\d,]+ ·"))).to_be_visible(timeout=STARTED)
    page.get_by_role("button", name="Stop this run").click()
    expect(main(page).get_by_text("The run was cancelled.")).to_be_visible(timeout=STARTED)
    page.get_by_role("button", name="All runs").click()
    expect(main(page).get_by_role("heading", name="Train a model")).to_be_visible()
    expect(main(page).get_by_text("stopped", exact=True)).to_be_visible()


def test_a_base_that_is_not_there_is_said_before_anything_starts(served, visit):
    server, _base, _expert = served
    page = visit(server.address, "/models")
    choose_folder(page, "/nowhere/at/all")
    expect(main(page).get_by_text("The base model's folder /nowhere/at/all is not there.")).to_be_visible()
    expect(page.get_by_role("button", name="Start training")).to_be_disabled()


def test_an_expert_has_no_entry_for_models(served, visit):
    server, _base, expert = served
    page = visit(server.address, "/", person=expert.id)
    expect(page.get_by_test_id("stSidebarNav").get_by_text("Guidelines")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav").get_by_text("Models")).to_have_count(0)
