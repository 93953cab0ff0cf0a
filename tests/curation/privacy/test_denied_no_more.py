"""What is always hidden can be taken off the list again by who may see originals: its marks are taken back with it."""

import pytest

from curation.domain.people import PersonRole
from curation.domain.privacy import PrivacyAction
from curation.errors import InputError, PermissionRefusedError
from curation.pii.policy import PiiPolicy
from curation.services.pii_rules import Denied
from curation.services.privacy import Said
from tests.builders import a_person
from tests.curation.privacy.conftest import PrivacyWorld
from tests.curation.privacy.test_pii_rules import rules_of, save


def listed(world: PrivacyWorld) -> int:
    view = rules_of(world).view(world.world.owner, world.project)
    return view.sealed_deny + len(view.policy.deny)


@pytest.mark.parametrize("typed", ["plaster", "PERSON: plaster", " Plaster "])
def test_what_was_hidden_by_it_is_shown_again(world: PrivacyWorld, typed: str) -> None:
    before = world.heads()
    save(world, PiiPolicy(), ["plaster", "PLACE: bypass"])
    world.work_off()
    assert world.heads() != before
    saved = save(world, PiiPolicy(), no_more=[typed])
    assert (saved.freed, saved.denied, saved.number) == (1, 0, 2)
    world.work_off()
    assert world.heads()[:2] == before[:2]
    assert "<PLACE_1>" in world.heads()[2]
    assert listed(world) == 1
    assert save(world, PiiPolicy(), ["plaster"]).denied == 1


def test_an_entry_of_a_policy_file_goes_too(world: PrivacyWorld) -> None:
    world.world.workbench.projects.set_policy(
        world.world.owner, world.project, "pii", {"deny": ["Ward Seven", "stent"]}
    )
    assert save(world, PiiPolicy(deny=("Ward Seven", "stent")), no_more=["ward seven"]).freed == 1
    assert rules_of(world).view(world.world.owner, world.project).policy.deny == ("stent",)


def test_one_that_is_not_on_the_list_is_refused_and_nothing_changes(world: PrivacyWorld) -> None:
    save(world, PiiPolicy(), ["plaster"])
    with pytest.raises(InputError, match="not on the list"):
        save(world, PiiPolicy(profile="precise"), no_more=["plaster", "PLACE: plaster"])
    assert rules_of(world).view(world.world.owner, world.project).number == 1
    assert listed(world) == 1


def test_what_a_privacy_reviewer_decided_is_taken_back_where_it_was_said(world: PrivacyWorld) -> None:
    [group] = [group for value, group in world.values().items() if value == "Anna Bauer"]
    world.privacy.decide(world.paula, world.project, group.key, Said(PrivacyAction.ACCEPT))
    assert listed(world) == 1
    with pytest.raises(InputError, match="decided on the page Personal data"):
        save(world, PiiPolicy(), no_more=["Anna Bauer"])
    assert listed(world) == 1


def test_only_who_may_see_originals_takes_anything_off(world: PrivacyWorld) -> None:
    lead = a_person(world.world.workbench, world.project, "Lea", PersonRole.LEAD)
    save(world, PiiPolicy(), ["plaster"])
    rules = rules_of(world)
    seen = rules.view(lead, world.project).seen
    with pytest.raises(PermissionRefusedError):
        rules.save(lead, world.project, PiiPolicy(), seen, Denied(no_more=["plaster"]))
    assert rules.save(lead, world.project, PiiPolicy(), seen, Denied(more=["stent"])).denied == 1
    assert rules.save(world.paula, world.project, PiiPolicy(), seen, Denied(no_more=["plaster"])).freed == 1
