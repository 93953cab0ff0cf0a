"""The same bad input through the app: a policy that cannot be followed fails the import, strange text does not."""

import json

import pytest

from curation.domain.sources import SourceState
from curation.errors import InputError
from tests.curation.importing.screening_world import World, a_world, lines_of

pytestmark = pytest.mark.slow
UNENDING = r"(\w|\w\w|\w+x)+$"


@pytest.fixture
def world(tmp_path) -> World:
    return a_world(tmp_path)


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"patterns": [{"entity_type": "FILE_NUMBER", "pattern": UNENDING}]}, "runs longer than 0.5 s on one text"),
        ({"names_model": "models/names/gone"}, "that the PII policy names is gone. Train it again"),
        ({"engine": "hf:models/none"}, "There is no model folder"),
        ({"engine": "spacy:xx_none"}, "The spaCy model xx_none cannot be loaded"),
    ],
)
def test_a_policy_that_cannot_be_followed_fails_the_import_in_a_sentence(world: World, policy, said: str) -> None:
    world.workbench.projects.set_policy(world.owner, world.project, "pii", policy)
    with pytest.raises(InputError, match=said) as caught:
        world.take_in(lines_of(("a" * 60 + "!", "Mail anna@example.com.")), "a.jsonl")
    assert "anna@example.com" not in str(caught.value)
    [source] = world.workbench.importing.sources(world.owner, world.project)
    assert source.state is SourceState.FAILED
    assert world.lines() == ()
    assert b"anna@example.com" not in world.disk()


@pytest.mark.parametrize("policy", [{"entities": ["PERSN"]}, {"operators": {"PERSON": "shred"}}, {"typo": 1}, [1]])
def test_a_policy_that_cannot_be_read_is_never_kept(world: World, policy) -> None:
    with pytest.raises(InputError, match="PII policy"):
        world.workbench.projects.set_policy(world.owner, world.project, "pii", policy)
    assert world.workbench.projects.policy(world.owner, world.project, "pii") is None


def test_strange_letters_come_through_and_hide_nobody(world: World) -> None:
    row = {
        "question": "Mail \ud83d anna@example.com, \u202ebob@example.com\u202c 👩\u200d⚕️?",
        "answer": "Dr. Jose\u0301 Nun\u0303ez\u0007 says: שלום carl@example.com",
    }
    world.take_in(json.dumps(row).encode(), "a.jsonl")
    [line] = world.lines()
    assert line.question == "Mail \ufffd <EMAIL_ADDRESS_1>, \u202e<EMAIL_ADDRESS_2>\u202c 👩\u200d⚕️?"
    assert line.answer == "Dr. <PERSON_1>\u0007 says: שלום <EMAIL_ADDRESS_3>"
