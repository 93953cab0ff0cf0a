"""What a forecast goes by: decisions given one by one, and places that are still free."""

from datetime import date, timedelta

import pytest

from curation.domain.pace import Kept
from curation.domain.reviews import Verdict
from curation.services.overview import Overview
from curation.store.assignments import Assignment, assign
from tests.curation.reviewing.desk_builders import act, approving, waiting_samples
from workbench.components.pace_words import promise_words, rate_words, remaining_words

DAY = 24 * 3600


def pace(desk):
    return Overview(desk.workbench.database, desk.clock).pace(desk.owner, desk.project)


def test_places_that_are_free_and_rulings_that_are_open_remain(desk):
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    waiting_samples(desk.workbench, desk.project, 5, desk.clock)
    assert pace(desk).remaining == 10
    desk.reviewing.decide(desk.ada, desk.project, approving("s000"))
    assert pace(desk).remaining == 9
    desk.clock.forward(1)
    desk.reviewing.decide(desk.ben, desk.project, act(Verdict.ESCALATE, "s000"))
    assert pace(desk).remaining == 9
    desk.clock.forward(1)
    desk.reviewing.decide(desk.ada, desk.project, act(Verdict.SKIP, "s001"))
    assert pace(desk).remaining == 9


def test_the_rate_is_counted_from_decisions_that_stand_one_by_one(desk):
    ids = waiting_samples(desk.workbench, desk.project, 30, desk.clock)
    desk.clock.now = desk.clock.now.replace(day=5)
    for i, sample_id in enumerate(ids[:12]):
        desk.reviewing.decide(desk.ada, desk.project, approving(sample_id))
        desk.clock.forward(60)
        if i % 2:
            desk.clock.forward(DAY)
    desk.reviewing.undo(desk.ada, desk.project, "u1")
    found = pace(desk)
    assert dict(found.days) == {date(2026, 1, day): count for day, count in ((5, 2), (6, 2), (7, 2), (8, 2), (9, 2))}
    assert (found.remaining, found.rate.value) == (19, 2.0)
    assert "between" in remaining_words(found)
    assert rate_words(found).startswith("10 decisions given one by one on the last 5 working days. 2.0 a working day")


def test_what_is_due_is_told_and_what_was_given_is_not_due(desk):
    ids = waiting_samples(desk.workbench, desk.project, 3, desk.clock)
    due = desk.clock.now + timedelta(days=20)
    with desk.workbench.database.transaction() as tx:
        given = [Assignment(one, desk.ada.id, due, desk.owner.id, desk.clock.now) for one in ids]
        assign(tx, desk.project.id, given)
    desk.reviewing.decide(desk.ada, desk.project, approving(ids[0]))
    found = pace(desk)
    assert [(one.needed, one.kept) for one in found.promises] == [(2, Kept.CANNOT_TELL)]
    assert promise_words(found) == [
        ":material/help: 2 are due by 21 Jan 2026: whether they will be given in time cannot be told."
    ]
    assert "cannot be told yet" in remaining_words(found)


@pytest.mark.parametrize("count", [0, 1])
def test_a_new_project_says_that_it_cannot_tell(desk, count):
    waiting_samples(desk.workbench, desk.project, count, desk.clock)
    found = pace(desk)
    assert (found.remaining, found.rate, found.days) == (count, None, [])
