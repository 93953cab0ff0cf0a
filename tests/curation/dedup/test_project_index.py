"""A project's search with its index says what a search without one says, and the index follows the store."""

import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from curation.domain.desk import Act
from curation.domain.findings import DuplicatePair
from curation.domain.identity import new_id
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus, question_and_answer
from curation.services.erasing import Erasing
from curation.services.index_files import only_one
from curation.services.screening_duplicates import Found, Index, SearchFirst, search
from curation.services.screening_revisions import RevisionScreening
from curation.services.sealed_files import SealedFiles
from curation.store import duplicates as pairs_store
from curation.store.tables_samples import DuplicateGroupRow
from tests.bench._question_answers import question_answers
from tests.curation.importing.screening_world import ListReporter, World, a_corpus, a_world, lines_of
from tests.curation.release.shelf import Shelf, Shelved, named

ROOT = Path(__file__).parents[3]
SAID = "The patient Sigrun Maierhofer asked how long the plaster stays on a broken wrist after the operation?"
COPIES = [("What is X in plain words?", "It is Y."), ("what is X, in plain words", "It is Y!")]
AGAINST = [(COPIES[0][0], "It is certainly never Z, whatever they say.")]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return a_world(tmp_path)


def folder(world: World) -> Path:
    return world.workbench.settings.indexes


def looked_up(world: World, lines: list[str] | None = None) -> Found:
    log = [] if lines is None else lines
    at = world.workbench.duplicates.clock()
    return search(world.workbench.database, world.project, at, Index(folder(world), log.append))


def searched(world: World) -> Found:
    return search(world.workbench.database, world.project, world.workbench.duplicates.clock())


def in_parts(world: World, pairs: list[tuple[str, str]], size: int) -> None:
    for start in range(0, len(pairs), size):
        world.take_in(lines_of(*pairs[start : start + size]), f"{start}.jsonl")
        looked_up(world)


def bytes_below(place: Path) -> int:
    return sum(file.stat().st_size for file in place.rglob("*") if file.is_file())


@pytest.mark.slow
def test_an_index_that_grew_import_by_import_says_what_a_whole_search_says(world: World) -> None:
    in_parts(world, [*question_answers(120, 250), *COPIES, *AGAINST], 40)
    found = looked_up(world)
    assert found == searched(world)
    assert len(found.pairs) > 10
    assert {pair.kind.value for pair in found.pairs} == {"exact", "near", "conflict"}
    with world.workbench.database.reading() as tx:
        assert set(pairs_store.all_pairs(tx, world.project.id)) == set(found.pairs)


def test_a_second_search_reads_and_writes_nothing_new(world: World) -> None:
    world.take_in(lines_of(*COPIES, *AGAINST), "a.jsonl")
    first, before = looked_up(world), sorted(folder(world).rglob("*"))
    assert looked_up(world) == first
    assert sorted(folder(world).rglob("*")) == before


@pytest.mark.parametrize("spoil", ["sigs.npy", "bands.npy", "ids.parquet", "edges.parquet", "meta.json"])
def test_a_damaged_index_is_built_anew_and_the_job_says_so(world: World, spoil: str) -> None:
    world.take_in(lines_of(*COPIES, *AGAINST), "a.jsonl")
    found, lines = looked_up(world), []
    for file in folder(world).rglob(spoil):
        file.write_bytes(b"no such thing")
    assert looked_up(world, lines) == found
    assert [line.endswith("It is built anew.") for line in lines] == [True, True]
    assert looked_up(world, lines) == found
    assert len(lines) == 2


def test_another_projects_index_is_not_this_ones(world: World) -> None:
    world.take_in(lines_of(*COPIES), "a.jsonl")
    looked_up(world)
    other = replace(world.project, id="another")
    at = world.workbench.duplicates.clock()
    assert search(world.workbench.database, other, at, Index(folder(world))).pairs == ()
    assert {one.name for one in folder(world).iterdir()} == {"lock", world.project.id}


def test_another_policy_makes_another_index(world: World) -> None:
    near = [(f"{word} {SAID}", "About six weeks.") for word in ("Please", "Pray")]
    world.take_in(lines_of(*near), "a.jsonl")
    assert [pair.kind.value for pair in looked_up(world).pairs] == ["near"]
    world.workbench.projects.set_policy(world.owner, world.project, "duplicates", {"threshold": 0.99})
    lines: list[str] = []
    assert looked_up(world, lines).pairs == ()
    assert ["other settings" in line for line in lines] == [True, True]
    assert searched(world).pairs == ()


