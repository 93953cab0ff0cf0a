"""One tiny base model for all tests of training, built as the real one is."""

from pathlib import Path

import pytest

from tests.training.worlds import build_tiny


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny(tmp_path_factory.mktemp("base"))
