"""What the file commands make of rows that nobody would expect, of Ctrl+C in the middle, and of a terminal."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections import Counter
from io import StringIO
from pathlib import Path
from select import select

import polars as pl
import pytest

from curation.engine.meter import Meter
from curation.engine.reading import open_table
from curation.stages.check import Checking, check_file, open_checking, policy_in
from curation.stages.contamination import Decontamination, contamination_file, open_decontamination
from curation.stages.dedup import Deduplication, dedup_file, open_deduplication

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow
COLUMNS = ("question", "answer")
HELD = {"question": ["What is it for?"], "answer": ["It is for the way home by train."]}
ODD = [("", ""), ("?!", "..."), ("one", "two"), ("...", "---"), (None, None), ("word", ""), ("\ufffd", "\u200b")]
EXTRA = {"dedup": (), "check": (), "contamination": ("--against", "held.jsonl")}


def a_file(folder, rows, ending="parquet"):
    path = folder / f"in.{ending}"
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    {"parquet": frame.write_parquet, "jsonl": frame.write_ndjson, "csv": frame.write_csv}[ending](path)
    pl.DataFrame(HELD).write_ndjson(folder / "held.jsonl")
    return path


def check(path, ending="jsonl") -> Counter[str]:
    given = Checking(path, path.with_name(f"out.{ending}"), *COLUMNS)
    return check_file(given, open_checking(given), policy_in(None), Meter(StringIO()))


def contamination(path, ending="jsonl") -> Counter[str]:
    given = Decontamination(path, path.with_name(f"out.{ending}"), path.with_name("held.jsonl"), COLUMNS)
    return contamination_file(given, open_decontamination(given), Meter(StringIO()))


def dedup(path, ending="jsonl") -> int:
    given = Deduplication(path, path.with_name(f"out.{ending}"), COLUMNS)
    return dedup_file(given, open_deduplication(given), Meter(StringIO())).spare


def out_of(path, ending="jsonl"):
    return [row for batch in open_table(path.with_name(f"out.{ending}")).batches(1000) for row in batch]


def command(name: str, folder: Path, *more: str) -> list[str]:
    extra = [str(folder / word) if word.endswith("jsonl") else word for word in EXTRA[name]]
    return [sys.executable, "-m", "curation", name, str(folder / "in.jsonl"), str(folder / "out.jsonl"), *extra, *more]


@pytest.mark.parametrize("ending", ["parquet", "jsonl", "csv"])
def test_empty_and_one_word_texts_and_rows_of_signs_are_handled(tmp_path, ending):
    path = a_file(tmp_path, ODD * 3, ending)
    assert dedup(path) == 4
    assert [row["duplicate_group"] for row in out_of(path)][:7] == [None, None, 2, None, None, 5, None]
    assert contamination(path) == Counter(question=0, answer=0)
    assert check(path)["empty"] >= 15
    assert len(out_of(path)) == 21


@pytest.mark.long
def test_a_row_of_50_megabytes_is_compared_with_what_is_held_like_any_other(tmp_path):
    words = " ".join(f"w{number * number % 1_000_003}" for number in range(7_200_000))
    path = a_file(tmp_path, [(words, HELD["answer"][0]), ("What is it for", "x" * 50_000_000)])
    assert len(words) > 50_000_000
    assert contamination(path, "parquet") == Counter(question=1, answer=1)
    assert [row["question_seen_how"] for row in out_of(path, "parquet")] == [None, "equal"]


@pytest.mark.long
def test_a_row_of_50_megabytes_is_checked_like_any_other(tmp_path):
    words = "The patient should rest and take 500 mg of it daily. " * 1_000_000
    path = a_file(tmp_path, [("What should a patient do?", words), ("How so?", "!" * 50_000_000)])
    found = check(path, "parquet")
    assert (found["too_long"], found["empty"]) == (1, 1)


@pytest.mark.parametrize("count", [20_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_a_million_identical_rows_are_compared_with_what_is_held(tmp_path, count):
    path = a_file(tmp_path, [("What is it FOR", "It is Y.")])
    pl.concat([pl.read_parquet(path)] * count).write_parquet(path)
    assert contamination(path, "parquet") == Counter(question=count, answer=0)


@pytest.mark.long
def test_a_million_identical_rows_are_checked(tmp_path):
    path = a_file(tmp_path, [("What is it for", "As an AI, I cannot say.")])
    pl.concat([pl.read_parquet(path)] * 1_000_000).write_parquet(path)
    assert check(path, "parquet")["refusal"] == 1_000_000


@pytest.mark.parametrize("name", EXTRA)
def test_ctrl_c_in_the_middle_leaves_what_stood_there_and_says_so(tmp_path, name):
    rows = [(f"What is number {i} of the list for, and who asks?", f"It is for way {i} home.") for i in range(150_000)]
    a_file(tmp_path, rows, "jsonl")
    (tmp_path / "out.jsonl").write_text("what stood there\n")
    running = subprocess.Popen(
        command(name, tmp_path, "--json"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 240
    while not any(part.stat().st_size for part in tmp_path.glob(".out.jsonl.*.part/out.jsonl")):
        assert time.monotonic() < until
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    said, more = running.communicate(timeout=240)
    assert running.returncode == 130, more
    assert json.loads(said) == {"error": "Stopped.", "kind": "JobCancelledError"}
    assert "Traceback" not in more
    assert (tmp_path / "out.jsonl").read_text() == "what stood there\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["held.jsonl", "in.jsonl", "out.jsonl"]


@pytest.mark.parametrize("name", EXTRA)
def test_progress_is_one_line_on_a_terminal_and_is_gone_at_the_end(tmp_path, name):
    rows = [(f"What is number {i} of the list for, and who asks?", f"It is for way {i} home.") for i in range(20_000)]
    a_file(tmp_path, rows, "jsonl")
    screen, terminal = pty.openpty()
    running = subprocess.Popen(command(name, tmp_path), cwd=ROOT, stdout=subprocess.PIPE, stderr=terminal)
    os.close(terminal)
    shown = b""
    while running.poll() is None or select([screen], [], [], 0)[0]:
        if select([screen], [], [], 0.1)[0]:
            try:
                shown += os.read(screen, 65_536)
            except OSError:  # what a terminal says when nobody holds its other end any more
                break
    said, _ = running.communicate()
    os.close(screen)
    assert running.returncode == 0
    assert b"a second, about" in shown
    assert b"\n" not in shown
    assert shown.endswith(b"\x1b[2K\r")
    assert b"20000 rows" in said
