"""Experts do anything in any order, alone or two on each sample; what must always hold is checked after every step."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import SampleStatus, question_and_answer
from curation.errors import WorkbenchError
from curation.services.reviewing import Reviewing
from curation.store.reviews import review_policy, settle
from curation.store.samples import sample
from curation.store.tables_review import VoiceRow
from curation.store.tables_samples import RevisionRow
from curation.store.tables_work import DecisionRow, LeaseRow
from tests.builders import HandClock, a_person, a_project, a_workbench
from tests.curation.reviewing.desk_builders import screen, waiting_samples
from tests.postgres import SERVER, put_back

SAMPLES = ("s000", "s001", "s002")
PEOPLE = st.integers(0, 1)
CHOICES = st.sampled_from((Verdict.APPROVE, Verdict.REJECT, Verdict.ESCALATE, Verdict.SKIP))


class TwoExperts(RuleBasedStateMachine):
    slots = 1
    names = ("Ada", "Ben")

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="desk-invariants-"))
        self.workbench = a_workbench(self.folder)
        self.owner, self.project = a_project(self.workbench)
        self.workbench.projects.set_policy(self.owner, self.project, "review", {"slots": self.slots})
        self.clock = HandClock()
        self.service = Reviewing(self.workbench.database, self.workbench.seal, self.clock)
        self.people = [a_person(self.workbench, self.project, name) for name in self.names]
        waiting_samples(self.workbench, self.project, len(SAMPLES), self.clock)
        self.shown, self.texts, self.decided = [{} for _ in self.names], {}, set()

    def teardown(self):
        self.workbench.database.close()
        shutil.rmtree(self.folder)
        if SERVER in os.environ:
            put_back(os.environ[SERVER])

    @rule(who=PEOPLE, count=st.integers(1, 3))
    def fetch(self, who, count):
        for item in self.service.next_items(self.people[who], self.project, count):
            self.shown[who][item.sample_id] = item.revision.number

    @rule(who=PEOPLE, place=st.sampled_from(SAMPLES), verdict=CHOICES, times=st.integers(1, 2))
    def decide(self, who, place, verdict, times):
        self._try(who, place, verdict, times, None)

    @rule(who=PEOPLE, place=st.sampled_from(SAMPLES), words=st.text("ab", min_size=1, max_size=3))
    def correct(self, who, place, words):
        self._try(who, place, Verdict.APPROVE, 1, words)

    def _try(self, who, place, verdict, times, words):
        revision = self.shown[who].get(place)
        if revision is None:
            return
        reason = RejectReason.WRONG if verdict is Verdict.REJECT else None
        act = Act(new_id(), place, revision, verdict, reason)
        for _ in range(times):
            try:
                if words is None:
                    self.service.decide(self.people[who], self.project, act)
                else:
                    self.service.correct(self.people[who], self.project, act, "Typed?", f"typed {words}")
            except WorkbenchError:
                return
        self.clock.forward(1)

    @rule(who=PEOPLE)
    def undo(self, who):
        try:
            item = self.service.undo(self.people[who], self.project, new_id())
        except WorkbenchError:
            return
        self.shown[who][item.sample_id] = item.revision.number
        self.clock.forward(1)

    @rule()
    def screen_what_waits(self):
        with self.workbench.database.reading() as tx:
            waiting = [
                (row.sample_id, row.number, self.workbench.seal.open(row.sealed))
                for row in tx.query(RevisionRow)
                if row.sealed
            ]
        for place, number, sealed in waiting:
            answer = f"screened {sum(map(ord, sealed))}"
            screen(self.service, self.project, place, number, question_and_answer("Typed?", answer))

    @rule(seconds=st.sampled_from((10, 400)))
    def wait(self, seconds):
        self.clock.forward(seconds)

    @invariant()
    def nobody_shares_a_slot(self):
        with self.workbench.database.reading() as tx:
            held = [row.sample_id for row in tx.query(LeaseRow) if row.expires_at > self.clock.now]
            spoken = [(row.sample_id, row.slot) for row in tx.query(VoiceRow) if row.slot is not None]
        assert all(held.count(place) <= self.slots for place in held)
        assert len(spoken) == len(set(spoken))

    @invariant()
    def a_status_is_what_its_decisions_say(self):
        with self.workbench.database.transaction() as tx:
            for place in SAMPLES:
                before = sample(tx, self.project.id, place)
                settle(tx, place, review_policy(tx, self.project.id), self.clock())
                assert sample(tx, self.project.id, place) == before

    @invariant()
    def nothing_said_or_written_is_ever_changed(self):
        with self.workbench.database.reading() as tx:
            now = {row.id for row in tx.query(DecisionRow)}
            texts = {
                (r.sample_id, r.number): (r.answer, r.text_hash) for r in tx.query(RevisionRow) if r.state == "open"
            }
        assert self.decided <= now
        assert self.texts.items() <= texts.items()
        self.decided, self.texts = now, texts

    @invariant()
    def nobody_sees_what_is_not_for_them(self):
        with self.workbench.database.reading() as tx:
            spoke = {(row.sample_id, row.person_id) for row in tx.query(VoiceRow)}
            kinds = {(row.sample_id, row.number): row.kind for row in tx.query(RevisionRow)}
        for person in self.people:
            for place in SAMPLES:
                item = self.service.item(person, self.project, place)
                assert "typed" not in item.conversation.answer, "it was not screened"
                if self.slots > 1 and item.status is SampleStatus.WAITING and (place, person.id) not in spoke:
                    assert item.others == (), "they have not spoken themselves"
                    assert "proposed" not in {kinds[place, one.number] for one in (item.revision, *item.earlier)}


class TwoOnEach(TwoExperts):
    """Three people of whom two decide on each sample, and a lead who settles what they leave open."""

    slots = 2
    names = ("Ada", "Ben", "Cleo")

    @rule(place=st.sampled_from(SAMPLES), verdict=st.sampled_from((Verdict.APPROVE, Verdict.REJECT)))
    def settle_what_is_open(self, place, verdict):
        item = self.service.item(self.owner, self.project, place)
        if item.status in {SampleStatus.DISPUTED, SampleStatus.ESCALATED}:
            reason = RejectReason.WRONG if verdict is Verdict.REJECT else None
            act = Act(new_id(), place, item.revision.number, verdict, reason, seen=item.status)
            done = self.service.decide(self.owner, self.project, act)
            assert done.status.value == ("approved" if verdict is Verdict.APPROVE else "rejected")
            self.clock.forward(1)

    @rule(who=st.integers(0, 2), place=st.sampled_from(SAMPLES), verdict=CHOICES)
    def decide_as_one_of_three(self, who, place, verdict):
        for item in self.service.next_items(self.people[who], self.project, 3):
            self.shown[who][item.sample_id] = item.revision.number
        self._try(who, place, verdict, 1, None)


FEW = settings(max_examples=6, stateful_step_count=25, deadline=None)
MANY = settings(max_examples=40, stateful_step_count=25, deadline=None)


@pytest.mark.slow
@pytest.mark.parametrize("machine", [TwoExperts, TwoOnEach])
@pytest.mark.parametrize("runs", [FEW, pytest.param(MANY, marks=pytest.mark.long)], ids=["few", "many"])
def test_whatever_they_do_what_must_hold_holds(machine, runs):
    run_state_machine_as_test(machine, settings=runs)


@pytest.mark.slow
@pytest.mark.postgres
def test_two_experts_on_postgresql(server_url, monkeypatch):
    monkeypatch.setenv(SERVER, server_url)
    run_state_machine_as_test(TwoExperts, settings=settings(max_examples=3, stateful_step_count=15, deadline=None))
