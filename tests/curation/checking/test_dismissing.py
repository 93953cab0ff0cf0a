"""Notes that an expert finds beside the point: dismissed, taken back, remembered, counted."""

import json

import pytest

from curation.domain.desk import Act
from curation.domain.findings import Finding, Part, Severity
from curation.domain.identity import new_id
from curation.domain.people import PersonRole
from curation.domain.reviews import Verdict
from curation.errors import InputError, NotFoundError, PermissionRefusedError, StaleRevisionError
from curation.quality.dismissals import Heeded
from curation.services.checks_policy import heeded_of
from curation.services.rechecking import recheck
from curation.services.screening_duplicates import COPY
from curation.store import events as events_store
from curation.store import findings as findings_store
from tests.builders import a_person
from tests.curation.importing.screening_world import a_world
from tests.curation.reviewing.desk_builders import a_finding

PASSAGE = "Adults take 500 mg of it every six hours. Children take no more than half of that in a day."
ANSWER = "Adults take 500 mg of it every six hours. Elephants build large cathedrals from Norwegian marble."


@pytest.fixture
def world(tmp_path):
    return a_world(tmp_path)


def a_noted_sample(world, answer=ANSWER):
    row = {"question": "How much of it is taken?", "answer": answer, "context": PASSAGE}
    world.take_in(json.dumps(row).encode(), "a.jsonl")
    [line] = world.lines()
    return line.sample


def notes_of(world, sample_id):
    with world.workbench.database.reading() as tx:
        return findings_store.findings_of_heads(tx, [sample_id])[sample_id]


def test_a_dismissed_note_stays_as_dismissed_weighs_nothing_and_comes_back(world):
    sample = a_noted_sample(world)
    [note] = notes_of(world, sample.id)
    vera = a_person(world.workbench, world.project, "Vera", PersonRole.EXPERT)
    place = (sample.id, sample.head)
    [before] = world.lines()
    assert (before.findings, before.attention) == (1, 3.0)
    for _ in range(2):
        world.workbench.dismissing.dismiss(vera, world.project, place, note.key)
    [after] = world.lines()
    assert (after.findings, after.attention) == (0, 0.0)
    assert [one.dismissed_by for one in notes_of(world, sample.id)] == [vera.id]
    world.workbench.dismissing.dismiss(vera, world.project, place, note.key, back=True)
    assert notes_of(world, sample.id) == [note]
    assert world.lines()[0].attention == 3.0
    with world.workbench.database.reading() as tx:
        actions = [
            one.action for one in events_store.events_of(tx, "sample", sample.id) if one.action.startswith("note.")
        ]
    assert actions == ["note.dismissed", "note.dismissed", "note.restored"]


def test_a_dismissal_survives_checking_again_and_falls_with_the_text(world):
    sample = a_noted_sample(world)
    [note] = notes_of(world, sample.id)
    world.workbench.dismissing.dismiss(world.owner, world.project, (sample.id, 1), note.key)
    recheck(world.workbench.database, world.project, [sample.id])
    assert [one.dismissed_by for one in notes_of(world, sample.id)] == [world.owner.id]
    act = Act(new_id(), sample.id, 1, Verdict.APPROVE)
    changed = ANSWER.replace("Adults take", "All adults take")
    world.workbench.reviewing.correct(world.owner, world.project, act, "How much of it is taken?", changed)
    world.revisions.catch_up()
    assert [one.dismissed_by for one in notes_of(world, sample.id)] == [None]


def test_a_note_names_the_passage_sentence_that_it_compares_with(world):
    sample = a_noted_sample(world, "Adults take 800 mg of it every six hours, and children half of that in a day.")
    [note] = notes_of(world, sample.id)
    assert (note.check, note.nearest.part) == ("numbers", Part.CONTEXT)
    assert PASSAGE[note.nearest.start : note.nearest.end] == "Adults take 500 mg of it every six hours."


def test_dismissals_are_counted_by_check_whatever_becomes_of_the_sample(world):
    sample = a_noted_sample(world)
    [note] = notes_of(world, sample.id)
    world.workbench.dismissing.dismiss(world.owner, world.project, (sample.id, 1), note.key)
    with world.workbench.database.reading() as tx:
        assert heeded_of(tx, world.project.id) == {"unsupported": Heeded(1, 1, 1)}
    assert "dismissed in 1" in Heeded(1, 1, 1).said


def test_what_cannot_be_dismissed_says_why(world):
    sample = a_noted_sample(world)
    [note] = notes_of(world, sample.id)
    observer = a_person(world.workbench, world.project, "Olga", PersonRole.OBSERVER)
    dismiss = world.workbench.dismissing.dismiss
    with pytest.raises(PermissionRefusedError):
        dismiss(observer, world.project, (sample.id, 1), note.key)
    with pytest.raises(StaleRevisionError):
        dismiss(world.owner, world.project, (sample.id, 2), note.key)
    with pytest.raises(NotFoundError):
        dismiss(world.owner, world.project, (sample.id, 1), "0" * 16)
    copy = Finding(COPY, Severity.NOTE, "The same text as another sample.")
    a_finding(world.workbench.database, sample.id, copy)
    with pytest.raises(InputError, match="states a fact"):
        dismiss(world.owner, world.project, (sample.id, 1), copy.key)
