"""verify, backup and restore: what is changed is found, what is lost comes back."""

import json
import os
import resource
import shutil
import sqlite3
import zipfile
from contextlib import closing
from hashlib import sha256

import pytest

from curation.errors import StorageError
from curation.services.backups import Home, back_up, using
from curation.services.projects import Draft
from tests.builders import an_environment
from workbench.cli import door
from workbench.cli.output import opened


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A scratch home with a project and one run folder whose manifest stands."""
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    with opened(None) as workbench:
        workbench.projects.create("local", Draft(name="Cardiology"))
    run = tmp_path / "home" / "runs" / "r1"
    run.mkdir(parents=True)
    (run / "metrics.jsonl").write_text('{"loss": 1.5}\n')
    facts = {"sha256": sha256(b'{"loss": 1.5}\n').hexdigest(), "bytes": 14}
    (run / "manifest.json").write_text(json.dumps({"format": 1, "kind": "run", "files": {"metrics.jsonl": facts}}))
    return tmp_path / "home"


def problems(capsys, code):
    assert door.run(["verify", "--json"]) == code
    return [(one["place"], one["problem"]) for one in json.loads(capsys.readouterr().out)["problems"]]


def test_a_home_as_it_was_written_is_well(home, capsys):
    assert problems(capsys, 0) == []


def test_a_changed_file_is_found_with_its_place(home, capsys):
    (home / "runs" / "r1" / "metrics.jsonl").write_text('{"loss": 0.5}\n')
    found = problems(capsys, 1)
    assert [place for place, _ in found] == ["runs/r1"]
    assert "metrics.jsonl was changed after it was written" in found[0][1]


def test_a_missing_file_and_a_missing_manifest_are_found(home, capsys):
    (home / "runs" / "r1" / "metrics.jsonl").unlink()
    done = home / "rounds" / "q1"
    done.mkdir(parents=True)
    (done / "status.json").write_text('{"state": "done"}')
    found = dict(problems(capsys, 1))
    assert "metrics.jsonl is gone" in found["runs/r1"]
    assert "its manifest is gone" in found["rounds/q1"]


def test_a_round_needs_its_manifest_once_it_is_closed_not_while_it_is_judged(home, capsys):
    judged = home / "rounds" / "q1"
    judged.mkdir(parents=True)
    (judged / "questions.jsonl").write_text("")
    (judged / "status.json").write_text('{"state": "done"}')
    assert problems(capsys, 0) == []
    (judged / "summary.json").write_text("{}")
    assert "its manifest is gone" in dict(problems(capsys, 1))["rounds/q1"]


def test_a_manifest_that_points_outside_its_folder_is_not_followed(home, capsys):
    manifest = home / "runs" / "r1" / "manifest.json"
    manifest.write_text(json.dumps({"files": {"../../workbench.db": {"sha256": "", "bytes": 0}}}))
    assert "cannot be read" in problems(capsys, 1)[0][1]


def test_a_changed_line_of_the_audit_log_is_found(home, capsys):
    with closing(sqlite3.connect(home / "workbench.db")) as connection, connection:
        connection.execute("UPDATE events SET actor = 'somebody else' WHERE number = 1")
    assert "Line 1 of the audit log" in problems(capsys, 1)[0][1]


def test_a_row_that_points_at_nothing_is_found(home, capsys):
    with closing(sqlite3.connect(home / "workbench.db")) as connection, connection:
        connection.execute("INSERT INTO preferences VALUES ('nobody', 'keys', 'off')")
    assert ("The database", "A row of preferences points at a row of people that is gone.") in problems(capsys, 1)


def test_a_version_whose_folder_is_gone_is_found(home, capsys):
    with closing(sqlite3.connect(home / "workbench.db")) as connection, connection:
        project = connection.execute("SELECT id FROM projects").fetchone()[0]
        connection.execute(
            "INSERT INTO versions VALUES ('v', ?, 'v1', 'h', '{}', '{}', 'versions/x/v1', 'm', 'local', '2026-01-01')",
            (project,),
        )
    assert problems(capsys, 1) == [
        ("Version v1", "The folder versions/x/v1 or its manifest is gone. Restore a backup.")
    ]


def backed_up(capsys):
    assert door.run(["backup", "--json"]) == 0
    out, err = capsys.readouterr()
    assert "The key is not in it" in err
    return json.loads(out)


def test_a_backup_holds_the_database_and_the_folders_and_not_the_key(home, capsys):
    made = backed_up(capsys)
    with zipfile.ZipFile(made["file"]) as packed:
        names = packed.namelist()
        content = b"".join(packed.read(name) for name in names)
    assert names == ["workbench.db", "runs/r1/manifest.json", "runs/r1/metrics.jsonl", "manifest.json"]
    assert (home.parent / "home.key").read_bytes().strip() not in content


def test_what_was_backed_up_comes_back_into_an_empty_home(home, capsys, tmp_path):
    made = backed_up(capsys)
    kept = tmp_path / "kept.zip"
    shutil.move(made["file"], kept)
    shutil.rmtree(home)
    assert door.run(["restore", str(kept)]) == 0
    assert "is restored" in capsys.readouterr().out
    assert problems(capsys, 0) == []
    assert (home / "runs" / "r1" / "metrics.jsonl").read_text() == '{"loss": 1.5}\n'


def test_a_used_home_is_replaced_only_when_told_and_is_kept_aside(home, capsys):
    made = backed_up(capsys)
    (home / "runs" / "r1" / "metrics.jsonl").write_text("changed")
    assert door.run(["restore", made["file"]]) == 1
    assert "--replace" in capsys.readouterr().err
    assert door.run(["restore", made["file"], "--replace", "--json"]) == 0
    before = json.loads(capsys.readouterr().out)["before"]
    assert (home / "runs" / "r1" / "metrics.jsonl").read_text() == '{"loss": 1.5}\n'
    assert sorted(path.name for path in home.parent.glob("home.before-restore-*")) == [before.rpartition("/")[2]]


def test_a_home_in_use_is_not_replaced(home, capsys):
    made = backed_up(capsys)
    with using(home):
        assert door.run(["restore", made["file"], "--replace"]) == 1
    assert "is in use. Stop the app and the worker" in capsys.readouterr().err


def test_another_key_is_said_before_anything_is_moved(home, capsys, monkeypatch, tmp_path):
    made = backed_up(capsys)
    monkeypatch.setenv("WORKBENCH_KEY_FILE", str(tmp_path / "none.key"))
    assert door.run(["restore", made["file"], "--replace"]) == 1
    assert "The key file" in capsys.readouterr().err
    assert not (tmp_path / "none.key").exists()
    shutil.copy(home.parent / "home.key", tmp_path / "none.key")
    with opened(tmp_path / "other"):
        pass
    monkeypatch.setenv("WORKBENCH_KEY_FILE", str(tmp_path / "other.key"))
    with opened(tmp_path / "fourth"):
        pass
    assert door.run(["restore", made["file"], "--home", str(tmp_path / "third")]) == 1
    assert "This key does not open" in capsys.readouterr().err
    assert not (tmp_path / "third").exists()
    assert door.run(["restore", made["file"], "--home", str(tmp_path / "third"), "--without-key"]) == 0


@pytest.mark.parametrize("harm", ["cut", "changed", "no zip"])
def test_a_damaged_archive_changes_nothing(home, capsys, tmp_path, harm):
    made = backed_up(capsys)
    whole = (home / "backups" / made["file"].rpartition("/")[2]).read_bytes()
    broken = tmp_path / "broken.zip"
    if harm == "cut":
        broken.write_bytes(whole[: len(whole) // 2])
    elif harm == "no zip":
        broken.write_bytes(b"hello")
    else:
        with zipfile.ZipFile(made["file"]) as packed, zipfile.ZipFile(broken, "w") as out:
            for name in packed.namelist():
                out.writestr(name, b"x" if name.endswith(".jsonl") else packed.read(name))
    assert door.run(["restore", str(broken), "--replace"]) == 1
    assert "is not a whole backup" in capsys.readouterr().err
    assert (home / "runs" / "r1" / "manifest.json").exists()
    assert [path.name for path in tmp_path.iterdir() if "restore" in path.name] == []


@pytest.mark.parametrize("room", [1_000, 700_000])
def test_a_full_disk_leaves_no_half_backup(home, capsys, room):
    (home / "runs" / "r1" / "weights").write_bytes(os.urandom(1_000_000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with opened(home) as workbench:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
        try:
            with pytest.raises(StorageError, match="Make room"):
                back_up(Home(workbench.database, workbench.seal, home), home / "backups")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list((home / "backups").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_sentence(home, capsys, tmp_path):
    (tmp_path / "file").write_text("")
    assert door.run(["backup", "--to", str(tmp_path / "file" / "inside")]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("harm", ["gone", "cut", "another"])
def test_a_sealed_source_that_was_touched_is_found_and_named(home, capsys, tmp_path, harm):
    (tmp_path / "a.jsonl").write_text('{"question": "a?", "answer": "b"}\n')
    assert door.run(["import", str(tmp_path / "a.jsonl"), "--no-wait", "--json"]) == 0
    source = json.loads(capsys.readouterr().out)
    assert problems(capsys, 0) == []
    sealed = home / "sources" / f"{source['sha256']}.sealed"
    if harm == "gone":
        sealed.unlink()
    elif harm == "cut":
        sealed.write_bytes(sealed.read_bytes()[:-20])
    else:
        (home / "sources" / "other").write_bytes((home / "key-check.sealed").read_bytes())
        (home / "sources" / "other").replace(sealed)
    found = problems(capsys, 1)
    assert [place for place, _ in found] == [f"Source {source['source']}"]
    assert "backup" in found[0][1] or "key" in found[0][1]
