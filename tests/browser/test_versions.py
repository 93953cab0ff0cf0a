import hashlib
import io
import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from curation.domain.people import PersonRole
from curation.domain.samples import SampleStatus
from tests.browser.conftest import choose_tab, unfold
from tests.browser.server import serving
from tests.builders import a_person, a_project, a_workbench
from tests.curation.release.shelf import Shelf, pair


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("versions")
    workbench = a_workbench(folder)
    shelf = Shelf(workbench, *a_project(workbench))
    shelf.add(*(pair(i) for i in range(50)), *(pair(i, language="de") for i in range(100, 110)))
    shelf.add(*(pair(i, SampleStatus.WAITING) for i in range(200, 203)))
    expert = a_person(workbench, shelf.project, "Dr. Frost", PersonRole.EXPERT)
    shelf.freeze("first")
    shelf.add(*(pair(i) for i in range(300, 305)))
    workbench.database.close()
    with serving(folder / "home") as server:
        yield server, shelf, expert


def metric(page, label):
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def test_what_would_be_frozen_is_counted_as_the_filters_change(served, visit):
    server, _shelf, _expert = served
    page = visit(server.address, "/versions?step=freeze")
    expect(metric(page, "Train")).to_have_text("53")
    page.get_by_text("3 samples are left out").click()
    expect(page.get_by_role("table").get_by_text("waiting for a decision")).to_be_visible()
    unfold(page, "Filters and seed")
    expect(page.get_by_label("Seed", exact=True)).to_be_in_viewport()  # the form has unfolded
    page.get_by_label("Only these languages").press("ArrowDown")
    page.get_by_role("option", name="de", exact=True).click()
    expect(page.get_by_text("58 samples are left out")).to_be_visible()
    expect(metric(page, "Train")).to_have_text("8")


def test_a_version_is_frozen_opened_and_compared(served, visit):
    server, _shelf, _expert = served
    page = visit(server.address, "/versions")
    page.get_by_role("button", name="Freeze a new version").click()
    page.get_by_label("Name", exact=True).fill("second")
    page.get_by_label("Name", exact=True).press("Enter")
    page.get_by_role("button", name="Freeze second").click()
    row = page.get_by_text("second · 65 samples")
    expect(row).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Open", exact=True).first.click()
    expect(page.get_by_role("heading", name="Version second")).to_be_visible()
    expect(page).to_have_url(re.compile("version=second"))
    expect(metric(page, "Test")).to_have_text("6")
    choose_tab(page, "Changes")
    expect(metric(page, "Added")).to_have_text("5")
    expect(metric(page, "Removed")).to_have_text("0")


def test_a_file_and_a_zip_come_whole_through_the_browser(served, visit):
    server, shelf, _expert = served
    page = visit(server.address, "/versions?version=first")
    choose_tab(page, "Files")
    link = page.get_by_role("link", name="data/train.parquet")
    with page.expect_download() as download:
        link.evaluate("link => { link.target = '_self'; link.click(); }")
    held = shelf.releasing.folder(shelf.owner, shelf.project, "first").files
    content = download.value.path().read_bytes()
    assert hashlib.sha256(content).hexdigest() == held["data/train.parquet"].sha256
    address = page.get_by_role("link", name="Chat messages (JSON lines)").get_attribute("href")
    answer = page.context.request.get(server.address + address)
    with zipfile.ZipFile(io.BytesIO(answer.body())) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert set(manifest["files"]) | {"manifest.json"} == set(archive.namelist())


def test_files_outside_the_version_and_for_other_roles_are_refused(served, visit):
    server, _shelf, expert = served
    owner = visit(server.address, "/versions").context.request
    outside = owner.get(server.address + "/api/versions/file?version=first&path=../../../workbench.db")
    assert (outside.status, outside.json()["kind"]) == (404, "NotFoundError")
    strange = owner.get(server.address + "/api/versions/zip?version=first&layout=exe")
    assert (strange.status, strange.json()["kind"]) == (400, "InputError")
    hers = visit(server.address, "/guidelines", person=expert.id).context.request
    refused = hers.get(server.address + "/api/versions/file?version=first&path=README.md")
    assert (refused.status, refused.json()["kind"]) == (403, "PermissionRefusedError")


def test_a_taken_name_is_one_sentence(served, visit):
    server, _shelf, _expert = served
    page = visit(server.address, "/versions?step=freeze")
    page.get_by_label("Name", exact=True).fill("first")
    page.get_by_label("Name", exact=True).press("Enter")
    page.get_by_role("button", name="Freeze first").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("There is already a version first")


def test_an_unknown_version_is_one_sentence(served, visit):
    server, _shelf, _expert = served
    page = visit(server.address, "/versions?version=v99")
    expect(page.get_by_test_id("stAlert")).to_contain_text("There is no version v99. There are: ")


def test_the_team_shows_who_has_decided_what_and_takes_another_person(served, visit):
    server, _shelf, _expert = served
    page = visit(server.address, "/team")
    expect(page.get_by_text("Dr. Frost").first).to_be_visible()
    unfold(page, "Add a person")
    page.get_by_label("Name", exact=True).fill("Dr. Weber")
    page.get_by_role("button", name="Add person").click()
    expect(page.get_by_text("Dr. Weber", exact=True).first).to_be_visible()
