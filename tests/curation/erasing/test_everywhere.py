"""A person's name, put everywhere a home can hold it, is found nowhere after erasing: every byte is looked at."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import JSON, LargeBinary, String

from curation.domain.desk import Act, Draft
from curation.domain.identity import new_id
from curation.domain.jobs import JobKind
from curation.domain.reviews import Verdict
from curation.domain.talk import NewComment, NewFlag
from curation.domain.versions import Recipe
from curation.services.backups import Home, back_up
from curation.services.erased_files import ERASED
from curation.services.erasing import Traces
from curation.services.privacy_marks import Mark
from curation.services.sealed_files import hash_of
from curation.store.base import Table
from curation.store.metadata_spans import stored_metadata
from curation.store.surrogates import add_surrogates, surrogates_after
from curation.store.tables_samples import BenchmarkRow, CheckWordRow, PassageRow
from curation.store.tables_talk import CommentDraftRow, CommentRow, FlagRow, ThreadRow
from curation.store.tables_topics import TopicRow
from curation.store.tables_work import DecisionRow, JobRow
from curation.store.text_places import PLAIN_JSON, beside_samples, text_places, word_places
from eval.store import AnswerRow, ArmRow, QuestionRow, RatingRow, RoundRow, TaskRow
from tests.builders import an_environment
from tests.curation.erasing.test_erasing import erasing, problems
from tests.curation.importing.screening_world import World, a_world
from tests.curation.leaks.search import found_below
from workbench.cli import door
from workbench.work.light import run_job
from workbench.work.reporting import RowReporter
from workbench.worker import wire

pytestmark = pytest.mark.slow
NAME = "zorbak quillfeather"
SHOUTED = "ZORBAK  Quillfeather"
ROWS = [
    {
        "question": f"How long did {NAME} wear the splint number {n}?",
        "answer": f"Six weeks and {n} days, wrote {SHOUTED if n % 2 else NAME}; see ann{n}@example.com.",
        "remark": f"seen with {NAME} at ann{n}@example.com",
        "tags": [NAME, n],
    }
    for n in range(4)
]


@dataclass(frozen=True)
class Planted:
    world: World
    backup: Path
    round_folder: Path
    run_folder: Path

    @property
    def home(self) -> Path:
        return self.world.workbench.settings.home


def work(world: World) -> None:
    stages, queue = wire(world.workbench).light, world.workbench.queue
    while (job := queue.claim("test/1", tuple(stages))) is not None:
        run_job(job, stages[job.kind], RowReporter(queue, "test/1", job, world.workbench.settings))


def review(world: World) -> None:
    desk, owner, project = world.workbench.reviewing, world.owner, world.project
    items = desk.next_items(owner, project, 9)
    for item in items[:3]:
        desk.decide(owner, project, Act(new_id(), item.sample_id, 1, Verdict.APPROVE, comment=f"So says {NAME}."))
    moment = world.workbench.queue.clock()
    desk.save_draft(owner, project, Draft(items[3].sample_id, 1, f"Did {NAME}?", "x", NAME, moment))
    talk(world, items[0].sample_id)


def talk(world: World, sample_id: str) -> None:
    workbench, owner, project = world.workbench, world.owner, world.project
    workbench.flagging.flag(owner, project, NewFlag(new_id(), sample_id, 1, "source", f"Says {NAME}?"))
    workbench.talking.say(owner, project, NewComment("c1", sample_id, 1, f"As {NAME} said."))
    workbench.talking.say(owner, project, NewComment("c2", sample_id, 1, f"And {NAME} again."))
    workbench.talking.save_draft(owner, project, sample_id, "", f"Ask {NAME}")


def rows_of(world: World) -> None:
    """What rounds, jobs and documents hold, put there as their stations would."""
    now, owner, project = world.workbench.queue.clock(), world.owner, world.project
    sample_id = world.lines()[0].sample.id
    seal = world.workbench.seal
    job = world.workbench.queue.enqueue(JobKind.SCREEN_SOURCE, {"said": NAME}, owner.id, project.id)
    with world.workbench.database.transaction() as tx:
        row = tx.get_one(JobRow, job.id)
        row.state, row.note, row.error = "failed", f"at {NAME}", f"No file {NAME}.csv"
        first, rest = ("r1", project.id, None, None, "first", f"for {NAME}"), ("judging", "rounds/r1")
        names = ("id", "project_id", "version_id", "job_id", "name", "note", "state", "folder")
        more = {"plan": {"said": NAME}, "seed": 1, "summary": [NAME], "created_by": owner.id, "created_at": now}
        tx.add(RoundRow(**dict(zip(names, (*first, *rest), strict=True)), **more, ended_at=None))
        tx.flush()
        messages = [{"role": "user", "content": f"Who is {NAME}?"}]
        tx.add_all(ArmRow(round_id="r1", name=arm, label=NAME, plan={}, run_id=None) for arm in ("a", "b"))
        tx.add(QuestionRow(round_id="r1", number=1, sample_id=sample_id, messages=messages, reference=f"{NAME} is."))
        tx.flush()
        tx.add(AnswerRow(round_id="r1", question=1, arm="a", answer=f"I am {SHOUTED}.", stopped=False, tokens=3))
        tx.add(TaskRow(id="t", round_id="r1", person_id=owner.id, question=1, left="a", right="b", ordinal=1))
        tx.flush()
        note = seal.close(f"Like {NAME}")
        tx.add(
            RatingRow(id="x", task_id="t", choice="left", comment_sealed=note, seconds=1.0, undoes=None, created_at=now)
        )
        source_id = world.lines()[0].sample.source_id
        where = {"ordinal": 0, "page": None, "start": 0, "end": 9, "text_hash": ""}
        tx.add(PassageRow(id="p", source_id=source_id, text=f"{NAME} again", **where))
        add_surrogates(tx, project.id, {("PERSON", "0" * 64): "Rosa Lind"}, now)


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    world = a_world(tmp_path)
    workbench, settings = world.workbench, world.workbench.settings
    world.take_in("\n".join(map(json.dumps, ROWS)).encode(), f"notes of {NAME}.jsonl")
    review(world)
    work(world)
    workbench.projects.set_policy(world.owner, world.project, "pii", {"deny": [f"PERSON: {NAME}"]})
    workbench.projects.set_policy(world.owner, world.project, "pii", {"profile": "precise"})
    workbench.releasing.freeze(world.owner, world.project, "v1", Recipe(validation=0, test=0))
    work(world)
    rows_of(world)
    round_folder, run_folder = settings.rounds / "r1", settings.runs / "run-1"
    for folder in (round_folder, run_folder, settings.models / "base", settings.logs / "jobs"):
        folder.mkdir(parents=True, exist_ok=True)
    (round_folder / "answers.jsonl").write_text(json.dumps({"answer": NAME}) + "\n")
    (run_folder / "log.txt").write_text(f"trained on {NAME}\n")
    (run_folder / "manifest.json").write_text(json.dumps({"files": {}}))
    (settings.models / "base" / "words.txt").write_text(NAME)
    (settings.logs / "worker.log").write_text(f"one\nfailed at {SHOUTED}\nthree\n")
    (settings.logs / "jobs" / "j.log").write_text(f"{NAME}\n")
    with workbench.database.transaction() as tx:
        sealed = workbench.seal.close(f"And {NAME} again.")
        tx.get_one(CommentRow, "c1").body = f"As {NAME} said."
        tx.get_one(CommentRow, "c2").body_sealed = sealed
        tx.query(FlagRow).one().note = f"Says {NAME}?"
        tx.query(ThreadRow).first().quote = f"so says {NAME}"
    backup = back_up(Home(workbench.database, workbench.seal, settings.home), settings.backups)
    return Planted(world, backup.file, round_folder, run_folder)


def stands(planted: Planted) -> set[str]:
    """The places below the home in which the name stands, backups aside."""
    needles = [NAME, "ZORBAK  Quillfeather", "quillfeather"]
    return {place for place, _ in found_below(planted.home, needles) if not place.startswith("backups")}


def without_backups(planted: Planted) -> bytes:
    """Every byte of the home, and every row of a server's database, but for the backups."""
    for file in planted.backup.parent.iterdir():
        file.unlink()
    return planted.world.disk().lower()


