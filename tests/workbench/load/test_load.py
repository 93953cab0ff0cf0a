"""The desk under many people: everybody gets samples of their own, and what was acknowledged is there after a kill."""

from pathlib import Path

import pytest

from tests.browser.server import free_port
from workbench.bootstrap import settings
from workbench.load.desk import Load, measured
from workbench.load.seeding import scratch_settings, seeded

pytestmark = pytest.mark.slow


def driven(folder: Path, load: Load, samples: int = 200):
    return measured(seeded(scratch_settings(settings(), folder, free_port()), load.people, samples), load)


def test_people_who_decide_at_once_get_samples_of_their_own(tmp_path):
    figures = driven(tmp_path, Load(people=4, rate=3.0, seconds=3.0))
    assert figures["served"] == figures["distinct"] > 4
    assert (figures["overwritten"], figures["lost"], figures["errors"], figures["problems"]) == (0, 0, 0, [])


def test_what_was_acknowledged_is_there_after_the_server_was_killed(tmp_path):
    figures = driven(tmp_path, Load(people=4, rate=5.0, seconds=1.0, kills=1))
    assert figures["kills"] == 1
    assert figures["served"] > 4
    assert (figures["overwritten"], figures["lost"], figures["problems"]) == (0, 0, [])


@pytest.mark.long
def test_one_who_finds_no_sample_left_is_counted_as_an_error(tmp_path):
    figures = driven(tmp_path, Load(people=2, rate=5.0, seconds=2.0), samples=3)
    assert figures["served"] == 3
    assert "There was no sample left to decide on." in figures["first_errors"]
