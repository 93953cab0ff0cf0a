"""The bench measures what it says, in a form that another command can print."""

import json

import pytest

from curation.errors import InputError
from curation.pii.bench import Benched, bench, labelled_in, records

ROWS = [
    {"text": "Ask Dr. Anna Weber.", "spans": [{"start": 8, "end": 18, "entity_type": "PERSON"}]},
    {"text": "SSN 536-22-1348", "spans": [{"start": 4, "end": 15, "entity_type": "US_SSN"}]},
    {"text": "quote XQ-17 please", "spans": [{"start": 6, "end": 11, "entity_type": "CASE_NUMBER"}]},
]
OWN = [{"answer": "Rest helps. Call 911."}, {"answer": "Dr. Anna Weber says so."}, {"answer": "Nothing."}]


def written(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    labelled = written(folder / "marked.jsonl", ROWS)
    return bench(Benched(labelled=(labelled,), text=written(folder / "own.jsonl", OWN), strings=40, passes=1))


def test_quality_counts_what_was_redacted_and_what_leaked(report):
    found = report.to_json()["quality"]["marked.jsonl"]["recall"]
    assert found["kinds"]["PERSON"] == {
        "labelled": 1, "redacted_spans": 1, "recall": 1.0, "found": 1.0, "precision": 1.0, "f2": 1.0,
    }  # fmt: skip
    assert found["kinds"]["CASE_NUMBER"]["recall"] == 0.0
    assert found["direct"]["labelled"] == 3
    assert (found["leaked_characters"], found["direct_characters"]) == (4, 22)


def test_own_text_is_counted_by_thousand_and_by_type(report):
    own = report.to_json()["own_text"]["precise"]
    assert (own["records"], own["redacted_per_1000"], own["by_type"]) == (3, 333.3, {"PERSON": 333.3})


def test_the_fast_patterns_are_compared_with_plain_presidio(report):
    assert report.to_json()["fuzz"] == {"strings": 40, "different": 0}
    assert report.speed is not None
    assert report.speed.different == 0
    assert report.speed.records == 3


def test_a_report_is_one_json_object_and_lines_for_reading(report):
    assert json.loads(json.dumps(report.to_json())).keys() == {
        "engine", "fuzz", "quality", "own_text", "speed",
    }  # fmt: skip
    lines = report.lines()
    assert lines[0] == report.engine
    assert any(line.startswith("PERSON") and "1.0" in line for line in lines)


@pytest.mark.parametrize("line", ["[]", "{", '{"text": "a"}', '{"text": "a", "spans": [{"start": 1}]}'])
def test_a_row_that_is_no_labelled_text_is_named(tmp_path, line):
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": "a", "spans": []}\n' + line + "\n")
    with pytest.raises(InputError, match="Line 2"):
        labelled_in(file)


@pytest.mark.parametrize("span", [(0, 40), (3, 3), (-1, 2)])
def test_a_span_that_lies_outside_its_text_is_named(tmp_path, span):
    file = written(
        tmp_path / "bad.jsonl", [{"text": "Anna", "spans": [dict(zip(("start", "end"), span, strict=True))]}]
    )
    file.write_text(file.read_text().replace("}]}", ', "entity_type": "PERSON"}]}'))
    with pytest.raises(InputError, match=f"Line 1 .* from {span[0]} to {span[1]} in a text of 4 signs"):
        labelled_in(file)


def test_blank_lines_and_separators_within_a_text_part_no_rows(tmp_path):
    file = tmp_path / "own.jsonl"
    file.write_text('\ufeff{"a": "one\u2028two"}\r\n\n{"a": "four"}\n', encoding="utf-8")
    assert records(file) == ["one\u2028two", "four"]
    file.write_text('{"a": "one"}\n{\n')
    with pytest.raises(InputError, match="Line 2"):
        records(file)


def test_files_that_are_missing_or_empty_are_sentences(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        labelled_in(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_text("")
    with pytest.raises(InputError, match="no row"):
        records(tmp_path / "empty.jsonl")
