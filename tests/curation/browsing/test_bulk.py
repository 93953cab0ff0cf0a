"""Acts on everything that filters leave: counted before, done once, stopped and gone on with, taken back as one."""

from datetime import date

import pytest

from curation.domain.browsing import Wanted
from curation.domain.bulk import BulkKind, BulkOrder, Fate
from curation.domain.jobs import JobKind, JobState
from curation.domain.people import PersonRole
from curation.domain.reviews import DecisionOrigin, RejectReason, Verdict, standing
from curation.domain.samples import SampleStatus
from curation.errors import ConflictError, InputError, JobCancelledError, PermissionRefusedError
from curation.services import bulk as bulk_module
from curation.services.bulk import Bulk, BulkStage, BulkUndoStage
from curation.services.dating import Dating
from curation.services.reviewing import Reviewing
from curation.store.assignments import assigned_to
from curation.store.reviews import decisions_of
from curation.store.validity import validities
from tests.builders import a_person
from tests.curation.browsing.conftest import put
from tests.curation.reviewing.desk_builders import approving, rejecting

APPROVE = BulkOrder(BulkKind.APPROVE)


class Reporter:
    """Says nothing; asked to stop at the report of a number."""

    def __init__(self, stop_at=None):
        self.reports, self.stop_at = [], stop_at

    def report(self, progress):
        self.reports.append(progress)
        if len(self.reports) == self.stop_at:
            raise JobCancelledError("stopped")

    def log(self, line):
        pass


class World:
    def __init__(self, owned, clock):
        self.workbench, self.owner, self.project = owned
        self.database, self.clock = self.workbench.database, clock
        self.bulk = Bulk(self.database, self.workbench.seal, self.workbench.bulk.typed, clock)
        self.reviewing = Reviewing(self.database, self.workbench.seal, clock)

    def run(self, stop_at=None):
        """Do the oldest open job of these kinds, as the worker would; return what it reported."""
        stages = {JobKind.BULK: BulkStage, JobKind.BULK_UNDO: BulkUndoStage}
        reporter = Reporter(stop_at)
        job = self.workbench.queue.claim("worker", tuple(stages))
        assert job is not None
        stage = stages[job.kind](self.database, self.workbench.seal, self.clock)
        try:
            stage.run(job, reporter)
        except JobCancelledError:
            stage.run(job, Reporter())
        self.workbench.queue.finish("worker", job.id, JobState.DONE)
        return reporter.reports

    def done(self, actor, order, stop_at=None, **address):
        act = self.bulk.look(actor, self.project, address, order)
        self.run()
        self.clock.forward(1)
        self.bulk.go(actor, self.project, act.id)
        self.run(stop_at)
        return act.id

    def state(self, act_id):
        return self.bulk.state(self.owner, self.project, act_id)

    def statuses(self):
        hits = self.workbench.browsing.page(self.owner, self.project, Wanted()).hits
        return {hit.sample.id: hit.sample.status for hit in hits}


@pytest.fixture
def world(owned, clock):
    made = World(owned, clock)
    said = {f"s{i}": (f"Question {i}?", "Odd." if i % 2 else "Even.") for i in range(8)}
    put(made.workbench, made.project, said, clock)
    return made


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(bulk_module, "LOOK_AT_ONCE", 3)
    monkeypatch.setattr(bulk_module, "DO_AT_ONCE", 2)


def test_looking_counts_what_would_be_done_and_changes_nothing(world, expert, small):
    other = a_person(world.workbench, world.project, "Bob", PersonRole.EXPERT)
    world.reviewing.decide(other, world.project, rejecting("s0"))
    world.reviewing.decide(expert, world.project, approving("s2"))
    held = world.reviewing.next_items(other, world.project, 1)[0].sample_id
    before = world.statuses()
    act = world.bulk.look(expert, world.project, {"words": "even"}, APPROVE)
    world.run()
    state = world.state(act.id)
    evens = {"s0", "s2", "s4", "s6"}
    waiting = 2 - (held in evens)
    assert state.fates == {Fate.DECIDED: 2, Fate.WAITING: waiting} | ({Fate.HELD: 1} if held in evens else {})
    assert state.total == 4
    assert len(world.bulk.examples(expert, world.project, act.id)) == waiting
    assert world.statuses() == before


