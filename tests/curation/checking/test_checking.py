"""A project's checks in the store: its own rules, switches, checking again, and notes that experts let stand."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from curation.dedup.policy import SEARCH
from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.jobs import JobKind, JobState
from curation.domain.people import PersonRole
from curation.domain.reviews import RejectReason, Verdict
from curation.errors import InputError, PermissionRefusedError
from curation.quality.dismissals import Heeded
from curation.services.checking import Checks
from curation.services.checks_tried import TRY_OUT
from curation.services.checks_try_out import ChecksTryOut
from curation.services.rechecking import Rechecking, forget_known_words
from curation.store import findings as findings_store
from tests.builders import a_person
from tests.curation.importing.screening_world import ListReporter, World, a_world

RULES = """
rules:
  - name: generic names
    forbid: Tylenol
    because: Use the generic name.
"""


@pytest.fixture
def world(tmp_path):
    return a_world(tmp_path)


def a_file(answers):
    rows = ({"question": f"What is number {i} of the list for?", "answer": answer} for i, answer in enumerate(answers))
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def checks_of(world: World) -> Checks:
    answering = ChecksTryOut(world.workbench.database)
    asked = {TRY_OUT: answering}
    return Checks(world.workbench.database, lambda kind, question: asked[kind](question))


def rows_now(world: World):
    return {row.name: row for row in checks_of(world).view(world.owner, world.project).rows}


def run(world: World):
    jobs = [job for job in world.workbench.queue.open(world.project.id) if job.kind is JobKind.RECHECK]
    for job in jobs:
        taken = world.workbench.queue.claim("worker", (JobKind.RECHECK,))
        assert taken is not None
        Rechecking(world.workbench.database).run(job, ListReporter())
        world.workbench.queue.finish("worker", job.id, JobState.DONE)
    return len(jobs)


def test_a_search_that_waits_does_not_stand_for_checking_by_new_rules(world):
    searching = world.workbench.queue.enqueue(JobKind.RECHECK, SEARCH, world.owner.id, world.project.id)
    checking = checks_of(world).save_rules(world.owner, world.project, RULES)
    assert (checking.payload, checking.id != searching.id) == ({}, True)
    assert checks_of(world).switch(world.owner, world.project, "boilerplate", on=False).id == checking.id


def test_people_who_switch_checks_at_once_all_have_what_they_chose(world):
    checks, names = checks_of(world), [name for name, row in rows_now(world).items() if row.on]
    begin = Barrier(len(names))

    def switch(name):
        begin.wait()
        checks.switch(world.owner, world.project, name, on=False)

    with ThreadPoolExecutor(len(names)) as threads:
        list(threads.map(switch, names))
    assert [name for name, row in rows_now(world).items() if row.on] == []


def notes(world: World):
    lines = [line.sample for line in sorted(world.lines(), key=lambda line: line.question)]
    with world.workbench.database.reading() as tx:
        return [[f.check for f in findings_store.findings_of(tx, one.id, one.head)] for one in lines]


def test_new_rules_are_checked_on_the_samples_that_are_there(world):
    world.take_in(a_file(["Take Tylenol for the list.", "Number one is for rest. I hope this helps!"]), "a.jsonl")
    checks = checks_of(world)
    assert notes(world) == [[], ["boilerplate"]]
    assert checks.save_rules(world.owner, world.project, RULES).kind is JobKind.RECHECK
    assert checks.view(world.owner, world.project).rechecking
    assert run(world) == 1
    assert notes(world) == [["rule:generic names"], ["boilerplate"]]
    assert checks.save_rules(world.owner, world.project, RULES) is None
    checks.switch(world.owner, world.project, "boilerplate", on=False)
    checks.switch(world.owner, world.project, "rule:generic names", on=False)
    assert run(world) == 1
    assert notes(world) == [[], []]
    rows = {row.name: row for row in checks.view(world.owner, world.project).rows}
    assert not rows["boilerplate"].on
    assert rows["rule:generic names"].own
    assert rows["markup"].on


def test_rules_hold_for_what_comes_in_later_and_for_corrections(world):
    checks_of(world).save_rules(world.owner, world.project, RULES)
    world.take_in(a_file(["Take Tylenol for the list."]), "a.jsonl")
    assert notes(world) == [["rule:generic names"]]


def test_checking_twice_changes_nothing(world):
    world.take_in(a_file(["It is number one.", "", "Yes."]), "a.jsonl")
    before = notes(world)
    assert before == [[], ["empty"], ["too_short"]]
    checks_of(world).save_rules(world.owner, world.project, RULES)
    run(world)
    checks_of(world).save_rules(world.owner, world.project, RULES + "\n")
    run(world)
    assert notes(world) == before


def test_rules_that_cannot_be_read_are_refused_and_nothing_is_kept(world):
    checks = checks_of(world)
    with pytest.raises(InputError, match="Line 3"):
        checks.save_rules(world.owner, world.project, RULES.replace("- name", "- nama"))
    with pytest.raises(InputError, match="Line 3"):
        checks.try_out(world.owner, world.project, RULES.replace("- name", "- nama"))
    assert checks.view(world.owner, world.project).yaml == ""


def test_only_who_manages_changes_the_checks(world):
    expert = a_person(world.workbench, world.project, "Vera", PersonRole.EXPERT)
    checks = checks_of(world)
    for act in (
        lambda: checks.save_rules(expert, world.project, RULES),
        lambda: checks.switch(expert, world.project, "markup", on=False),
        lambda: checks.try_out(expert, world.project, RULES),
    ):
        with pytest.raises(PermissionRefusedError):
            act()
    assert checks.view(expert, world.project).rows


def test_rules_are_tried_out_on_real_samples_without_being_kept(world):
    world.take_in(a_file(["Take Tylenol for the list.", "Number one is for rest."]), "a.jsonl")
    tried = checks_of(world).try_out(world.owner, world.project, RULES)
    assert (tried.samples, tried.noted) == (2, 1)
    [shown] = tried.shown
    [note] = shown.notes
    assert note.message == "Use the generic name."
    assert note.around == ("Take ", "Tylenol", " for the list.")
    assert checks_of(world).view(world.owner, world.project).yaml == ""
    assert notes(world) == [[], []]


def test_a_word_of_three_samples_is_a_word_of_the_project(world):
    world.take_in(a_file(["The managment of a ward.", "Number one is a list."]), "a.jsonl")
    assert notes(world) == [["spelling"], []]
    world.take_in(a_file([f"The managment of ward {i} and its beds." for i in range(3)]), "b.jsonl")
    forget_known_words(world.workbench.database, world.project)
    assert [name for found in notes(world) for name in found] == []


def test_keeping_off_what_experts_dismiss_drops_its_notes_from_what_is_not_decided(world):
    world.take_in(a_file([f"Number {i} is for rest. I hope this helps!" for i in range(26)]), "a.jsonl")
    expert = a_person(world.workbench, world.project, "Vera", PersonRole.EXPERT)
    for line in world.lines()[:24]:
        act = Act(new_id(), line.sample.id, line.sample.head, Verdict.APPROVE)
        world.workbench.reviewing.decide(expert, world.project, act)
    row = rows_now(world)["boilerplate"]
    assert (row.on, bool(row.why_off), row.samples) == (False, True, 26)
    assert checks_of(world).switch(world.owner, world.project, "boilerplate", on=False) is not None
    run(world)
    row = rows_now(world)["boilerplate"]
    assert (row.on, row.why_off, row.samples) == (False, "", 24)


def test_a_check_that_experts_dismiss_is_off_and_says_why(world):
    answers = [f"Number {i} is for rest and for sleep. I hope this helps!" for i in range(24)]
    answers += [f"Number {i} is for <b>work</b> and for bread." for i in range(24)]
    world.take_in(a_file(answers), "a.jsonl")
    expert = a_person(world.workbench, world.project, "Vera", PersonRole.EXPERT)
    for line in world.lines():
        dismissed = "hope" in line.answer
        reason = None if dismissed else RejectReason.WRONG
        verdict = Verdict.APPROVE if dismissed else Verdict.REJECT
        act = Act(new_id(), line.sample.id, line.sample.head, verdict, reason)
        world.workbench.reviewing.decide(expert, world.project, act)
    rows = {row.name: row for row in checks_of(world).view(world.owner, world.project).rows}
    assert rows["boilerplate"].heeded == Heeded(24, 24)
    assert not rows["boilerplate"].on
    said = "Off, because experts let 24 of 24 texts with this note stand as they were (in 0 they dismissed the note)."
    assert rows["boilerplate"].why_off == said
    assert rows["markup"].heeded == Heeded(24, 0)
    assert rows["markup"].on
    world.take_in(a_file(["It is for tea. I hope this helps!"]), "b.jsonl")
    assert rows_now(world)["boilerplate"].samples == 24
    checks_of(world).switch(world.owner, world.project, "boilerplate", on=True)
    run(world)
    assert (rows_now(world)["boilerplate"].on, rows_now(world)["boilerplate"].samples) == (True, 25)


def test_few_decisions_switch_nothing_off():
    assert not Heeded(19, 19).is_dismissed
    assert Heeded(20, 20).is_dismissed
    assert not Heeded(40, 30).is_dismissed
    assert not Heeded().is_dismissed


def test_a_sample_says_why_it_comes_early(world):
    world.take_in(a_file(["Yes.", "Number one is for rest and for sleep."]), "a.jsonl")
    first, second = world.lines()
    assert checks_of(world).why_first(world.owner, world.project, first.sample.id) == ("1 note that wants eyes",)
    assert checks_of(world).why_first(world.owner, world.project, second.sample.id) == ()