def erased(planted: Planted, *, drop_files: bool) -> Traces:
    done = erasing(planted.world).erase(planted.world.owner.id, [NAME], drop_files=drop_files)
    planted.world.workbench.database.close()
    return done


def test_it_was_everywhere(planted: Planted) -> None:
    before = stands(planted)
    assert NAME.encode() in planted.world.disk()
    assert {place.split("/")[0] for place in before} >= {"versions", "runs", "rounds", "models", "logs"}


def test_looking_names_everything_and_changes_nothing(planted: Planted) -> None:
    before = stands(planted)
    found = erasing(planted.world).look(planted.world.owner.id, [NAME])
    assert found.samples == 4
    assert [version.name for version in found.versions] == ["v1"]
    assert found.backups == {str(planted.backup): True}
    assert {file.relative_to(planted.home).parts[0] for file in found.files} == {"versions", "runs", "rounds", "models"}
    assert len(found.logs) == 2
    assert stands(planted) == before


def test_without_dropping_files_only_frozen_folders_hold_it_and_are_named(planted: Planted) -> None:
    done = erased(planted, drop_files=False)
    left = stands(planted)
    assert {place.split("/")[0] for place in left} == {"versions", "runs", "rounds", "models"}
    named = {file.relative_to(planted.home).as_posix() for file in done.files}
    assert {place.removesuffix(" (rows)") for place in left} <= named
    assert problems(planted.world) == []