def test_erasing_a_person_forgets_the_index_and_the_next_search_builds_it_anew(world: World) -> None:
    world.take_in(lines_of((SAID, "About six weeks."), *COPIES), "a.jsonl")
    before = looked_up(world)
    workbench = world.workbench
    erasing = Erasing(workbench.database, workbench.seal, SealedFiles(workbench.settings.sources, workbench.seal))
    erasing.erase(world.owner.id, ["plaster stays on a broken wrist"])
    assert bytes_below(folder(world)) == 0
    after = looked_up(world)
    assert after == searched(world)
    assert {pair.kind for pair in after.pairs} == {pair.kind for pair in before.pairs}


def test_a_search_before_freezing_uses_the_index(world: World) -> None:
    done = world.take_in(lines_of(*COPIES), "a.jsonl")
    assert done.job is not None
    seen: list[str] = []

    class Next:
        def run(self, job, reporter) -> None:
            seen.append(job.id)

    SearchFirst(world.workbench.database, Next(), indexes=folder(world)).run(done.job, ListReporter())
    assert seen == [done.job.id]
    assert (folder(world) / world.project.id / "whole" / "meta.json").is_file()


def test_an_index_that_came_further_than_the_store_is_believed_only_as_far_as_the_store(world: World) -> None:
    world.take_in(lines_of(*COPIES), "a.jsonl")
    looked_up(world)
    kept = folder(world).with_name("kept")
    shutil.copytree(folder(world), kept)
    world.take_in(lines_of(*AGAINST), "b.jsonl")
    found = looked_up(world)
    shutil.rmtree(folder(world))
    kept.rename(folder(world))
    assert looked_up(world) == found


CHILD = """
import sys
from pathlib import Path
from curation.services.screening_duplicates import Index, search
from tests.builders import an_environment
from workbench.bootstrap import open_workbench, settings_from
workbench = open_workbench(settings_from(an_environment(Path(sys.argv[1]))))
[project] = workbench.projects.of(sys.argv[2])
print("ready", flush=True)
search(workbench.database, project, workbench.duplicates.clock(), Index(workbench.settings.indexes))
"""


@pytest.mark.slow
def test_a_search_killed_anywhere_is_made_good_by_the_next(world: World) -> None:
    world.take_in(lines_of(*question_answers(300, 250), *COPIES, *AGAINST), "a.jsonl")
    home, owner = str(world.workbench.settings.home), world.owner.id
    for wait in (0.0, 0.1, 0.3, 0.6):
        shutil.rmtree(folder(world), ignore_errors=True)
        running = subprocess.Popen([sys.executable, "-c", CHILD, home, owner], cwd=ROOT, stdout=subprocess.PIPE)
        assert running.stdout is not None
        running.stdout.readline()
        try:
            running.wait(wait)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        running.stdout.close()
    assert looked_up(world) == searched(world)


@pytest.mark.slow
def test_two_searches_at_once_wait_for_one_another(world: World) -> None:
    world.take_in(lines_of(*COPIES), "a.jsonl")
    home, owner = str(world.workbench.settings.home), world.owner.id
    with only_one(folder(world)):
        running = subprocess.Popen([sys.executable, "-c", CHILD, home, owner], cwd=ROOT, stdout=subprocess.PIPE)
        assert running.stdout is not None
        running.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(1.0)
        assert not (folder(world) / world.project.id).exists()
    assert running.wait(240) == 0
    running.stdout.close()
    assert looked_up(world) == searched(world)


def corrected(world: World, of: str, question: str, answer: str) -> str:
    """Correct the sample whose question holds these words, and screen what was typed, with the index at hand."""
    workbench = world.workbench
    sample = next(line.sample for line in world.lines() if of in line.question and line.sample.head == 1)
    act = Act(new_id(), sample.id, sample.head, Verdict.APPROVE)
    workbench.reviewing.correct(world.owner, world.project, act, question, answer)
    stage = RevisionScreening(workbench.database, workbench.seal, indexes=folder(world))
    stage.screen(world.project, sample.id, sample.head + 1, world.owner.id)
    return sample.id


def stored_pairs(world: World, sample_id: str) -> set[DuplicatePair]:
    with world.workbench.database.reading() as tx:
        return set(pairs_store.pairs_of(tx, world.project.id, sample_id))


def full_pairs(world: World, sample_id: str) -> set[DuplicatePair]:
    return {pair for pair in searched(world).pairs if sample_id in (pair.first, pair.second)}


