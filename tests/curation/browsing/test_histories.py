"""The history of a sample: everything that happened to it, in order, as far as whoever asks may know."""

import pytest

from curation.domain.histories import Happened
from curation.domain.people import PersonRole
from curation.domain.reviews import Verdict
from curation.domain.samples import question_and_answer
from curation.errors import InputError, NotFoundError, PermissionRefusedError
from curation.services.histories import Histories
from curation.services.reviewing import Reviewing
from tests.builders import a_person, a_project
from tests.curation.browsing.conftest import put
from tests.curation.reviewing.desk_builders import approving, rejecting, screen


@pytest.fixture
def histories(owned, clock):
    return Histories(owned[0].database, owned[0].histories.typed, clock)


@pytest.fixture
def reviewing(owned, clock):
    return Reviewing(owned[0].database, owned[0].seal, clock)


def told(found):
    return [one.what.value for one in found.history]


def test_what_happened_is_told_in_order_with_the_texts_before_and_after(owned, clock, histories, reviewing, expert):
    workbench, owner, project = owned
    put(workbench, project, {"a": ("Old?", "Old words.")}, clock)
    clock.forward(60)
    reviewing.decide(expert, project, rejecting("a"))
    clock.forward(60)
    reviewing.undo(expert, project, "back")
    clock.forward(60)
    reviewing.correct(expert, project, approving("a"), "Old?", "New words.")
    screen(reviewing, project, "a", 2, question_and_answer("Old?", "New words."))
    clock.forward(60)
    histories.tag(expert, project, "a", "  look   again ")
    found = histories.of(owner, project, "a")
    assert told(found) == ["revised", "decided", "undone", "revised", "decided", "tagged"]
    rejected, taken_back, edited = found.history[1:4]
    assert rejected.undone
    assert rejected.decision.verdict is Verdict.REJECT
    assert taken_back.decision == rejected.decision
    assert (edited.before.conversation.answer, edited.revision.conversation.answer) == ("Old words.", "New words.")
    assert found.tags == ("look again",)
    assert found.people[expert.id] == "Ada"


def test_others_decisions_are_told_once_ones_own_is_given(owned, clock, histories, reviewing, expert):
    workbench, owner, project = owned
    workbench.projects.set_policy(owner, project, "review", {"slots": 3})
    other = a_person(workbench, project, "Bob", PersonRole.EXPERT)
    put(workbench, project, {"a": ("One?", "1")}, clock)
    reviewing.decide(other, project, approving("a"))
    assert told(histories.of(expert, project, "a")) == ["revised"]
    assert told(histories.of(owner, project, "a")) == ["revised"]
    assert told(histories.of(other, project, "a")) == ["revised", "decided"]
    clock.forward(1)
    reviewing.decide(expert, project, approving("a"))
    assert told(histories.of(expert, project, "a")) == ["revised", "decided", "decided"]


def test_a_text_that_nobody_has_screened_is_not_told(owned, clock, histories):
    workbench, owner, project = owned
    put(workbench, project, {"a": ("Nom?", "Jean.")}, clock, status="not_screened")
    assert not histories.of(owner, project, "a").readable


def test_a_sample_of_another_project_is_not_there(owned, clock, histories):
    workbench, owner, project = owned
    _, other = a_project(workbench, "Law")
    put(workbench, other, {"x": ("One?", "1")}, clock)
    with pytest.raises(NotFoundError):
        histories.of(owner, project, "x")
    with pytest.raises(NotFoundError):
        histories.tag(owner, project, "x", "mine")


def test_tags_are_words_and_come_from_whoever_works_on_samples(owned, clock, histories, expert):
    workbench, owner, project = owned
    observer = a_person(workbench, project, "Olga", PersonRole.OBSERVER)
    put(workbench, project, {"a": ("One?", "1")}, clock)
    with pytest.raises(InputError, match="A tag is a word"):
        histories.tag(owner, project, "a", "   ")
    with pytest.raises(PermissionRefusedError):
        histories.tag(observer, project, "a", "x")
    histories.tag(expert, project, "a", "x")
    histories.tag(owner, project, "a", "x")
    histories.untag(owner, project, "a", "x")
    found = histories.of(owner, project, "a")
    assert found.tags == ()
    assert Happened.TAGGED not in [one.what for one in found.history]
