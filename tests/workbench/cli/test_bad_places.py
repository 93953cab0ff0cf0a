"""What a home, a key or a database can be in the wrong: one sentence with the place and the cure, nothing changed."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.builders import an_environment
from workbench.cli import door


@pytest.fixture
def home(tmp_path, monkeypatch, capsys):
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    assert door.run(["project", "new", "Law"]) == 0
    capsys.readouterr()
    return tmp_path / "home"


def refusal(capsys, *arguments):
    assert door.run([*arguments, "--json"]) == 1
    out, err = capsys.readouterr()
    sentence = json.loads(out)["error"]
    assert err.endswith(f"{sentence}\n")
    return sentence


def test_a_home_that_is_a_file_is_a_sentence(home, capsys, tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "inside"):
        assert f"The home folder {place} cannot be used" in refusal(capsys, "status", "--home", str(place))


@pytest.mark.skipif(os.getuid() != 0, reason="needs root, who can be somebody else than the home's owner for a while")
def test_a_home_that_is_read_only_is_a_sentence(home, capsys):
    assert door.run(["status"]) == 0
    capsys.readouterr()
    (home.parent / "home.key").chmod(0o644)
    for folder in (home, *list(home.parents)[:3]):
        folder.chmod(0o755)
    os.seteuid(65534)
    try:
        said = refusal(capsys, "status")
    finally:
        os.seteuid(0)
    assert said.startswith(f"The home folder {home} cannot be used: Permission denied.")


def test_a_missing_key_makes_no_new_one(home, capsys, tmp_path):
    key = tmp_path / "home.key"
    kept = key.read_bytes()
    key.unlink()
    assert door.run(["status", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["key_lost"]
    assert f"The key file {key} of the home {home} is missing. Put it back" in said
    assert not key.exists()
    key.write_bytes(kept)
    assert door.run(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["key_lost"] is None


def test_another_key_is_told_before_anything_is_sealed_with_it(home, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_KEY_FILE", str(tmp_path / "other.key"))
    assert door.run(["project", "new", "Other", "--home", str(tmp_path / "other")]) == 0
    capsys.readouterr()
    assert door.run(["status"]) == 0
    assert f"is not the key of the home {home}" in capsys.readouterr().out
    (tmp_path / "a.csv").write_text("question,answer\nWhat?,That.\n")
    assert f"is not the key of the home {home}" in refusal(capsys, "import", str(tmp_path / "a.csv"))
    (home / "key-check.sealed").unlink()
    assert door.run(["status"]) == 0


@pytest.mark.parametrize("content", [b"", b"no key at all"])
def test_a_damaged_key_is_a_sentence(home, capsys, tmp_path, content):
    (tmp_path / "home.key").write_bytes(content)
    assert "does not hold a key" in refusal(capsys, "status")


def test_a_key_that_cannot_be_written_is_a_sentence(home, capsys, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    fresh = str(tmp_path / "fresh")
    for place in (tmp_path, tmp_path / "file" / "key"):
        monkeypatch.setenv("WORKBENCH_KEY_FILE", str(place))
        assert f"The key file {place} cannot be read or written" in refusal(capsys, "status", "--home", fresh)


def test_a_full_disk_leaves_no_half_key(home, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_KEY_FILE", str(tmp_path / "keys" / "new.key"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        assert door.run(["status", "--home", str(tmp_path / "fresh")]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list((tmp_path / "keys").iterdir()) == []


def test_a_database_of_a_newer_workbench_is_left_as_it_is(home, capsys):
    with closing(sqlite3.connect(home / "workbench.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    said = refusal(capsys, "status")
    assert "was written by a newer workbench (schema 9999;" in said
    assert "Update the workbench" in said
    assert not (home / "backups").exists()


def test_a_damaged_database_is_a_sentence_with_the_way_back(home, capsys):
    file = home / "workbench.db"
    for more in ("-wal", "-shm"):
        (home / f"workbench.db{more}").unlink(missing_ok=True)
    whole = file.read_bytes()
    file.write_bytes(b"this is no database" + whole[19:])
    for command in ("status", "verify", "backup"):
        assert "workbench restore" in refusal(capsys, command)
    file.write_bytes(whole[:8192] + os.urandom(len(whole) - 8192))
    for command in ("status", "verify"):
        assert "workbench restore" in refusal(capsys, command)


@pytest.mark.parametrize("url", ["nonsense", "mysql://somebody@host/name", "postgresql+nothing://host/name"])
def test_a_database_that_cannot_be_used_is_a_sentence_without_the_url(home, capsys, monkeypatch, url):
    monkeypatch.setenv("WORKBENCH_DATABASE", url)
    said = refusal(capsys, "status")
    assert "postgresql+pg8000://" in said
    assert url not in said


@pytest.mark.parametrize(
    ("name", "value"), [("WORKBENCH_PORT", "70000"), ("WORKBENCH_PORT", "0"), ("WORKBENCH_THREADS", "0")]
)
def test_a_number_out_of_range_is_a_sentence(home, capsys, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert f"{name} must be a whole number from 1 to " in refusal(capsys, "status")


@pytest.mark.slow
def test_who_stops_reading_ends_the_output_quietly(home):
    code = "from workbench.cli.door import main; main()"
    for arguments in (["--help"], ["status", "--json"]):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False
        )
        os.close(writing)
        assert (done.returncode, done.stderr) == (1, b"")


def test_a_file_that_breaks_off_while_it_is_read_is_a_sentence(home, capsys):
    assert "/proc/self/mem cannot be opened" in refusal(capsys, "import", "/proc/self/mem", "--format", "jsonl")


def test_a_language_that_is_none_is_refused_and_nothing_is_kept(home, capsys, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"question": "a?", "answer": "b"}\n')
    assert "no language code" in refusal(capsys, "import", str(tmp_path / "a.jsonl"), "--language", "../x")
    assert not (home / "sources").exists()


@pytest.mark.parametrize("room", [2_000, 200_000])
def test_a_full_disk_during_an_import_keeps_nothing_and_says_so(home, capsys, tmp_path, room):
    lines = (json.dumps({"question": f"What is {n}?", "answer": "so " * 40}) for n in range(4000))
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        assert door.run(["import", str(tmp_path / "a.jsonl"), "--no-wait"]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "room" in capsys.readouterr().err
    assert list((home / "sources").glob("*")) == []
    assert door.run(["import", str(tmp_path / "a.jsonl"), "--no-wait"]) == 0
    shutil.rmtree(home)
