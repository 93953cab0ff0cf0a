import subprocess
import sys
from pathlib import Path

import pytest

from curation.domain.sources import SourceState
from curation.services.import_plan import Wishes
from tests.curation.importing.screening_world import World, a_corpus, a_world, lines_of

ROOT = Path(__file__).parents[3]
ON_SERVER = (pytest.mark.postgres, pytest.mark.long)
TWICE = ("How long does a plaster stay on a broken wrist?", "About six weeks, then a doctor looks at the wrist again.")


def screen_and_kill(world: World, job_id: str, after: int) -> int:
    """Run the stage in a process that kills itself after so many reports (0: it ends); its exit status."""
    command = [sys.executable, "-m", "tests.curation.importing.screening_child"]
    home = str(world.workbench.settings.home)
    return subprocess.run([*command, home, job_id, str(after)], cwd=ROOT, check=False).returncode


def told(world: World) -> list[tuple[str, str, int, str]]:
    return sorted((line.question, line.answer, line.findings, line.sample.status.value) for line in world.lines())


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=ON_SERVER)], indirect=True)
def test_a_screening_killed_anywhere_loses_nothing_and_adds_nothing_twice(tmp_path: Path) -> None:
    data = lines_of(*a_corpus(16), TWICE, TWICE)
    whole, torn = a_world(tmp_path / "whole"), a_world(tmp_path / "torn")
    whole.take_in(data, "a.jsonl")
    done = torn.workbench.importing.import_file(torn.owner, torn.project, data, "a.jsonl", Wishes())
    assert done.job is not None
    for after in (1, 5):
        assert screen_and_kill(torn, done.job.id, after) == -9
    assert screen_and_kill(torn, done.job.id, 0) == 0
    assert told(torn) == told(whole)
    assert len(told(torn)) == 18
    source, _ = torn.workbench.importing.source(torn.owner, torn.project, done.source.id)
    assert source.state is SourceState.OPEN
