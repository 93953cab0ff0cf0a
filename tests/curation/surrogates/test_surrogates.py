"""Surrogates are one to one over a whole project: imports, processes, kills and restarts do not change them."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.domain.desk import Act
from curation.domain.identity import new_id
from curation.domain.reviews import Verdict
from curation.pii.operators import Ledger, Operators
from curation.pii.policy import PiiPolicy
from curation.pii.surrogates import inventing
from curation.services.gates import ReleaseGate
from curation.services.import_plan import Wishes
from curation.services.surrogate_book import SurrogateBook, operator_key
from curation.store.events import broken_lines
from curation.store.findings import spans_of
from curation.store.surrogates import surrogates_after
from tests.builders import a_project, a_workbench, an_environment
from tests.curation.importing.screening_world import World, a_world, lines_of
from tests.curation.importing.test_killed_screening import screen_and_kill
from workbench.bootstrap import open_workbench, settings_from

SURROGATES = {"operators": {"*": "surrogate"}, "profile": "precise"}
POLICY = PiiPolicy.from_json(SURROGATES)
NAMES = [f"Dr. {first} {last}" for first in ("Anna", "Elena", "Miguel") for last in ("Weber", "Vasquez", "Okafor")]
SENTENCE = "{name} wrote: which splint is right? Call 212-555-01{number:02} or write to {mail}."


def asking(name: str, number: int) -> tuple[str, str]:
    mail = f"{name.rsplit(maxsplit=1)[-1].lower()}{number}@clinic-example.com"
    return SENTENCE.format(name=name, number=number, mail=mail), f"Tell {name} that number {number} is right."


def inventing_world(folder: Path, name: str = "Cardiology") -> World:
    found = a_world(folder)
    found.workbench.projects.set_policy(found.owner, found.project, "pii", SURROGATES)
    assert found.project.name == name
    return found


def surrogate_of(world: World, number: int) -> str:
    """What stands for the name in the question and, the same, in the answer."""
    [line] = [line for line in world.lines() if line.answer.endswith(f"that number {number} is right.")]
    found = re.fullmatch(r"Tell (?:Dr\. )?(.*) that number \d+ is right\.", line.answer)
    assert found is not None
    assert found[1] in line.question
    return found[1]


def test_two_imports_of_a_project_give_a_value_one_surrogate_and_two_projects_two(tmp_path: Path) -> None:
    world = inventing_world(tmp_path / "one")
    world.take_in(lines_of(asking("Dr. Anna Weber", 11)), "a.jsonl")
    world.take_in(lines_of(asking("Dr. Anna Weber", 12), asking("Dr. Miguel Okafor", 13)), "b.jsonl")
    first, again, other = (surrogate_of(world, n) for n in (11, 12, 13))
    assert first == again
    assert first not in ("Anna Weber", "Dr. Anna Weber")
    assert other != first
    apart = inventing_world(tmp_path / "two")
    apart.take_in(lines_of(asking("Dr. Anna Weber", 11)), "a.jsonl")
    assert surrogate_of(apart, 11) != first
    assert b"Weber" not in world.disk()


@pytest.mark.slow
def test_killed_and_started_again_a_value_keeps_its_surrogate(tmp_path: Path) -> None:
    pairs = [asking(NAMES[n % len(NAMES)], 10 + n) for n in range(12)]
    torn, whole = inventing_world(tmp_path / "torn"), inventing_world(tmp_path / "whole")
    done = torn.workbench.importing.import_file(torn.owner, torn.project, lines_of(*pairs), "a.jsonl", Wishes())
    assert done.job is not None
    assert screen_and_kill(torn, done.job.id, 3) == -9
    assert screen_and_kill(torn, done.job.id, 0) == 0
    whole.take_in(lines_of(*pairs), "a.jsonl")
    for world in (torn, whole):
        made = {NAMES[n % len(NAMES)]: set[str]() for n in range(12)}
        for n in range(12):
            made[NAMES[n % len(NAMES)]].add(surrogate_of(world, 10 + n))
        assert [len(found) for found in made.values()] == [1] * len(NAMES)
        assert len(set.union(*made.values())) == len(NAMES)


VALUES = st.lists(
    st.tuples(st.booleans(), st.sampled_from(("PERSON", "US_SSN", "PHONE_NUMBER")), st.integers(0, 14)), max_size=24
)


@settings(max_examples=25)
@given(steps=VALUES)
def test_processes_that_take_turns_never_disagree_nor_share(steps, tmp_path_factory) -> None:
    workbench = a_workbench(tmp_path_factory.mktemp("home"))
    _, project = a_project(workbench)
    key, book = operator_key(workbench.seal, project), SurrogateBook(workbench.database, project)
    ledgers = (Ledger(recognises=False), Ledger(recognises=False))
    given_out: dict[tuple[str, str], str] = {}
    for second, entity, number in steps:
        numbers = {"US_SSN": f"536-22-{number:04}", "PHONE_NUMBER": f"212-555-01{number:02}"}
        value = numbers.get(entity, NAMES[number % len(NAMES)][4:])
        ledger = ledgers[second]
        acting = Operators(POLICY, key, inventing("en_US"), ledger)
        made = book.keeping(ledger, lambda a=acting, e=entity, v=value: a.replacement(e, v.casefold(), v, ""))
        assert given_out.setdefault((entity, value), made) == made
    assert len(set(given_out.values())) == len(given_out)
    with workbench.database.reading() as tx:
        assert len(surrogates_after(tx, project.id, 0)) == len(given_out)
    workbench.database.close()


@pytest.mark.slow
def test_processes_at_the_same_moment_never_disagree(tmp_path: Path) -> None:
    workbench = a_workbench(tmp_path)
    _, project = a_project(workbench)
    key = operator_key(workbench.seal, project)
    values = [f"536-22-{number:04}" for number in range(60)]

    def one_process(number: int) -> dict[str, str]:
        own = open_workbench(settings_from(an_environment(tmp_path / "home")))
        ledger, book = Ledger(recognises=False), SurrogateBook(own.database, project)
        acting = Operators(POLICY, key, None, ledger)
        mine = values if number % 2 else values[::-1]
        found = {
            value: book.keeping(ledger, lambda v=value: acting.replacement("US_SSN", v.replace("-", ""), v, ""))
            for value in mine
        }
        own.database.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(one_process, range(4)))
    assert all(found == results[0] for found in results)
    assert len(set(results[0].values())) == len(values)


def test_a_surrogate_is_no_value_of_the_project_even_where_the_generator_would_say_so(tmp_path: Path) -> None:
    workbench = a_workbench(tmp_path)
    _, project = a_project(workbench)
    key, book = operator_key(workbench.seal, project), SurrogateBook(workbench.database, project)
    drawn = iter(["Rosa Lind", "Rosa Lind", "Karl Amber", "Rosa Lind", "Ivo Stern"])
    ledger = Ledger(recognises=False)
    acting = Operators(POLICY, key, lambda entity, value, draw: next(drawn), ledger)
    first = book.keeping(ledger, lambda: acting.replacement("PERSON", "anna weber", "Anna Weber", ""))
    second = book.keeping(ledger, lambda: acting.replacement("PERSON", "emil krug", "Emil Krug", ""))
    assert (first, second) == ("Rosa Lind", "Karl Amber")
    third = book.keeping(ledger, lambda: acting.replacement("PERSON", "rosa lind", "Rosa Lind", ""))
    assert third == "Ivo Stern"


def test_a_real_name_is_hidden_although_somebody_else_was_given_it(tmp_path: Path) -> None:
    world = inventing_world(tmp_path)
    world.take_in(lines_of(asking("Dr. Anna Weber", 11)), "a.jsonl")
    stands_for_anna = surrogate_of(world, 11)
    world.take_in(lines_of(asking(f"Dr. {stands_for_anna}", 12)), "b.jsonl")
    assert surrogate_of(world, 12) != stands_for_anna


def test_a_correction_leaves_surrogates_alone_keeps_their_badges_and_the_approval_of_its_meaning(
    tmp_path: Path,
) -> None:
    world = inventing_world(tmp_path)
    world.take_in(lines_of(asking("Dr. Anna Weber", 11)), "a.jsonl")
    made = surrogate_of(world, 11)
    [line] = world.lines()
    act = Act(new_id(), line.sample.id, 1, Verdict.APPROVE)
    answer = f"Tell Dr. {made} that Ms. Elena Vasquez and number 11 is right."
    world.workbench.reviewing.correct(world.owner, world.project, act, line.question, answer)
    world.revisions.screen(world.project, line.sample.id, 2, world.owner.id)
    [after] = world.lines()
    assert after.question == line.question
    assert after.answer.startswith(f"Tell Dr. {made} that Ms. ")
    assert "Vasquez" not in after.answer
    with world.workbench.database.reading() as tx:
        spans = spans_of(tx, line.sample.id, 2)
        assert list(broken_lines(tx)) == []
    assert {made, re.sub(r"^.* that Ms\. (.*) and .*$", r"\1", after.answer)} <= {span.placeholder for span in spans}
    texts = {"question": after.question, "answer": after.answer}
    assert all(texts[s.place.part.value][s.place.start : s.place.end] == s.placeholder for s in spans)


def test_the_gate_before_a_release_takes_no_surrogate_for_a_person(tmp_path: Path) -> None:
    world = inventing_world(tmp_path)
    world.take_in(lines_of(*(asking(name, 20 + n) for n, name in enumerate(NAMES))), "a.jsonl")
    workbench = world.workbench
    for _ in NAMES:
        [item] = workbench.reviewing.next_items(world.owner, world.project, 1)
        workbench.reviewing.decide(world.owner, world.project, Act(new_id(), item.sample_id, 1, Verdict.APPROVE))
    gate = ReleaseGate(workbench.database, workbench.seal)
    while gate.scan_ahead():
        pass
    from curation.store.tables_samples import PiiScanRow

    with workbench.database.reading() as tx:
        assert [row.found for row in tx.query(PiiScanRow) if row.found] == []
        assert tx.query(PiiScanRow).count() == len(NAMES)


def test_a_restart_reads_what_was_given_out(tmp_path: Path) -> None:
    workbench = a_workbench(tmp_path)
    owner, project = a_project(workbench)
    key, book = operator_key(workbench.seal, project), SurrogateBook(workbench.database, project)
    first = Ledger(recognises=False)
    drawn = iter(["Rosa Lind", "Karl Amber"])
    acting = Operators(POLICY, key, lambda entity, value, draw: next(drawn), first)
    made = book.keeping(first, lambda: acting.replacement("PERSON", "anna weber", "Anna Weber", ""))
    later = Ledger(recognises=False)
    again = Operators(POLICY, key, lambda entity, value, draw: next(drawn), later)
    assert book.keeping(later, lambda: again.replacement("PERSON", "anna weber", "Anna Weber", "")) == made
    assert b"Anna Weber" not in World(workbench, owner, project).disk()
