"""An act on many samples does not tell its person which of them they are asked about again."""

import pytest

from curation.domain.bulk import BulkKind, BulkOrder, Fate
from curation.store.probes import a_probe, add_probe
from tests.curation.browsing.conftest import put
from tests.curation.browsing.test_bulk import APPROVE, World
from tests.curation.reviewing.desk_builders import approving


@pytest.fixture
def world(owned, clock, expert):
    made = World(owned, clock)
    put(made.workbench, made.project, {f"s{i}": (f"Question {i}?", "An answer.") for i in range(4)}, clock)
    for name in ("s0", "s1"):
        made.reviewing.decide(made.owner, made.project, approving(name))
    with made.database.transaction() as tx:
        add_probe(tx, made.project.id, a_probe(expert.id, ("s0", 1), (None, None), clock()))
    return made


def looked(world, actor, order):
    act = world.bulk.look(actor, world.project, {}, order)
    world.run()
    return act


def test_a_control_sample_counts_as_what_one_has_in_hand_and_not_as_decided(world, expert):
    act = looked(world, expert, APPROVE)
    assert world.state(act.id).fates == {Fate.HELD: 1, Fate.DECIDED: 1, Fate.WAITING: 2}
    act = looked(world, world.owner, APPROVE)
    assert Fate.HELD not in world.state(act.id).fates


def test_one_that_is_asked_again_after_the_list_was_made_is_left_out_as_that_too(world, expert):
    act = looked(world, expert, APPROVE)
    with world.database.transaction() as tx:
        add_probe(tx, world.project.id, a_probe(expert.id, ("s2", 1), (None, None), world.clock()))
    world.reviewing.decide(world.owner, world.project, approving("s2"))
    world.bulk.go(expert, world.project, act.id)
    world.run()
    assert world.state(act.id).fates == {Fate.HELD: 2, Fate.DECIDED: 1, Fate.DONE: 1}


def test_the_examples_of_an_act_show_it_as_waiting(world, expert):
    tag = BulkOrder(BulkKind.TAG, tag="rest")
    act = looked(world, expert, tag)
    shown = {hit.sample.id: hit.sample.status.value for hit in world.bulk.examples(expert, world.project, act.id)}
    assert shown == {"s0": "waiting", "s1": "approved", "s2": "waiting", "s3": "waiting"}
    shown = {hit.sample.id: hit.sample.status.value for hit in world.bulk.examples(world.owner, world.project, act.id)}
    assert shown["s0"] == "approved"
