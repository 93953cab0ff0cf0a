"""python -m curation contamination IN OUT --against FILE, as a data engineer runs it."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).parents[3]
QUESTIONS = [
    "How long is the notice for a flat in this town?",
    "What is a will, and who may write one?",
    "Which tablets help?",
]
ANSWERS = ["It is three months for both sides.", "Everybody who is of age may write one.", "Ask the doctor."]
pytestmark = pytest.mark.slow


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "curation", "contamination", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_held_questions_and_answers_are_named_by_their_row(tmp_path, ending):
    frame = pl.DataFrame({"question": QUESTIONS, "answer": ANSWERS})
    given, out = tmp_path / f"in.{ending}", tmp_path / "out.parquet"
    {"jsonl": frame.write_ndjson, "csv": frame.write_csv, "parquet": frame.write_parquet}[ending](given)
    held = pl.DataFrame(
        {"question": ["", "HOW LONG is the notice for a flat in this town"], "answer": [None, ANSWERS[1]]}
    )
    held.write_ndjson(tmp_path / "held.jsonl")
    done = run(given, out, "--against", tmp_path / "held.jsonl", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"rows": 3, "questions": 1, "answers": 1, "out": str(out)}
    found = pl.read_parquet(out)
    assert found["question_seen_in"].to_list() == [1, None, None]
    assert found["question_seen_how"].to_list() == ["equal", None, None]
    assert found["answer_seen_in"].to_list() == [None, 1, None]
    assert found["answer_seen_share"].to_list() == [None, 1.0, None]


@pytest.mark.parametrize(
    ("held", "code", "words"),
    [
        ('{"question": "!", "answer": "."}\n', 1, "holds no text of three words"),
        ('{"prompt": "How long is the notice?"}\n', 1, "no column “question”"),
        (None, 1, "no file"),
    ],
)
def test_a_held_file_without_text_is_refused_and_nothing_is_written(tmp_path, held, code, words):
    pl.DataFrame({"question": QUESTIONS, "answer": ANSWERS}).write_ndjson(tmp_path / "in.jsonl")
    if held is not None:
        (tmp_path / "held.jsonl").write_text(held)
    done = run(tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--against", tmp_path / "held.jsonl")
    assert done.returncode == code
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out.jsonl").exists()


def test_the_held_file_is_never_written_over(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"question": "a", "answer": "b"}\n')
    done = run(tmp_path / "in.jsonl", tmp_path / "held.jsonl", "--against", tmp_path / "held.jsonl")
    assert done.returncode == 2