def test_approving_in_bulk_is_one_decision_each_by_that_person_on_that_revision(world, expert):
    act_id = world.done(expert, APPROVE, words="odd")
    assert world.state(act_id).fates == {Fate.DONE: 4}
    assert {n for n, status in world.statuses().items() if status is SampleStatus.APPROVED} == {"s1", "s3", "s5", "s7"}
    with world.database.reading() as tx:
        for [decision] in decisions_of(tx, ["s1", "s3", "s5", "s7"]).values():
            assert (decision.person_id, decision.revision) == (expert.id, 1)
            assert decision.origin is DecisionOrigin.BULK


@pytest.mark.parametrize("stop_at", [1, 2, 3, 4, 5])
def test_stopped_anywhere_and_run_again_nothing_is_done_twice(world, expert, small, stop_at):
    act_id = world.done(expert, APPROVE, stop_at)
    assert world.state(act_id).fates == {Fate.DONE: 8}
    with world.database.reading() as tx:
        assert [len(given) for given in decisions_of(tx, [f"s{i}" for i in range(8)]).values()] == [1] * 8


def test_what_changed_between_the_look_and_the_act_is_left_out(world, expert):
    other = a_person(world.workbench, world.project, "Bob", PersonRole.EXPERT)
    act = world.bulk.look(expert, world.project, {"words": "odd"}, BulkOrder(BulkKind.REJECT, RejectReason.UNCLEAR))
    world.run()
    put(world.workbench, world.project, {"new": ("New?", "Odd.")}, world.clock)
    world.reviewing.decide(other, world.project, approving("s1"))
    world.reviewing.correct(other, world.project, approving("s3"), "Question 3?", "Very odd.")
    world.bulk.go(expert, world.project, act.id)
    world.run()
    state = world.state(act.id)
    assert state.fates[Fate.DONE] == 2
    assert sum(state.left_out.values()) == 2
    assert world.statuses()["new"] is SampleStatus.WAITING


def test_taking_it_back_reaches_only_what_is_still_as_it_was_left(world, expert):
    other = a_person(world.workbench, world.project, "Bob", PersonRole.EXPERT)
    act_id = world.done(expert, APPROVE, words="even")
    world.clock.forward(5)
    world.reviewing.decide(other, world.project, rejecting("s4"))
    world.clock.forward(5)
    world.bulk.undo(expert, world.project, act_id)
    world.run()
    state = world.state(act_id)
    assert state.undone == {Fate.DONE: 3, Fate.CHANGED: 1}
    assert {world.statuses()[name] for name in ("s0", "s2", "s6")} == {SampleStatus.WAITING}
    with pytest.raises(ConflictError, match="nothing to take back"):
        world.bulk.undo(expert, world.project, act_id)


def test_requeueing_lets_earlier_decisions_count_no_more_and_taking_it_back_again(world, expert):
    world.reviewing.decide(expert, world.project, approving("s1"))
    world.reviewing.decide(expert, world.project, rejecting("s3"))
    world.clock.forward(5)
    act_id = world.done(world.owner, BulkOrder(BulkKind.REQUEUE), words="odd")
    assert world.state(act_id).fates == {Fate.DONE: 2, Fate.OPEN: 2}
    assert {world.statuses()[name] for name in ("s1", "s3")} == {SampleStatus.WAITING}
    world.clock.forward(5)
    world.bulk.undo(world.owner, world.project, act_id)
    world.run()
    assert (world.statuses()["s1"], world.statuses()["s3"]) == (SampleStatus.APPROVED, SampleStatus.REJECTED)
    with world.database.reading() as tx:
        assert [d.verdict for d in standing(decisions_of(tx, ["s1"])["s1"])] == [Verdict.APPROVE]


