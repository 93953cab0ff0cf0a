"""Two reviewers on one value: nothing is overruled by the way, who said what stays, and a value is shown once."""

import pytest

from curation.domain.people import PersonRole
from curation.domain.privacy import PrivacyAction, ValueStatus
from curation.errors import AlreadyDecidedError
from curation.services.privacy import Said, ValueFilter
from curation.services.privacy_values import rules_of
from curation.store.events import recent_events
from tests.builders import a_person
from tests.curation.importing.screening_world import lines_of

pytestmark = pytest.mark.slow
MAIL, NAME = "anna.bauer@example.com", "Anna Bauer"
ACCEPT, NOT_PERSONAL = Said(PrivacyAction.ACCEPT), Said(PrivacyAction.NOT_PERSONAL)


@pytest.fixture
def quinn(world):
    return a_person(world.world.workbench, world.project, "Quinn", PersonRole.PRIVACY)


def said(action, world, key, **more) -> Said:
    """What a reviewer says after having seen what stands."""
    stands = world.privacy.stands(world.paula, world.project, key)
    return Said(action, instead_of=stands.decision_id, **more)


def denied(world) -> set[str]:
    workbench = world.world.workbench
    with workbench.database.reading() as tx:
        return set(rules_of(tx, workbench.seal, world.project.id).deny)


def test_the_second_reviewer_is_told_who_said_what_and_nothing_is_changed(world, quinn) -> None:
    key = world.values()[MAIL].key
    world.privacy.decide(world.paula, world.project, key, ACCEPT)
    with pytest.raises(AlreadyDecidedError, match=r"Paula said of this value on \d{4}-.* UTC: personal\."):
        world.privacy.decide(quinn, world.project, key, NOT_PERSONAL)
    assert world.values()[MAIL].status is ValueStatus.ACCEPTED
    world.work_off()
    assert MAIL not in world.every_text()


def test_a_change_is_said_on_purpose_both_are_in_the_log_and_undo_brings_the_first_back(world, quinn) -> None:
    key = world.values()[MAIL].key
    first = world.privacy.decide(world.paula, world.project, key, ACCEPT)
    before = world.heads(), denied(world)
    world.privacy.decide(quinn, world.project, key, said(PrivacyAction.NOT_PERSONAL, world, key))
    world.work_off()
    assert MAIL in "\n".join(world.heads())
    with world.world.workbench.database.reading() as tx:
        events = recent_events(tx, world.project.id)
    told = [(e.actor, e.action, e.hashes) for e in events if e.action in ("value.accept", "value.not_personal")]
    assert [(actor, action) for actor, action, _ in told] == [
        (quinn.id, "value.not_personal"),
        (world.paula.id, "value.accept"),
    ]
    assert first.id in told[0][2]
    world.privacy.undo(quinn, world.project)
    world.work_off()
    assert (world.heads(), denied(world)) == before
    assert world.privacy.stands(quinn, world.project, key).by == "Paula"


def test_what_changed_again_meanwhile_is_asked_again(world, quinn) -> None:
    key = world.values()[MAIL].key
    world.privacy.decide(world.paula, world.project, key, ACCEPT)
    mine = said(PrivacyAction.NOT_PERSONAL, world, key)
    world.privacy.decide(
        world.paula, world.project, key, said(PrivacyAction.RETYPE, world, key, entity_type="CASE_NUMBER")
    )
    with pytest.raises(AlreadyDecidedError, match=r"Paula said .*: another type, CASE_NUMBER"):
        world.privacy.decide(quinn, world.project, key, mine)


def test_saying_the_same_is_no_conflict_and_no_second_decision(world, quinn) -> None:
    key = world.values()[MAIL].key
    first = world.privacy.decide(world.paula, world.project, key, ACCEPT)
    assert world.privacy.decide(quinn, world.project, key, ACCEPT) == first


def test_another_type_is_given_another_type_and_then_called_public(world, quinn) -> None:
    before = world.heads(), denied(world)
    key = world.values()[NAME].key
    world.privacy.decide(world.paula, world.project, key, Said(PrivacyAction.RETYPE, "CASE_NUMBER"))
    world.work_off()
    retyped = world.values()[NAME].key
    world.privacy.decide(
        quinn, world.project, retyped, said(PrivacyAction.RETYPE, world, retyped, entity_type="CODE_NAME")
    )
    world.work_off()
    assert "My name is <CODE_NAME_1>," in world.heads()[0]
    assert denied(world) - before[1] == {f"CODE_NAME: {NAME}"}
    again = world.values()[NAME].key
    world.privacy.decide(quinn, world.project, again, said(PrivacyAction.NOT_PERSONAL, world, again))
    world.work_off()
    assert f"My name is {NAME}," in world.heads()[0]
    for actor in (quinn, quinn, world.paula):
        world.privacy.undo(actor, world.project)
        world.work_off()
    assert (world.heads(), denied(world)) == before


