"""Tests that run twice: their homes keep the rows in SQLite files, and on a PostgreSQL server of the tests' own."""

from collections.abc import Iterator

import pytest

from tests.builders import ON_SERVER
from tests.postgres import SERVER, put_back

BOTH = ("sqlite", pytest.param("postgres", marks=(pytest.mark.postgres, pytest.mark.slow)))
LATER = ("sqlite", pytest.param("postgres", marks=(pytest.mark.postgres, pytest.mark.long)))
"""On PostgreSQL in `make long` alone, so that `make test` stays affordable."""


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Say where the homes of this test keep their rows (see tests/builders.py): a conftest imports this fixture."""
    server = request.getfixturevalue("server_url") if getattr(request, "param", "sqlite") == "postgres" else None
    if server is not None:
        monkeypatch.setenv(SERVER, server)
    yield
    while ON_SERVER:
        ON_SERVER.pop().close()
    if server is not None:
        put_back(server)
