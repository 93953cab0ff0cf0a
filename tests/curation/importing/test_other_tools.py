"""What another tool calls accepted is undecided here."""

from pathlib import Path

import pytest

from curation.domain.samples import SampleStatus
from tests.curation.importing.screening_world import a_world

EXPORTS = Path(__file__).parents[2] / "data" / "exports"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["argilla_2.json", "label_studio.json"])
def test_what_another_tool_accepted_waits_for_a_decision_here(tmp_path, name):
    world = a_world(tmp_path)
    world.take_in((EXPORTS / name).read_bytes(), name)
    assert {line.sample.status for line in world.lines()} == {SampleStatus.WAITING}
    assert all(line.sample.head == 1 for line in world.lines())
