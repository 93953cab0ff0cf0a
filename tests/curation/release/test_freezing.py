import json
from pathlib import Path

import polars as pl
import pytest

from curation.domain.findings import DuplicateKind
from curation.domain.identity import content_hash
from curation.domain.releases import LeftOut
from curation.domain.samples import Conversation, Message, Role, SampleStatus, question_and_answer
from curation.domain.versions import Recipe, Split
from curation.errors import ConflictError, InputError, JobCancelledError, NotFoundError, PermissionRefusedError
from curation.release.manifest import differences
from curation.store import versions as store
from curation.store.events import broken_lines, recent_events
from tests.builders import a_person, a_project, a_workbench
from tests.curation.release.shelf import ListReporter, Shelf, Shelved, named, pair, talk

WAITING = SampleStatus.WAITING


def folder_of(shelf: Shelf, name: str = "v1") -> Path:
    return shelf.releasing.folder(shelf.owner, shelf.project, name).folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_frozen_version_is_a_whole_folder_with_rows_and_an_event(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(18)), talk(100), talk(101), pair(200, WAITING))
    shelf.freeze()
    version = shelf.releasing.version(shelf.owner, shelf.project, "v1")
    assert version.counts == {Split.TRAIN: 16, Split.VALIDATION: 2, Split.TEST: 2}
    folder = folder_of(shelf)
    assert differences(folder) == []
    held = set(bytes_of(folder))
    assert {f"{place}.{end}" for place in ("data/train", "data/test") for end in ("parquet",)} <= held
    assert {"messages/train.jsonl", "prompt_completion/test.jsonl", "README.md", "recipe.json", "manifest.json"} <= held
    assert not [p for p in folder.parent.iterdir() if p.name != "v1"]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["version_hash"] == version.hash
    assert manifest["left_out"] == {"waiting": 1}
    with shelf.workbench.database.reading() as tx:
        members = store.members(tx, version.id)
        assert recent_events(tx, shelf.project.id)[0].action == "version.frozen"
        assert list(broken_lines(tx)) == []
        assert store.gates_of(tx, version.id)[0].verdict == "passed"
    assert members.height == 20
    train = pl.read_parquet(folder / "data" / "train.parquet")
    assert train["id"].to_list() == sorted(train["id"])
    assert set(train["id"]) == set(members.filter(pl.col("split") == "train")["id"])


def test_prompt_and_completion_part_at_the_last_answer(shelf: Shelf) -> None:
    shelf.add(talk(1))
    shelf.freeze(recipe=Recipe(validation=0, test=0))
    line = (folder_of(shelf) / "prompt_completion" / "train.jsonl").read_text(encoding="utf-8")
    row = json.loads(line)
    assert [m["role"] for m in row["prompt"]] == ["system", "user", "assistant", "user"]
    assert row["completion"] == [{"role": "assistant", "content": "Because it leaves one over.\u2028Always."}]
    assert row["id"] == named(1)
    parquet = pl.read_parquet(folder_of(shelf) / "data" / "train.parquet")
    assert parquet["context"].to_list() == [["A passage about numbers."]]


def test_the_same_store_and_recipe_give_the_same_bytes_and_hash(tmp_path: Path) -> None:
    samples = [*(pair(i) for i in range(40)), *(talk(i) for i in range(100, 110))]
    found: list[tuple[str, dict[str, bytes]]] = []
    for mix in ("one", "other"):
        mixed = sorted(samples, key=lambda sample: content_hash(mix + sample.id))
        workbench = a_workbench(tmp_path / mix)
        shelf = Shelf(workbench, *a_project(workbench))
        shelf.add(*mixed)
        shelf.group("g", DuplicateKind.NEAR, named(0), named(1), named(2))
        shelf.freeze("first", Recipe(keep_duplicates=True))
        shelf.freeze("second", Recipe(keep_duplicates=True))
        for name in ("first", "second"):
            held = bytes_of(folder_of(shelf, name))
            held.pop("manifest.json")
            found.append((shelf.releasing.version(shelf.owner, shelf.project, name).hash, held))
        workbench.database.close()
    assert all(one == found[0] for one in found[1:])


