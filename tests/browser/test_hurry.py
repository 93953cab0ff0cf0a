"""A hurried engineer: the wrong file, two tabs, a reload in the middle, odd names, two people on one value."""

import json
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from curation.domain.people import PersonRole
from tests.browser.conftest import settled
from tests.browser.server import serving
from tests.browser.waiting import until
from tests.builders import a_person
from tests.curation.importing.screening_world import a_world, lines_of
from tests.workbench import processes

MAIL = "anna.bauer@example.com"
NAMES = ("🩺 Kardiologie 🫀", "قسم القلب والأوعية", "Law\u202e <b>x</b> & *more*")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hurry")
    world = a_world(folder)
    texts = [(f"How long does plaster {n} stay on? Ask {n}.{MAIL}", f"About {n} weeks.") for n in range(2, 5)]
    world.take_in(lines_of(*texts), "a.jsonl")
    people = [a_person(world.workbench, world.project, name, PersonRole.PRIVACY) for name in ("Paula", "Pia")]
    with serving(folder / "home") as server:
        processes.until(world.workbench.queue.live_workers, 240)
        yield server, world, people
    world.workbench.database.close()


def drop(page: Page, name: str, data: bytes) -> None:
    page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "text/plain", "buffer": data}])
    settled(page)


def main(page: Page):
    return page.get_by_test_id("stMain")


def a_file(words: str, rows: int = 5) -> bytes:
    lines = [{"question": f"What helps against {words} {n}?", "answer": f"Rest for {n} days."} for n in range(rows)]
    return "\n".join(json.dumps(line) for line in lines).encode()


def ready(page: Page) -> None:
    expect(page.get_by_text("in these rows")).to_be_visible()
    settled(page)


def test_two_tabs_that_import_one_file_at_once_give_one_source(served, visit):
    server, world, _people = served
    before = len(world.workbench.importing.sources(world.owner, world.project))
    tabs = [visit(server.address, "/data?step=import") for _ in range(2)]
    for page in tabs:
        drop(page, "fever.jsonl", a_file("fever"))
        ready(page)
    for page in tabs:
        page.get_by_role("button", name="Import", exact=True).click(no_wait_after=True)
    for page in tabs:
        expect(page.get_by_role("heading", name="fever.jsonl")).to_be_visible()
    assert len(world.workbench.importing.sources(world.owner, world.project)) == before + 1


def test_a_reload_in_mid_import_loses_nothing_and_the_page_says_so(served, visit):
    server, world, _people = served
    page = visit(server.address, "/data?step=import")
    drop(page, "cough.jsonl", a_file("cough", 3_000))
    ready(page)
    page.get_by_role("button", name="Import", exact=True).click(no_wait_after=True)
    sources = partial(world.workbench.importing.sources, world.owner, world.project)
    assert until(page, lambda: any(source.name == "cough.jsonl" for source in sources()))
    page.reload()
    settled(page)
    assert until(page, lambda: any(source.rows == 3_000 for source in sources()))
    page.goto(f"{server.address}/data?step=import")
    expect(page.get_by_text("Screening cough.jsonl").or_(page.get_by_text("Nothing is taken in"))).not_to_have_count(0)
    page.get_by_role("button", name="All sources").click()
    expect(main(page).get_by_text("3,000 samples")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("letter.docx", b"PK\x03\x04" + b"x" * 500, "FILE.docx ends in “.docx”, which is not read."),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "it looks like this: a picture"),
        ("notes.jsonl", b'{"question": "What?", "remark": "none"}\n', "No column is mapped to the answer yet."),
    ],
)
def test_a_wrong_file_is_one_sentence_and_nothing_is_taken_in(served, visit, name, data, sentence):
    server, _world, _people = served
    page = visit(server.address, "/data?step=import")
    drop(page, name, data)
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)


def test_forty_columns_fit_on_the_page(served, visit):
    server, _world, _people = served
    row = {**{f"column {n} with a long name": f"value {n}" for n in range(38)}, "question": "What?", "answer": "Rest."}
    page = visit(server.address, "/data?step=import", width=390)
    drop(page, "wide.json", json.dumps([row, row]).encode())
    ready(page)
    expect(page.get_by_text("and 26 more columns").first).to_be_visible()
    assert main(page).evaluate("node => node.scrollWidth - node.clientWidth") == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_project_may_have_any_name_and_shows_it_as_it_stands(served, visit, name):
    server, _world, _people = served
    page = visit(server.address, "/projects")
    page.get_by_label("Name", exact=True).first.fill(name)
    page.get_by_role("button", name="Start project").click()
    expect(page.get_by_role("heading", name="Data")).to_be_visible()
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_test_id("stCaptionContainer").first).to_have_text(name.replace("\u202e", ""))


def test_a_name_that_is_too_long_is_refused_with_what_was_typed_still_there(served, visit):
    server, _world, _people = served
    page = visit(server.address, "/projects")
    page.get_by_label("Name", exact=True).first.fill("x" * 200)
    page.get_by_role("button", name="Start project").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("at most 80 characters; this one has 200. Shorten it.")
    expect(page.get_by_label("Name", exact=True).first).to_have_value("x" * 200)


def test_of_two_people_on_one_value_the_second_is_told_and_sees_what_is_left(served, visit):
    server, world, people = served
    pages = [visit(server.address, f"/privacy?project={world.project.slug}", person=one.id) for one in people]
    for page in pages:
        expect(page.locator("section.privacy .example").first).to_be_visible()
    left = pages[0].locator("section.privacy .value").count()
    pages[0].keyboard.press("n")
    expect(pages[0].locator("section.privacy .notice")).to_contain_text("Noted.")
    pages[1].keyboard.press("a")
    expect(pages[1].locator("section.privacy .sheet")).to_contain_text("said of this value on")
    pages[1].keyboard.press("Escape")
    expect(pages[1].locator("section.privacy .value")).to_have_count(left - 1)
