"""python -m curation redact|dedup|check IN OUT, as a data engineer runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from curation.__main__ import commands, spread
from curation.__main__ import run as main_run
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


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "curation", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
    )


def started(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "curation", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def listens(pid):
    """Tell whether a process has a handler for SIGTERM: from then on it stops in order."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    [caught] = [int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:")]
    return bool(caught & 1 << (signal.SIGTERM - 1))


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


def test_check_reads_passages_and_a_policy_file(tmp_path):
    rows = [
        {"question": "How much?", "answer": "Take 400 mg of Tylenol.", "passage": "Adults take 40 mg.", "n": 1},
        {
            "question": "How much?",
            "answer": "Take 40 mg of it.",
            "passage": ["A leaflet.", "Adults take 40 mg."],
            "n": 2,
        },
        {"question": "How much?", "answer": "It is seldom fluxated at all.", "passage": None, "n": 3},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "rules.yaml").write_text("rules:\n  - name: names\n    forbid: Tylenol\n    because: Generic names.\n")
    out = tmp_path / "out.jsonl"
    done = run(
        "check", tmp_path / "in.jsonl", out, "--context", "passage", "--policy", tmp_path / "rules.yaml", "--json"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["by_check"] == {"numbers": 1, "rule:names": 1}
    assert [[note["message"] for note in row["findings"]] for row in rows_of(out)] == [
        ["Generic names.", "“400 mg” does not occur in the passage."], [], [],
    ]  # fmt: skip
    (tmp_path / "rules.yaml").write_text("rules:\n  - name: names\n    forbit: Tylenol\n")
    done = run("check", tmp_path / "in.jsonl", tmp_path / "no.jsonl", "--policy", tmp_path / "rules.yaml")
    assert done.returncode == 1
    assert "rules.yaml: Line 3: “forbit” is not known here" in done.stderr
    assert not (tmp_path / "no.jsonl").exists()


def test_a_word_that_three_rows_use_is_a_word_of_the_file(tmp_path):
    answers = ["The stenosed artery was trated.", *["The ward uses a trated form."] * 3, "It is the managment of it."]
    rows = [{"question": f"What of case {i}?", "answer": answer} for i, answer in enumerate(answers)]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = run("check", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--json", "--workers", "2")
    assert json.loads(done.stdout)["by_check"] == {"spelling": 1}


def test_a_policy_file_decides_what_is_replaced(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"question": "Dr. Anna Weber, a@example.com", "answer": null}\n')
    (tmp_path / "policy.json").write_text('{"entities": ["EMAIL_ADDRESS"], "countries": []}')
    done = run("redact", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--policy", tmp_path / "policy.json")
    assert done.returncode == 0, done.stderr
    assert rows_of(tmp_path / "out.jsonl") == [{"question": "Dr. Anna Weber, <EMAIL_ADDRESS_1>", "answer": None}]


def test_two_processes_write_what_one_writes_whatever_the_seed_of_hashes(tmp_path):
    rows = [{"question": f"Dr. Weber{'abc'[i % 3]} asks {i}.", "answer": "Call 212-555-0117."} for i in range(450)]
    pl.DataFrame(rows).write_ndjson(tmp_path / "in.jsonl")
    for workers, seed in ((1, "0"), (2, "7")):
        files = (tmp_path / f"{workers}.jsonl", "--spans", tmp_path / f"{workers}.parquet")
        done = run("redact", tmp_path / "in.jsonl", *files, "--workers", workers, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
    for kind in ("jsonl", "parquet"):
        assert (tmp_path / f"1.{kind}").read_bytes() == (tmp_path / f"2.{kind}").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("redact", "no.jsonl", "out.jsonl"), 1, "There is no file"),
        (("redact", "in.jsonl", "out.jsonl", "--columns", "quest"), 1, "no column “quest”"),
        (("redact", "in.jsonl", "in.jsonl"), 2, "named twice"),
        (("redact", "in.jsonl", "out.jsonl", "--policy", "bad.json"), 1, "entitys"),
        (("redact", "in.jsonl", "out.xlsx"), 1, "ends in none of"),
        (("redact", "broken.jsonl", "out.jsonl"), 1, "Line 2"),
        (("redact", "in.jsonl", "out.jsonl", "--columns", "n"), 1, "Row 1"),
        (("dedup", "in.jsonl", "out.jsonl", "--threshold", "7"), 2, "--threshold"),
        (("dedup", "in.jsonl"), 2, "OUT"),
        (("check", "in.jsonl", "out.jsonl", "--columns", "question"), 2, "two columns"),
        (("check", "in.jsonl", "out.jsonl", "--colour"), 2, "--colour"),
        (("check", "checked.jsonl", "out.jsonl"), 1, "already has a column"),
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
    done = run(*given, "--json")
    assert done.returncode == code, done.stderr
    said = json.loads(done.stdout)
    assert set(said) == {"error", "kind"}
    assert words in said["error"]
    assert (said["kind"] == "UsageError") == (code == 2)
    assert done.stderr == said["error"] + "\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_no_half_written_file(tmp_path, number):
    rows = [{"question": f"Dr. Anna Weber asks {i}", "answer": "Call 212-555-0117. " * 3} for i in range(20_000)]
    pl.DataFrame(rows).write_ndjson(tmp_path / "in.jsonl")
    out = tmp_path / "out.jsonl"
    running = started("redact", tmp_path / "in.jsonl", out, "--workers", 2)
    until = time.monotonic() + 240
    while not any(part.stat().st_size for part in tmp_path.glob(".out.jsonl.*.part/out.jsonl")):
        assert time.monotonic() < until
        time.sleep(0.02)
    os.killpg(running.pid, number)
    _, said = running.communicate(timeout=240)
    assert running.returncode == 130, said
    assert said.endswith("Stopped.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


@pytest.mark.parametrize("seconds", [0.5, *(pytest.param(more, marks=pytest.mark.long) for more in (0.0, 1.5, 3.0))])
def test_stopping_early_is_as_quiet_and_leaves_what_stood_there(tmp_path, seconds):
    rows = [{"question": f"Dr. Anna Weber asks {i}", "answer": "Call 212-555-0117. " * 3} for i in range(20_000)]
    pl.DataFrame(rows).write_ndjson(tmp_path / "in.jsonl")
    (tmp_path / "out.jsonl").write_text("what stood there\n")
    running = started("redact", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--workers", 2, "--json")
    until = time.monotonic() + 240
    while not listens(running.pid):
        assert time.monotonic() < until
        time.sleep(0.02)
    time.sleep(seconds)
    os.killpg(running.pid, signal.SIGINT)
    said, more = running.communicate(timeout=240)
    assert running.returncode == 130, more
    assert "Traceback" not in more
    assert json.loads(said) == {"error": "Stopped.", "kind": "JobCancelledError"}
    assert (tmp_path / "out.jsonl").read_text() == "what stood there\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_json_is_one_object_with_the_counts_and_all_else_goes_to_stderr(given):
    out, pairs = given.with_name(f"out{given.suffix}"), given.with_name("pairs.jsonl")
    done = run("redact", given, out, "--json")
    assert json.loads(done.stdout) == {
        "rows": 4, "replaced": 2, "suggested": 0, "by_type": {"PERSON": 2}, "out": str(out), "spans": None,
    }  # fmt: skip
    done = run("dedup", given, out, "--pairs", pairs, "--json")
    assert json.loads(done.stdout) == {
        "rows": 4, "duplicates": 1, "groups": 1, "pairs": {"exact": 1, "near": 0}, "crowds": 0, "out": str(out),
        "pairs_file": str(pairs), "conflicts_file": None,
    }  # fmt: skip
    done = run("check", given, out, "--json")
    assert json.loads(done.stdout) == {"rows": 4, "notes": 1, "by_check": {"refusal": 1}, "out": str(out)}


def test_every_file_command_has_its_module_and_its_own_help(capsys):
    for name in commands():
        assert main_run([name, "--help"]) == 0
        assert f"python -m curation {name}" in capsys.readouterr().out


def test_one_columns_option_takes_several_names():
    assert spread(["redact", "a", "b", "--columns", "x", "y", "--workers", "2"]) == [
        "redact", "a", "b", "--columns", "x", "--columns", "y", "--workers", "2",
    ]  # fmt: skip
    assert spread(["check", "a", "b", "--columns", "x,y"]) == ["check", "a", "b", "--columns", "x", "--columns", "y"]
