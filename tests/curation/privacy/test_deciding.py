"""What a decision on a value does to every text, and that taking it back leaves no trace."""

import pytest

from curation.domain.jobs import JobKind
from curation.domain.privacy import PrivacyAction, ValueStatus
from curation.errors import ConflictError, InputError, JobCancelledError, NotFoundError
from curation.services.privacy import Said, ValueFilter
from curation.services.privacy_values import rules_of
from curation.store.events import broken_lines
from curation.store.sealing import drop_seals
from curation.store.tables_privacy import PrivacyDecisionRow
from curation.store.tables_samples import RevisionRow, SealedValueRow
from tests.curation.importing.screening_world import lines_of
from tests.curation.reviewing.desk_builders import approving

pytestmark = pytest.mark.slow
MAIL = "anna.bauer@example.com"
LINK = "https://heart.example.org/stents"
ACCEPT, NOT_PERSONAL = Said(PrivacyAction.ACCEPT), Said(PrivacyAction.NOT_PERSONAL)


def decide(world, value, said):
    made = world.privacy.decide(world.paula, world.project, world.values()[value].key, said)
    world.work_off()
    return made


def undo(world, decision=None):
    world.privacy.undo(world.paula, world.project, None if decision is None else decision.id)
    world.work_off()


def lists(world):
    workbench = world.world.workbench
    with workbench.database.reading() as tx:
        rules = rules_of(tx, workbench.seal, world.project.id)
    return rules.allow, rules.deny


def test_values_are_grouped_with_their_counts_and_suggestions_beside_them(world):
    found = world.values()
    assert {value: (g.occurrences, g.samples, g.suggested) for value, g in found.items()} == {
        MAIL: (2, 2, 0),
        "Anna Bauer": (2, 1, 0),
        LINK: (1, 1, 1),
    }
    assert {group.status for group in found.values()} == {ValueStatus.OPEN}


def test_examples_show_the_redacted_context_alone(world):
    key = world.values()[MAIL].key
    examples = world.privacy.examples(world.paula, world.project, key)
    assert [one.shown for one in examples] == ["<EMAIL_ADDRESS_1>", "<EMAIL_ADDRESS_1>"]
    assert "anna" not in str(examples).lower()


def test_not_personal_brings_every_spelling_back_and_undo_hides_it_byte_for_byte(world):
    before, on_disk = world.heads(), world.every_text()
    decide(world, MAIL, NOT_PERSONAL)
    shown = world.heads()
    assert f"mail {MAIL}." in shown[0]
    assert shown[1].startswith("ANNA.BAUER@example.com asks")
    assert world.values()[MAIL].status is ValueStatus.NOT_PERSONAL
    assert MAIL in lists(world)[0]
    undo(world)
    assert world.heads() == before
    assert "nna.bauer@" not in world.every_text().lower()
    assert set(world.every_text().split("\n")) == set(on_disk.split("\n"))
    assert MAIL not in lists(world)[0]
    assert b"nna.bauer@" not in world.disk().lower()


def test_a_public_value_stays_in_future_imports(world):
    decide(world, MAIL, NOT_PERSONAL)
    world.world.take_in(lines_of((f"Who answers at {MAIL}, the ward?", "The ward does, on every day.")), "b.jsonl")
    assert MAIL in world.world.lines()[-1].question or any(MAIL in line.question for line in world.world.lines())


def test_retyping_changes_the_tag_everywhere_and_back(world):
    before = world.heads()
    decide(world, "Anna Bauer", Said(PrivacyAction.RETYPE, "CASE_NUMBER"))
    assert "My name is <CASE_NUMBER_1>," in world.heads()[0]
    assert "Dear <CASE_NUMBER_1>," in world.heads()[0]
    group = world.values()["Anna Bauer"]
    assert (group.key.entity_type, group.status) == ("CASE_NUMBER", ValueStatus.RETYPED)
    assert "CASE_NUMBER: Anna Bauer" in lists(world)[1]
    undo(world)
    assert world.heads() == before
    assert world.values()["Anna Bauer"].status is ValueStatus.OPEN


def test_an_accepted_suggestion_becomes_a_redaction_in_every_revision_and_back(world):
    before = world.heads()
    decide(world, LINK, ACCEPT)
    assert "See <URL_1> for pictures" in world.heads()[1]
    assert LINK not in world.every_text()
    assert LINK.encode() not in world.disk()
    undo(world)
    assert world.heads() == before


def test_extending_hides_the_whole_value_and_back(world):
    before = world.heads()
    decide(world, LINK, Said(PrivacyAction.EXTEND, whole=f"{LINK} for pictures"))
    assert world.heads()[1].endswith("See <URL_1>.")
    assert "for pictures" not in world.every_text()
    undo(world)
    assert world.heads() == before


