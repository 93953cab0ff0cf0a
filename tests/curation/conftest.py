"""The tests of what is stored run twice: their homes keep the rows in SQLite files, and on PostgreSQL."""

import pytest

from tests.stored import BOTH, LATER, database

__all__ = ["database"]

STORED = ("access", "importing", "reviewing", "release", "gates", "privacy", "erasing", "standing", "browsing")
STORED_TOO = (
    "checking",
    "dedup",
    "distribution",
    "duplicates",
    "keeping",
    "names",
    "projects",
    "surrogates",
    "webhooks",
)
"""On PostgreSQL in `make long` alone."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    room = metafunc.definition.path.parent.name
    chosen = any(mark.args[0] == "database" for mark in metafunc.definition.iter_markers("parametrize"))
    chosen = chosen or metafunc.definition.get_closest_marker("postgres") is not None
    if room in (*STORED, *STORED_TOO) and "tmp_path" in metafunc.fixturenames and not chosen:
        metafunc.parametrize("database", BOTH if room in STORED else LATER, indirect=True)
