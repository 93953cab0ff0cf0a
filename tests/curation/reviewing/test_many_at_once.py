"""Twenty people ask and decide at the same moment, round after round: nobody ever shares a slot."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from curation.domain.samples import SampleStatus
from curation.errors import ConflictError, LeaseLostError, StaleRevisionError
from curation.services.reviewing import Reviewing
from curation.store.database import Database
from curation.store.knowledge import Knows
from curation.store.samples import samples
from curation.store.tables_work import DecisionRow, LeaseRow
from tests.builders import a_person
from tests.curation.reviewing.desk_builders import approving, waiting_samples

PEOPLE, ROUNDS = 20, 2


@pytest.fixture
def crowd(desk):
    """Twenty experts, each at a connection of their own."""
    people = [a_person(desk.workbench, desk.project, f"P{i:02}") for i in range(PEOPLE)]
    databases = [Database(desk.workbench.database.url) for _ in people]
    yield [
        (person, Reviewing(database, desk.workbench.seal, desk.clock))
        for person, database in zip(people, databases, strict=True)
    ]
    for database in databases:
        database.close()


def together(crowd, act):
    """Let everybody do the same at the same moment; returns what each got."""
    start = Barrier(len(crowd))

    def one(place):
        start.wait()
        return act(*place)

    with ThreadPoolExecutor(len(crowd)) as pool:
        return list(pool.map(one, crowd))


def asking(desk):
    return lambda person, service: [i.sample_id for i in service.next_items(person, desk.project, 1)]


@pytest.mark.slow
def test_twenty_people_get_twenty_samples_in_every_round(desk, crowd):
    waiting_samples(desk.workbench, desk.project, PEOPLE * ROUNDS)
    for _ in range(ROUNDS):
        got = [sample for given in together(crowd, asking(desk)) for sample in given]
        assert len(got) == len(set(got)) == PEOPLE
        for (person, service), sample in zip(crowd, got, strict=True):
            service.decide(person, desk.project, approving(sample))
        desk.clock.forward(1)
    assert together(crowd, asking(desk)) == [[]] * PEOPLE


@pytest.mark.slow
def test_twenty_people_of_two_specialties_get_twenty_samples_of_their_own(desk, crowd):
    ids = waiting_samples(desk.workbench, desk.project, 2 * PEOPLE)
    queue = {"specialties": ["Heart", "Skin"], "shares": {crowd[0][0].id: 10}}
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"queue": queue})
    for part, word in ((ids[::2], "Heart"), (ids[1::2], "Skin")):
        desk.workbench.staffing.need(desk.owner, desk.project, part, [word])
    for number, (person, _) in enumerate(crowd):
        knows = Knows(("Skin",) if number % 2 else ("Heart",))
        desk.workbench.staffing.teach(desk.owner, desk.project, person.id, knows)
    given = together(crowd[1:], asking(desk))
    got = [sample for one in given for sample in one]
    assert len(got) == len(set(got)) == PEOPLE - 1
    for (person, _), [sample] in zip(crowd[1:], given, strict=True):
        number = [one.id for one, _ in crowd].index(person.id)
        assert sample in (ids[1::2] if number % 2 else ids[::2])


@pytest.mark.slow
def test_with_two_slots_each_sample_goes_to_two_people_and_no_more(desk, crowd):
    waiting_samples(desk.workbench, desk.project, PEOPLE // 2)
    desk.workbench.projects.set_policy(desk.owner, desk.project, "review", {"slots": 2})
    got = [sample for given in together(crowd, asking(desk)) for sample in given]
    assert sorted(got) == sorted(2 * sorted(set(got)))
    assert len(set(got)) == PEOPLE // 2
    with desk.workbench.database.reading() as tx:
        assert {row.slot for row in tx.query(LeaseRow)} == {0, 1}


@pytest.mark.slow
def test_of_twenty_simultaneous_saves_exactly_one_wins(desk, crowd):
    waiting_samples(desk.workbench, desk.project, ROUNDS)
    for number in range(ROUNDS):
        sample = f"s{number:03}"

        def save(person, service, sample=sample):
            try:
                service.correct(person, desk.project, approving(sample), "Question?", f"{person.name} says so.")
            except (ConflictError, LeaseLostError, StaleRevisionError):
                return 0
            return 1

        assert sum(together(crowd, save)) == 1
    with desk.workbench.database.reading() as tx:
        assert tx.query(DecisionRow).count() == ROUNDS
        stands = samples(tx, desk.project.id, [f"s{i:03}" for i in range(ROUNDS)])
        assert {one.status for one in stands.values()} == {SampleStatus.SCREENING}
    kept = sum(service.progress(person, desk.project).kept for person, service in crowd)
    assert kept == 0, "a text is not offered before the winner's has been screened"
