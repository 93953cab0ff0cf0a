"""Promises of the operators: exact offsets, twice is once, one value one surrogate, the right form."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curation.errors import InputError
from curation.pii.policy import PiiPolicy
from curation.pii.redactor import Redactor

KEY = b"0123456789abcdef"
TEXT = (
    "My name is Elena Vasquez, SSN 536-22-1348, card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00. "
    "Call 212-555-0117 or write to elena@example.com. Ms Vasquez, born on 3 March 1980, lives at "
    "12 Millstone Lane, Ellersby, VT 05003; login from 203.0.113.11, MRN 0482913-B."
)
PIECES = st.sampled_from([
    "My name is Elena Vasquez, ", "Dr. Anna Weber ", "Mr. Li said ", "Elena ", "call 212-555-0117 ",
    "SSN 536-22-1348 ",
    "born on 3 March 1980 ", "elena@example.com ", "MRN 0482913-B ", "card 4111 1111 1111 1111 ", "B12 ", "\n", ". ",
    "12 Millstone Lane, Ellersby, VT 05003 ", "203.0.113.11 ", "\u202b\u05d0\u05d1 ", "e\u0301 ",
    "\U0001f600 ", "*", "<",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=7).map("".join)


def redactor(operator):
    return Redactor(PiiPolicy(operators=(("*", operator),)), key=KEY)


REDACTORS = {name: redactor(name) for name in ("tag", "hash", "mask", "remove", "surrogate")}


@pytest.mark.parametrize("operator", REDACTORS)
@settings(max_examples=40)
@given(given_text=TEXTS)
def test_offsets_lead_to_the_value_and_to_what_stands_for_it(operator, given_text):
    done = REDACTORS[operator].redact_text(given_text)
    for span, value in zip(done.spans, done.values, strict=True):
        assert given_text[span.original_start : span.original_end] == value
        assert done.text[span.place.start : span.place.end] == span.placeholder


@pytest.mark.parametrize("operator", REDACTORS)
@settings(max_examples=40)
@given(given_text=TEXTS)
@example(given_text="12 Millstone Lane, Ellersby, VT 05003 <elena@example.com ")
def test_redacting_twice_changes_nothing_whatever_the_operator(operator, given_text):
    one = REDACTORS[operator]
    once = one.redact_text(given_text)
    again = one.redact_text(once.text)
    assert again.text == once.text
    assert again.spans == ()


def test_a_hash_is_the_projects_own_and_the_same_everywhere():
    first, second = redactor("hash"), redactor("hash")
    other = Redactor(PiiPolicy(operators=(("*", "hash"),)), key=b"another key, as long")
    assert first.redact_text(TEXT).text == second.redact_text(TEXT).text
    assert first.redact_text(TEXT).text != other.redact_text(TEXT).text
    assert re.search(r"<PERSON:[0-9a-f]{12}>", first.redact_text(TEXT).text)


def test_a_mask_keeps_the_length_and_the_signs():
    done = redactor("mask").redact_text(TEXT)
    assert len(done.text) == len(TEXT)
    assert "SSN ***-**-****," in done.text


def test_what_is_removed_leaves_a_mark_without_its_type():
    assert redactor("remove").redact_text("Call 212-555-0117 now").text == "Call <REMOVED> now"


def test_a_surrogate_is_the_same_in_the_whole_project_and_for_parts_of_a_name():
    one = redactor("surrogate")
    name = one.redact_text("My name is Elena Vasquez.").spans[0].placeholder
    both = one.redact_text("Dr. Elena Vasquez left, and Ms Vasquez is back.")
    assert [s.placeholder for s in both.spans] == [name, name.split()[-1]]
    assert redactor("surrogate").redact_text("My name is Elena Vasquez.").spans[0].placeholder == name


def test_a_surrogate_has_the_kind_of_the_value():
    done = redactor("surrogate").redact_text(TEXT)
    made = {}
    for span in done.spans:
        made.setdefault(span.entity_type, span.placeholder)
    assert re.fullmatch(r"9\d\d-\d\d-\d{4}", made["US_SSN"])
    assert re.fullmatch(r"\d{3}-555-\d{4}", made["PHONE_NUMBER"])
    assert made["IP_ADDRESS"].startswith(("198.18.", "198.19."))
    assert made["EMAIL_ADDRESS"].rpartition("@")[2].startswith("example.")
    assert re.fullmatch(r"\d{1,2} March 19\d\d", made["DATE_OF_BIRTH"])
    found = {d.entity_type for d in Redactor().redact_text(f"card {made['CREDIT_CARD']}, {made['IBAN_CODE']}").spans}
    assert found == {"CREDIT_CARD", "IBAN_CODE"}


def test_no_two_values_share_a_surrogate():
    one = redactor("surrogate")
    texts = [f"SSN {n:03}-{n % 90 + 10}-{n + 1000}" for n in range(100, 400)]
    made = [one.redact_text(text).spans[0].placeholder for text in texts]
    assert len(set(made)) == len(texts)


def test_hashes_and_surrogates_without_a_key_are_refused():
    with pytest.raises(InputError, match="key"):
        Redactor(PiiPolicy(operators=(("PERSON", "hash"),)))


def test_keep_leaves_a_type_alone_and_suggest_only_offers_it():
    policy = PiiPolicy(operators=(("US_SSN", "keep"), ("EMAIL_ADDRESS", "suggest")))
    done = Redactor(policy).redact_text("SSN 536-22-1348, elena@example.com")
    assert done.text == "SSN 536-22-1348, elena@example.com"
    assert [s.entity_type for s in done.suggestions] == ["EMAIL_ADDRESS"]


def test_what_is_below_the_line_of_the_precise_profile_is_a_suggestion():
    text = "Please ring 0487 98 11 92 about the 0489 25 37 29."
    recall = Redactor(PiiPolicy(profile="recall")).redact_text(text)
    precise = Redactor(PiiPolicy(profile="precise")).redact_text(text)
    assert len(precise.spans) < len(recall.spans)
    assert len(precise.spans) + len(precise.suggestions) == len(recall.spans)


@pytest.mark.parametrize(
    ("given_policy", "word"),
    [
        ({"operators": {"PERSON": "burn"}}, "burn"),
        ({"operators": {"person": "tag"}}, "person"),
        ({"operators": ["tag"]}, "operators"),
        ({"profile": "loose"}, "loose"),
        ({"patterns": [{"entity_type": "CODE", "pattern": "("}]}, "cannot be read"),
        ({"patterns": [{"pattern": "a"}]}, "entity_type"),
        ({"patterns": [{"entity_type": "CODE", "pattern": "a", "score": 3}]}, "score"),
    ],
)
def test_a_bad_row_of_a_policy_is_refused_with_its_name(given_policy, word):
    with pytest.raises(InputError, match=word):
        PiiPolicy.from_json(given_policy)


def test_a_policy_with_operators_and_patterns_comes_back_unchanged():
    given_policy = {
        "profile": "precise",
        "operators": {"PERSON": "surrogate", "*": "mask"},
        "patterns": [{"entity_type": "BADGE", "pattern": r"B-\d+", "score": 0.9}],
    }
    policy = PiiPolicy.from_json(given_policy)
    assert PiiPolicy.from_json(policy.to_json()) == policy


def test_a_projects_own_pattern_is_found_and_redacted():
    policy = PiiPolicy.from_json({"patterns": [{"entity_type": "BADGE", "pattern": r"badge (?P<value>B-\d+)"}]})
    assert Redactor(policy).redact_text("badge B-77 was lost").text == "badge <BADGE_1> was lost"


def test_a_pattern_that_runs_away_is_named_and_not_waited_for():
    policy = PiiPolicy.from_json({"patterns": [{"entity_type": "BADGE", "pattern": r"(?:a|aa|a?a)+$"}]})
    with pytest.raises(InputError, match="longer"):
        Redactor(policy).redact_text("a" * 5000 + "b")