def test_a_hidden_value_is_extended_by_the_words_beside_it_and_back(world):
    before = world.heads()
    decide(world, "Anna Bauer", Said(PrivacyAction.EXTEND, whole="Dear Anna Bauer"))
    assert "\n<PERSON_2>, about six weeks" in world.heads()[0]
    assert "My name is <PERSON_1>," in world.heads()[0]
    assert "Dear Anna Bauer" in world.values()
    undo(world)
    assert world.heads() == before


def test_an_approval_survives_what_changes_placeholders_only(world):
    workbench = world.world.workbench
    [item, *_] = workbench.reviewing.next_items(world.ada, world.project, 3)
    workbench.reviewing.decide(world.ada, world.project, approving(item.sample_id))
    for said in (NOT_PERSONAL, ACCEPT):
        for value in (MAIL, LINK):
            decide(world, value, said)
            assert workbench.reviewing.item(world.ada, world.project, item.sample_id).status.value == "approved"
            undo(world)
    assert workbench.reviewing.item(world.ada, world.project, item.sample_id).status.value == "approved"


def test_applying_twice_changes_nothing(world):
    decide(world, MAIL, NOT_PERSONAL)
    with world.world.workbench.database.reading() as tx:
        before = tx.query(RevisionRow).count()
    world.work_off()
    with world.world.workbench.database.reading() as tx:
        assert tx.query(RevisionRow).count() == before
        assert not list(broken_lines(tx))


def test_an_application_that_is_stopped_goes_on_where_it_was(world):
    world.privacy.decide(world.paula, world.project, world.values()[MAIL].key, NOT_PERSONAL)
    with pytest.raises(JobCancelledError):
        world.work_off(cancel_at=2)
    world.work_off()
    assert "EMAIL_ADDRESS" not in "\n".join(world.heads())


def test_a_decision_taken_back_before_it_was_applied_leaves_the_texts_alone(world):
    before = world.heads()
    world.privacy.decide(world.paula, world.project, world.values()[MAIL].key, NOT_PERSONAL)
    world.privacy.undo(world.paula, world.project)
    world.work_off()
    assert world.heads() == before


def test_a_bulk_decision_is_one_job_and_is_taken_back_at_once(world):
    before = world.heads()
    assert world.privacy.decide_all(world.paula, world.project, ValueFilter(), NOT_PERSONAL) == 3
    world.work_off()
    assert "<" not in "".join(world.heads())
    jobs = world.world.workbench.queue.recent(world.project.id)
    assert [job.kind for job in jobs].count(JobKind.APPLY_PRIVACY) == 1
    undo(world)
    assert world.heads() == before
    assert {group.status for group in world.values().values()} == {ValueStatus.OPEN}


def test_a_filter_holds_what_a_bulk_decision_is_said_of(world):
    assert world.privacy.decide_all(world.paula, world.project, ValueFilter(suggested=True), ACCEPT) == 1
    assert set(world.values(status=ValueStatus.ACCEPTED)) == {LINK}
    assert set(world.values(status=ValueStatus.OPEN)) == {MAIL, "Anna Bauer"}


def test_saying_the_same_twice_is_one_decision(world):
    first = decide(world, MAIL, ACCEPT)
    assert decide(world, MAIL, ACCEPT) == first


def test_a_purged_value_can_only_be_let_into_future_imports_by_who_knows_it(world):
    before, key = world.heads(), world.values()[MAIL].key
    world.privacy.decide(world.paula, world.project, key, ACCEPT)
    with world.world.workbench.database.transaction() as tx:
        drop_seals(tx, [row.id for row in tx.query(SealedValueRow)])
    with world.world.workbench.database.reading() as tx:
        assert [row.sealed for row in tx.query(PrivacyDecisionRow)] == [None]
    page = world.privacy.values(world.paula, world.project, ValueFilter(), 0, 10)
    assert {group.purged for group in page.groups} == {True}
    assert world.privacy.look(world.paula, world.project, key) == ()
    with pytest.raises(ConflictError, match="purged"):
        world.privacy.decide(world.paula, world.project, key, NOT_PERSONAL)
    stands = world.privacy.stands(world.paula, world.project, key)
    typed = Said(PrivacyAction.NOT_PERSONAL, typed=MAIL, instead_of=stands.decision_id)
    world.privacy.decide(world.paula, world.project, key, typed)
    world.work_off()
    assert world.heads() == before
    assert MAIL in lists(world)[0]


def test_what_makes_no_sense_is_refused_in_a_sentence(world):
    key = world.values()[MAIL].key
    for said in (Said(PrivacyAction.RETYPE, "case number"), Said(PrivacyAction.EXTEND, whole="other")):
        with pytest.raises(InputError):
            world.privacy.decide(world.paula, world.project, key, said)
    with pytest.raises(NotFoundError):
        world.privacy.undo(world.paula, world.project)
    decide(world, MAIL, NOT_PERSONAL)
    with pytest.raises(ConflictError, match="You said"):
        world.privacy.decide(world.paula, world.project, key, Said(PrivacyAction.RETYPE, "PERSON"))
