"""`python -m curation dedup IN OUT`: what it writes, whatever the format, and what it does not when it is stopped."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from io import StringIO
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from curation.dedup.policy import Unit
from curation.engine.meter import Meter
from curation.engine.reading import open_table
from curation.errors import InputError
from curation.stages.dedup import Deduplication, dedup_file, open_deduplication
from tests.bench._question_answers import question_answers
from tests.curation.dedup.oracle import copies, exact_join

ROOT = Path(__file__).parents[3]
WRITERS = {"jsonl": "write_ndjson", "csv": "write_csv", "parquet": "write_parquet"}


def a_file(folder, rows, ending="parquet"):
    path = folder / f"in.{ending}"
    getattr(pl.DataFrame(rows, schema=["question", "answer"], orient="row"), WRITERS[ending])(path)
    return path


def dedup(path, target="out.parquet", **options):
    given = Deduplication(path, path.with_name(target), ("question", "answer"), **options)
    return dedup_file(given, open_deduplication(given), Meter(StringIO()))


def read(path):
    return [row for batch in open_table(path).batches(1000) for row in batch]


@pytest.fixture(scope="module")
def records():
    return list(question_answers(3_000, 300))


@pytest.mark.parametrize("ending", WRITERS)
def test_groups_and_pairs_are_those_of_the_exact_join(tmp_path, records, ending):
    path = a_file(tmp_path, records, ending)
    found = dedup(path, f"out.{ending}", pairs=tmp_path / "pairs.parquet")
    texts = [f"{question}\n{answer}" for question, answer in records]
    near, equal = exact_join(texts), copies(texts)
    pairs = pl.read_parquet(tmp_path / "pairs.parquet")
    assert {(a, b): j for a, b, j, kind in pairs.rows() if kind == "near"} == pytest.approx(near)
    assert {(a, b, j) for a, b, j, kind in pairs.rows() if kind == "exact"} == {(a, b, 1.0) for a, b in equal}
    assert pairs.equals(pairs.sort("a", "b"))
    assert (found.pairs["near"], found.pairs["exact"]) == (len(near), len(equal))
    expected = groups_of([*near, *equal], len(texts))
    got = [(row["duplicate_group"], row["duplicate_of"]) for row in read(tmp_path / f"out.{ending}")]
    if ending == "csv":
        got = [tuple(int(cell) if cell else None for cell in pair) for pair in got]
    assert got == [(group, None if group == row else group) for row, group in enumerate(expected)]
    assert found.spare == sum(of is not None for _, of in got)


def groups_of(pairs, count):
    """The smallest row that each row is joined with, by walking over and over until nothing changes."""
    labels = list(range(count))
    changed = True
    while changed:
        changed = False
        for a, b in pairs:
            low = min(labels[a], labels[b])
            changed |= labels[a] != low or labels[b] != low
            labels[a] = labels[b] = low
    members = Counter(labels)
    return [None if members[label] == 1 else label for label in labels]


def test_parquet_keeps_its_other_columns_types_and_compression(tmp_path):
    frame = pl.DataFrame(
        {"n": [1, 2], "question": ["Why is it so?", "why IS it so"], "tags": [["a"], []], "answer": ["x", None]}
    )
    frame.write_parquet(tmp_path / "in.parquet", compression="snappy")
    dedup(tmp_path / "in.parquet")
    out = pl.read_parquet(tmp_path / "out.parquet")
    assert out.drop("duplicate_group", "duplicate_of").equals(frame)
    assert out.schema["duplicate_group"] == out.schema["duplicate_of"] == pl.Int64
    assert pq.ParquetFile(tmp_path / "out.parquet").metadata.row_group(0).column(0).compression == "SNAPPY"


def test_conflicts_are_written_with_their_score(tmp_path):
    asked = "How many days of notice must a landlord give before entering the flat"
    rows = [(asked, "He must give 2 days."), (asked + "?", "He must give 14 days."), ("Else", "Nothing of the kind.")]
    found = dedup(a_file(tmp_path, rows), conflicts=tmp_path / "conflicts.jsonl")
    [row] = read(tmp_path / "conflicts.jsonl")
    assert (row["a"], row["b"], row["jaccard"], row["kind"]) == (0, 1, 1.0, "conflict")
    assert row["score"] >= 0.8
    assert found.pairs["conflict"] == 1


@pytest.mark.parametrize("ending", WRITERS)
def test_no_text_is_ever_grouped_and_short_ones_only_with_their_like(tmp_path, ending):
    rows = [("", ""), ("", ""), ("?!", "..."), ("...", "---"), ("yes", ""), ("Yes!", ""), ("no", ""), ("a b", "")]
    path = a_file(tmp_path, rows, ending)
    dedup(path, "out.jsonl")
    assert [row["duplicate_group"] for row in read(tmp_path / "out.jsonl")] == [None] * 4 + [4, 4, None, None]


def test_letters_are_compared_where_words_have_no_spaces(tmp_path):
    asked = "高血压患者应该每天测量两次血压并做记录以便医生调整药物"
    path = a_file(tmp_path, [(asked, "是的"), (asked + "吧", "是的")])
    assert dedup(path).groups == 0
    assert dedup(path, unit=Unit.LETTERS, ngram=5).groups == 1


def test_a_file_without_rows_stays_one(tmp_path):
    path = a_file(tmp_path, [("a", "b")])
    pl.read_parquet(path).clear().write_parquet(path)
    assert dedup(path, pairs=tmp_path / "pairs.jsonl").groups == 0
    assert pl.read_parquet(tmp_path / "out.parquet").columns == [
        "question", "answer", "duplicate_group", "duplicate_of",
    ]  # fmt: skip


def test_a_lone_surrogate_is_a_gap(tmp_path):
    (tmp_path / "in.jsonl").write_text(
        '{"question": "a\\ud800b c", "answer": "d"}\n{"question": "a b", "answer": "c d"}\n'
    )
    dedup(tmp_path / "in.jsonl", "out.jsonl")
    assert [row["duplicate_group"] for row in read(tmp_path / "out.jsonl")] == [0, 0]


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_a_column_of_numbers_is_refused(tmp_path, ending):
    path = a_file(tmp_path, [(1, "a"), (2, "b")], ending)
    with pytest.raises(InputError, match="holds no text"):
        dedup(path)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.slow
def test_a_million_identical_rows_are_one_group(tmp_path):
    frame = pl.DataFrame({"question": ["What is X?"], "answer": ["It is Y."]})
    pl.concat([frame] * 1_000_000).write_parquet(tmp_path / "in.parquet")
    found = dedup(tmp_path / "in.parquet", pairs=tmp_path / "pairs.parquet")
    assert (found.spare, found.groups, found.pairs["exact"]) == (999_999, 1, 999_999)
    assert pl.read_parquet(tmp_path / "pairs.parquet")["a"].unique().to_list() == [0]


@pytest.mark.slow
def test_a_row_of_50_megabytes_is_compared_like_any_other(tmp_path):
    draw = random.Random(3)  # noqa: S311 - a corpus, not a secret
    long = " ".join(str(draw.randrange(10**9)) for _ in range(5_200_000))
    rows = [(long, ""), (long[: len(long) - 100_000], ""), ("short", "one")]
    found = dedup(a_file(tmp_path, rows), pairs=tmp_path / "pairs.jsonl")
    assert len(long) > 50_000_000
    assert found.pairs["near"] == 1
    assert read(tmp_path / "pairs.jsonl")[0]["jaccard"] == pytest.approx(0.998, abs=0.001)


@pytest.mark.slow
def test_a_template_in_thousands_is_grouped_in_little_memory_and_the_result_says_so(tmp_path):
    words = " ".join(f"word{i}" for i in range(80))
    path = a_file(tmp_path, [(f"{words} number{i}", "") for i in range(30_000)])
    found = dedup(path)
    assert found.crowds > 0
    assert (found.groups, found.spare) == (1, 29_999)
    assert found.pairs["near"] < 100 * 30_000


@pytest.mark.slow
@pytest.mark.parametrize("wait", [0.0, 0.6, 1.2, 2.0, 3.0])
def test_stopping_leaves_nothing_half_written(tmp_path, wait):
    path = a_file(tmp_path, list(question_answers(60_000, 400)))
    command = [sys.executable, "-m", "curation", "dedup", path, tmp_path / "out.parquet", "--pairs", tmp_path / "p.csv"]
    # A Ctrl+C before the command's first line is Python's own to answer: it is held back until the command takes it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    running = subprocess.Popen(
        [*map(str, command), "--json"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    time.sleep(0.5 + wait)
    os.killpg(running.pid, signal.SIGINT)
    said, more = running.communicate(timeout=240)
    left = sorted(one.name for one in tmp_path.iterdir())
    if running.returncode == 0:
        assert json.loads(said)["rows"] == 60_000
    else:
        assert running.returncode in (130, -signal.SIGINT), more
        assert b"Traceback" not in more
    if running.returncode == 0 or left != ["in.parquet"]:  # stopped after the last file had its name
        assert left == ["in.parquet", "out.parquet", "p.csv"]
        assert pl.read_parquet(tmp_path / "out.parquet").height == 60_000
        assert pl.read_csv(tmp_path / "p.csv").height > 0
