"""The engineer's and owner's work with a keyboard and nothing else, from the first page to the end of a project."""

import json
import re
from itertools import permutations

import pytest
from playwright.sync_api import expect

from curation.domain.jobs import JobKind
from curation.domain.people import PersonRole
from curation.services.import_plan import Wishes
from curation.services.shifts import begin_shift
from tests.browser.conftest import settled
from tests.browser.keyboard import Keyboard
from tests.browser.server import serving
from tests.builders import a_person, a_project, a_workbench
from tests.curation.gates.test_release_gate import leaking
from tests.curation.importing.screening_world import a_world, lines_of
from tests.curation.release.shelf import Shelf, pair
from workbench.work.logs import add_line

pytestmark = pytest.mark.slow
TOPICS = ("plaster", "bandage", "operation", "x-ray", "splint")
ROWS = [
    {
        "Frage": f"What does a patient have to know about the {one} and the {other}?",
        "Antwort": f"First the {one} is looked at; write to anna.bauer@example.com about the {other} today.",
        "Station": "orthopaedics, ben.huber@example.com",
    }
    for one, other in permutations(TOPICS, 2)
]
FILE = "\n".join(json.dumps(row) for row in ROWS) + '\n{"Frage": "torn off in the mid\n'


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keyboard")
    workbench = a_workbench(folder)
    shelf = Shelf(workbench, *a_project(workbench))
    shelf.add(*(pair(i) for i in range(20)), leaking())
    kim = a_person(workbench, shelf.project, "Kim", PersonRole.ENGINEER)
    with serving(folder / "home") as server:
        yield server, workbench, shelf, kim
    workbench.database.close()


@pytest.fixture
def keys(served, visit):
    def at(path: str, **more: object) -> Keyboard:
        return Keyboard(visit(served[0].address, path, **more))

    return at


def test_somebody_else_is_chosen_and_a_project_started(keys):
    keyboard = keys("/overview?project=cardiology")
    keyboard.reach("Working as", "combobox")
    keyboard.choose("Kim")
    expect(keyboard.page.get_by_role("heading", name="Data")).to_be_visible()
    settled(keyboard.page)
    keyboard.reach("Working as", "combobox")
    keyboard.choose("Owner")
    expect(keyboard.page.get_by_text("What comes next")).to_be_visible()
    settled(keyboard.page)
    keyboard.press_on("New project", "a")
    expect(keyboard.page.get_by_role("heading", name="New project")).to_be_visible()
    keyboard.to_content()
    assert keyboard.reach("Name", "input") <= 2
    keyboard.page.keyboard.type("Orthopaedics")
    keyboard.press_on("Start project", "button", most=10)
    expect(keyboard.page.get_by_text("Orthopaedics is ready").first).to_be_visible()


def test_a_file_is_chosen_mapped_looked_at_and_taken_in(keys):
    keyboard = keys("/data?project=cardiology")
    page = keyboard.page
    keyboard.to_content()
    keyboard.press_on("Import a file", "button", most=3)
    expect(page.get_by_text("Nothing is taken in before you press Import")).to_be_visible()
    keyboard.to_content()
    chooser = keyboard.chosen_file("Upload")
    chooser.set_files([{"name": "wrist.jsonl", "mimeType": "text/plain", "buffer": FILE.encode()}])
    expect(page.get_by_text("Rows that cannot be read")).to_be_visible()
    expect(page.get_by_text("<EMAIL_ADDRESS_1>").first).to_be_visible()
    expect(page.get_by_text("Station: orthopaedics, <EMAIL_ADDRESS_2>").first).to_be_visible()
    settled(page)
    keyboard.reach("Context", "combobox")
    keyboard.choose("Station")
    expect(page.get_by_text("--mapping context=Station")).to_have_count(1)
    settled(page)
    keyboard.reach("Refuse the file", "input")
    keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_enabled()
    settled(page)
    assert keyboard.reach("The same on the command line", "summary") <= 3
    keyboard.press("Enter", "Shift+Tab")
    assert keyboard.focus().name.endswith("Import")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="wrist.jsonl")).to_be_visible()
    expect(page.get_by_text(re.compile("Screened · imported"))).to_be_visible()
    assert "anna.bauer@example.com" not in page.content()


class Values:
    """The card of personal data under the keyboard."""

    def __init__(self, keyboard: Keyboard):
        self.keyboard = keyboard
        self.card = keyboard.page.locator("section.privacy")
        self.values = self.card.locator(".value")
        expect(self.values.first).to_be_visible()
        self.waiting = self.values.count()

    def fresh(self) -> None:
        """Open the page again until the texts have followed the last decision."""
        for _ in range(20):
            self.keyboard.page.reload()
            expect(self.values.first).to_be_visible()
            if self.values.count() == self.waiting:
                return
        raise AssertionError("the texts have not followed")

    def decided(self, left: int) -> None:
        expect(self.card.locator(".notice")).to_contain_text("Noted")
        expect(self.values).to_have_count(left)

    def taken_back(self) -> None:
        self.keyboard.press("u")
        expect(self.card.locator(".notice")).to_contain_text("Taken back")
        self.fresh()
        expect(self.card.locator(".example").first).to_be_visible()


