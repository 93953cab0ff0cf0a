"""A home whose key is lost is served: the page Data says so, and its texts can be read."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.server import serving
from tests.curation.importing.screening_world import a_world


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    world = a_world(tmp_path_factory.mktemp("lost"))
    row = {"question": "May I write to anna.bauer@example.com?", "answer": "Yes, write today."}
    world.take_in(json.dumps(row).encode(), "a.jsonl")
    world.workbench.database.close()
    world.workbench.settings.key_file.unlink()
    with serving(world.workbench.settings.home) as server:
        yield server


def test_data_says_that_the_key_is_missing_and_shows_the_texts(served, visit):
    page = visit(served.address, "/data?project=cardiology")
    expect(page.get_by_text("is missing. Put it back")).to_be_visible()
    expect(page.get_by_text("workbench pii new-key")).to_be_visible()
    page = visit(served.address, "/data?source=all&project=cardiology")
    expect(page.get_by_text("1 sample. Tick a row")).to_be_visible()
    assert "Traceback" not in served.log.read_text()