def test_a_widened_value_that_gets_another_type_stays_wide(world, quinn) -> None:
    before = world.heads(), denied(world)
    key = world.values()[NAME].key
    world.privacy.decide(world.paula, world.project, key, Said(PrivacyAction.EXTEND, whole=f"Dear {NAME}"))
    world.work_off()
    wide = world.values()[f"Dear {NAME}"].key
    world.privacy.decide(quinn, world.project, wide, said(PrivacyAction.RETYPE, world, wide, entity_type="GREETING"))
    world.work_off()
    assert "\n<GREETING_1>, about six weeks" in world.heads()[0]
    assert denied(world) - before[1] == {f"GREETING: Dear {NAME}"}
    wider = world.values()[f"Dear {NAME}"].key
    world.privacy.decide(quinn, world.project, wider, said(PrivacyAction.NOT_PERSONAL, world, wider))
    world.work_off()
    assert f"\nDear {NAME}, about six weeks" in world.heads()[0]
    assert denied(world) == before[1]
    for actor in (quinn, quinn, world.paula):
        world.privacy.undo(actor, world.project)
        world.work_off()
    assert (world.heads(), denied(world)) == before


def shown(world):
    page = world.privacy.values(world.paula, world.project, ValueFilter(), 0, 100)
    return sorted((g.key.entity_type, world.opened(g.key), g.occurrences, g.samples) for g in page.groups)


def test_a_value_is_shown_once_while_its_texts_follow_and_while_they_go_back(world) -> None:
    before = shown(world)
    world.privacy.decide(
        world.paula, world.project, world.values()[NAME].key, Said(PrivacyAction.RETYPE, "CASE_NUMBER")
    )
    soon = shown(world)
    assert ("CASE_NUMBER", NAME, 2, 1) in soon
    assert len(soon) == len(before)
    [waiting] = [g for g in world.values().values() if g.key.entity_type == "CASE_NUMBER"]
    assert waiting.status is ValueStatus.RETYPED
    examples = world.privacy.examples(world.paula, world.project, waiting.key)
    assert [one.shown for one in examples] == ["<PERSON_1>", "<PERSON_1>"]
    world.work_off()
    assert shown(world) == soon
    world.privacy.undo(world.paula, world.project)
    assert shown(world) == before
    assert {group.status for group in world.values().values()} == {ValueStatus.OPEN}
    world.work_off()
    assert shown(world) == before


def test_a_value_that_went_back_can_be_decided_before_its_texts_have_followed(world) -> None:
    key = world.values()[NAME].key
    world.privacy.decide(world.paula, world.project, key, Said(PrivacyAction.RETYPE, "CASE_NUMBER"))
    world.work_off()
    world.privacy.undo(world.paula, world.project)
    world.privacy.decide(world.paula, world.project, world.values()[NAME].key, NOT_PERSONAL)
    world.work_off()
    assert f"My name is {NAME}," in world.heads()[0]


def test_two_values_that_got_one_type_go_back_each_to_its_own(world) -> None:
    rows = (
        ("My policy number is QX4471Z9. When does it end?", "It ends in May."),
        ("The medical record number is QX4471Z9. What does it hold?", "Notes."),
    )
    world.world.take_in(lines_of(*rows), "b.jsonl")
    before = sorted(world.heads())
    for entity in ("ACCOUNT_NUMBER", "MEDICAL_RECORD_NUMBER"):
        page = world.privacy.values(world.paula, world.project, ValueFilter(entity_type=entity), 0, 9)
        [group] = page.groups
        world.privacy.decide(world.paula, world.project, group.key, Said(PrivacyAction.RETYPE, "CASE_NUMBER"))
        world.work_off()
    assert "".join(world.heads()).count("<CASE_NUMBER_1>") == 2
    world.privacy.undo(world.paula, world.project)
    world.work_off()
    said = "".join(world.heads())
    assert "My policy number is <CASE_NUMBER_1>" in said
    assert "The medical record number is <MEDICAL_RECORD_NUMBER_1>" in said
    world.privacy.undo(world.paula, world.project)
    world.work_off()
    assert sorted(world.heads()) == before