def test_with_dropped_files_no_byte_of_it_is_left(planted: Planted) -> None:
    done = erased(planted, drop_files=True)
    assert stands(planted) == set()
    assert json.loads((planted.round_folder / ERASED).read_text())["files"] == ["answers.jsonl"]
    assert (planted.run_folder / "manifest.json").exists()
    assert problems(planted.world) == []
    log = (planted.world.workbench.settings.logs / "worker.log").read_text()
    assert log == "one\nfailed at <ERASED_1>\nthree\n"
    assert done.backups == {str(planted.backup): True}
    assert b"quillfeather" not in without_backups(planted)


def test_the_other_data_is_as_it_was(planted: Planted) -> None:
    erased(planted, drop_files=True)
    with planted.world.workbench.database.reading() as tx:
        for line in planted.world.lines():
            held = stored_metadata(tx, line.sample.id)
            assert held is not None
            for one in held.spans:
                said = held.conversation.context[one.span.place.index]
                assert said[one.span.place.start : one.span.place.end] in (one.span.placeholder, "ann")
            assert held.conversation.context[0].startswith(("seen with <ERASED_1>", "seen with <PERSON_1>"))
        assert tx.get_one(QuestionRow, ("r1", 1)).messages[0]["role"] == "user"
        assert [row.comment for row in tx.query(DecisionRow)] == ["So says <ERASED_1>."] * 3
        seal = planted.world.workbench.seal
        said = {
            row.id: row.body if row.body_sealed is None else seal.open(row.body_sealed) for row in tx.query(CommentRow)
        }
        assert said == {"c1": "As <ERASED_1> said.", "c2": "And <ERASED_1> again."}
        assert [row.note for row in tx.query(FlagRow)] == ["Says <ERASED_1>?"]
        assert [seal.open(row.sealed) for row in tx.query(CommentDraftRow)] == ["Ask <ERASED_1>"]
        assert len(surrogates_after(tx, planted.world.project.id, 0)) == 1


def test_erasing_again_finds_nothing_but_the_backup(planted: Planted) -> None:
    erased(planted, drop_files=True)
    again = erasing(planted.world).look(planted.world.owner.id, [NAME])
    assert (again.samples, again.sources, again.files, again.logs) == (0, 0, (), ())
    planted.backup.unlink()
    assert erasing(planted.world).look(planted.world.owner.id, [NAME]).nothing


def test_a_backup_says_what_is_sealed_in_it_and_one_of_another_key_cannot_be_read(tmp_path: Path) -> None:
    mail = "zoe.lind@example.com"
    world = a_world(tmp_path)
    workbench, home = world.workbench, world.workbench.settings.home
    world.take_in(json.dumps({"question": f"May I ask {mail}?", "answer": "Yes."}).encode(), "a.jsonl")
    made = back_up(Home(workbench.database, workbench.seal, home), workbench.settings.backups)
    other = a_world(tmp_path / "other")
    other.take_in(json.dumps({"question": "May I ask kim@example.com?", "answer": "Yes."}).encode(), "a.jsonl")
    strange = back_up(
        Home(other.workbench.database, other.workbench.seal, other.workbench.settings.home), tmp_path / "x"
    )
    strange.file.rename(workbench.settings.backups / "strange.zip")
    found = erasing(world).look(world.owner.id, [mail]).backups
    assert found == {str(made.file): True, str(workbench.settings.backups / "strange.zip"): None}
    found = erasing(world).look(world.owner.id, ["nobody at all"]).backups
    assert found[str(made.file)] is False


def test_the_command_names_backups_files_and_logs(planted: Planted, monkeypatch, capsys) -> None:
    for name, value in an_environment(planted.home).items():
        monkeypatch.setenv(name, value)
    assert door.run(["erase", NAME, "--yes", "--drop-files"]) == 0
    said = capsys.readouterr().out
    assert (
        f"Backups that hold it; delete them, or restore none of them without erasing again:\n  {planted.backup}" in said
    )
    assert str(planted.round_folder / "answers.jsonl") in said
    assert door.run(["verify"]) == 0


