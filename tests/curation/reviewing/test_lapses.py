"""What lapses: samples go back by themselves with a reason, need a new day, and are in no version meanwhile."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from curation.domain.browsing import wanted_from
from curation.domain.desk import Draft
from curation.domain.histories import Happened
from curation.domain.jobs import Job, JobKind
from curation.domain.lapses import ENDLESS, Validity, Why
from curation.domain.people import PersonRole
from curation.domain.releases import LeftOut
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.domain.versions import Recipe
from curation.errors import InputError, PermissionRefusedError
from curation.services.dating import Dating
from curation.services.lapsing import Lapsing, queue_lapses
from curation.services.releasing import Releasing
from curation.services.validity import Validities
from curation.store import validity
from curation.store.candidates import approvals
from curation.store.events import events_of
from curation.store.recalls import recalls_of
from curation.store.samples import sample
from tests.builders import a_person
from tests.curation.importing.screening_world import ListReporter
from tests.curation.reviewing.conftest import Desk
from tests.curation.reviewing.desk_builders import act, approving, rejecting, waiting_samples
from workbench.components.browser.timeline import said_of
from workbench.components.lapse_words import back_words

DAY = 24 * 3600
LAST = date(2026, 1, 3)


@dataclass(frozen=True)
class World:
    desk: Desk

    def approve(self, sample_id, until=None, person=None):
        self.desk.clock.forward(1)
        said = replace(approving(sample_id), valid_until=until)
        return self.desk.reviewing.decide(person or self.desk.ada, self.desk.project, said)

    def date(self, sample_id, day):
        with self.desk.workbench.database.transaction() as tx:
            Dating(tx, self.desk.project.id, self.desk.owner.id, self.desk.clock()).set(sample_id, day)

    def status(self, sample_id):
        with self.desk.workbench.database.reading() as tx:
            return sample(tx, self.desk.project.id, sample_id).status

    def work(self):
        """What the worker does while it has nothing else to do, and then with the job it finds; how many jobs."""
        queue = self.desk.workbench.queue
        queue_lapses(self.desk.workbench.database, self.desk.clock())
        done = 0
        while (job := queue.claim("worker", (JobKind.LAPSE,))) is not None:
            self.run(job)
            queue.finish("worker", job.id, job.state.DONE)
            done += 1
        return done

    def run(self, job: Job):
        Lapsing(self.desk.workbench.database, self.desk.clock).run(job, ListReporter())

    def shown(self, person, sample_id):
        return self.desk.reviewing.item(person, self.desk.project, sample_id)

    def found(self, **address):
        page = self.desk.workbench.browsing.page(self.desk.owner, self.desk.project, wanted_from(address))
        return sorted(hit.sample.id for hit in page.hits)

    def until(self, sample_id):
        with self.desk.workbench.database.reading() as tx:
            return validity.validities(tx, [sample_id])[sample_id].own


@pytest.fixture
def world(desk):
    waiting_samples(desk.workbench, desk.project, 3, desk.clock)
    return World(desk)


def test_a_samples_own_day_counts_before_that_of_its_source():
    assert Validity(None, LAST).until == LAST
    assert Validity(date(2027, 1, 1), LAST).until == date(2027, 1, 1)
    assert Validity(ENDLESS, LAST).until is None
    assert not Validity(None, LAST).lapsed(LAST)
    assert Validity(None, LAST).lapsed(date(2026, 1, 4))


def test_an_approved_sample_goes_back_when_its_last_day_has_ended_and_not_before(world):
    world.approve("s000", until=LAST)
    world.approve("s001")
    world.desk.clock.forward(2 * DAY)
    assert world.work() == 0
    world.desk.clock.forward(DAY)
    assert world.work() == 1
    assert (world.status("s000"), world.status("s001")) == (SampleStatus.WAITING, SampleStatus.APPROVED)
    with world.desk.workbench.database.reading() as tx:
        (recall,) = recalls_of(tx, ["s000"])["s000"]
        actions = [event.action for event in events_of(tx, "sample", "s000")]
    assert (recall.because.why, recall.because.until, recall.by) == (Why.EXPIRED, LAST, "workbench")
    assert sorted(actions) == ["sample.approved", "sample.dated", "sample.lapsed"]
    world.desk.clock.forward(DAY)
    assert world.work() == 0


def test_the_job_run_twice_puts_nothing_back_twice(world):
    world.approve("s000", until=LAST)
    world.desk.clock.forward(4 * DAY)
    with world.desk.workbench.database.transaction() as tx:
        assert validity.lapsed(tx, world.desk.project.id, date(2026, 1, 5), 10) == [("s000", LAST)]
    assert world.work() == 1
    job = world.desk.workbench.queue.enqueue(JobKind.LAPSE, {}, "workbench", world.desk.project.id)
    world.run(job)
    with world.desk.workbench.database.reading() as tx:
        assert len(recalls_of(tx, ["s000"])["s000"]) == 1


def test_whoever_approves_what_has_lapsed_says_until_when_it_holds_now(world):
    world.approve("s000", until=LAST)
    world.desk.clock.forward(4 * DAY)
    world.work()
    with pytest.raises(InputError, match="last day has passed"):
        world.approve("s000")
    with pytest.raises(InputError, match="has passed"):
        world.approve("s000", until=date(2026, 1, 2))
    assert world.approve("s000", until=date(2027, 1, 1)).status is SampleStatus.APPROVED
    assert world.until("s000") == date(2027, 1, 1)


def test_it_can_be_rejected_as_outdated_without_a_new_day(world):
    world.approve("s000", until=LAST)
    world.desk.clock.forward(4 * DAY)
    world.work()
    world.desk.clock.forward(1)
    done = world.desk.reviewing.decide(world.desk.ben, world.desk.project, rejecting("s000"))
    assert done.status is SampleStatus.REJECTED


def test_undoing_an_approval_takes_its_day_back(world):
    world.date("s000", date(2026, 6, 1))
    world.approve("s000", until=date(2027, 1, 1))
    world.desk.clock.forward(1)
    world.desk.reviewing.undo(world.desk.ada, world.desk.project, "u1")
    assert (world.status("s000"), world.until("s000")) == (SampleStatus.WAITING, date(2026, 6, 1))


def test_undoing_leaves_a_day_that_somebody_has_said_since(world):
    world.approve("s000", until=date(2027, 1, 1))
    world.date("s000", date(2028, 1, 1))
    world.desk.clock.forward(1)
    world.desk.reviewing.undo(world.desk.ada, world.desk.project, "u1")
    assert world.until("s000") == date(2028, 1, 1)


def test_what_has_lapsed_is_in_no_version_even_while_no_worker_runs(world):
    world.approve("s000", until=LAST)
    world.approve("s001")
    releasing = Releasing(world.desk.workbench.database, world.desk.workbench.settings.home, world.desk.clock)
    assert releasing.plan(world.desk.owner, world.desk.project, Recipe()).rows == 2
    world.desk.clock.forward(4 * DAY)
    plan = releasing.plan(world.desk.owner, world.desk.project, Recipe())
    assert (plan.rows, plan.left_out[LeftOut.LAPSED]) == (1, 1)
    world.work()
    plan = releasing.plan(world.desk.owner, world.desk.project, Recipe())
    assert (plan.rows, plan.left_out.get(LeftOut.LAPSED), plan.left_out[LeftOut.WAITING]) == (1, None, 2)


def test_with_two_slots_both_are_asked_again_and_neither_learns_from_a_day_what_the_other_said(world):
    world.desk.workbench.projects.set_policy(world.desk.owner, world.desk.project, "review", {"slots": 2})
    world.approve("s000", until=LAST)
    assert world.until("s000") is None
    world.approve("s000", person=world.desk.ben)
    assert (world.status("s000"), world.until("s000")) == (SampleStatus.APPROVED, LAST)
    world.desk.clock.forward(4 * DAY)
    world.work()
    before = world.shown(world.desk.ben, "s000").back
    world.approve("s000", until=date(2027, 1, 1))
    assert (world.status("s000"), world.until("s000")) == (SampleStatus.WAITING, LAST)
    assert world.shown(world.desk.ben, "s000").back == before
    world.approve("s000", until=date(2026, 7, 1), person=world.desk.ben)
    assert (world.status("s000"), world.until("s000")) == (SampleStatus.APPROVED, date(2026, 7, 1))
    world.desk.clock.forward(1)
    world.desk.reviewing.undo(world.desk.ada, world.desk.project, "u1")
    assert (world.status("s000"), world.until("s000")) == (SampleStatus.WAITING, LAST)


def test_the_desk_says_why_it_came_back_and_asks_for_a_day_only_where_it_has_passed(world):
    assert world.shown(world.desk.ada, "s000").back is None
    world.approve("s000", until=LAST)
    world.desk.clock.forward(4 * DAY)
    world.work()
    back = world.shown(world.desk.ben, "s000").back
    assert (back.because.why, back.until, back.passed) == (Why.EXPIRED, LAST, True)
    assert back_words(back) == "Valid until 3 Jan 2026, which has passed. Check whether it still holds."
    world.date("s000", date(2027, 1, 1))
    back = world.shown(world.desk.ben, "s000").back
    assert back_words(back) == "It was valid until 3 Jan 2026. Check whether it still holds."
    assert not back.passed


def test_filters_find_what_lapses_and_what_came_back(world):
    for name, day in (("s000", LAST), ("s001", date(2026, 1, 20)), ("s002", ENDLESS)):
        world.approve(name, until=day)
    world.desk.clock.forward(4 * DAY)
    world.work()
    found = {lapses: world.found(lapses=lapses) for lapses in ("2026-01-03", "2026-01-19", "2026-01-20")}
    assert found == {"2026-01-03": ["s000"], "2026-01-19": ["s000"], "2026-01-20": ["s000", "s001"]}
    assert world.found(back="expired") == ["s000"]
    assert world.found(back="source") == []
    soon = Validities(world.desk.workbench.database, world.desk.clock).soon(world.desk.ada, world.desk.project)
    assert (soon.approved, soon.back[Why.EXPIRED], soon.before) == (1, 1, date(2026, 2, 4))


def test_the_history_tells_days_and_returns(world):
    world.date("s000", LAST)
    world.approve("s000")
    world.desk.clock.forward(4 * DAY)
    world.work()
    told = world.desk.workbench.histories.of(world.desk.owner, world.desk.project, "s000")
    said = [said_of(one, told.people) for one in told.history if one.what in {Happened.DATED, Happened.RECALLED}]
    assert said == [
        "Owner said that it holds until 3 Jan 2026.",
        "The workbench put it back into the queue: Its last day has passed (3 Jan 2026).",
    ]


def test_a_day_is_said_by_whoever_reviews_or_imports_and_never_in_the_past(world):
    validities = Validities(world.desk.workbench.database, world.desk.clock)
    validities.date_sample(world.desk.ada, world.desk.project, "s000", date(2026, 1, 1))
    assert world.until("s000") == date(2026, 1, 1)
    with pytest.raises(InputError, match="has passed"):
        validities.date_sample(world.desk.ada, world.desk.project, "s000", date(2025, 12, 31))
    observer = a_person(world.desk.workbench, world.desk.project, "Olga", PersonRole.OBSERVER)
    with pytest.raises(PermissionRefusedError):
        validities.date_sample(observer, world.desk.project, "s000", None)
    validities.date_sample(world.desk.ada, world.desk.project, "s000", None)
    assert world.until("s000") is None


def test_what_was_typed_after_it_came_back_is_kept(world):
    world.approve("s000", until=LAST)
    world.desk.clock.forward(4 * DAY)
    world.work()
    shown = world.desk.reviewing.next_items(world.desk.ada, world.desk.project, 3)
    (item,) = (one for one in shown if one.sample_id == "s000")
    typed = Draft("s000", item.revision.number, "Newer?", "Newer.", "", world.desk.clock())
    world.desk.reviewing.save_draft(world.desk.ada, world.desk.project, typed)
    assert world.desk.reviewing.item(world.desk.ada, world.desk.project, "s000").draft.question == "Newer?"


def test_what_belongs_in_retrieval_lapses_too(world):
    said = replace(act(Verdict.RETRIEVE, "s000"), valid_until=LAST)
    world.desk.reviewing.decide(world.desk.ada, world.desk.project, said)
    world.desk.clock.forward(4 * DAY)
    world.work()
    assert world.status("s000") is SampleStatus.WAITING


def test_the_card_counts_the_approvals_that_count_now(world):
    world.approve("s000", until=LAST)
    world.desk.clock.forward(4 * DAY)
    world.work()
    world.approve("s000", until=ENDLESS, person=world.desk.ben)
    with world.desk.workbench.database.reading() as tx:
        found = approvals(tx, world.desk.project.id)
    assert found.rows() == [("s000", world.desk.ben.id, world.desk.clock().date())]
