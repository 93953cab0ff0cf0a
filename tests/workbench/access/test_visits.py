"""A part of a page that is drawn again by itself: sessions that ended and roles that went count at once."""

import pytest

from curation.domain.access import IDLE
from curation.domain.people import PersonRole
from curation.errors import NotFoundError, SignedOutError
from tests.curation.access.access_builders import FIREFOX, PASSWORD
from tests.workbench.access.gate_builders import a_guarded_world
from workbench.access import Visit


@pytest.fixture
def world(tmp_path):
    made = a_guarded_world(tmp_path)
    yield made
    made.workbench.database.close()


@pytest.fixture
def visit(world):
    ada = world.joined("Ada", "ada@example.org", PersonRole.LEAD)
    _, session = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    return Visit(world.workbench, ada, world.project, session)


def test_a_visit_has_the_roles_of_now(world, visit):
    assert visit.renewed().person.roles == {PersonRole.LEAD}
    world.workbench.projects.set_roles(world.owner, world.project, visit.person.id, [PersonRole.OBSERVER])
    assert visit.renewed().person.roles == {PersonRole.OBSERVER}
    world.workbench.projects.set_roles(world.owner, world.project, visit.person.id, [])
    with pytest.raises(NotFoundError, match="There is no project cardiology for you"):
        visit.renewed()


def test_a_visit_ends_with_its_session(world, visit):
    world.signing_in.end_session(world.owner, visit.person.id, visit.session.id)
    with pytest.raises(SignedOutError, match="sign in again"):
        visit.renewed()


def test_a_page_that_draws_itself_does_not_keep_a_session_awake(world, visit):
    for turn in range(13):
        world.clock.forward(IDLE.total_seconds() / 12.5)
        if turn < 12:
            visit.renewed()
    with pytest.raises(SignedOutError):
        visit.renewed()


def test_without_sign_in_a_visit_goes_on(world, visit):
    alone = Visit(world.workbench, visit.person, world.project)
    assert alone.renewed() == alone