def test_a_freeze_that_is_stopped_at_any_report_leaves_nothing_and_runs_again(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(12)))
    job = shelf.order()
    whole = ListReporter()
    reports = 0
    while True:
        reports += 1
        try:
            shelf.freezing.run(job, ListReporter(cancel_at=reports))
        except JobCancelledError:
            if shelf.releasing.versions(shelf.owner, shelf.project):
                break
            versions = shelf.workbench.settings.versions
            assert [p for p in versions.rglob("*") if p.is_file()] == []
        else:
            break
    before = bytes_of(folder_of(shelf))
    shelf.freezing.run(job, whole)
    assert bytes_of(folder_of(shelf)) == before
    assert len(shelf.releasing.versions(shelf.owner, shelf.project)) == 1
    assert reports > 8


def test_a_folder_that_a_killed_freeze_left_without_rows_is_written_anew(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(12)))
    job = shelf.order()
    orphan = shelf.workbench.settings.versions / f"{shelf.project.slug}-{shelf.project.id[:8]}" / "v1"
    (orphan / "data").mkdir(parents=True)
    (orphan / "data" / "old.parquet").write_bytes(b"from before")
    left = orphan.with_name(f".v1.{job.payload['version_id']}.partial")
    left.mkdir()
    (left / "half").write_bytes(b"half")
    shelf.freezing.run(job, ListReporter())
    assert differences(folder_of(shelf)) == []
    assert not (orphan / "data" / "old.parquet").exists()
    assert not left.exists()


def test_the_plan_says_what_would_be_in_and_why_others_are_not(shelf: Shelf) -> None:
    empty = Shelved(named(50), question_and_answer("What?", " \n"))
    shelf.add(*(pair(i) for i in range(10)), pair(20, WAITING), pair(21, language="de"), empty)
    shelf.add(*(pair(i, SampleStatus.REJECTED) for i in range(30, 33)))
    shelf.block(named(9))
    shelf.group("c", DuplicateKind.CONFLICT, named(7), named(8))
    plan = shelf.releasing.plan(shelf.owner, shelf.project, Recipe(languages=("en",)))
    assert plan.left_out == {
        LeftOut.WAITING: 1,
        LeftOut.REJECTED: 3,
        LeftOut.FILTERED: 1,
        LeftOut.EMPTY: 1,
        LeftOut.BLOCKED: 1,
        LeftOut.CONFLICT: 2,
    }
    assert plan.rows == 7
    shelf.freeze("v1", Recipe(languages=("en",)))
    frozen = shelf.releasing.version(shelf.owner, shelf.project, "v1")
    assert frozen.counts == plan.counts


def test_of_alike_samples_the_first_stays_unless_all_are_wanted(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(12)))
    shelf.group("g", DuplicateKind.NEAR, named(0), named(1), named(2))
    first = shelf.releasing.plan(shelf.owner, shelf.project, Recipe())
    every = shelf.releasing.plan(shelf.owner, shelf.project, Recipe(keep_duplicates=True))
    assert (every.rows, LeftOut.DUPLICATE in every.left_out) == (12, False)
    assert first.rows + first.left_out[LeftOut.DUPLICATE] == 12
    assert first.left_out[LeftOut.DUPLICATE] in {1, 2}


def test_a_duplicate_group_is_frozen_on_one_side(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(30)))
    shelf.group("g", DuplicateKind.NEAR, *(named(i) for i in range(8)))
    shelf.freeze("v1", Recipe(test=0.3, validation=0.3, keep_duplicates=True))
    version = shelf.releasing.version(shelf.owner, shelf.project, "v1")
    with shelf.workbench.database.reading() as tx:
        members = store.members(tx, version.id)
    together = members.filter(pl.col("id").is_in([named(i) for i in range(8)]))
    assert together["split"].n_unique() == together["group"].n_unique() == 1


