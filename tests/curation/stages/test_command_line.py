"""python -m curation redact|dedup|check IN OUT, as a data engineer runs it."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from curation.__main__ import spread
from curation.engine.reading import open_table

ROOT = Path(__file__).parents[3]
QUESTIONS = [
    "My name is Elena Vasquez. How long is the notice?",
    "How long is the notice for a flat in this town if nothing was agreed in writing between the parties?",
    "HOW LONG is the notice for a flat in this town if nothing was agreed in writing between the parties",
    "What is a will?",
]
ANSWERS = ["Dear Ms Vasquez, three months.", "It is three months.", "It is three months!", "As an AI, I cannot say."]
pytestmark = pytest.mark.slow


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "curation", *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, check=False
    )


def rows_of(path):
    return [row for batch in open_table(path).batches(1000) for row in batch]


@pytest.fixture(params=["jsonl", "csv", "parquet"])
def given(request, tmp_path):
    frame = pl.DataFrame({"id": ["w", "x", "y", "z"], "question": QUESTIONS, "answer": ANSWERS})
    path = tmp_path / f"in.{request.param}"
    {"jsonl": frame.write_ndjson, "csv": frame.write_csv, "parquet": frame.write_parquet}[request.param](path)
    return path


def test_redact_replaces_and_writes_where_it_stood(given, tmp_path):
    out, spans = given.with_name(f"out{given.suffix}"), given.with_name(f"spans{given.suffix}")
    done = run("redact", given, out, "--spans", spans)
    assert done.returncode == 0, done.stderr
    rows = rows_of(out)
    assert rows[0]["question"] == "My name is <PERSON_1>. How long is the notice?"
    assert rows[0]["answer"] == "Dear Ms <PERSON_1>, three months."
    assert [row["id"] for row in rows] == ["w", "x", "y", "z"]
    assert rows[1:] == rows_of(given)[1:]
    for span in rows_of(spans):
        assert set(span) == {
            "row", "column", "start", "end", "entity_type", "score", "detector", "operator", "placeholder", "action",
        }  # fmt: skip
        if span["action"] == "suggested":
            continue
        original = rows_of(given)[int(span["row"])][span["column"]]
        assert original[int(span["start"]) : int(span["end"])] in ("Elena Vasquez", "Vasquez")
        assert (span["placeholder"], span["action"], span["operator"]) == ("<PERSON_1>", "redacted", "tag")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in (given, out, spans))


def test_dedup_names_groups_and_pairs_by_row(given):
    out, pairs = given.with_name(f"out{given.suffix}"), given.with_name("pairs.jsonl")
    done = run("dedup", given, out, "--threshold", "0.8", "--ngram", "3", "--pairs", pairs)
    assert done.returncode == 0, done.stderr
    none = "" if given.suffix == ".csv" else None
    found = [(row["duplicate_group"], row["duplicate_of"]) for row in rows_of(out)]
    if given.suffix == ".csv":
        assert found == [("", ""), ("1", ""), ("1", "1"), ("", "")]
    else:
        assert found == [(none, none), (1, none), (1, 1), (none, none)]
    assert rows_of(pairs) == [{"a": 1, "b": 2, "jaccard": 1.0, "kind": "exact"}]


def test_check_adds_what_it_notes(given):
    out = given.with_name(f"out{given.suffix}")
    done = run("check", given, out, "--columns", "question", "answer")
    assert done.returncode == 0, done.stderr
    rows = rows_of(out)
    notes = [json.loads(row["findings"]) if given.suffix == ".csv" else row["findings"] for row in rows]
    assert [[note["check"] for note in found] for found in notes] == [[], [], [], ["refusal"]]
    note = notes[3][0]
    assert set(note) == {"check", "severity", "message", "column", "start", "end"}
    assert rows[3][note["column"]][note["start"] : note["end"]] == "As an AI"


def test_a_policy_file_decides_what_is_replaced(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"question": "Dr. Anna Weber, a@example.com", "answer": null}\n')
    (tmp_path / "policy.json").write_text('{"entities": ["EMAIL_ADDRESS"], "countries": []}')
    done = run("redact", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--policy", tmp_path / "policy.json")
    assert done.returncode == 0, done.stderr
    assert rows_of(tmp_path / "out.jsonl") == [{"question": "Dr. Anna Weber, <EMAIL_ADDRESS_1>", "answer": None}]


def test_two_processes_write_what_one_writes(tmp_path):
    rows = [{"question": f"Dr. Weber{'abc'[i % 3]} asks {i}.", "answer": "Call 212-555-0117."} for i in range(450)]
    pl.DataFrame(rows).write_ndjson(tmp_path / "in.jsonl")
    for workers in (1, 2):
        assert run("redact", tmp_path / "in.jsonl", tmp_path / f"{workers}.jsonl", "--workers", workers).returncode == 0
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("redact", "no.jsonl", "out.jsonl"), 2, "There is no file"),
        (("redact", "in.jsonl", "out.jsonl", "--columns", "quest"), 2, "no column “quest”"),
        (("redact", "in.jsonl", "in.jsonl"), 2, "named twice"),
        (("redact", "in.jsonl", "out.jsonl", "--policy", "bad.json"), 2, "entitys"),
        (("redact", "in.jsonl", "out.xlsx"), 1, "ends in none of"),
        (("redact", "broken.jsonl", "out.jsonl"), 1, "Line 2"),
        (("redact", "in.jsonl", "out.jsonl", "--columns", "n"), 1, "Row 1"),
        (("dedup", "in.jsonl", "out.jsonl", "--threshold", "7"), 1, "0.3 to 1"),
        (("check", "in.jsonl", "out.jsonl", "--columns", "question"), 2, "two columns"),
        (("check", "checked.jsonl", "out.jsonl"), 2, "already has a column"),
        (("frobnicate",), 2, "frobnicate"),
    ],
)
def test_wrong_use_and_bad_input_are_one_sentence_and_write_nothing(tmp_path, arguments, code, words):
    (tmp_path / "in.jsonl").write_text('{"question": "a", "answer": "b", "n": 3}\n')
    (tmp_path / "broken.jsonl").write_text('{"question": "a", "answer": "b"}\n{"question": \n')
    (tmp_path / "checked.jsonl").write_text('{"question": "a", "answer": "b", "findings": []}\n')
    (tmp_path / "bad.json").write_text('{"entitys": []}')
    before = sorted(path.name for path in tmp_path.iterdir())
    given = [str(tmp_path / word) if word.endswith((".jsonl", ".json", ".xlsx")) else word for word in arguments]
    done = run(*given)
    assert done.returncode == code, done.stderr
    assert words in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_no_half_written_file(tmp_path, number):
    rows = [{"question": f"Dr. Anna Weber asks {i}", "answer": "Call 212-555-0117. " * 3} for i in range(20_000)]
    pl.DataFrame(rows).write_ndjson(tmp_path / "in.jsonl")
    out = tmp_path / "out.jsonl"
    running = subprocess.Popen(
        [sys.executable, "-m", "curation", "redact", str(tmp_path / "in.jsonl"), str(out), "--workers", "2"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 30
    while not any(part.stat().st_size for part in tmp_path.glob(".out.jsonl.*.part/out.jsonl")):
        assert time.monotonic() < until
        time.sleep(0.02)
    running.send_signal(number)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130, said
    assert "Stopped" in said
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_one_columns_option_takes_several_names():
    assert spread(["redact", "a", "b", "--columns", "x", "y", "--workers", "2"]) == [
        "redact", "a", "b", "--columns", "x", "--columns", "y", "--workers", "2",
    ]  # fmt: skip
    assert spread(["check", "a", "b", "--columns", "x,y"]) == ["check", "a", "b", "--columns", "x", "--columns", "y"]
