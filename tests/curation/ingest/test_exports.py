"""Exports of other tools: their texts become questions and answers, their verdicts stay beside them."""

from pathlib import Path

import pytest

from curation.ingest.conversations import conversations, split_records
from curation.ingest.exports import unfolded
from curation.ingest.formats import guess_mapping, remarks, require_mapping
from curation.ingest.readers import columns_of, opening_of, read_rows

EXPORTS = Path(__file__).parents[2] / "data" / "exports"


def read(name):
    with (EXPORTS / name).open("rb") as file:
        opening = opening_of(file, name)
        columns, rows = columns_of(read_rows(file, name, opening))
        mapping = guess_mapping(columns, rows)
        require_mapping(mapping, columns, name)
        records, bad = split_records(conversations(read_rows(file, name, opening), mapping, name))
    assert bad == []
    return mapping, records


def told(records):
    return [(one.conversation.question, one.conversation.answer) for one in records]


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        (
            "argilla_2.json",
            [
                ("How long is a plaster worn after a wrist fracture?", "About six weeks, then an X-ray."),
                ("May I shower with a plaster?", "Only with a cover."),
            ],
        ),
        (
            "argilla_1.jsonl",
            [
                ("What is a notice period?", "The time between notice and end."),
                ("Who signs a lease?", "Both parties."),
            ],
        ),
        (
            "argilla_flat.jsonl",
            [
                ("What is an ETF?", "A fund that is traded like a share."),
                ("What is a spread?", "The gap between bid and ask."),
            ],
        ),
        ("argilla_old.jsonl", [("Is paracetamol safe with alcohol?", "Ask your doctor first.")]),
        (
            "argilla_rewriting.jsonl",
            [
                ("Summarise the duty of care.", "Act as a careful person would."),
                ("Summarise the levy.", "A charge on deposits."),
            ],
        ),
        (
            "label_studio.json",
            [
                ("When is the levy due?", "On 31 May,\nin one sum."),
                ("Who pays the levy?", "The bank that holds the deposit."),
            ],
        ),
        ("label_studio_min.json", [("What is a lien?", "A right in a thing,\nuntil a debt is paid.")]),
        (
            "preferences.jsonl",
            [
                ("Explain a stent.", "A small tube that holds an artery open."),
                ("Explain a bypass.", "A detour for the blood."),
            ],
        ),
        ("preferences_chat.jsonl", [("Explain a stent.", "A small tube that holds an artery open.")]),
        ("preferences_implicit.jsonl", [("Explain a stent.", "A small tube that holds an artery open.")]),
    ],
)
def test_the_text_that_people_wrote_is_the_answer_without_any_mapping(name, pairs):
    assert told(read(name)[1]) == pairs


def test_argillas_verdicts_and_what_stood_before_are_metadata():
    _, [first, second] = read("argilla_2.json")
    assert first.metadata == {
        "quality": "good",
        "problems": "too short, no source",
        "response (before)": "About two weeks.",
        "response (suggested)": "About five weeks.",
        "quality (suggested)": "poor",
        "ward": "trauma",
        "source": "intake form",
        "id": "3f2a",
        "status": "completed",
    }
    assert second.metadata["status"] == "pending"


def test_label_studios_choices_are_metadata_and_a_skipped_annotation_counts_for_nothing():
    _, [first, second] = read("label_studio.json")
    assert (first.metadata["verdict"], first.metadata["stars"]) == ("Accept, Needs source", "4")
    assert first.metadata["verdict (suggested)"] == "Reject"
    assert (first.metadata["draft"], first.metadata["task skipped"]) == ("In May.", 1)
    assert "Never." not in str(first.metadata)
    assert "reviewer@example.org" not in str(second.metadata)


def test_nobody_who_worked_in_the_other_tool_is_named():
    for path in sorted(EXPORTS.glob("*")):
        for record in read(path.name)[1]:
            assert "8b1c9e9e" not in str(record.metadata), path.name
            assert "annotator" not in record.metadata, path.name


@pytest.mark.parametrize("name", ["preferences.jsonl", "preferences_chat.jsonl", "preferences_implicit.jsonl"])
def test_of_preferences_the_chosen_answer_is_taken_and_that_is_said(name):
    mapping, [first, *_] = read(name)
    assert "rejected" in first.metadata
    assert len(first.conversation.messages) == 2
    [remark] = remarks(mapping)
    assert "chosen answer" in remark


def test_rows_of_no_known_tool_stay_as_they_are():
    for row in ({"question": "a", "data": {"x": 1}}, {"fields": "a"}, {"annotations": []}, {"text": "a", "fields": {}}):
        assert unfolded(row) is row
