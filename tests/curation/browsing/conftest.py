"""A project with samples that say different things, and somebody who looks for them."""

import pytest

from curation.domain.people import Person, PersonRole
from curation.domain.projects import Project
from curation.domain.samples import Conversation, Message, Origin, Role, SampleStatus, question_and_answer
from curation.services.browsing import Browsing
from curation.store.samples import NewSample, add_samples
from curation.store.screened import Screened, add_first_revisions
from tests.builders import HandClock, a_person
from workbench.bootstrap import Workbench


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def browsing(owned: tuple[Workbench, Person, Project], clock: HandClock) -> Browsing:
    return Browsing(owned[0].database, owned[0].browsing.typed, clock)


@pytest.fixture
def expert(owned: tuple[Workbench, Person, Project]) -> Person:
    workbench, _, project = owned
    return a_person(workbench, project, "Ada", PersonRole.EXPERT)


def put(
    workbench: Workbench,
    project: Project,
    said: dict[str, tuple[str, str] | Conversation],
    clock: HandClock,
    **more: str | float,
) -> list[str]:
    """Samples by id with question and answer; `more` are columns of all of them."""
    texts = {name: one if isinstance(one, Conversation) else question_and_answer(*one) for name, one in said.items()}
    with workbench.database.transaction() as tx:
        new = [
            NewSample(
                name,
                None,
                "a.jsonl",
                number,
                Origin(str(more.get("origin", "collected"))),
                str(more.get("language", "en")),
                float(more.get("attention", number % 3)),
                status=SampleStatus(str(more.get("status", "waiting"))),
            )
            for number, name in enumerate(texts)
        ]
        add_samples(tx, project.id, new, clock())
        add_first_revisions(tx, [Screened(name, text, text.hash) for name, text in texts.items()], clock())
    return list(texts)


def turns(*said: str) -> Conversation:
    """A conversation of several turns, the person's first."""
    roles = (Role.USER, Role.ASSISTANT)
    return Conversation(tuple(Message(roles[i % 2], text) for i, text in enumerate(said)))
