"""A desk with a clock in the test's hand, two experts and a project."""

from dataclasses import dataclass

import pytest

from curation.domain.people import Person
from curation.domain.projects import Project
from curation.services.reviewing import Reviewing
from tests.builders import HandClock, a_person
from workbench.bootstrap import Workbench


@dataclass(frozen=True)
class Desk:
    workbench: Workbench
    reviewing: Reviewing
    clock: HandClock
    project: Project
    owner: Person
    ada: Person
    ben: Person


@pytest.fixture
def desk(owned: tuple[Workbench, Person, Project]) -> Desk:
    workbench, owner, project = owned
    clock = HandClock()
    reviewing = Reviewing(workbench.database, workbench.seal, clock)
    return Desk(
        workbench,
        reviewing,
        clock,
        project,
        owner,
        a_person(workbench, project, "Ada"),
        a_person(workbench, project, "Ben"),
    )
