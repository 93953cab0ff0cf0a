import csv
import json
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import polars as pl
import py3langid
import pytest

from data_samples.build.doubles import shingles
from data_samples.build.facts import facts
from data_samples.build.pieces import filled, joined

COMMITTED = Path(__file__).parents[2] / "data_samples"
DESK = ("health/clinic_messages.jsonl", "law/desk_sharegpt.json", "finance/desk.csv")
RELATED = ("exact_duplicate", "near_duplicate", "duplicate_after_redaction", "conflict")


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (COMMITTED / name).read_text(encoding="utf-8").splitlines()]


def table(name: str) -> list[dict[str, str]]:
    with (COMMITTED / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def clean() -> list[dict]:
    law = [{**row, "question": row["instruction"], "answer": row["output"]} for row in lines("law/facts_alpaca.jsonl")]
    finance = pl.read_parquet(COMMITTED / "finance/facts.parquet").rename(
        {"prompt": "question", "completion": "answer"}
    )
    return [*table("health/facts.csv"), *law, *finance.to_dicts()]


@pytest.fixture(scope="module")
def desk() -> dict[str, list[list[str]]]:
    """The texts of each record's messages, by file."""
    health = [[said["content"] for said in row["messages"]] for row in lines(DESK[0])]
    array = json.loads((COMMITTED / DESK[1]).read_text(encoding="utf-8"))
    law = [[said["value"] for said in row["conversations"]] for row in array]
    return dict(zip(DESK, (health, law, [[row["question"], row["answer"]] for row in table(DESK[2])]), strict=True))


@pytest.fixture(scope="module")
def planted() -> list[dict]:
    return json.loads((COMMITTED / "planted.json").read_text(encoding="utf-8"))


def jaccard(left: set, right: set) -> float:
    return len(left & right) / len(left | right)


def test_800_clean_pairs_are_40_subjects_by_4_facts_by_5_wordings(clean):
    keys = {(row["subject"], row["fact"], int(row["wording"])) for row in clean}
    assert len(clean) == len(keys) == 800
    assert len({subject for subject, _, _ in keys}) == 40
    assert set(Counter(subject for subject, _, _ in keys).values()) == {20}
    assert {wording for _, _, wording in keys} == {1, 2, 3, 4, 5}


def test_every_clean_answer_states_its_fact(clean):
    values = {(fact.subject, fact.name): fact.value for fact in facts()}
    assert len(set(values.values())) > 150
    for row in clean:
        assert values[row["subject"], row["fact"]].lower() in row["answer"].lower()
        assert row["subject"].lower() in row["question"].lower()
        assert row["subject"].lower() in row["answer"].lower()


def test_facts_of_one_kind_differ_from_subject_to_subject():
    told = Counter((fact.kind, fact.name, fact.value) for fact in facts())
    assert set(told.values()) == {1}


@pytest.mark.slow
def test_no_two_clean_pairs_are_near_duplicates_or_look_like_a_conflict(clean):
    whole = [shingles(f"{row['question']}\n{row['answer']}") for row in clean]
    asked = [shingles(row["question"]) for row in clean]
    pairs = list(combinations(range(len(clean)), 2))
    assert max(jaccard(whole[a], whole[b]) for a, b in pairs) < 0.65
    assert max(jaccard(asked[a], asked[b]) for a, b in pairs) < 0.7


def test_clean_pairs_are_english_finished_sentences_without_numbers_or_markup(clean):
    for row in clean:
        text = f"{row['question']} {row['answer']}"
        assert re.fullmatch(r"[A-Za-z',;:.?\- ]+", text), text
        assert row["answer"].endswith(".")
        assert len(row["answer"].split()) >= 6
        assert py3langid.classify(text)[0] == "en", text


def test_every_planted_value_stands_where_the_list_says(planted, desk):
    checked = Counter()
    for entry in planted:
        if entry["kind"] in {"personal_data", "not_personal"}:
            read = COMMITTED / entry["file"]
            text = (
                desk[entry["file"]][entry["record"]][entry["turn"]]
                if entry["file"] in desk
                else read.read_text("utf-8")
            )
            assert text[entry["start"] : entry["end"]] == entry["value"]
            checked[entry.get("entity_type")] += 1
    assert len(checked) == 11
    assert min(checked.values()) >= 5


def test_no_planted_value_stands_anywhere_unlisted(planted, desk):
    listed = defaultdict(Counter)
    for entry in planted:
        if entry["kind"] == "personal_data":
            listed[entry["file"], entry["record"], entry["turn"]][entry["value"]] += 1
    values = {value for found in listed.values() for value in found}
    for file, records in desk.items():
        for record, messages in enumerate(records):
            for turn, text in enumerate(messages):
                standing = {value: re.findall(rf"(?<!\w){re.escape(value)}(?!\w)", text) for value in values}
                found = {value: len(hits) for value, hits in standing.items() if hits}
                assert found == dict(listed[file, record, turn]), (file, record, turn)


def test_planted_relations_are_what_they_say(planted, desk):
    counted = Counter()
    for entry in planted:
        if entry["kind"] in RELATED:
            one, other = desk[entry["file"]][entry["record"]], desk[entry["other_file"]][entry["other_record"]]
            measured = jaccard(shingles("\n".join(one[-2:])), shingles("\n".join(other[-2:])))
            assert measured == pytest.approx(entry["jaccard"], abs=1e-4)
            low, high = {"exact_duplicate": (1, 1), "conflict": (0, 0.4)}.get(entry["kind"], (0.8, 0.999))
            assert low <= measured <= high
            assert entry["kind"] != "conflict" or entry["question_jaccard"] >= 0.8
            counted[entry["kind"]] += 1
    assert counted == {"exact_duplicate": 12, "near_duplicate": 21, "duplicate_after_redaction": 3, "conflict": 15}


@pytest.mark.slow
def test_no_two_records_are_near_duplicates_without_being_listed(planted, desk, clean):
    texts = {(file, record): said for file, records in desk.items() for record, said in enumerate(records)}
    texts |= {("clean", number): [row["question"], row["answer"]] for number, row in enumerate(clean)}
    listed = {
        frozenset({(entry["file"], entry["record"]), (entry["other_file"], entry["other_record"])})
        for entry in planted
        if entry["kind"] in RELATED
    }
    whole = {key: shingles("\n".join(said[-2:])) for key, said in texts.items()}
    for one, other in combinations([key for key in texts if key[0] != "clean"], 2):
        assert frozenset({one, other}) in listed or jaccard(whole[one], whole[other]) < 0.5
    for one in texts:
        if one[0] != "clean":
            assert max(jaccard(whole[one], whole[key]) for key in texts if key[0] == "clean") < 0.3


def test_weak_samples_show_what_they_are_listed_for(planted, desk):
    weak = defaultdict(list)
    for entry in planted:
        if entry["kind"] == "weak":
            weak[entry["check"]].append(desk[entry["file"]][entry["record"]][-1])
    assert {check: len(answers) for check, answers in weak.items()} == {
        "empty": 9, "too_short": 9, "too_long": 3, "truncated": 9, "refusal": 9, "markup": 9,
        "wrong_language": 9, "repeated_text": 6, "encoding_damage": 9,
    }  # fmt: skip
    assert set(weak["empty"]) == {""}
    assert max(len(answer) for answer in weak["too_short"]) < 20
    assert min(len(answer) for answer in weak["too_long"]) > 15_000
    assert not [answer for answer in weak["truncated"] if answer[-1] in ".!?"]
    assert {py3langid.classify(answer)[0] for answer in weak["wrong_language"]} == {"de", "fr"}
    assert not [answer for answer in weak["encoding_damage"] if "â€" not in answer and "Ã" not in answer]
    for answer in weak["repeated_text"]:
        assert max(Counter(re.split(r"(?<=\.) ", answer)).values()) >= 8


def test_a_replaced_word_moves_the_spans_behind_it():
    piece = joined((filled("Hello {P}.", {"P": ("PERSON", "Ann")}), filled("Of {P}.", {"P": ("PERSON", "Bo")})))
    moved = piece.replaced("Hello", "Hi")
    assert [moved.text[span.start : span.end] for span in moved.spans] == ["Ann", "Bo"]
    with pytest.raises(ValueError, match="touches personal data"):
        piece.replaced("Ann", "Eve")


def test_labelled_text_holds_the_planted_personal_data_of_every_message(planted):
    listed = Counter(
        (entry["entity_type"], entry["value"])
        for entry in planted
        if entry["kind"] == "personal_data" and not entry["file"].startswith("documents/")
    )
    rows = lines("labelled.jsonl")
    marked = Counter(
        (span["entity_type"], row["text"][span["start"] : span["end"]]) for row in rows for span in row["spans"]
    )
    assert marked == listed
    assert len(rows) == 2 * 3 * 68 + 2 * 10
