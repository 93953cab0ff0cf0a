import pytest

from curation.domain.people import PersonRole
from tests.stored import database
from tests.workbench.access.gate_builders import a_guarded_world
from tests.workbench.rest.door import a_door

__all__ = ["database"]


@pytest.fixture
def world(tmp_path):
    made = a_guarded_world(tmp_path)
    yield made
    made.workbench.database.close()


@pytest.fixture
def ada(world):
    return world.joined("Ada", "ada@example.org", PersonRole.EXPERT, PersonRole.ENGINEER)


@pytest.fixture
def door(world, ada):
    return a_door(world, ada)
