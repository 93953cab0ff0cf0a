"""Plain files in and out: what is read, what is refused with its place, and that nothing is half-written."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.engine.reading import open_table
from curation.engine.writing import outputs
from curation.errors import InputError, StorageError

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=12)
ROWS = st.lists(st.fixed_dictionaries({"question": CELL, "answer": CELL}), min_size=1, max_size=7)


def read(path):
    table = open_table(path)
    return [row for batch in table.batches(3) for row in batch]


def write(path, rows, schema=None):
    with outputs() as files:
        files.table(path, list(rows[0]), schema).write(rows)


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
@given(rows=ROWS)
def test_rows_come_back_as_they_were_written(tmp_path_factory, ending, rows):
    path = tmp_path_factory.mktemp("round") / f"rows.{ending}"
    write(path, rows)
    assert read(path) == rows


def test_other_columns_keep_their_values_and_types(tmp_path):
    path = tmp_path / "in.parquet"
    frame = pl.DataFrame(
        {"n": [1, 2], "when": pl.Series([1, None], dtype=pl.Datetime), "tags": [["a"], []], "x": [0.5, None]}
    )
    frame.write_parquet(path)
    table = open_table(path)
    with outputs() as files:
        files.table(tmp_path / "out.parquet", table.columns, table.schema).write(read(path))
    assert pl.read_parquet(tmp_path / "out.parquet").equals(frame)


def test_a_nested_value_is_json_in_a_csv(tmp_path):
    write(tmp_path / "out.csv", [{"a": "x", "b": [{"c": 1}]}])
    assert json.loads(read(tmp_path / "out.csv")[0]["b"]) == [{"c": 1}]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    path = tmp_path / "in.csv"
    path.write_bytes(b"\xef\xbb\xbfquestion,answer\r\na,b\r\n")
    assert read(path) == [{"question": "a", "answer": "b"}]


def test_lone_surrogates_survive_json_lines(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"a": "x\\ud800y"}\n\n{"a": "z"}\n')
    write(tmp_path / "out.jsonl", read(path))
    assert read(tmp_path / "out.jsonl") == [{"a": "x\ud800y"}, {"a": "z"}]


def test_a_cell_of_millions_of_signs_is_read(tmp_path):
    write(tmp_path / "big.csv", [{"a": "x y" * 1_000_000, "b": ""}])
    assert len(read(tmp_path / "big.csv")[0]["a"]) == 3_000_000


BAD = [
    ("in.jsonl", b'{"a": 1}\n{"a": \n', "Line 2"),
    ("in.jsonl", b'{"a": 1}\n[1]\n', "Line 2"),
    ("in.jsonl", b'{"a": "caf\xe9"}\n', "not UTF-8"),
    ("in.jsonl", "{}".encode("utf-16"), "not UTF-8"),
    ("in.jsonl", b"\n\n", "no rows"),
    ("in.jsonl", b"[" * 100_000 + b"\n", "Line 1"),
    ("in.csv", b"a,b\n1,2,3\n", "Line 2"),
    ("in.csv", b'a,b\n1,2\n"open,3\n', "is not CSV"),
    ("in.csv", b'a,b\n"x"y,3\n', "is not CSV"),
    ("in.csv", b"a,a\n1,2\n", "each column once"),
    ("in.csv", b"a,b\n1,caf\xe9\n", "Line 2"),
    ("in.parquet", b"PAR1 and no more", "not a Parquet file"),
    ("in.jsonl", b"", "is empty"),
    ("in.xlsx", b"x", "ends in none of"),
]


@pytest.mark.parametrize(("name", "content", "words"), BAD)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        read(path)


def test_a_missing_file_and_a_missing_folder_are_said(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        open_table(tmp_path / "no.csv")
    with pytest.raises(StorageError, match="There is no folder"), outputs() as files:
        files.table(tmp_path / "no" / "out.csv", ["a"], None)


def test_a_stage_that_fails_leaves_nothing_and_keeps_what_was_there(tmp_path):
    kept = tmp_path / "out.jsonl"
    kept.write_text("before")

    def fail():
        with outputs() as files:
            files.table(kept, ["a"], None).write([{"a": 1}])
            raise ValueError("midway")

    with pytest.raises(ValueError, match="midway"):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    assert kept.read_text() == "before"
