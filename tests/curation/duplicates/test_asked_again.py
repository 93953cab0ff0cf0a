"""A group of alike samples does not tell which of them somebody is asked about again, nor what is expected of it."""

import pytest

from curation.domain.samples import question_and_answer
from curation.errors import ConflictError, StaleRevisionError
from curation.services.duplicates import GroupFilter
from curation.store.probes import a_probe, add_probe
from tests.curation.duplicates.test_group_decisions import DUPLICATE, World
from tests.curation.reviewing.desk_builders import approving, screen

MENDED = ("Mended question?", "Mended.")


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    for name in ("s001", "s000"):
        made.desk.correct(made.owner, made.project, approving(name), *MENDED)
        screen(made.desk, made.project, name, 2, question_and_answer(*MENDED))
    yield made
    made.workbench.database.close()


def shown(world, person):
    members = world.review.detail(person, world.project, DUPLICATE, "s000").members
    return [(one.sample_id, one.status.value, one.revision, one.answer) for one in members]


def ask(world, *names):
    with world.workbench.database.transaction() as tx:
        for name in names:
            add_probe(tx, world.project.id, a_probe(world.ada.id, (name, 1), (None, None), world.clock()))


def test_what_is_asked_again_waits_among_the_others_at_the_text_that_is_asked_about(world):
    ask(world, "s000")
    assert shown(world, world.ada) == [
        ("s001", "approved", 2, "Mended."),
        ("s000", "waiting", 1, "Answer 0."),
        ("s002", "waiting", 1, "Answer 2."),
    ]


def test_whoever_manages_control_samples_sees_where_they_stand(world):
    ask(world, "s000", "s001")
    assert [one[1] for one in shown(world, world.owner)] == ["approved", "approved", "waiting"]


def test_the_list_of_groups_shows_the_question_that_is_asked(world):
    assert world.review.page(world.ada, world.project, GroupFilter(), 0, 10).titles["s000"] == "Mended question?"
    ask(world, "s000")
    assert world.review.page(world.ada, world.project, GroupFilter(), 0, 10).titles["s000"] == "Question 0?"


def test_merging_into_what_lies_on_ones_desk_is_refused_in_the_same_words_whether_it_is_asked_again_or_waits(world):
    world.workbench.projects.set_policy(world.owner, world.project, "review", {"gold_rate": 0.1})
    ask(world, "s000")
    (taken,) = (i for i in world.desk.next_items(world.ada, world.project, 9) if i.sample_id == "s002")
    refused = []
    for name, revision in (("s000", 1), (taken.sample_id, 1)):
        with pytest.raises(ConflictError) as told:
            world.merge(world.ada, name, revision)
        refused.append(str(told.value))
    assert refused[0] == refused[1]
    assert "Decide on it there first" in refused[0]
    world.desk.decide(world.ada, world.project, approving("s000"))
    with pytest.raises(StaleRevisionError):
        world.merge(world.ada, "s000", 1)
    world.merge(world.ada, "s000", 2)
    assert world.statuses()["s001"] == "set_aside"


def test_who_manages_merges_into_any_sample_at_its_newest_text(world):
    ask(world, "s000")
    world.merge(world.owner, "s000", 2)
    assert world.statuses()["s002"] == "set_aside"
