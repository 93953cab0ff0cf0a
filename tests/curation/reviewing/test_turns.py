"""Conversations of several turns on the desk: every one of them can be corrected, kept and taken back."""

import json
from dataclasses import replace

import pytest

from curation.domain.desk import Draft
from curation.domain.samples import Conversation, Message, Origin, Role
from curation.errors import InputError
from curation.store.corrections import find_revision
from curation.store.samples import NewSample, add_samples
from curation.store.screened import Screened, add_first_revisions
from tests.curation.reviewing.desk_builders import approving, screen

TALK = Conversation(
    (
        Message(Role.SYSTEM, "Be brief."),
        Message(Role.USER, "What helps?"),
        Message(Role.ASSISTANT, "Rest."),
        Message(Role.USER, "How long?"),
        Message(Role.ASSISTANT, "A day."),
    )
)


@pytest.fixture
def talk(desk):
    with desk.workbench.database.transaction() as tx:
        add_samples(
            tx, desk.project.id, [NewSample("t1", None, "a.jsonl", 0, Origin.COLLECTED, "en", 1.0)], desk.clock()
        )
        add_first_revisions(tx, [Screened("t1", TALK, TALK.hash)], desk.clock())
    desk.reviewing.next_items(desk.ada, desk.project, 1)
    return desk


def test_any_turn_is_corrected_and_the_others_stay(talk):
    act = replace(approving("t1"), turns=((0, "Be plain."), (2, "Rest and water.")))
    talk.reviewing.correct(talk.ada, talk.project, act, "How long?", "A day.")
    wanted = TALK.answering("How long?", "A day.", act.turns)
    with talk.workbench.database.reading() as tx:
        _, sealed = find_revision(tx, "t1", 2)
    typed = json.loads(talk.workbench.seal.open(sealed))
    assert [turn["content"] for turn in typed["messages"]] == [
        "Be plain.",
        "What helps?",
        "Rest and water.",
        "How long?",
        "A day.",
    ]
    screen(talk.reviewing, talk.project, "t1", 2, wanted)
    assert talk.reviewing.item(talk.ada, talk.project, "t1").conversation == wanted


def test_a_correction_taken_back_is_kept_as_a_draft_with_every_turn(talk):
    act = replace(approving("t1"), turns=((2, "Rest and water."),))
    talk.reviewing.correct(talk.ada, talk.project, act, "How long?", "Two days.")
    item = talk.reviewing.undo(talk.ada, talk.project, "back", act.id)
    assert item.conversation == TALK
    assert (item.draft.answer, dict(item.draft.turns)[2]) == ("Two days.", "Rest and water.")


def test_a_draft_keeps_what_was_typed_in_any_turn(talk):
    draft = Draft("t1", 1, "How long?", "A day.", "", talk.clock(), ((1, "What \u202e helps <b>?"),))
    talk.reviewing.save_draft(talk.ada, talk.project, draft)
    assert talk.reviewing.item(talk.ada, talk.project, "t1").draft.turns == draft.turns


@pytest.mark.parametrize("turns", [((5, "There is none."),), ((-1, "Neither."),), ((2, "  "),)])
def test_a_turn_that_is_not_there_or_without_words_is_refused_and_the_typed_text_kept(talk, turns):
    act = replace(approving("t1"), turns=turns)
    with pytest.raises(InputError, match="turn"):
        talk.reviewing.correct(talk.ada, talk.project, act, "How long?", "Two days.")
    assert talk.reviewing.item(talk.ada, talk.project, "t1").draft.answer == "Two days."
