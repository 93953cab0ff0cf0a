"""Many at the same moment: one link is used once, and guesses that come together gain nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from curation.domain.people import PersonRole
from curation.errors import NotFoundError, PermissionRefusedError, TooManyTriesError
from curation.services.tries import FREE_BY_NAME
from tests.curation.access.access_builders import FIREFOX, PASSWORD, guarded

AT_ONCE = 12


@pytest.fixture
def world(workbench):
    return guarded(workbench)


def together(act):
    """Let a dozen threads begin at the same moment; return what each came to."""
    begin = Barrier(AT_ONCE)

    def one(number):
        begin.wait()
        try:
            act(number)
        except (NotFoundError, PermissionRefusedError, TooManyTriesError) as error:
            return type(error)
        return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_of_a_dozen_who_use_one_link_one_comes_in(world):
    done = world.inviting.invite(world.owner, world.project, "Ada", "ada@example.org", [PersonRole.EXPERT])
    came = together(lambda number: world.inviting.accept(done.secret, "", f"{PASSWORD} {number}", FIREFOX))
    assert came.count(None) == 1
    assert came.count(NotFoundError) == AT_ONCE - 1
    assert len(world.signing_in.sessions_of(world.owner, done.person.id)) == 1


def test_of_a_dozen_guesses_at_once_five_are_looked_at(world):
    world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    came = together(lambda number: world.signing_in.sign_in("ada@example.org", f"guess {number}", FIREFOX))
    assert came.count(PermissionRefusedError) == FREE_BY_NAME == world.passwords.checked
    assert came.count(TooManyTriesError) == AT_ONCE - FREE_BY_NAME


def test_a_dozen_sign_ins_at_once_from_one_address_all_come_in(world):
    for number in range(AT_ONCE):
        world.joined(f"P{number}", f"p{number}@example.org", PersonRole.EXPERT)
    came = together(lambda number: world.signing_in.sign_in(f"p{number}@example.org", PASSWORD, FIREFOX))
    assert came == [None] * AT_ONCE
