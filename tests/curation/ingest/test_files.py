import io
import json
import tracemalloc

import polars as pl
import pytest

from curation.domain.sources import BadRow
from curation.errors import InputError
from curation.ingest.readers import Asked, columns_of, opening_of, read_rows
from curation.ingest.rows import MAX_FIELD, FileKind, Row


def rows_of(data: bytes, name: str, **asked: str) -> list[Row | BadRow]:
    file = io.BytesIO(data)
    return list(read_rows(file, name, opening_of(file, name, Asked(**asked))))


def refusal(data: bytes, name: str, **asked: str) -> str:
    with pytest.raises(InputError) as caught:
        rows_of(data, name, **asked)
    return str(caught.value)


def parquet(frame: pl.DataFrame) -> bytes:
    target = io.BytesIO()
    frame.write_parquet(target)
    return target.getvalue()


def test_an_empty_file_is_refused_by_name() -> None:
    assert refusal(b"", "faq.csv") == "faq.csv is empty: it holds no bytes. Export it again."
    assert "blank space" in refusal(b" \n\n", "faq.jsonl")


@pytest.mark.parametrize(
    ("name", "data", "looks_like"),
    [
        ("faq.json", b"<!DOCTYPE html><html><body>Sign in</body></html>", "a web page"),
        ("faq.jsonl", b"PK\x03\x04rest", "a ZIP or Office file"),
        ("faq.csv", b"%PDF-1.7 rest", "a PDF"),
        ("faq.csv", b"\x1f\x8b\x08rest", "gzip"),
        ("faq.parquet", b'{"question": "a"}', "something else"),
        ("faq.parquet", b"PAR1 but torn off", "cut off before its end"),
        ("faq.xlsx", b"question,answer\n", "something else"),
        ("faq.parquet", b"version https://git-lfs.github.com/spec/v1", "Git LFS"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_what_it_looks_like(
    name: str, data: bytes, looks_like: str
) -> None:
    sentence = refusal(data, name)
    assert name in sentence
    assert looks_like in sentence


def test_a_damaged_parquet_and_a_damaged_sheet_are_refused() -> None:
    whole = parquet(pl.DataFrame({"question": ["a"] * 50, "answer": ["b"] * 50}))
    assert "damaged" in refusal(whole[:40] + b"\0" * 60 + whole[100:], "faq.parquet")
    assert "damaged" in refusal(b"PK\x03\x04" + b"\0" * 100, "faq.xlsx")


def test_an_unknown_ending_names_those_that_are_read() -> None:
    assert ".jsonl" in refusal(b"x", "faq.docx")


def test_a_broken_line_in_the_middle_is_one_bad_row_with_its_place() -> None:
    data = b'{"q": "1", "a": "1"}\n{"q": "2", "a": \n\n{"q": "4", "a": "4"}\n[1]\n{"q": 1, "q": 2}\n'
    found = rows_of(data, "faq.jsonl")
    assert [row.number for row in found if isinstance(row, Row)] == [1, 4]
    bad = {row.row: row.reason for row in found if isinstance(row, BadRow)}
    assert list(bad) == [2, 5, 6]
    assert "not JSON" in bad[2]
    assert "not an object" in bad[5]
    assert "twice" in bad[6]


def test_nesting_and_digits_without_end_are_bad_rows() -> None:
    data = b'{"q": ' + b"[" * 100_000 + b"\n" + b'{"q": ' + b"9" * 10_000 + b"}\n"
    reasons = [row.reason for row in rows_of(data, "faq.jsonl") if isinstance(row, BadRow)]
    assert "too deep" in reasons[0]
    assert "too many digits" in reasons[1]


def test_json_and_json_lines_are_told_apart_by_content() -> None:
    entries = [{"q": "1"}, {"q": "2"}]
    lines = "\n".join(json.dumps(e) for e in entries).encode()
    array = json.dumps(entries, indent=1).encode()
    inside = json.dumps({"version": 1, "data": entries}).encode()
    for data, name in ((lines, "faq.json"), (array, "faq.jsonl"), (array, "faq.json"), (inside, "faq.json")):
        assert [row.values for row in rows_of(data, name) if isinstance(row, Row)] == entries


def test_a_break_inside_a_json_array_is_refused_with_line_and_entry() -> None:
    sentence = refusal(b'[\n{"q": "1"},\n{"q": "2", }\n]', "faq.json")
    assert "line 3" in sentence
    assert "entry 2" in sentence
    assert "entry 2" in refusal(b'[{"q": "1"}', "faq.json")
    assert "breaks off" in refusal(b'[{"q": "1"}] trailing', "faq.json")
    assert "2 lists" in refusal(b'{"a": [{"q": 1}], "b": [{"q": 1}]}', "faq.json")


def test_every_unicode_mark_is_understood_and_cp1252_is_refused_with_its_place() -> None:
    sheet = "question,answer\nWas heißt Ödem?,Schwellung\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        [row] = rows_of(sheet.encode(encoding), "faq.csv")
        assert isinstance(row, Row)
        assert row.values == {"question": "Was heißt Ödem?", "answer": "Schwellung"}
    sentence = refusal(sheet.encode("cp1252"), "faq.csv")
    assert "row 2" in sentence
    assert "0xDF" in sentence
    assert "--encoding cp1252" in sentence
    [row] = rows_of(sheet.encode("cp1252"), "faq.csv", encoding="cp1252")
    assert isinstance(row, Row)
    assert row.values["question"] == "Was heißt Ödem?"
    assert "utf-16-le" in refusal(sheet.encode("utf-16-le"), "faq.csv")
    assert "not an encoding" in refusal(sheet.encode(), "faq.csv", encoding="klingon")


def test_a_wrong_byte_far_into_a_file_is_placed_in_its_row() -> None:
    data = b'{"q": "fine"}\n' * 200_000 + b'{"q": "caf\xe9"}\n'
    assert "row 200001" in refusal(data, "faq.jsonl")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_separator_is_told_from_the_first_rows(separator: str) -> None:
    data = f'question{separator}answer\n"one, two; three"{separator}"a{separator}b"\n'.encode()
    [row] = rows_of(data, "faq.csv")
    assert isinstance(row, Row)
    assert row.values == {"question": "one, two; three", "answer": f"a{separator}b"}


def test_ragged_rows_are_reported_where_they_begin() -> None:
    data = b'question,answer\n"two\nlines",b\nonly one\na,b,c\n\nx,y\n'
    found = rows_of(data, "faq.csv")
    assert [row.number for row in found if isinstance(row, Row)] == [2, 7]
    assert [(row.row, row.reason) for row in found if isinstance(row, BadRow)] == [
        (4, "it has 1 field where the first row names 2."),
        (5, "it has 3 fields where the first row names 2."),
    ]


def test_an_unclosed_quote_is_refused_where_it_opens() -> None:
    assert "row 3" in refusal(b'question,answer\na,b\n"open,b\nc,d\n', "faq.csv")


def test_a_column_name_that_stands_twice_is_refused() -> None:
    assert "“answer” stands twice" in refusal(b"question,answer,answer\na,b,c\n", "faq.csv")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["faq.jsonl", "faq.csv", "faq.json"])
def test_fifty_megabytes_in_one_field_are_one_bad_row_in_bounded_memory(name: str) -> None:
    huge = b"x" * 50_000_000
    data = {
        "faq.jsonl": b'{"q": "' + huge + b'"}\n{"q": "next"}\n',
        "faq.csv": b"q,a\n" + huge + b",b\nnext,b\n",
        "faq.json": b'[{"q": "' + huge + b'"}, {"q": "next"}]',
    }[name]
    tracemalloc.start()
    found = rows_of(data, name)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found[0], BadRow)
    assert f"{MAX_FIELD:,}" in found[0].reason
    assert isinstance(found[1], Row)
    assert found[1].values["q"] == "next"
    assert peak < 6 * len(data)


def test_parquet_rows_keep_nested_turns_and_dates() -> None:
    frame = pl.DataFrame({"messages": [[{"role": "user", "content": "a"}]], "day": [pl.date(2026, 1, 2)]})
    file = io.BytesIO(parquet(frame.with_columns(pl.lit("2026-01-02").str.to_date().alias("day"))))
    columns, rows = columns_of(read_rows(file, "faq.parquet", opening_of(file, "faq.parquet")))
    assert columns == ("messages", "day")
    assert rows[0].values == {"messages": [{"role": "user", "content": "a"}], "day": "2026-01-02"}


def test_a_format_can_be_named_against_the_ending() -> None:
    [row] = rows_of(b'{"q": "1"}\n', "faq.txt", kind=FileKind.JSONL)
    assert isinstance(row, Row)
