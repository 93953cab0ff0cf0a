"""A round of written answers from the lead's page: dropped as a file, hidden from whoever still judges, given up."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import choose_tab, settled
from tests.browser.server import serving
from tests.builders import a_project, a_workbench
from tests.eval.rounds_stored import written_content
from workbench.bootstrap import Workbench

SAMPLES = Path(__file__).parents[2] / "data_samples"
WORKER_SECONDS = 240
pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rounds")
    workbench = a_workbench(folder)
    a_project(workbench)
    with serving(folder / "home") as server:
        until_a_worker_lives(workbench)
        yield server
    workbench.database.close()


def until_a_worker_lives(workbench: Workbench) -> None:
    until = time.monotonic() + WORKER_SECONDS
    while not workbench.queue.live_workers():
        assert time.monotonic() < until, "no worker came up"
        time.sleep(0.1)


def drop(page: Page, name: str, content: bytes) -> None:
    choose_tab(page, "Judge written answers")
    file = {"name": name, "mimeType": "application/json", "buffer": content}
    page.locator("input[type=file]").set_input_files([file])
    settled(page)
    page.get_by_role("button", name="Plan from file").click()


def test_written_answers_are_dropped_redacted_and_hidden_from_who_judges(served, visit):
    page = visit(served.address, "/decide")
    expect(page.get_by_text("No round has been judged yet.")).to_be_visible()
    content = (
        (SAMPLES / "round.json").read_bytes().replace(b"Does she need", b"She is anna.bauer@example.com. Does she need")
    )
    drop(page, "three assistants.json", content)
    expect(page.get_by_role("heading", name="three assistants")).to_be_visible()
    expect(page.get_by_text("Owner: 0 of 72")).to_be_visible()
    expect(page.get_by_text("The verdict is hidden from you while you have pairs of your own to judge")).to_be_visible()
    folder = served.home / "rounds"
    stored = "".join(file.read_text() for file in folder.rglob("*.json*"))
    assert "No model made these answers" not in stored
    assert "anna.bauer@example.com" not in stored
    assert "Does she need" in stored
    page.get_by_role("button", name="Judge my pairs").click()
    card = page.locator("section.judge")
    expect(card).to_contain_text("0 of 72")
    assert "careful assistant" not in card.inner_text()


def test_a_broken_file_is_one_sentence_with_the_place(served, visit):
    page = visit(served.address, "/decide")
    drop(page, "broken.json", written_content().replace(b'"B": "Words of B on 4', b'"X": "Words of B on 4'))
    expect(page.get_by_text("question 5: there is no answer of B.")).to_be_visible()