def test_tags_and_assignments_in_bulk_and_back_leave_what_was_there_before(world, expert):
    world.workbench.histories.tag(expert, world.project, "s0", "mine")
    tagged = world.done(expert, BulkOrder(BulkKind.TAG, tag="mine"), words="even")
    assert world.state(tagged).fates == {Fate.DONE: 3, Fate.SAME: 1}
    given = world.done(world.owner, BulkOrder(BulkKind.ASSIGN, person_id=expert.id, due=date(2026, 2, 1)), tag="mine")
    with world.database.reading() as tx:
        mine = assigned_to(tx, world.project.id, expert.id)
    assert [(one.sample_id, one.due_at.date()) for one in mine] == [(f"s{i}", date(2026, 2, 1)) for i in (0, 2, 4, 6)]
    for act_id, actor in ((tagged, expert), (given, world.owner)):
        world.bulk.undo(actor, world.project, act_id)
        world.run()
    left = world.workbench.browsing.page(expert, world.project, Wanted(tag="mine")).hits
    assert [hit.sample.id for hit in left] == ["s0"]
    with world.database.reading() as tx:
        assert assigned_to(tx, world.project.id, expert.id) == []


def test_orders_that_lack_something_or_are_not_allowed_are_refused(world, expert):
    observer = a_person(world.workbench, world.project, "Olga", PersonRole.OBSERVER)
    project = world.project
    for order in (
        BulkOrder(BulkKind.REJECT),
        BulkOrder(BulkKind.TAG),
        BulkOrder(BulkKind.ASSIGN, person_id="nobody"),
        BulkOrder(BulkKind.ASSIGN, person_id=observer.id),
    ):
        with pytest.raises(InputError):
            world.bulk.look(world.owner, project, {}, order)
    for order in (APPROVE, BulkOrder(BulkKind.TAG, tag="x")):
        with pytest.raises(PermissionRefusedError):
            world.bulk.look(observer, project, {}, order)
    with pytest.raises(PermissionRefusedError):
        world.bulk.look(expert, project, {}, BulkOrder(BulkKind.REQUEUE))
    act = world.bulk.look(expert, project, {}, APPROVE)
    with pytest.raises(ConflictError, match="not listed yet"):
        world.bulk.go(expert, project, act.id)
    world.run()
    with pytest.raises(PermissionRefusedError, match="somebody else's"):
        world.bulk.go(world.owner, project, act.id)


def test_a_role_taken_away_before_the_act_runs_stops_it(world, expert):
    act = world.bulk.look(expert, world.project, {}, APPROVE)
    world.run()
    world.bulk.go(expert, world.project, act.id)
    world.workbench.projects.set_roles(world.owner, world.project, expert.id, [PersonRole.OBSERVER])
    with pytest.raises(PermissionRefusedError):
        world.run()
    assert world.state(act.id).fates == {Fate.WAITING: 8}


def test_samples_are_dated_at_once_and_each_gets_its_own_day_back(world):
    day = date(2027, 1, 1)
    with world.database.transaction() as tx:
        Dating(tx, world.project.id, world.owner.id, world.clock()).set("s1", date(2026, 6, 1))
    act_id = world.done(world.owner, BulkOrder(BulkKind.DATE, until=day))
    with world.database.reading() as tx:
        assert {one.own for one in validities(tx, list(world.statuses())).values()} == {day}
    world.bulk.undo(world.owner, world.project, act_id)
    world.run()
    with world.database.reading() as tx:
        found = {name: one.own for name, one in validities(tx, list(world.statuses())).items()}
    assert found.pop("s1") == date(2026, 6, 1)
    assert set(found.values()) == {None}


def test_samples_are_kept_for_retrieval_at_once(world):
    act_id = world.done(world.owner, BulkOrder(BulkKind.RETRIEVE))
    assert SampleStatus.RETRIEVAL in set(world.statuses().values())
    world.bulk.undo(world.owner, world.project, act_id)
    world.run()
    assert SampleStatus.RETRIEVAL not in set(world.statuses().values())


def test_what_has_lapsed_is_not_approved_at_once_and_the_preview_says_so(world):
    with world.database.transaction() as tx:
        Dating(tx, world.project.id, world.owner.id, world.clock()).set("s1", date(2025, 6, 1))
    act_id = world.done(world.owner, APPROVE)
    assert world.state(act_id).fates == {Fate.DONE: 7, Fate.LAPSED: 1}
    assert world.statuses()["s1"] is SampleStatus.WAITING
