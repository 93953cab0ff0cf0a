"""The engineer's walk: a file dropped, columns, bad rows, redaction, import, the command line, a version."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.server import serving
from tests.builders import a_project, a_workbench

ROWS = [
    {"Frage": f"How long does the plaster stay on after the operation number {n} on the wrist?", "Antwort": said}
    for n, said in enumerate(
        [
            "It stays on for six weeks; write to anna.bauer@example.com if it gets too tight before that.",
            "It stays on until the doctor has looked at a new picture of the bone, which is after a month.",
            "Nothing is put on it at all: a bandage is enough, and the hand may be moved from the first day.",
        ]
    )
]
GOOD = "\n".join(json.dumps(row) for row in ROWS)
BROKEN = GOOD + '\n{"Frage": "torn off in the mid\n'


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engineer")
    workbench = a_workbench(folder)
    a_project(workbench)
    workbench.database.close()
    with serving(folder / "home") as server:
        yield server, folder


def drop(page: Page, name: str, data: bytes) -> None:
    page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "text/plain", "buffer": data}])
    settled(page)


def test_a_file_is_dropped_checked_and_taken_in(served, visit):
    server, _folder = served
    page = visit(server.address, "/data")
    expect(page.get_by_text("Nothing has been imported yet")).to_be_visible()
    page.get_by_role("button", name="Import a file").click()
    expect(page.get_by_text("Personal data is replaced before anybody sees a text")).to_be_visible()
    drop(page, "wrist.jsonl", BROKEN.encode())
    expect(page.get_by_text("Rows that cannot be read")).to_be_visible()
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    expect(page.get_by_text("EMAIL_ADDRESS 1")).to_be_visible(timeout=30_000)
    assert "anna.bauer@example.com" not in page.content()
    page.get_by_text("Leave these rows out and import the rest").click()
    settled(page)
    page.get_by_text("The same on the command line").click()
    command = page.get_by_test_id("stCode").inner_text()
    assert command.split()[:3] == ["workbench", "import", "wrist.jsonl"]
    assert "--mapping question=Frage" in command
    assert "--skip-bad-rows" in command
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="wrist.jsonl")).to_be_visible(timeout=30_000)
    expect(page.get_by_text(re.compile("Screened · imported"))).to_be_visible(timeout=60_000)
    expect(page.get_by_text("1 row was left out")).to_be_visible()
    page.get_by_role("link", name="All sources").click()
    expect(page.get_by_text("3 samples")).to_be_visible()
    assert "anna.bauer@example.com" not in page.content()


def test_the_same_file_again_adds_nothing(served, visit):
    server, _folder = served
    page = visit(server.address, "/data?step=import")
    drop(page, "wrist-again.jsonl", BROKEN.encode())
    page.get_by_text("Leave these rows out and import the rest").click()
    settled(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("This file is here already; nothing was added.")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.csv", b"", "is empty"),
        ("page.json", b"<!DOCTYPE html><html></html>", "a web page"),
        ("odd.csv", b"left,right\na,b\n", "no column is mapped to the question"),
        ("windows.csv", "Frage,Antwort\nWas heißt Ödem?,b\n".encode("cp1252"), "row 2"),
    ],
)
def test_a_bad_file_is_one_sentence_with_the_cure(served, visit, name, data, sentence):
    server, _folder = served
    page = visit(server.address, "/data?step=import")
    drop(page, name, data)
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)
