"""What somebody types into the filters of an act on many samples is told to nobody else, and kept for the act alone."""

import pytest
from sqlalchemy import update

from curation.domain.bulk import BulkKind, BulkOrder, Fate
from curation.domain.jobs import JobKind
from curation.domain.people import PersonRole
from curation.errors import InputError
from curation.pii.erasure import ERASED
from curation.services.bulk import BulkStage
from curation.services.erasing import Erasing
from curation.services.sealed_files import SealedFiles
from curation.store.bulk import find_act
from curation.store.tables_browser import BulkActRow
from tests.builders import a_person
from tests.curation.browsing.conftest import put
from tests.curation.browsing.test_bulk import Reporter, World

NAME = "Zorbak Quillfeather"
APPROVE = BulkOrder(BulkKind.APPROVE)
TYPED = {"words": f'"{NAME}" -nobody', "pattern": "quill.*", "specialty": NAME}


@pytest.fixture
def world(owned, clock):
    made = World(owned, clock)
    said = {"hers": (f"Who is {NAME}?", "A friend."), "other": ("Who is that?", "Nobody knows.")}
    put(made.workbench, made.project, said, clock)
    return made


def stored(world, act_id):
    with world.database.reading() as tx:
        return find_act(tx, world.project.id, act_id)


def test_what_was_typed_is_stored_sealed_alone_and_the_act_goes_by_it(world, expert):
    act = world.bulk.look(
        expert, world.project, {"words": f'"{NAME}"', "pattern": "QUILL.*", "status": "waiting"}, APPROVE
    )
    kept = stored(world, act.id)
    assert kept.address == {"words": "", "pattern": "", "status": "waiting"}
    assert NAME.encode() not in kept.typed
    world.run()
    assert world.state(act.id).fates == {Fate.WAITING: 1}


def test_who_typed_it_reads_it_again_and_nobody_else_does(world, expert):
    lead = a_person(world.workbench, world.project, "Lea", PersonRole.LEAD)
    act = world.bulk.look(expert, world.project, {**TYPED, "origin": "collected"}, APPROVE)
    mine = world.bulk.state(expert, world.project, act.id).act
    assert (mine.told, dict(mine.address)) == (True, {**TYPED, "origin": "collected"})
    theirs = world.bulk.state(lead, world.project, act.id).act
    assert (theirs.told, dict(theirs.address)) == (False, {**dict.fromkeys(TYPED, ""), "origin": "collected"})
    world.run()
    world.bulk.go(expert, world.project, act.id)
    assert NAME not in str(world.bulk.recent(lead, world.project))


def test_filters_that_were_only_chosen_are_told_to_everybody(world, expert):
    lead = a_person(world.workbench, world.project, "Lea", PersonRole.LEAD)
    act = world.bulk.look(expert, world.project, {"status": "waiting"}, APPROVE)
    assert stored(world, act.id).typed is None
    assert world.bulk.state(lead, world.project, act.id).act.told


def test_an_act_whose_words_are_gone_lists_nothing_in_their_place(world, expert):
    act = world.bulk.look(expert, world.project, {"words": NAME}, APPROVE)
    with world.database.transaction() as tx:
        tx.execute(update(BulkActRow).values(typed=None))
    job = world.workbench.queue.claim("worker", (JobKind.BULK,))
    with pytest.raises(InputError, match="Begin it again"):
        BulkStage(world.database, world.workbench.seal, world.clock).run(job, Reporter())
    assert world.state(act.id).total == 0


def test_a_pattern_that_is_none_is_refused_before_anything_is_kept(world, expert):
    with pytest.raises(InputError, match="This is no pattern") as refused:
        world.bulk.look(expert, world.project, {"pattern": f"({NAME}"}, APPROVE)
    assert NAME not in str(refused.value)
    assert world.workbench.queue.open(world.project.id) == []


def test_erasing_somebody_takes_them_out_of_what_was_typed(world, expert):
    act = world.bulk.look(expert, world.project, TYPED, APPROVE)
    files = SealedFiles(world.workbench.settings.sources, world.workbench.seal)
    Erasing(world.database, world.workbench.seal, files).erase(world.owner.id, [NAME])
    said = world.bulk.state(expert, world.project, act.id).act.address
    assert said == {"words": f'"{ERASED}" -nobody', "pattern": "quill.*", "specialty": ERASED}