def test_a_value_marked_by_an_expert_is_erased_with_its_decision(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    world.take_in(json.dumps({"question": f"Who is {NAME}?", "answer": "Nobody."}).encode(), "a.jsonl")
    [line] = world.lines()
    world.workbench.marking.mark(world.owner, world.project, Mark(new_id(), line.sample.id, 1, "PERSON", value=NAME))
    work(world)
    done = erasing(world).erase(world.owner.id, [NAME])
    assert done.values == 1
    assert "policies" in done.other_rows
    assert erasing(world).look(world.owner.id, [NAME]).nothing


def test_words_that_were_counted_or_tell_a_topic_go(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    project_id = world.project.id
    with world.workbench.database.transaction() as tx:
        tx.add(CheckWordRow(project_id=project_id, language="en", word="quillfeather", samples=2))
        tx.add(CheckWordRow(project_id=project_id, language="en", word="stentgraft", samples=2))
        tx.add(TopicRow(project_id=project_id, number=1, words=["zorbak", "splint"], target=None))
    assert erasing(world).erase(world.owner.id, [NAME]).other_rows["words"] == 2
    with world.workbench.database.reading() as tx:
        assert [row.word for row in tx.query(CheckWordRow)] == ["stentgraft"]
        assert [row.words for row in tx.query(TopicRow)] == [["splint"]]


def test_a_benchmark_that_names_somebody_is_let_go_of(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    workbench = world.workbench
    data = json.dumps({"question": f"Who is {NAME}?", "answer": "Nobody."}).encode()
    digest, _ = hash_of(io.BytesIO(data))
    workbench.importing.files.keep(io.BytesIO(data), digest)
    with workbench.database.transaction() as tx:
        facts = {"name": "b.jsonl", "bytes_hash": digest, "questions": 1, "added_by": world.owner.id}
        now = workbench.queue.clock()
        tx.add(BenchmarkRow(id="b1", project_id=world.project.id, added_at=now, **facts))
    done = erasing(world).erase(world.owner.id, [NAME])
    assert done.other_rows["benchmarks"] == 1
    assert not workbench.importing.files.keeps(digest)


def test_every_column_of_text_is_looked_at_or_said_to_hold_none() -> None:
    looked = {(place.table.name, column.name) for place in text_places() for column in place.columns}
    looked |= {(column.table.name, column.name) for column in word_places()}
    names = frozenset({"id", "project_id", "entity_type", "owner", "slug", "hash", "key", "kind", "state", "status"})
    skipped = {
        (table.name, column.name)
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | LargeBinary) and not column.foreign_keys
    } - looked
    none = {"alembic_version", "event_head", "events", "memberships", "people", "sealed_values", "surrogates"}
    none |= {"access_links", "api_tokens", "sessions", "sign_in_tries"}
    endings = ("_by", "_hash", "_hmac", "_id", "_key")
    keys = {("preferences", "name"), ("policies", "kind"), ("splits", "group_key"), ("check_words", "language")}
    keys |= {
        ("arms", "name"),
        ("round_answers", "arm"),
        ("versions", "folder"),
        ("runs", "folder"),
        ("rounds", "folder"),
    }
    keys |= {
        ("decisions", "verdict"),
        ("probe_answers", "verdict"),
        ("comment_drafts", "thread"),
        ("decision_ratings", "criterion"),
        ("probe_ratings", "criterion"),
        ("hook_deliveries", "action"),
        ("hook_deliveries", "reply"),
        ("gates", "verdict"),
        ("duplicate_pairs", "kind"),
    }
    left = {(t, c) for t, c in skipped if t not in none and c not in names and not c.endswith(endings)} - keys
    assert left == set()


def test_every_column_of_json_is_erased_and_rewritten_or_said_to_hold_no_sentence() -> None:
    every = {(t.name, c.name) for t in Table.metadata.sorted_tables for c in t.columns if isinstance(c.type, JSON)}
    erased = {(place.table.name, column.name) for place in text_places() for column in place.columns}
    nobodys = {("api_tokens", "roles"), ("events", "hashes")}
    assert every - erased == nobodys
    rewritten = {(place.table.name, column.name) for place in beside_samples() for column in place.columns}
    moved = {("pii_scans", "found"), ("revisions", "context"), ("revisions", "messages")}
    moved |= {("samples", "attributes"), ("samples", "specialties")}
    settings = {("jobs", "payload"), ("policies", "content"), ("lanes", "specialties")}
    settings |= {("memberships", "languages"), ("memberships", "specialties")}
    assert every - rewritten - nobodys - moved - settings == PLAIN_JSON
    assert {("round_questions", "messages"), ("sources", "bad_rows"), ("bulk_acts", "said")} <= rewritten
