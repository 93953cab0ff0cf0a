"""An expert marks what was missed: hidden at once everywhere, and in what comes later."""

import pytest

from curation.domain.findings import Part, Place
from curation.domain.people import PersonRole
from curation.domain.privacy import PrivacyAction, ValueStatus
from curation.errors import InputError, PermissionRefusedError, StaleRevisionError
from curation.services.privacy import Said, ValueFilter
from curation.services.privacy_marks import Mark
from curation.store.events import recent_events
from tests.builders import a_person
from tests.curation.importing.screening_world import lines_of
from tests.curation.reviewing.desk_builders import approving

pytestmark = pytest.mark.slow
NAME = "q7rn"


def first(world):
    return world.world.asking("plaster")


def mark(world, value=NAME, act="m1", revision=1, **more):
    sample = more.pop("sample", None) or first(world)
    asked = Mark(act, sample.id, revision, more.pop("entity_type", "PERSON"), value=value, **more)
    return world.marking.mark(world.ada, world.project, asked)


def test_a_marked_name_is_gone_from_every_sample_and_revision_at_once(world):
    done = mark(world)
    assert (done.samples, done.hidden) == (3, 3)
    heads = world.heads()
    assert "Ask nurse <PERSON_2> on the ward." in heads[0]
    assert "nurse <PERSON_1> could not say." in heads[1]
    assert "<PERSON_1> knows; Q7rnia is a plant." in heads[2]
    assert NAME not in world.every_text()
    assert NAME.upper() not in world.every_text()
    world.work_off()
    assert world.heads() == heads
    raw = world.disk().replace(b"q7rnia", b"")  # the plant, as the index of words spells it
    assert NAME.encode() not in raw
    assert NAME.upper().encode() not in raw


def test_a_selection_marks_the_words_that_it_covers(world):
    answer = "Dear <PERSON_1>, about six weeks. Ask nurse q7rn on the ward."
    start = answer.index(NAME)
    mark(world, value="", place=Place(Part.ANSWER, 1, start, start + len(NAME)))
    assert NAME not in world.every_text()


def test_a_mark_waits_for_the_reviewer_and_is_taken_back_byte_for_byte(world):
    before = world.heads()
    done = mark(world)
    group = world.values(status=ValueStatus.OPEN)[NAME]
    assert group.marked
    again = world.marking.unmark(world.ada, world.project, done.decision_id, first(world).id)
    assert again.hidden == 3
    assert world.heads() == before
    world.work_off()
    assert world.heads() == before
    assert NAME not in world.values()


def test_marking_twice_is_marking_once(world):
    mark(world)
    heads = world.heads()
    assert mark(world).decision_id == "m1"
    assert world.heads() == heads


def test_the_reviewer_says_that_a_marked_word_is_not_personal_and_takes_that_back(world):
    before = world.heads()
    mark(world)
    hidden = world.heads()
    key = world.values()[NAME].key
    world.privacy.decide(world.paula, world.project, key, Said(PrivacyAction.NOT_PERSONAL))
    world.work_off()
    assert world.heads() == before
    world.privacy.undo(world.paula, world.project)
    world.work_off()
    assert world.heads() == hidden
    assert NAME not in world.every_text()


def test_what_comes_later_is_hidden_too(world):
    mark(world)
    world.world.take_in(lines_of(("Who is q7rn of the ward?", "Nobody knows who it may be.")), "b.jsonl")
    assert any(line.question == "Who is <PERSON_1> of the ward?" for line in world.world.lines())


def test_a_mark_on_a_text_that_changed_is_refused(world):
    mark(world)
    with pytest.raises(StaleRevisionError):
        mark(world, "plaster", "m2")


@pytest.mark.parametrize("value", ["", "x", "<PERSON_1>", "Quandt", "no such words", "…!", "a" * 300])
def test_what_cannot_be_marked_is_refused_without_being_repeated(world, value):
    with pytest.raises(InputError) as caught:
        mark(world, value)
    assert len(value) < 3 or value not in str(caught.value)


def test_only_reviewers_mark_and_only_the_role_sees_originals(world):
    olga = a_person(world.world.workbench, world.project, "Olga", PersonRole.OBSERVER)
    lead = a_person(world.world.workbench, world.project, "Leo", PersonRole.LEAD)
    key = world.values()[NAME if NAME in world.values() else "Anna Bauer"].key
    with pytest.raises(PermissionRefusedError):
        world.marking.mark(olga, world.project, Mark("m9", first(world).id, 1, "PERSON", value=NAME))
    privacy, project = world.privacy, world.project
    for person in (olga, lead, world.ada):
        for call in (
            lambda who: privacy.values(who, project, ValueFilter(), 0, 10),
            lambda who: privacy.examples(who, project, key),
            lambda who: privacy.look(who, project, key),
            lambda who: privacy.decide(who, project, key, Said(PrivacyAction.ACCEPT)),
            lambda who: privacy.decide_all(who, project, ValueFilter(), Said(PrivacyAction.ACCEPT)),
        ):
            with pytest.raises(PermissionRefusedError):
                call(person)
    made = privacy.decide(world.paula, project, key, Said(PrivacyAction.ACCEPT))
    with pytest.raises(PermissionRefusedError):
        privacy.undo(world.ada, project, made.id)


def test_every_look_is_an_event_with_hashes_and_no_text(world):
    world.values()
    with world.world.workbench.database.reading() as tx:
        events = recent_events(tx, world.project.id)
    looks = [event for event in events if event.action == "value.seen"]
    assert len(looks) == 3
    assert {event.actor for event in looks} == {world.paula.id}
    assert "Bauer" not in str(events)


def test_a_correction_that_waits_is_not_overtaken(world):
    workbench = world.world.workbench
    [item] = workbench.reviewing.next_items(world.ada, world.project, 1)
    sent = approving(item.sample_id)
    workbench.reviewing.correct(world.ada, world.project, sent, item.conversation.question, "Ask q7rn.")
    other = next(line.sample for line in world.world.lines() if line.sample.id != item.sample_id)
    mark(world, sample=other)
    world.world.revisions.catch_up()
    world.work_off()
    assert NAME not in world.every_text()
    assert "Ask <PERSON_" in workbench.reviewing.item(world.ada, world.project, item.sample_id).conversation.answer