def test_a_corrected_text_is_compared_with_every_sample_when_it_is_screened(world: World) -> None:
    world.take_in(lines_of((SAID, "About six weeks."), *a_corpus(20)), "a.jsonl")
    looked_up(world)
    asked, answer = a_corpus(20)[7]
    name = corrected(world, asked, f"Please, {SAID}", "About six weeks.")
    found = stored_pairs(world, name)
    assert [pair.kind.value for pair in found] == ["near"]
    assert found == full_pairs(world, name)
    corrected(world, "asked how long the plaster", asked, answer)
    assert stored_pairs(world, name) == set()


def test_a_corrected_question_finds_the_answer_that_contradicts_it(world: World) -> None:
    world.take_in(lines_of(*AGAINST, *a_corpus(20)), "a.jsonl")
    looked_up(world)
    name = corrected(world, a_corpus(20)[3][0], AGAINST[0][0], "It is always W and W alone, in each of the cases.")
    assert [pair.kind.value for pair in stored_pairs(world, name)] == ["conflict"]
    assert stored_pairs(world, name) == full_pairs(world, name)


def test_a_correction_that_makes_a_copy_sets_it_aside_or_what_it_copies(world: World) -> None:
    world.take_in(lines_of((SAID, "About six weeks."), *a_corpus(5)), "a.jsonl")
    looked_up(world)
    name = corrected(world, a_corpus(5)[0][0], SAID, "About six weeks.")
    assert [pair.kind.value for pair in stored_pairs(world, name)] == ["exact"]
    aside = [line.sample.id for line in world.lines() if line.sample.status is SampleStatus.SET_ASIDE]
    assert len(aside) == 1
    assert name not in aside


def test_without_an_index_the_first_correction_builds_it_and_the_next_adds_its_own_text_alone(world: World) -> None:
    corpus = a_corpus(30)
    world.take_in(lines_of(*corpus), "a.jsonl")
    assert not folder(world).exists()
    corrected(world, corpus[0][0], "What is it that nobody has asked before?", "A question of mine.")
    before = set((folder(world) / world.project.id / "whole").iterdir())
    corrected(world, corpus[1][0], "What is it that somebody has asked before?", "A question of yours.")
    [fresh] = set((folder(world) / world.project.id / "whole").iterdir()) - before
    assert pl.read_parquet(fresh / "ids.parquet").height == 1


@pytest.mark.slow
def test_corrections_in_any_order_leave_the_pairs_of_a_whole_search(world: World) -> None:
    corpus = list(question_answers(60, 200))
    world.take_in(lines_of(*corpus), "a.jsonl")
    looked_up(world)
    draw = random.Random(5)  # noqa: S311 - drawn corrections
    for _ in range(12):
        line = draw.choice([one for one in world.lines() if one.sample.status is SampleStatus.WAITING])
        question, answer = draw.choice(corpus)
        sample = line.sample
        act = Act(new_id(), sample.id, sample.head, Verdict.APPROVE)
        world.workbench.reviewing.correct(world.owner, world.project, act, question, answer + draw.choice(("", " So.")))
        stage = RevisionScreening(world.workbench.database, world.workbench.seal, indexes=folder(world))
        stage.screen(world.project, sample.id, sample.head + 1, world.owner.id)
        assert stored_pairs(world, sample.id) == full_pairs(world, sample.id)
    assert looked_up(world) == searched(world)


@pytest.mark.slow
def test_where_only_leaders_of_a_crowd_are_compared_the_job_says_so(world: World) -> None:
    template = " ".join(f"word{i}" for i in range(80))
    shelf = Shelf(world.workbench, world.owner, world.project)
    shelf.add(*(Shelved(named(i), question_and_answer(template, f"number{i}")) for i in range(700)))
    lines: list[str] = []
    found = looked_up(world, lines)
    assert found.crowds > 0
    assert any("very large" in line for line in lines)
    assert len(found.pairs) < 100 * 700
    assert {len(group.members) for group in found.groups if group.kind.value == "near"} == {700}


def test_groups_are_written_by_kind(world: World) -> None:
    world.take_in(lines_of(*COPIES, *AGAINST), "a.jsonl")
    looked_up(world)
    with world.workbench.database.reading() as tx:
        kinds = sorted(row.kind for row in tx.query(DuplicateGroupRow))
        scores = {pair.kind.value: pair.score for pair in pairs_store.all_pairs(tx, world.project.id)}
    assert kinds == ["conflict", "exact"]
    assert scores["exact"] is None
    assert scores["conflict"] == 1.0
