"""What of an answer rests on its passage: sentences, numbers, doses, units, links."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.findings import Part
from curation.domain.places import text_at
from curation.domain.samples import Conversation, Message, Role
from curation.quality.grounding import supports
from curation.quality.passages import Case
from curation.quality.quantities import quantities
from curation.quality.sentences import sentences
from curation.quality.suite import check

PASSAGE = (
    "Adults take 40 mg of the medicine every 12 hours for 10 to 14 days. Children under 12 years take 1.5 mL twice "
    "daily. The kidneys remove about 60% of a dose within one day. It must not be taken together with grapefruit "
    "juice, because enzymes of the liver are slowed down. Store the bottle at 5 °C. In 2019, 1,250 patients were "
    "treated; https://www.nih.gov/medicine describes the study."
)
RIGHT = [
    "Grown patients should take 40 milligrams two times a day.",
    "Take 0.04 g every 12 hours for 10 to 14 days, that is two weeks at most.",
    "About 60 percent of a dose leaves through the kidneys within 24 hours.",
    "In 2019 there were 1250 patients who were treated with the medicine.",
    "Children under twelve years take 1,5 ml twice a day.",
    "1. Store the bottle at 5 °C.\n2. Do not take it together with grapefruit juice.",
    "It must not be taken with grapefruit juice, as this slows enzymes of the liver down.",
    "See https://www.nih.gov/medicine for the study of treated patients.",
]
WRONG = [
    ("numbers", "Adults take 400 mg of the medicine every 12 hours.", "400 mg"),
    ("numbers", "Adults take 40 g of the medicine every 12 hours.", "40 g"),
    ("numbers", "Adults take 40 mg every 12 hours for 10 to 40 days.", "40 days"),
    ("numbers", "Children under 12 years take 1.5 mL three times daily.", "three times"),
    ("numbers", "About 70% of a dose leaves through the kidneys.", "70%"),
    ("numbers", "In 2019 there were 1,350 patients who were treated.", "1,350"),
    ("numbers", "Adults take 40 mg of the medicine every 12 hours, children 7 mL.", "7 mL"),
    (
        "unsupported",
        "Adults take 40 mg. Surgeons often remove the gall bladder through small cuts in the belly.",
        "Surgeons often remove the gall bladder through small cuts in the belly.",
    ),
    ("unsupported", "The kidneys remove about 60% of a dose of Metformin within one day.", "Metformin"),
    ("invented_link", "See https://www.nih.gov/other for the study of patients.", "https://www.nih.gov/other"),
    ("invented_link", "The study of treated patients is PMID: 12345678.", "PMID: 12345678"),
]


def grounded(answer, question="How is it taken?"):
    turns = (Message(Role.USER, question), Message(Role.ASSISTANT, answer))
    return Conversation(turns, ("This is a leaflet.", PASSAGE))


def noted(answer, question="How is it taken?"):
    found = check(grounded(answer, question), "en")
    return [(f.check, answer[f.place.start : f.place.end], f.message) for f in found]


@pytest.mark.parametrize("answer", RIGHT)
def test_what_the_passage_says_in_other_words_is_left_alone(answer):
    assert noted(answer) == []


@pytest.mark.parametrize(("name", "answer", "place"), WRONG)
def test_what_the_passage_does_not_say_is_noted_where_it_stands(name, answer, place):
    assert [(check, said) for check, said, _ in noted(answer)] == [(name, place)]


def test_a_number_of_the_question_is_no_invention():
    assert noted("No, 80 mg are more than adults take of the medicine.", "May I take 80 mg?") == []


def test_another_unit_is_named_as_what_it_is():
    [(_, _, message)] = noted("Adults take 40 g of the medicine every 12 hours.")
    assert message == "“40 g” has another unit in the passage: “40 mg”."


def test_an_amount_of_another_sentence_is_noted():
    [(check, said, message)] = noted("The kidneys remove about 60% of a dose within 14 days.")
    assert (check, said, message) == ("numbers", "14 days", "The passage says “one day” here, not “14 days”.")


def test_nothing_is_said_without_a_passage():
    turns = (Message(Role.USER, "How much?"), Message(Role.ASSISTANT, "Adults take 900 mg of Metformin every hour."))
    assert check(Conversation(turns), "en") == ()


def test_each_sentence_is_linked_to_its_nearest_passage_sentence():
    conversation = grounded(
        "The liver works more slowly with grapefruit juice. In 2019, patients were treated with it."
    )
    case = Case(conversation, "en")
    first, second = supports(case, case.answers[0])
    assert first.nearest.part is Part.CONTEXT
    assert text_at(conversation, first.nearest).startswith("It must not be taken together with grapefruit")
    assert text_at(conversation, second.nearest).startswith("In 2019, 1,250 patients")
    assert 0.5 < first.share <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1000 mg", "1 g"), ("1,000 mg", "1000 mg"), ("0,5 ml", "0.5 mL"), ("24 hours", "1 day"),
        ("two weeks", "14 days"), ("5 µg", "5 mcg"),
        ("12 months", "1 year"), ("½ g", "500 mg"), ("50 percent", "50 %"), ("3.000.000 €", "€3,000,000")
    ],
)  # fmt: skip
def test_equal_amounts_are_equal_however_they_are_written(one, other):
    assert quantities(one)[0].equals(quantities(other)[0])


@pytest.mark.parametrize(
    ("one", "other"), [("40 mg", "40 g"), ("5 ml", "5 mg"), ("1.5 g", "15 g"), ("7 days", "7 weeks"), ("5 %", "5 mg")]
)
def test_unequal_amounts_are_not(one, other):
    assert not quantities(one)[0].equals(quantities(other)[0])


def test_names_with_digits_and_signs_of_lists_are_no_amounts():
    assert quantities("1. HbA1c and B12\n2) COVID-19 of <DATE_1>") == []


@given(st.text(max_size=300))
def test_sentences_cover_a_text_in_order_and_never_overlap(content):
    spans = list(sentences(content))
    assert all(0 <= start < end <= len(content) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    left = content
    for start, end in reversed(spans):
        left = left[:start] + left[end:]
    assert left.strip() == ""


@given(st.text(alphabet="0123456789.,½ mg%$-/tox\n", max_size=60))
def test_any_mixture_of_digits_and_units_is_read(content):
    for amount in quantities(content):
        assert 0 <= amount.start < amount.end <= len(content)
        assert amount.equals(amount)
