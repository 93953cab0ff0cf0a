"""The tests of what is stored run twice: their homes keep the rows in SQLite files, and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.builders import ON_SERVER
from tests.postgres import SERVER, put_back

STORED = ("access", "importing", "reviewing", "release", "gates", "privacy", "erasing", "standing", "browsing")
STORED_TOO = ("checking", "dedup", "duplicates", "keeping", "names", "projects", "surrogates", "webhooks")
"""On PostgreSQL in `make long` alone, so that `make test` stays affordable."""
BOTH = ("sqlite", pytest.param("postgres", marks=(pytest.mark.postgres, pytest.mark.slow)))
LATER = ("sqlite", pytest.param("postgres", marks=(pytest.mark.postgres, pytest.mark.long)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    room = metafunc.definition.path.parent.name
    chosen = any(mark.args[0] == "database" for mark in metafunc.definition.iter_markers("parametrize"))
    chosen = chosen or metafunc.definition.get_closest_marker("postgres") is not None
    if room in (*STORED, *STORED_TOO) and "tmp_path" in metafunc.fixturenames and not chosen:
        metafunc.parametrize("database", BOTH if room in STORED else LATER, indirect=True)


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Say where the homes of this test keep their rows (see tests/builders.py)."""
    server = request.getfixturevalue("server_url") if getattr(request, "param", "sqlite") == "postgres" else None
    if server is not None:
        monkeypatch.setenv(SERVER, server)
    yield
    while ON_SERVER:
        ON_SERVER.pop().close()
    if server is not None:
        put_back(server)
