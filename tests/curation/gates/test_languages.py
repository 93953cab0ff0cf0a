"""Texts in a language that names are not found in stay closed until the lead opens them."""

from pathlib import Path

import pytest

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.people import PersonRole
from curation.domain.releases import LeftOut
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.domain.versions import Recipe
from curation.errors import InputError, PermissionRefusedError
from curation.pii.languages import detection_words, is_closed
from curation.services.import_plan import Wishes
from curation.services.languages import Languages
from tests.builders import a_person
from tests.curation.importing.screening_world import World, a_world, lines_of

DUTCH = lines_of(("Wat is een gipsverband?", "Een verband van gips dat hard wordt."))


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = a_world(tmp_path)
    found.take_in(DUTCH, "nl.jsonl", Wishes(language="nl"))
    found.take_in(lines_of(("What is a cast made of?", "Of plaster or glass fibre.")), "en.jsonl")
    return found


def test_the_desk_and_versions_do_not_see_them(world: World) -> None:
    assert world.asking("gipsverband").status is SampleStatus.NOT_SCREENED
    items = world.workbench.reviewing.next_items(world.owner, world.project, 5)
    assert [item.sample_id for item in items] == [world.asking("cast").id]
    act = Act(new_id(), items[0].sample_id, items[0].revision.number, Verdict.APPROVE)
    world.workbench.reviewing.decide(world.owner, world.project, act)
    plan = world.workbench.releasing.plan(world.owner, world.project, Recipe(validation=0, test=0))
    assert plan.rows == 1
    assert plan.left_out == {LeftOut.NOT_SCREENED: 1}


def test_the_lead_opens_them_once_and_for_later_imports(world: World) -> None:
    languages: Languages = world.workbench.languages
    lead = a_person(world.workbench, world.project, "Lea", PersonRole.LEAD)
    assert languages.closed(lead, world.project) == {"nl": 1}
    assert languages.open(lead, world.project, "nl") == 1
    assert languages.closed(lead, world.project) == {}
    assert world.asking("gipsverband").status is SampleStatus.WAITING
    world.take_in(lines_of(("Wat is een spalk?", "Een stijve steun.")), "later.jsonl", Wishes(language="nl"))
    assert world.asking("spalk").status is SampleStatus.WAITING


def test_only_the_lead_opens_and_only_what_is_closed(world: World) -> None:
    engineer = a_person(world.workbench, world.project, "Kim", PersonRole.ENGINEER)
    with pytest.raises(PermissionRefusedError):
        world.workbench.languages.open(engineer, world.project, "nl")
    with pytest.raises(InputError, match="are screened"):
        world.workbench.languages.open(world.owner, world.project, "en-GB")


@pytest.mark.parametrize(
    ("language", "policy", "closed"),
    [("en", None, False), ("en-GB", None, False), ("nl", None, True), ("nl", {"open": ["nl"]}, False), ("x", {}, True)],
)
def test_what_is_closed(language: str, policy: object, closed: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_closed(language, policy) is closed


def test_each_language_says_what_finds_names_in_it() -> None:
    assert len({detection_words(code) for code in ("en", "de", "nl")}) == 3
