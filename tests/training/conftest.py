"""One tiny base model for all tests of training, built as the real one is."""

from pathlib import Path

import pytest

from curation.domain.moments import utc_now
from tests.training.worlds import TINY, a_run
from training.runs import BasePlan
from training.stopping import StopSign


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from training.base import build

    folder = tmp_path_factory.mktemp("base")
    run = a_run(folder / "run", BasePlan("base", str(folder / "tiny"), TINY))
    build(run, run.plan(), StopSign(run), utc_now)
    return folder / "tiny"
