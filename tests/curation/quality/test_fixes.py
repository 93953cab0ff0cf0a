import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from curation.domain.samples import question_and_answer
from curation.quality.fixes import FIXES, Noted, fixed, keyed, offers, said_once
from curation.quality.respelling import respelled
from curation.quality.suite import CHECKS, check

WEAK = {
    "encoding_damage": (
        "Patients shouldnâ€™t fast for the whole day.",
        "Patients shouldn\u2019t fast for the whole day.",
    ),
    "markup": (
        "<p>Rest&nbsp;well.</p><ul><li>Water</li><li>Sleep</li></ul><!-- end -->{{cite web|x}}",
        "Rest well.\n\n- Water\n- Sleep",
    ),
    "boilerplate": (
        "Sure, here is what helps: rest for two days. I hope this helps! Let me know if you have questions.",
        "Rest for two days.",
    ),
    "question_in_answer": ("What helps against a long fever at night? Rest and water help.", "Rest and water help."),
    "repeated_text": (
        "Rest helps against fever here. Drink water. Rest helps against fever here. Rest helps against fever here.",
        "Rest helps against fever here. Drink water.",
    ),
    "spelling": (
        "Early treatmnet by <PERSON_1> helps in many such cases, and with it all of the symtoms go (often).",
        "Early treatment by <PERSON_1> helps in many such cases, and with it all of the symptoms go (often).",
    ),
    "truncated": (
        "Rest helps against a fever. Drink water every hour. Then lie down until the fever is gone, and call the",
        "Rest helps against a fever. Drink water every hour.",
    ),
}


def weak(name):
    sample = question_and_answer("What helps against a long fever at night?", WEAK[name][0])
    return sample, [one for one in check(sample, "en") if one.check == name]


@pytest.mark.parametrize("name", FIXES)
def test_each_fix_mends_what_its_check_notes(name):
    sample, findings = weak(name)
    assert findings, name
    done = fixed(sample, findings)
    assert done.conversation.answer == WEAK[name][1]
    assert done.conversation.question == sample.question
    assert len(done.says) == 1
    assert [one for one in check(done.conversation, "en") if one.check == name] == []


def test_every_fix_belongs_to_a_check():
    assert set(FIXES) <= set(CHECKS)


def test_fixes_of_one_answer_are_made_one_after_the_other_and_a_dismissed_note_offers_none():
    sample = question_and_answer("How?", "Sure, here is how: <b>rest</b> every day for a week. I hope this helps!")
    findings = list(check(sample, "en"))
    assert fixed(sample, findings).conversation.answer == "Rest every day for a week."
    [tags] = [one for one in findings if one.check == "markup"]
    assert fixed(sample, keyed(findings, [tags.key])).conversation.answer.startswith("Sure, here is how: rest")
    dismissed = [type(one)(one.check, one.severity, one.message, one.place, dismissed_by="ada") for one in findings]
    assert fixed(sample, dismissed).conversation == sample
    assert not offers(sample, dismissed[0])


def test_what_is_lost_or_has_no_whole_sentence_offers_nothing():
    for answer in ("The letter \ufffd was lost here for good.", "Rest helps against a fever, but only if the"):
        sample = question_and_answer("How?", answer)
        assert fixed(sample, check(sample, "en")).conversation == sample


@given(st.text(max_size=300), st.text(max_size=30), st.text(max_size=30))
def test_a_fix_never_raises_and_never_leaves_less_than_a_text(content, noted, offer):
    for fix in FIXES.values():
        assert isinstance(fix.change(content, Noted(noted, offer)), str)
    sample = question_and_answer("How does it work here?", content)
    for one in check(sample, "en"):
        assert fixed(sample, [one]).conversation.answer.strip() or not content.strip()


@given(
    st.lists(st.sampled_from(["One.", "... ", ".NET runs", "\n\n", "?!", " so.", "Two words here now. "])).map("".join)
)
def test_where_nothing_is_said_twice_nothing_is_left_out(content):
    assume(content.count("Two words") < 2)
    assert said_once(content, Noted("")) == content.strip()


LONG = {"en": "As many of them say, it is so at all times. ", "de": "Wie viele von ihnen sagen, ist es immer so. "}


def offered(answer, language="en"):
    sample = question_and_answer("What helps?", LONG[language] + answer)
    return [one.offer for one in check(sample, language) if one.check == "spelling"]


def test_a_misspelt_word_is_changed_only_where_one_word_alone_was_meant():
    assert offered("The treatmnet helps.") == ["treatment"]
    assert offered("Die kranken werden behandelt und entlasssen.", "de") == ["entlassen"]
    assert not any(offered("It removes wornout cells, and theyre here."))
    assert offered("Her treatmnet helps, and my treatmnet helps.") == ["", ""]


@pytest.mark.parametrize(
    "answer",
    [
        "Give 5 mg of the treatmnet.",
        "The treatmnet with 20 drops helps.",
        "A treatmnet tablet helps.",
        "A drug called treatmnet helps.",
        "Take the treatmnet now.",
        "Half the treatmnet helps.",
        "A tensilon test helps them.",
        "Then amoxicilin helps them.",
        "Then insuline helps them.",
    ],
)
def test_no_word_is_offered_in_a_dose_or_for_what_may_be_the_name_of_a_medicine(answer):
    assert not any(offered(answer))


def test_only_the_places_that_may_be_changed_are():
    content = (
        "The treatmnet helps here; after some longer time, they say, 5 mg of treatmnet. See a.example/treatmnet too."
    )
    assert respelled(content, "treatmnet", "treatment").startswith("The treatment helps here;")
    assert respelled(content, "treatmnet", "treatment").endswith("5 mg of treatmnet. See a.example/treatmnet too.")
