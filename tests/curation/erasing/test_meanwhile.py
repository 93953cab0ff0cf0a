"""What is erased while the worker screens what somebody typed does not come back from what the worker had read."""

from collections.abc import Callable

import pytest

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.reviews import Verdict
from curation.domain.talk import NewComment, NewFlag
from curation.pii.erasure import ERASED
from curation.pii.sealed import Seal
from curation.services.screening_revisions import RevisionScreening
from curation.store.corrections import find_revision
from curation.store.flags import flags_of
from curation.store.threads import find_comment
from tests.curation.erasing.test_erasing import NAME, erasing
from tests.curation.importing.screening_world import ListReporter, World, a_world, lines_of

pytestmark = pytest.mark.slow


class Interrupted(Seal):
    """A seal whose first opening of something typed is when somebody erases."""

    def __init__(self, seal: Seal, act: Callable[[], object]) -> None:
        super().__init__(seal._key, home=seal.home)
        self._acts = [act]

    def open(self, sealed: bytes) -> str:
        said = super().open(sealed)
        if NAME in said and self._acts:
            self._acts.pop()()
        return said


@pytest.fixture
def world(tmp_path) -> World:
    found = a_world(tmp_path)
    found.take_in(lines_of(("How long is it worn?", "For six weeks."), ("What is a cast?", "Plaster.")), "a.jsonl")
    return found


def screen(world: World) -> None:
    """Do what the worker would with what was typed, while somebody erases the name."""
    database, owner = world.workbench.database, world.owner
    seal = Interrupted(world.workbench.seal, lambda: erasing(world).erase(owner.id, [NAME]))
    for job in world.workbench.queue.open(world.project.id):
        RevisionScreening(database, seal).run(job, ListReporter())
    assert seal._acts == []


def test_a_name_erased_while_a_correction_is_screened_stays_erased(world: World) -> None:
    name = world.asking("worn").id
    act = Act(new_id(), name, 1, Verdict.APPROVE)
    world.workbench.reviewing.correct(world.owner, world.project, act, "How long?", f"As {NAME} said: six weeks.")
    screen(world)
    with world.workbench.database.reading() as tx:
        revision, sealed = find_revision(tx, name, 2)
    assert (sealed, revision.conversation.answer) == (None, f"As {ERASED} said: six weeks.")


def test_a_name_erased_while_a_comment_or_a_note_is_screened_stays_erased(world: World) -> None:
    workbench, owner, project = world.workbench, world.owner, world.project
    name = world.asking("worn").id
    workbench.talking.say(owner, project, NewComment("c1", name, 1, f"Ask {NAME}."))
    screen(world)
    with workbench.database.reading() as tx:
        assert find_comment(tx, "c1").words == f"Ask {ERASED}."
    workbench.flagging.flag(owner, project, NewFlag("f1", name, 1, "source", f"Says {NAME}?"))
    screen(world)
    with workbench.database.reading() as tx:
        [(flag, sealed)] = flags_of(tx, [name])
    assert (sealed, flag.note) == (None, f"Says {ERASED}?")
    assert NAME.encode() not in world.disk()
