"""What people decided on duplicates stands when the project is searched again."""

import pytest

from curation.domain.duplicates import GroupAction
from curation.domain.identity import new_id
from curation.domain.samples import SampleStatus
from curation.services.duplicate_acts import GroupSaid
from curation.services.duplicates import GroupFilter
from curation.services.screening_duplicates import search
from tests.curation.importing.screening_world import World, a_corpus, a_world, lines_of


@pytest.fixture
def world(tmp_path) -> World:
    made = a_world(tmp_path)
    corpus = a_corpus(3)
    made.take_in(lines_of(*corpus, corpus[0]), "a.jsonl")
    return made


def test_a_copy_that_somebody_keeps_is_not_set_aside_by_the_next_import(world: World) -> None:
    asking = world.workbench.duplicates
    [group] = asking.page(world.owner, world.project, GroupFilter(), 0, 10).groups
    asking.decide(world.owner, world.project, GroupSaid(new_id(), group.kind, group.members, GroupAction.KEEP_ALL))
    world.take_in(lines_of(*a_corpus(2, seed=8)), "b.jsonl")
    assert {line.sample.status for line in world.lines()} == {SampleStatus.WAITING}


def test_the_keeper_that_somebody_chose_stays_and_the_other_stays_aside(world: World) -> None:
    asking = world.workbench.duplicates
    [group] = asking.page(world.owner, world.project, GroupFilter(), 0, 10).groups
    copy = next(line.sample.id for line in world.lines() if line.sample.status is SampleStatus.SET_ASIDE)
    said = GroupSaid(new_id(), group.kind, group.members, GroupAction.KEEP_ONE, keeper=copy)
    asking.decide(world.owner, world.project, said)
    search(world.workbench.database, world.project, world.workbench.duplicates.clock())
    aside = [line.sample.id for line in world.lines() if line.sample.status is SampleStatus.SET_ASIDE]
    assert aside == [name for name in group.members if name != copy]
