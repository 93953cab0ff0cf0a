"""Promises of redaction: offsets lead back, twice is once, no value survives, one value one tag."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.findings import Part
from curation.domain.samples import Conversation, Message, Role, question_and_answer
from curation.pii.placeholders import PLACEHOLDER, normalised
from curation.pii.policy import PiiPolicy
from curation.pii.redactor import Redactor

REDACTOR = Redactor()
PIECES = st.sampled_from([
    "My name is Elena Vasquez, ", "Dr. Anna Weber ", "Weber's team ", "Mr. Li said ", "Elena ",
    "call 212-555-0117 ", "(212) 555-0117, ", "phone +44 20 7946 0134 ", "SSN 536-22-1348 ",
    "536-22-1348 ", "born on 3 March 1980 ", "elena@example.com ", "Elena Vasquez <elena@example.com> ",
    "<PERSON_1> ", "<PERSON_7> ", "<US_SSN_2>", "MRN 0482913-B ", "case no. 2:19-cv-01234 ",
    "12 Millstone Lane, Ellersby, VT 05003 ", "card 4111 1111 1111 1111 ", "in the year 2019 ", "B12 ",
    "\ud800", "\U0001d4b3 ", "é ", "\n", ". ", "Referral from Dr. Jones for Priya Patel, ",
    "203.0.113.11 ", "account 123456789 ", "driver 12345678 ", "https://a.org/x ", "Yours,\nTom Hart\n",
    "Dear Tom, ", "US 987654321 ", "<", ">", "PERSON_1", "'s ",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=8).map("".join)


def conversations():
    return st.builds(
        lambda system, q, a, more, context: Conversation(
            (Message(Role.SYSTEM, system), Message(Role.USER, q), Message(Role.ASSISTANT, a), Message(Role.USER, more)),
            (context,),
        ),
        TEXTS, TEXTS, TEXTS, TEXTS, TEXTS,
    )  # fmt: skip


def texts_of(conversation):
    return [*(m.content for m in conversation.messages), *conversation.context]


def text_at(conversation, place):
    if place.part is Part.CONTEXT:
        return conversation.context[place.index]
    return conversation.messages[place.index].content


@given(conversations())
def test_every_span_leads_back_to_the_original(given):
    done = REDACTOR.redact([given])[0]
    for span, value in zip(done.spans, done.values, strict=True):
        original = text_at(given, span.place).replace("\ud800", "\ufffd")
        assert original[span.original_start : span.original_end] == value
        assert text_at(done.conversation, span.place)[span.place.start : span.place.end] == span.placeholder
    for span in done.suggestions:
        original = text_at(given, span.place).replace("\ud800", "\ufffd")
        redacted = text_at(done.conversation, span.place)
        assert redacted[span.place.start : span.place.end] == original[span.original_start : span.original_end]


@given(conversations())
def test_putting_the_values_back_gives_the_original(given):
    done = REDACTOR.redact([given])[0]
    for i, text in enumerate(texts_of(done.conversation)):
        turns = len(given.messages)
        mine = [
            (s, v)
            for s, v in zip(done.spans, done.values, strict=True)
            if (s.place.index + turns if s.place.part is Part.CONTEXT else s.place.index) == i
        ]
        restored = text
        for span, value in reversed(mine):
            restored = restored[: span.place.start] + value + restored[span.place.end :]
        assert restored == texts_of(given)[i].replace("\ud800", "\ufffd")


@given(conversations())
def test_redacting_twice_changes_nothing(given):
    once = REDACTOR.redact([given])[0]
    twice = REDACTOR.redact([once.conversation])[0]
    assert twice.conversation == once.conversation
    assert twice.spans == ()


@given(conversations())
def test_no_redacted_value_survives_in_the_sample(given):
    done = REDACTOR.redact([given])[0]
    for text in texts_of(done.conversation):
        bare = PLACEHOLDER.sub("\n", text)
        for value in done.values:
            if len(value) >= 3:
                assert not re.search(rf"(?<!\w){re.escape(value)}(?!\w)", bare)


@given(conversations())
def test_the_same_value_has_the_same_tag(given):
    done = REDACTOR.redact([given])[0]
    tags: dict[tuple[str, str], str] = {}
    for span, value in zip(done.spans, done.values, strict=True):
        key = (span.entity_type, normalised(span.entity_type, value))
        assert tags.setdefault(key, span.placeholder) == span.placeholder


@given(conversations())
def test_tags_already_there_stay_and_keep_their_numbers(given):
    done = REDACTOR.redact([given])[0]
    before = {tag for text in texts_of(given) for tag in re.findall(PLACEHOLDER, text)}
    after = {tag for text in texts_of(done.conversation) for tag in re.findall(PLACEHOLDER, text)}
    assert before <= after
    assert not {span.placeholder for span in done.spans} & {f"<{kind}_{number}>" for kind, number in before}


def test_a_person_has_one_tag_in_question_answer_and_context():
    asked = question_and_answer("My name is Elena Vasquez.", "Dear Ms Vasquez, we told Elena so.")
    done = REDACTOR.redact([Conversation(asked.messages, ("The file of Elena Vasquez.",))])[0]
    assert done.conversation.question == "My name is <PERSON_1>."
    assert done.conversation.answer == "Dear Ms <PERSON_1>, we told <PERSON_1> so."
    assert done.conversation.context == ("The file of <PERSON_1>.",)
    assert [s.place.part for s in done.spans] == [Part.QUESTION, Part.ANSWER, Part.ANSWER, Part.CONTEXT]


def test_two_people_of_one_surname_are_two():
    done = REDACTOR.redact_text("Dr. Anna Weber and Mr. Tom Weber came; Dr. Weber left.")
    assert done.text == "Dr. <PERSON_1> and Mr. <PERSON_2> came; Dr. <PERSON_3> left."


def test_a_tag_in_the_text_is_not_given_to_somebody_else():
    assert REDACTOR.redact_text("<PERSON_1> met Dr. Anna Weber.").text == "<PERSON_1> met Dr. <PERSON_2>."


def test_lone_surrogates_are_replaced_and_counted():
    done = REDACTOR.redact_text("a\ud800b Dr. Anna Weber \udfff")
    assert (done.text, done.surrogates) == ("a\ufffdb Dr. <PERSON_1> \ufffd", 2)


def test_a_text_without_personal_data_comes_back_as_it_was():
    done = REDACTOR.redact([question_and_answer("What is a will?", "A will says who inherits.")])[0]
    assert done.conversation == question_and_answer("What is a will?", "A will says who inherits.")
    assert done.spans == done.values == ()


def test_what_the_policy_switches_off_stays():
    policy = PiiPolicy(entities=("EMAIL_ADDRESS",), countries=())
    assert Redactor(policy).redact_text("Dr. Anna Weber, a@example.com").text == "Dr. Anna Weber, <EMAIL_ADDRESS_1>"


@pytest.mark.parametrize("text", ["", " ", "\n", "<", "<PERSON_", "<PERSON_1>"])
def test_texts_with_nothing_in_them_are_fine(text):
    assert REDACTOR.redact_text(text).text == text


def test_the_engine_is_named_with_its_version():
    parts = REDACTOR.engine.split(" + ")
    assert re.fullmatch(r"presidio-analyzer [\d.]+ patterns", parts[0])
    assert re.fullmatch(r"names model [0-9a-f]{8} \(python-crfsuite [\d.]+\)", parts[-1])
    assert all(re.search(r"\d", part) for part in parts)
