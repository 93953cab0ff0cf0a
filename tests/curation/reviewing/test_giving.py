"""One sample is given to somebody by name and taken back: the queue follows, and the log says so."""

from datetime import date

import pytest

from curation.domain.people import PersonRole
from curation.domain.waiting import Waiting
from curation.errors import InputError, PermissionRefusedError
from curation.services.giving import Giving
from curation.services.on_my_desk import OnMyDesk
from curation.store.events import events_of
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import waiting_samples


@pytest.fixture
def giving(desk):
    waiting_samples(desk.workbench, desk.project, 3)
    return Giving(desk.workbench.database, desk.clock)


def got(desk, person):
    found = [item.sample_id for item in desk.reviewing.next_items(person, desk.project, 9)]
    desk.reviewing.release(person, desk.project, found)
    return found


def test_a_sample_that_is_given_is_theirs_alone_until_it_is_taken_back(desk, giving):
    assert giving.give(desk.owner, desk.project, "s002", desk.ada.id, date(2026, 1, 2))
    assert not giving.give(desk.owner, desk.project, "s002", desk.ada.id)
    assert (got(desk, desk.ada), got(desk, desk.ben)) == (["s002", "s000", "s001"], ["s000", "s001"])
    assert OnMyDesk(desk.workbench.database, desk.clock).now(desk.ada, desk.project).given == 1
    assert giving.take(desk.owner, desk.project, "s002", desk.ada.id)
    assert not giving.take(desk.owner, desk.project, "s002", desk.ada.id)
    assert got(desk, desk.ben) == ["s000", "s001", "s002"]
    assert OnMyDesk(desk.workbench.database, desk.clock).now(desk.ada, desk.project) == Waiting()
    with desk.workbench.database.reading() as tx:
        said = [one.action for one in events_of(tx, "sample", "s002")]
    assert said == ["sample.assigned", "sample.unassigned"]


def test_nothing_is_given_to_somebody_who_would_never_decide_on_it(desk, giving):
    observer = a_person(desk.workbench, desk.project, "Olga", PersonRole.OBSERVER)
    for person_id in (observer.id, "nobody"):
        with pytest.raises(InputError):
            giving.give(desk.owner, desk.project, "s000", person_id)
    with pytest.raises(PermissionRefusedError):
        giving.give(desk.ada, desk.project, "s000", desk.ben.id)
    with pytest.raises(PermissionRefusedError):
        giving.take(desk.ada, desk.project, "s000", desk.ben.id)
