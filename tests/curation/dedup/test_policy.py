"""A project says what is compared and from where on two texts are alike."""

import polars as pl
import pytest

from curation.dedup.duplicates import find_duplicates
from curation.dedup.policy import DuplicatePolicy, Fields, Form, Unit, policy_from, usual_policy
from curation.errors import InputError

CHINESE = "高血压患者应该每天测量两次血压并做记录以便医生调整药物"


def kinds(rows, policy):
    frame = pl.DataFrame(rows, schema=["id", "question", "answer"], orient="row")
    return {(a, b): kind for a, b, _, kind in find_duplicates(frame, policy).pairs.rows()}


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "ja", "th"])
def test_languages_without_spaces_are_compared_by_letters(language):
    assert usual_policy(language).unit is Unit.LETTERS
    rows = [("a", CHINESE, "是的"), ("b", CHINESE + "吧", "是的"), ("c", "房东必须提前通知租客", "不是")]
    assert kinds(rows, usual_policy(language)) == {("a", "b"): "near"}
    assert kinds(rows, DuplicatePolicy()) == {}


@pytest.mark.parametrize("language", ["en", "de", "ko", "vi"])
def test_others_are_compared_by_words(language):
    assert usual_policy(language) == DuplicatePolicy()


def test_a_policy_is_read_as_it_is_written():
    policy = DuplicatePolicy(0.7, 2, Unit.LETTERS, Fields.ANSWER, Form.NFKC)
    assert policy_from(policy.as_json(), "en") == policy
    assert policy_from({"threshold": 0.9}, "ja") == DuplicatePolicy(0.9, 5, Unit.LETTERS)
    assert policy_from(None, "en") == DuplicatePolicy()


@pytest.mark.parametrize(
    "given",
    [
        [],
        "0.8",
        {"treshold": 0.8},
        {"threshold": "much"},
        {"threshold": 0.1},
        {"ngram": 0},
        {"ngram": 2.5},
        {"unit": "x"},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_with_a_sentence(given):
    with pytest.raises(InputError, match=r"\.$"):
        policy_from(given, "en")


def test_fields_and_form_decide_what_is_alike():
    rows = [("a", "Where is the ﬁle kept?", "Here, on the shelf."), ("b", "Where is the file kept?", "Nowhere at all.")]
    assert "exact" not in kinds(rows, DuplicatePolicy(fields=Fields.QUESTION)).values()
    assert kinds(rows, DuplicatePolicy(fields=Fields.QUESTION, form=Form.NFKC))["a", "b"] in {"exact", "conflict"}
    assert find_duplicates(
        pl.DataFrame(rows, schema=["id", "question", "answer"], orient="row"),
        DuplicatePolicy(fields=Fields.QUESTION, form=Form.NFKC),
    ).pairs["kind"].to_list() == ["conflict", "exact"]
    assert kinds(rows, DuplicatePolicy(fields=Fields.ANSWER, form=Form.NFKC)) == {("a", "b"): "conflict"}


def test_two_thousand_answers_to_one_question_are_1999_scored_pairs():
    rows = [
        (f"{i:04}", "What should a patient do now?", f"Take {i} drops of it, and rest for a day.") for i in range(2000)
    ]
    found = find_duplicates(pl.DataFrame(rows, schema=["id", "question", "answer"], orient="row"))
    assert found.conflicts.height == 1999
    assert set(found.conflicts["first"]) == {"0000"}
    assert found.conflicts["score"].is_between(0.8, 1.0).all()
