import pytest

from curation.domain.people import Person
from curation.domain.projects import Project
from tests.curation.release.shelf import Shelf
from workbench.bootstrap import Workbench


@pytest.fixture
def shelf(owned: tuple[Workbench, Person, Project]) -> Shelf:
    return Shelf(*owned)
