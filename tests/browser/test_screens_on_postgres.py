"""Every screen is drawn of rows on PostgreSQL, where a model was trained and a round judged by the worker."""

import pytest

from tests.browser.conftest import settled
from tests.browser.full_home import not_words
from tests.browser.full_project import OBJECTS, SCREENS, a_full_project
from tests.builders import ON_SERVER
from tests.postgres import SERVER, put_back

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def served(server_url, tmp_path, monkeypatch):
    monkeypatch.setenv(SERVER, server_url)
    with a_full_project(tmp_path) as found:
        yield found
    ON_SERVER.clear()
    put_back(server_url)


def test_every_screen_is_drawn(served, visit):
    page = visit(served.address)
    for screen in (*SCREENS, *OBJECTS):
        page.goto(served.page(screen))
        settled(page)
        assert (screen, not_words(page)) == (screen, [])
