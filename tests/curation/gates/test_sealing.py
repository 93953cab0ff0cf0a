"""Originals are kept sealed until the review of their source is closed, or their time is over; then they are gone."""

from datetime import timedelta
from pathlib import Path

import pytest

from curation.domain.people import PersonRole
from curation.domain.sources import Mapping
from curation.errors import ConflictError, InputError, PermissionRefusedError
from curation.services.import_plan import Wishes
from curation.services.sealed_files import SealedFiles
from curation.services.sealing import DAYS, Sealing
from curation.services.spare_time import HOUR, Every, tidy
from curation.services.verifying import Verifying
from curation.store.erasing import sealed_values
from curation.store.events import recent_events
from tests.builders import HandClock, a_person
from tests.curation.importing.screening_world import World, a_world, lines_of


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = a_world(tmp_path)
    found.take_in(lines_of(("Whom do I ask?", "Ask zoe@example.org or ann@example.org."), ("Why?", "So.")), "a.jsonl")
    return found


def sealing(world: World, clock: HandClock | None = None) -> Sealing:
    files = SealedFiles(world.workbench.settings.sources, world.workbench.seal)
    return Sealing(world.workbench.database, files, clock or world.workbench.queue.clock)


def source_id(world: World, place: int = 0) -> str:
    return world.workbench.importing.sources(world.owner, world.project)[place].id


def seals(world: World) -> list[str]:
    with world.workbench.database.reading() as tx:
        return sorted(world.workbench.seal.open(sealed) for _, sealed in sealed_values(tx))


def problems(world: World) -> list[str]:
    files = SealedFiles(world.workbench.settings.sources, world.workbench.seal)
    looked = Verifying(world.workbench.database, files, world.workbench.settings.home).look()
    return [problem for one in looked for problem in one.problems]


def test_closing_the_review_of_a_source_takes_its_originals(world: World) -> None:
    assert seals(world) == ["ann@example.org", "zoe@example.org"]
    assert sealing(world).close_review(world.owner, world.project, source_id(world)) == 2
    assert seals(world) == []
    assert not list(world.workbench.settings.sources.glob("*"))
    kept = sealing(world).kept(world.owner, world.project, source_id(world))
    assert (kept.bytes_kept, kept.values, kept.until) == (False, 0, None)
    assert problems(world) == []
    with world.workbench.database.reading() as tx:
        assert recent_events(tx, world.project.id, 1)[0].action == "source.purged"


def test_a_value_of_another_source_stays_until_that_is_closed(world: World) -> None:
    world.take_in(lines_of(("Who else?", "Also ann@example.org, of course.")), "b.jsonl")
    first = world.asking("Whom do I ask?").source_id
    assert first is not None
    assert sealing(world).close_review(world.owner, world.project, first) == 1
    assert seals(world) == ["ann@example.org"]
    for place in (0, 1):
        sealing(world).close_review(world.owner, world.project, source_id(world, place))
    assert seals(world) == []


def test_age_purges_by_policy(world: World) -> None:
    clock = HandClock(world.workbench.queue.clock())
    assert sealing(world, clock).purge_due() == 0
    clock.forward(timedelta(days=DAYS + 1).total_seconds())
    world.workbench.projects.set_policy(world.owner, world.project, "sealing", {"days": 0})
    assert sealing(world, clock).purge_due() == 0
    world.workbench.projects.set_policy(world.owner, world.project, "sealing", {"days": 30})
    assert sealing(world, clock).purge_due() == 1
    assert sealing(world, clock).purge_due() == 0
    assert seals(world) == []


def test_only_the_privacy_role_closes_and_only_what_is_screened(world: World) -> None:
    lead = a_person(world.workbench, world.project, "Lea", PersonRole.LEAD)
    with pytest.raises(PermissionRefusedError):
        sealing(world).close_review(lead, world.project, source_id(world))
    data = lines_of(("Not yet screened?", "Not yet."))
    done = world.workbench.importing.import_file(world.owner, world.project, data, "c.jsonl", Wishes())
    with pytest.raises(ConflictError, match="not screened yet"):
        sealing(world).close_review(world.owner, world.project, done.source.id)


def test_a_policy_that_is_no_number_of_days_is_a_sentence(world: World) -> None:
    world.workbench.projects.set_policy(world.owner, world.project, "sealing", {"days": "many"})
    with pytest.raises(InputError, match="whole number"):
        sealing(world).kept(world.owner, world.project, source_id(world))


def test_bytes_that_another_reading_needs_stay(world: World) -> None:
    data = lines_of(("Whom do I ask?", "Ask zoe@example.org or ann@example.org."), ("Why?", "So."))
    swapped = Wishes(mapping=Mapping("plain", question="answer", answer="question"))
    world.take_in(data, "a.jsonl", swapped)
    sealing(world).close_review(world.owner, world.project, source_id(world))
    assert len(list(world.workbench.settings.sources.glob("*.sealed"))) == 2
    assert problems(world) == []
    sealing(world).close_review(world.owner, world.project, source_id(world, 1))
    assert not list(world.workbench.settings.sources.glob("*"))


def test_the_worker_looks_once_an_hour(world: World) -> None:
    clock = HandClock(world.workbench.queue.clock())
    keeping = Every(HOUR, lambda _: tidy([sealing(world, clock).purge_due]), clock)
    assert not keeping()
    clock.forward(timedelta(days=DAYS + 1).total_seconds())
    assert not keeping()
    assert seals(world) == []