def test_comparing_names_what_was_added_removed_and_changed(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(12)))
    shelf.freeze("v1")
    shelf.add(pair(40))
    shelf.block(named(3))
    shelf.freeze("v2")
    found = shelf.releasing.compare(shelf.owner, shelf.project, "v1", "v2")
    assert (found.added, found.removed, found.changed, found.moved) == ([named(40)], [named(3)], [], [])
    assert found.unchanged == 11


def test_a_conversation_without_a_question_before_its_answer_is_left_out(shelf: Shelf) -> None:
    turned = Conversation((Message(Role.ASSISTANT, "First."), Message(Role.USER, "Then?")))
    shelf.add(*(pair(i) for i in range(5)), Shelved(named(60), turned))
    shelf.freeze()
    assert shelf.releasing.version(shelf.owner, shelf.project, "v1").rows == 5


def test_freezing_with_nothing_approved_says_so(shelf: Shelf) -> None:
    shelf.add(pair(1, WAITING))
    with pytest.raises(InputError, match="Nothing is approved yet"):
        shelf.order()


def test_a_filter_that_nothing_passes_says_so(shelf: Shelf) -> None:
    shelf.add(pair(1))
    with pytest.raises(InputError, match="No approved sample passes"):
        shelf.order(recipe=Recipe(languages=("fr",)))


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden", "a\\b", "x" * 65, "con", "v1.", "ä", "NUL.txt", "a b"])
def test_a_name_that_could_leave_the_folder_is_refused(shelf: Shelf, name: str) -> None:
    shelf.add(pair(1))
    with pytest.raises(InputError, match="cannot be called"):
        shelf.order(name)


@pytest.mark.parametrize("recipe", [Recipe(test=1.0), Recipe(test=0.5, validation=0.5), Recipe(test=-0.1)])
def test_shares_that_leave_nothing_to_train_on_are_refused(shelf: Shelf, recipe: Recipe) -> None:
    shelf.add(pair(1))
    with pytest.raises(InputError, match="leave nothing to train on"):
        shelf.order(recipe=recipe)


def test_a_name_is_taken_while_it_is_being_frozen_and_after(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(5)))
    job = shelf.order("v1")
    with pytest.raises(ConflictError, match="being frozen right now"):
        shelf.order("V1")
    shelf.freezing.run(job, ListReporter())
    shelf.end(job)
    with pytest.raises(ConflictError, match="already a version"):
        shelf.order("v1")


def test_an_unknown_version_is_named_with_those_there_are(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(5)))
    shelf.freeze("v1")
    with pytest.raises(NotFoundError, match=r"There is no version v9\. There are: v1"):
        shelf.releasing.version(shelf.owner, shelf.project, "v9")


def test_an_expert_may_see_versions_but_not_freeze_them(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(5)))
    expert = a_person(shelf.workbench, shelf.project, "Dr. Weber")
    assert shelf.releasing.plan(expert, shelf.project, Recipe()).rows == 5
    with pytest.raises(PermissionRefusedError):
        shelf.releasing.freeze(expert, shelf.project, "v1", Recipe())


def test_equal_questions_are_on_one_side_whatever_their_answers(shelf: Shelf) -> None:
    shelf.add(*(pair(i) for i in range(60)), *(talk(i) for i in range(100, 120)))
    asked = ("What is the term of <PERSON_1>?", "what is the  TERM of <PERSON_1>?")
    told = [question_and_answer(asked[i % 2], f"It is {i} years.") for i in range(6)]
    shelf.add(*(Shelved(named(300 + i), one) for i, one in enumerate(told)))
    shelf.freeze("v1", Recipe(validation=0.3, test=0.3))
    with shelf.workbench.database.reading() as tx:
        members = store.members(tx, shelf.releasing.version(shelf.owner, shelf.project, "v1").id)
    alike = members.filter(pl.col("id").is_in([named(300 + i) for i in range(6)]))
    assert alike.height == 6
    assert alike["split"].n_unique() == 1
    assert alike["group"].n_unique() == 1
    assert alike["group"][0].startswith("question:")
    talks = members.filter(pl.col("id").is_in([named(i) for i in range(100, 120)]))
    assert talks["split"].n_unique() > 1
