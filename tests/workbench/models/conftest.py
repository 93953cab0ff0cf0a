"""A tiny base model for the tests of runs in the workbench."""

from pathlib import Path

import pytest

from tests.training.worlds import build_tiny


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny(tmp_path_factory.mktemp("base"))
