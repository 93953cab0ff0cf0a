"""Groups of alike samples as people decide on them: nothing is deleted, everything comes back, versions obey."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.desk import Act
from curation.domain.duplicates import GroupAction, GroupDecision, GroupKind, put_aside, standing_on
from curation.domain.findings import DuplicateKind, DuplicatePair, Finding, Severity
from curation.domain.identity import new_id
from curation.domain.people import PersonRole
from curation.domain.reviews import Verdict
from curation.domain.samples import RevisionState, SampleStatus
from curation.errors import ConflictError, InputError, NotFoundError, PermissionRefusedError, StaleRevisionError
from curation.services.duplicate_acts import COPY, SET_ASIDE, GroupSaid
from curation.services.duplicate_groups import groups_of
from curation.services.duplicates import DuplicateReview, GroupFilter
from curation.services.reviewing import Reviewing
from curation.store import candidates, findings
from curation.store.corrections import newest_revision
from curation.store.duplicates import pairs_around, replace_pairs
from curation.store.samples import samples, set_aside
from tests.builders import HandClock, a_person, a_project, a_workbench
from tests.curation.reviewing.desk_builders import screen, waiting_samples

DUPLICATE, CONFLICT = GroupKind.DUPLICATE, GroupKind.CONFLICT
NEAR = [
    DuplicatePair("s000", "s001", 0.9, DuplicateKind.NEAR),
    DuplicatePair("s001", "s002", 0.85, DuplicateKind.NEAR),
    DuplicatePair("s003", "s004", 1.0, DuplicateKind.EXACT),
    DuplicatePair("s005", "s006", 0.95, DuplicateKind.CONFLICT),
]


class World:
    """Seven samples: three alike, two equal (one of them set aside by the search), two that contradict each other."""

    def __init__(self, tmp_path):
        self.workbench = a_workbench(tmp_path)
        self.owner, self.project = a_project(self.workbench)
        self.ada = a_person(self.workbench, self.project, "Ada")
        self.clock = HandClock()
        self.review = DuplicateReview(self.workbench.database, self.workbench.seal, self.clock)
        self.desk = Reviewing(self.workbench.database, self.workbench.seal, self.clock)
        waiting_samples(self.workbench, self.project, 7)
        with self.workbench.database.transaction() as tx:
            replace_pairs(tx, self.project.id, NEAR)
            findings.add_findings(tx, [("s004", 1, Finding(COPY, Severity.NOTE, "The same text as s003."))])
            set_aside(tx, ["s004"], self.clock())

    def said(self, members, action, kind=DUPLICATE, **more):
        self.clock.forward(1)
        return self.review.decide(self.ada, self.project, GroupSaid(new_id(), kind, members, action, **more))

    def merge(self, person, keeper, revision):
        self.clock.forward(1)
        said = {"keeper": keeper, "revision": revision, "question": "Question?", "answer": "Both."}
        group = GroupSaid(new_id(), DUPLICATE, TRIPLE, GroupAction.MERGE, **said)
        return self.review.decide(person, self.project, group)

    def groups(self, **wanted):
        return self.review.page(self.ada, self.project, GroupFilter(**wanted), 0, 50).groups

    def statuses(self):
        with self.workbench.database.reading() as tx:
            found = samples(tx, self.project.id, [f"s{i:03}" for i in range(7)])
        return {name: found[name].status.value for name in sorted(found)}

    def approve(self, *names):
        for name in names:
            self.desk.decide(self.ada, self.project, Act(new_id(), name, 1, Verdict.APPROVE))

    def notes(self, check):
        with self.workbench.database.reading() as tx:
            return findings.samples_with(tx, self.project.id, check)

    def unsettled(self):
        with self.workbench.database.reading() as tx:
            return {tuple(row) for row in candidates.pairs(tx, self.project.id).rows()}


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


TRIPLE = ("s000", "s001", "s002")


def test_open_groups_come_first_and_a_copy_that_the_search_set_aside_waits_for_nobody(world):
    assert [(g.kind.value, g.members, g.open) for g in world.groups()] == [
        ("conflict", ("s005", "s006"), True),
        ("duplicate", TRIPLE, True),
        ("duplicate", ("s003", "s004"), False),
    ]


def test_keeping_one_sets_the_others_aside_with_the_reason_whatever_was_decided_on_them(world):
    world.approve("s002")
    world.said(TRIPLE, GroupAction.KEEP_ONE, keeper="s001")
    now = world.statuses()
    assert (now["s000"], now["s001"], now["s002"]) == ("set_aside", "waiting", "set_aside")
    assert world.notes(SET_ASIDE) == ("s000", "s002")
    assert world.groups(open=True, kind=DUPLICATE) == ()


def test_undo_puts_every_sample_back_where_it_was(world):
    world.approve("s002")
    before = world.statuses()
    world.said(TRIPLE, GroupAction.KEEP_ONE, keeper="s001")
    world.said(("s003", "s004"), GroupAction.KEEP_ONE, keeper="s004")
    assert world.statuses()["s003"] == "set_aside"
    for _ in range(2):
        world.clock.forward(1)
        world.review.undo(world.ada, world.project)
    assert world.statuses() == before
    assert (world.notes(SET_ASIDE), world.notes(COPY)) == ((), ("s004",))
    with pytest.raises(NotFoundError):
        world.review.undo(world.ada, world.project)


def test_keeping_all_brings_an_equal_text_back_and_lets_both_into_a_version(world):
    world.said(("s003", "s004"), GroupAction.KEEP_ALL)
    assert world.statuses()["s004"] == "waiting"
    world.approve("s003", "s004", "s000", "s001")
    assert world.unsettled() == {("s000", "s001", "near")}


def test_a_conflict_in_which_all_are_valid_needs_a_note_and_then_blocks_no_more(world):
    world.approve("s005", "s006")
    assert world.unsettled() == {("s005", "s006", "conflict")}
    with pytest.raises(InputError, match="note"):
        world.said(("s005", "s006"), GroupAction.KEEP_ALL, CONFLICT)
    made = world.said(("s005", "s006"), GroupAction.KEEP_ALL, CONFLICT, note="Adults; children.")
    assert (world.unsettled(), made.note) == (set(), "")
    assert b"Adults" not in b"".join(p.read_bytes() for p in world.workbench.settings.home.glob("workbench.db*"))


def test_splitting_takes_a_sample_out_of_the_group_and_leaves_the_rest_to_decide(world):
    world.said(TRIPLE, GroupAction.SPLIT, apart=("s002",))
    assert [(g.members, g.open) for g in world.groups(kind=DUPLICATE)] == [
        (("s000", "s001"), True),
        (("s003", "s004"), False),
    ]
    assert world.statuses()["s004"] == "set_aside"
    with pytest.raises(InputError, match="stay"):
        world.said(("s000", "s001"), GroupAction.SPLIT, apart=("s000", "s001"))


def test_merging_rewrites_the_keeper_sealed_until_it_is_screened_and_undo_restores_its_text(world):
    world.approve("s005")
    merged = {"keeper": "s005", "revision": 1, "question": "Question 5?", "answer": "Both, by age."}
    world.said(("s005", "s006"), GroupAction.MERGE, CONFLICT, **merged)
    with world.workbench.database.reading() as tx:
        made = newest_revision(tx, "s005")
    assert (made.kind.value, made.state) == ("merged", RevisionState.SCREENING)
    assert world.statuses()["s006"] == "set_aside"
    text = world.review.detail(world.ada, world.project, DUPLICATE, "s000").members[0]
    assert text.answer == "Answer 0."
    with world.workbench.database.reading() as tx:
        before = newest_revision(tx, "s006").conversation
    screen(world.desk, world.project, "s005", 2, before.answering("Question 5?", "Both, by age."))
    assert world.statuses()["s005"] == "approved"
    world.clock.forward(1)
    world.review.undo(world.ada, world.project)
    with world.workbench.database.reading() as tx:
        assert newest_revision(tx, "s005").conversation.answer == "Answer 5."
    assert (world.statuses()["s005"], world.statuses()["s006"]) == ("approved", "waiting")


def test_a_merge_on_an_old_text_is_refused_and_moves_nothing(world):
    before = world.statuses()
    with pytest.raises(StaleRevisionError):
        world.said(("s005", "s006"), GroupAction.MERGE, CONFLICT, keeper="s005", revision=3, question="q", answer="a")
    assert (world.statuses(), [g.open for g in world.groups(kind=CONFLICT)]) == (before, [True])


def test_a_group_that_has_grown_since_it_was_shown_is_refused_and_opens_again(world):
    world.said(TRIPLE[:2] + TRIPLE[2:], GroupAction.KEEP_ALL)
    grown = [*NEAR, DuplicatePair("s002", "s006", 0.8, DuplicateKind.NEAR)]
    with world.workbench.database.transaction() as tx:
        replace_pairs(tx, world.project.id, grown)
    with pytest.raises(ConflictError, match="changed"):
        world.said(TRIPLE, GroupAction.KEEP_ALL)
    group = next(g for g in world.groups(kind=DUPLICATE) if g.id == "s000")
    assert (group.members, group.open, group.decision.action) == ((*TRIPLE, "s006"), True, GroupAction.KEEP_ALL)


def test_the_same_decision_sent_twice_counts_once(world):
    said = GroupSaid(new_id(), DUPLICATE, TRIPLE, GroupAction.KEEP_ONE, keeper="s000")
    first = world.review.decide(world.ada, world.project, said)
    assert world.review.decide(world.ada, world.project, said) == first


def test_bulk_keeps_the_approved_one_of_each_open_group_leaves_conflicts_and_is_one_undo(world):
    world.approve("s002")
    before = world.statuses()
    with world.workbench.database.transaction() as tx:
        replace_pairs(tx, world.project.id, [*NEAR, DuplicatePair("s005", "s006", 0.8, DuplicateKind.NEAR)])
    assert world.review.keep_suggested(world.ada, world.project) == 2
    now = world.statuses()
    assert [now[name] for name in TRIPLE] == ["set_aside", "set_aside", "approved"]
    assert [g.kind for g in world.groups(open=True)] == [CONFLICT]
    world.clock.forward(1)
    assert len(world.review.undo(world.ada, world.project)) == 2
    assert world.statuses() == before


def test_bulk_decides_on_the_groups_of_its_filter_alone(world):
    with world.workbench.database.transaction() as tx:
        replace_pairs(tx, world.project.id, [*NEAR, DuplicatePair("s005", "s006", 0.99, DuplicateKind.NEAR)])
    wanted = GroupFilter(least=0.95)
    assert world.review.page(world.ada, world.project, wanted, 0, 10).at_once == 1
    assert world.review.page(world.ada, world.project, GroupFilter(CONFLICT), 0, 10).at_once == 0
    assert world.review.keep_suggested(world.ada, world.project, wanted) == 1
    now = world.statuses()
    assert sorted([now["s005"], now["s006"]]) == ["set_aside", "waiting"]
    assert {now[name] for name in TRIPLE} == {"waiting"}


def test_what_hangs_together_is_found_from_any_of_its_samples(world):
    chain = [DuplicatePair(f"s{i:03}", f"s{i + 1:03}", 0.9, DuplicateKind.NEAR) for i in range(3)]
    against = [DuplicatePair("s003", "s004", 0.9, DuplicateKind.CONFLICT)]
    with world.workbench.database.transaction() as tx:
        replace_pairs(tx, world.project.id, [*chain, *against])
        for name in ("s000", "s002", "s003"):
            assert pairs_around(tx, world.project.id, name, [DuplicateKind.NEAR, DuplicateKind.EXACT]) == tuple(chain)
        assert pairs_around(tx, world.project.id, "s004", [DuplicateKind.CONFLICT]) == tuple(against)
        assert pairs_around(tx, world.project.id, "s005", list(DuplicateKind)) == ()


def test_only_reviewers_decide_and_texts_in_closed_languages_stay_closed(world):
    observer = a_person(world.workbench, world.project, "Otto", PersonRole.OBSERVER)
    with pytest.raises(PermissionRefusedError):
        world.review.keep_suggested(observer, world.project)
    with world.workbench.database.transaction() as tx:
        tx.connection().exec_driver_sql("UPDATE samples SET status = 'not_screened' WHERE id = 's001'")
    shown = world.review.detail(world.ada, world.project, DUPLICATE, "s000").members
    assert [member.sample_id for member in shown] == ["s000", "s002"]
    beside = world.desk.next_items(world.ada, world.project, 1)[0].partners
    assert "s001" not in {partner.sample_id for partner in beside}
    assert world.statuses()["s001"] == SampleStatus.NOT_SCREENED.value


NAMES = st.sampled_from([f"s{i}" for i in range(6)])


@st.composite
def histories(draw):
    """Decisions on groups drawn at random, some of them taken back later."""
    made = []
    for i in range(draw(st.integers(0, 6))):
        members = tuple(sorted(draw(st.sets(NAMES, min_size=2, max_size=4))))
        action = draw(st.sampled_from(list(GroupAction)))
        keeper = draw(st.sampled_from(members)) if action in {GroupAction.KEEP_ONE, GroupAction.MERGE} else None
        apart = members[:1] if action is GroupAction.SPLIT else ()
        at = HandClock()() + timedelta(seconds=i)
        made.append(GroupDecision(f"d{i}", "p", DUPLICATE, action, members, "ada", at, keeper, apart))
    undone = draw(st.sets(st.integers(0, 5)))
    at = HandClock()() + timedelta(hours=1)
    backs = [
        GroupDecision(f"u{i}", "p", one.kind, one.action, one.members, "ada", at, undoes=one.id)
        for i, one in enumerate(made)
        if i in undone
    ]
    return [*made, *backs], [one for i, one in enumerate(made) if i not in undone]


@given(histories())
def test_what_was_taken_back_leaves_no_trace_and_a_keeper_is_never_aside_by_its_own_decision(history):
    decisions, left = history
    assert put_aside(standing_on(decisions)) == put_aside(left)
    if left and left[-1].keeper is not None:
        assert left[-1].keeper not in put_aside(left)


@given(st.lists(st.tuples(NAMES, NAMES).filter(lambda pair: pair[0] < pair[1]), unique=True), st.randoms())
def test_groups_do_not_depend_on_the_order_of_pairs(pairs, rng):
    made = [DuplicatePair(a, b, 0.9, DuplicateKind.NEAR) for a, b in pairs]
    shuffled = list(made)
    rng.shuffle(shuffled)
    assert [g.members for g in groups_of(made, ())] == [g.members for g in groups_of(shuffled, ())]
    assert sorted(name for g in groups_of(made, ()) for name in g.members) == sorted({n for p in pairs for n in p})
