"""The engineer's walk: a file dropped, columns, bad rows, redaction, import, the command line, a version."""

import json
import re
import subprocess
import sys
from itertools import permutations

import pytest
from playwright.sync_api import Page, expect

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.reviews import Verdict
from tests.browser.conftest import settled
from tests.browser.server import serving
from tests.builders import a_project, an_environment
from workbench.bootstrap import open_workbench, settings_from
from workbench.cli import door
from workbench.cli.output import opened

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
LOADING = """
import json, sys
from datasets import load_dataset
print(json.dumps({split: rows.num_rows for split, rows in load_dataset(sys.argv[1]).items()}))
"""
BROKEN = GOOD + '\n{"Frage": "torn off in the mid\n'


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engineer")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in an_environment(folder / "home").items():
            patch.setenv(name, value)
        with opened(None) as workbench:
            a_project(workbench)
        with serving(folder / "home") as server:
            yield server, folder


def drop(page: Page, name: str, data: bytes) -> None:
    page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "text/plain", "buffer": data}])
    settled(page)


def test_a_file_is_dropped_checked_and_taken_in_and_the_same_file_again_adds_nothing(served, visit):
    server, _folder = served
    page = visit(server.address, "/data")
    expect(page.get_by_text("Nothing has been imported yet")).to_be_visible()
    page.get_by_role("button", name="Import a file").click()
    expect(page.get_by_text("Personal data is replaced before anybody sees a text")).to_be_visible()
    drop(page, "wrist.jsonl", BROKEN.encode())
    expect(page.get_by_text("Rows that cannot be read")).to_be_visible()
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    expect(page.get_by_text("<EMAIL_ADDRESS_1>")).to_be_visible()
    expect(page.get_by_text("anna.bauer@example.com")).to_have_count(0)
    assert "anna.bauer@example.com" not in page.content()
    page.get_by_text("Leave these rows out and import the rest").click()
    settled(page)
    page.get_by_text("The same on the command line").click()
    command = page.get_by_test_id("stCode")
    expect(command).to_contain_text("--skip-bad-rows")
    expect(command).to_contain_text("--mapping question=Frage")
    assert command.inner_text().split()[:3] == ["workbench", "import", "FILE.jsonl"]
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="wrist.jsonl")).to_be_visible()
    expect(page.get_by_text(re.compile("Screened · imported"))).to_be_visible()
    expect(page.get_by_text("1 row was left out")).to_be_visible()
    page.get_by_role("button", name="All sources").click()
    expect(page.get_by_text("3 samples")).to_be_visible()
    assert "anna.bauer@example.com" not in page.content()
    the_same_file_again_adds_nothing(visit(server.address, "/data?step=import"))


def the_same_file_again_adds_nothing(page: Page) -> None:
    drop(page, "wrist-again.jsonl", BROKEN.encode())
    page.get_by_text("Leave these rows out and import the rest").click()
    settled(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("This file is here already; nothing was added.")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.csv", b"", "is empty"),
        ("page.json", b"<!DOCTYPE html><html></html>", "a web page"),
        ("odd.csv", b"left,right\na,b\n", "No column is mapped to the question yet."),
        ("windows.csv", "Frage,Antwort\nWas heißt Ödem?,b\n".encode("cp1252"), "row 2"),
    ],
)
def test_a_bad_file_is_one_sentence_with_the_cure(served, visit, name, data, sentence):
    server, _folder = served
    page = visit(server.address, "/data?step=import")
    drop(page, name, data)
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)


def approve_everything(folder) -> None:
    workbench = open_workbench(settings_from(an_environment(folder / "home")))
    owner, project = workbench.projects.enter("local", None)
    while items := workbench.reviewing.next_items(owner, project, 20):
        for item in items:
            act = Act(new_id(), item.sample_id, item.revision.number, Verdict.APPROVE)
            workbench.reviewing.decide(owner, project, act)
    workbench.database.close()


def test_what_was_approved_is_frozen_exported_and_loaded(served, visit):
    server, folder = served
    page = visit(server.address, "/data?step=import")
    topics = ("plaster", "bandage", "operation", "x-ray", "physiotherapy", "splint", "wound", "scar", "pain", "fever")
    rows = [
        {
            "question": f"What does a patient have to know about the {one} and the {other}?",
            "answer": f"First the {one} "
            f"is looked at by a doctor, and only then somebody takes care of the {other} together with the family.",
        }
        for one, other in permutations(topics, 2)
    ]
    drop(page, "topics.json", json.dumps(rows).encode())
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text(re.compile("Screened · imported"))).to_be_visible()
    approve_everything(folder)
    page.get_by_role("link", name="Versions").click()
    page.get_by_role("button", name="Freeze v1").click()
    page.get_by_test_id("stMain").get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="Version v1")).to_be_visible()
    assert door.run(["version", "export", "v1", "--to", str(folder / "export")]) == 0
    loading = [sys.executable, "-c", LOADING, str(folder / "export")]
    offline = {**server.environment, "HF_HOME": str(folder / "cache"), "HF_HUB_OFFLINE": "1"}
    loaded = subprocess.run(loading, env=offline, capture_output=True, text=True, check=True).stdout
    assert json.loads(loaded).keys() == {"train", "validation", "test"}
    assert sum(json.loads(loaded).values()) > 20