def test_values_are_decided_one_by_one_in_bulk_and_taken_back(keys):
    keyboard = keys("/privacy?project=cardiology")
    shown = Values(keyboard)
    sheet = shown.card.locator(".sheet")
    keyboard.press("h")
    expect(sheet).to_contain_text("Go to another value")
    keyboard.press("Escape", "o")
    expect(shown.card.locator(".original")).to_have_count(1)
    keyboard.press("a")
    shown.decided(shown.waiting - 1)
    shown.taken_back()
    keyboard.press("t")
    keyboard.page.keyboard.type("case number")
    expect(sheet.locator("input")).to_have_value("case number")
    keyboard.reach("CASE_NUMBER", "button", key="Shift+Tab")
    keyboard.press("Enter")
    shown.decided(shown.waiting - 1)
    shown.taken_back()
    keyboard.press("e")
    expect(sheet.locator("input")).to_be_focused()
    before = sheet.locator("input").input_value()
    keyboard.press("End", "x")
    expect(sheet.locator("input")).to_have_value(before + "x")
    keyboard.press("Escape")
    keyboard.to_content()
    keyboard.press_on("open ones are personal", "button")
    expect(sheet).to_contain_text("Undo takes all of it back")
    keyboard.press("Enter")
    shown.decided(0)
    shown.taken_back()


def test_a_stopped_version_is_let_through_frozen_and_exported(keys):
    keyboard = keys("/versions?project=cardiology")
    page = keyboard.page
    keyboard.to_content()
    assert keyboard.reach("Name", "input") <= 2
    keyboard.press_on("Freeze v1", "button")
    expect(page.get_by_role("heading", name="v1 was not frozen")).to_be_visible()
    settled(page)
    keyboard.to_content()
    keyboard.reach("Why these texts may go out", "input")
    page.keyboard.type("An address made up for the test.")
    keyboard.press_on("Let them through and freeze", "button", most=2)
    expect(page.get_by_text("v1 · 21 samples")).to_be_visible()
    settled(page)
    keyboard.to_content()
    keyboard.press_on("Open", "button")
    expect(page.get_by_role("heading", name="Version v1")).to_be_visible()
    keyboard.to_content()
    keyboard.reach("Card", "tab")
    keyboard.press("ArrowRight")
    settled(page)
    with page.context.expect_page() as opened:
        keyboard.press_on("Parquet", "a")
    assert opened.value is not None


def test_a_sample_is_opened_from_the_list(keys):
    keyboard = keys("/data?project=cardiology&source=all")
    expect(keyboard.page.get_by_text("then Shift and Space")).to_be_visible()
    keyboard.to_content()
    keyboard.reach("", "canvas", most=12)
    keyboard.press("ArrowDown", "Shift+Space")
    expect(keyboard.page.locator(".texts .text")).to_have_count(2)


def test_a_log_is_read_and_a_job_is_stopped(tmp_path, visit):
    workbench = a_workbench(tmp_path)
    owner, project = a_project(workbench)
    queue = workbench.queue
    job = queue.enqueue(JobKind.FREEZE, {}, owner.id, project.id)
    shift = begin_shift(queue)
    queue.claim(shift.worker_id, (JobKind.FREEZE,))
    add_line(workbench.settings, job.id, queue.clock(), "choosing samples")
    with serving(workbench.settings.home, "workbench.app") as server:
        keyboard = Keyboard(visit(server.address, "/jobs"))
        keyboard.to_content()
        keyboard.press_on("Log", "button", most=5)
        expect(keyboard.page.get_by_text("choosing samples")).to_be_visible()
        keyboard.press("Escape")
        expect(keyboard.page.get_by_text("choosing samples")).to_be_hidden()
        keyboard.reach("Stop", "button", most=2, key="Shift+Tab")
        keyboard.press("Enter")
        expect(keyboard.page.get_by_text("stopping")).to_be_visible()
        assert queue.job(job.id).cancel_asked
    workbench.database.close()


def test_a_project_is_removed_by_typing_its_name(served, keys):
    a_project(served[1], "Splints")
    keyboard = keys("/settings?project=splints")
    keyboard.to_content()
    keyboard.reach("Type splints to remove it", "input")
    keyboard.page.keyboard.type("splints")
    keyboard.press("Enter")
    expect(keyboard.page.get_by_role("button", name="Remove project")).to_be_enabled()
    keyboard.press_on("Remove project", "button", most=2)
    expect(keyboard.page.get_by_text("Splints was removed.").first).to_be_visible()


def test_texts_in_a_language_without_detection_are_opened_from_the_overview(tmp_path, visit):
    world = a_world(tmp_path)
    pair_of_texts = ("Wie lange bleibt der Gips nach der Operation am Handgelenk?", "Etwa sechs Wochen bleibt er dran.")
    world.take_in(lines_of(pair_of_texts), "gips.jsonl", Wishes(language="de"))
    with serving(world.workbench.settings.home, "workbench.app") as server:
        keyboard = Keyboard(visit(server.address, "/data"))
        expect(keyboard.page.get_by_text("1 sample is closed to experts and versions.")).to_be_visible()
        keyboard.page.goto(f"{server.address}/overview")
        keyboard.to_content()
        keyboard.press_on("Open them all the same", "button")
        expect(keyboard.page.get_by_text("Texts in Deutsch are open now.").first).to_be_visible()
        expect(keyboard.page.get_by_role("button", name="Open them all the same")).to_have_count(0)
    world.workbench.database.close()
