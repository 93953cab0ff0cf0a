"""What each check says, and of what it says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.findings import Part, Severity
from curation.domain.samples import Conversation, Message, Role, question_and_answer
from curation.quality.repetition import FEWEST_REPEATED, SAME_TRIPLES, _loop, _mostly_repeated, _same_triples
from curation.quality.suite import CHECKS, check, check_all, checking

FINE = (
    "How long does a will stay valid after a marriage?",
    (
        "In most places a marriage does not end a will. Whoever marries should read it again, though, because a spouse "
        "inherits by law. A lawyer can tell what changes."
    ),
)
LONG_GERMAN = (
    "Nach einem Herzinfarkt darf der Patient erst nach zwei Wochen wieder selbst fahren, wenn die Behandlung "
    "erfolgreich war."
)
FOUND = [
    ("empty", "", "An answer."),
    ("empty", "What?", " \n"),
    ("empty", "?!", "An answer with words."),
    ("too_short", FINE[0], "Yes."),
    ("too_short", FINE[0], "It depends."),
    (
        "too_long",
        FINE[0],
        " ".join(f"word{i}" for i in range(1600)) + ".",
    ),
    ("truncated", FINE[0], "The tenant pays the rent. The landlord has to repair the heating and the"),
    ("truncated", FINE[0], "First of all, apply to the court,"),
    ("truncated", FINE[0], FINE[1] + " How high it is in the end depends on the place where the couple lives today"),
    ("truncated", FINE[0], "Use this:\n```\nprint(1)"),
    ("refusal", FINE[0], "As an AI language model, I cannot give legal advice."),
    ("refusal", FINE[0], "I'm sorry, but I can\u2019t help with that request."),
    ("refusal", FINE[0], "I cannot assist with that."),
    ("boilerplate", FINE[0], FINE[1] + " I hope this helps!"),
    ("boilerplate", FINE[0], "Certainly! Here is what you need to know about wills."),
    ("markup", FINE[0], "<p>A will stays valid.</p>"),
    ("markup", FINE[0], "A will&nbsp;stays valid."),
    ("markup", FINE[0], "A will stays valid. [edit] {{citation needed}}"),
    ("markup", "<br/>What is a will?", FINE[1]),
    ("wrong_language", FINE[0], LONG_GERMAN),
    ("placeholder", FINE[0], "Dear [insert name], the will stays valid."),
    ("placeholder", FINE[0], "The will of {first_name} stays valid until TODO."),
    ("placeholder", "What does ____ mean?", FINE[1]),
    ("not_answered", FINE[0], "Please see the attached."),
    ("not_answered", FINE[0], "Why do you ask?"),
    (
        "not_answered",
        "Which tenants may withhold rent for broken heating?",
        (
            "A share is a part of a company. Whoever holds one takes part in its profit, bears a loss no further than "
            "the price that was paid, and may vote once every year."
        ),
    ),
    ("invented_link", FINE[0], FINE[1] + " See https://www.example.com/wills for more."),
    ("invented_link", FINE[0], FINE[1] + " See https://your-link-here for more."),
    ("personal_data", FINE[0], "Write to jane.doe@gmail.com about the will."),
    ("personal_data", FINE[0], "The account is DE89 3704 0044 0532 0130 00 in Berlin."),
    ("personal_data", "My card is 4111 1111 1111 1111. Is it safe?", FINE[1]),
    ("personal_data", FINE[0], "Her MRN: 00751532 stands in the letter."),
    ("spelling", FINE[0], "A marriage does not end a will, but the managment of it may change."),
    ("spelling", "How long is the notice in this appartment?", FINE[1]),
    ("repeated_text", FINE[0], "A will stays valid for long. " * 4),
    ("repeated_text", FINE[0], " ".join([FINE[1]] * 3)),
    ("repeated_text", FINE[0], "The will is valid and valid and valid and valid and valid and valid and valid."),
    ("encoding_damage", FINE[0], "It isn\u00e2\u20ac\u2122t rare in a caf\u00c3\u00a9."),
    ("encoding_damage", FINE[0], "The word na\ufffdve lost a letter."),
    ("question_in_answer", FINE[0], FINE[0]),
    ("question_in_answer", FINE[0], f"{FINE[0]} {FINE[1]}"),
]
QUIET = [
    FINE,
    ("What is the dose?", "The usual dose is 20 mg."),
    ("What is the dose?", "20 mg twice daily"),
    ("What is 46,XX?", "Women with a 46,XX karyotype have two X chromosomes; 47,XXX is another one."),
    ("Which account?", "The number DE89 3704 0044 0532 0130 01 is no account; write to info@clinic.org."),
    ("Is it common?", "Genu valgum and pectus carinatum are Latin terms; folic acid and statin are drugs."),
    ("Where is more?", "See https://www.nih.gov/wills for more about it."),
    ("Who treats it?", "Ask the clinic. The page was written by the team. NIH: National Institute on Aging"),
    ("How common is it?", "It is rare. The disease is more common in men than in women.2"),
    ("Name three.", "- one thing\n- another thing\n- a third thing"),
    ("Show code.", "Use this:\n```python\nx = a < b and c > d\n```"),
    ("Is 3 < 4 and 5 > 2?", "Yes, 3 < 4 and 5 > 2 both hold."),
    ("Who was it?", "The letter came from <PERSON_1>, who lives at <LOCATION_1>."),
    ("What is AI?", "An AI is a program. Courts have not yet said who answers for its mistakes."),
    ("What can I do?", "You cannot help everybody, but I would ask the court for assistance."),
    ("Wie lange?", "Zwei Wochen lang."),
    ("Count.", "1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3."),
    ("Ist das caf\u00e9 offen?", "Ja, das Caf\u00e9 \u201eAm Markt\u201c ist offen."),
    ("\u4f55\u3067\u3059\u304b\u3002", "\u3053\u308c\u306f\u672c\u3067\u3059\u3002"),
    ("Do I have to pay?", "Do I have to pay? is what many ask. Yes, by May."),
]


LONG_TALE = (
    "Several hundred families have been reported so far, most of them in the north, and many more are thought to exist "
    "there today. "
)
QUIET_IN_ENGLISH = [
    (
        "How is it treated?",
        "A statin is given. One statin may suit better than another statin; ask which statin is yours.",
    ),
    (
        "Which worm is it?",
        "The pork tapeworm is called Taenia solium, and the beef tapeworm is called Taenia saginata.",
    ),
    ("How many people are affected by congenital dyserythropoietic anemia?", LONG_TALE + "CDA is rare."),
    ("What are the genetic changes related to pseudohypoaldosteronism today?", LONG_TALE + "PHA is rare."),
    (
        "Where is more?",
        "The page of the institute tells more about it and about all of its other forms at http://www.nih.gov/wills",
    ),
]


def names(question, answer, language="en"):
    return {finding.check for finding in check(question_and_answer(question, answer), language)}


@pytest.mark.parametrize(("name", "question", "answer"), FOUND)
def test_a_weak_sample_is_noted(name, question, answer):
    assert name in names(question, answer)


@pytest.mark.parametrize(("question", "answer"), QUIET)
def test_a_good_sample_is_left_alone(question, answer):
    assert names(question, answer, "") == set()


@pytest.mark.parametrize(("question", "answer"), QUIET_IN_ENGLISH)
def test_terms_epithets_short_forms_and_links_are_no_slips(question, answer):
    assert names(question, answer) <= {"invented_link"}


def test_every_check_has_a_sample_that_it_notes():
    elsewhere = {"numbers", "unsupported"} | {"answer_format", "reading_level", "difficulty", "own_rules"}
    assert {name for name, _, _ in FOUND} == set(CHECKS) - elsewhere


@pytest.mark.parametrize(("name", "question", "answer"), FOUND)
def test_every_note_has_a_sentence_and_a_place_inside_its_text(name, question, answer):
    conversation = question_and_answer(question, answer)
    for finding in check(conversation, "en"):
        assert finding.message.endswith((".", "?"))
        assert finding.place is not None
        text = conversation.messages[finding.place.index].content
        assert 0 <= finding.place.start <= finding.place.end <= len(text)
        assert finding.place.part in (Part.QUESTION, Part.ANSWER)


def test_the_language_of_a_sample_is_what_it_says():
    assert "wrong_language" not in names("Wie lange?", LONG_GERMAN, "de")
    assert "wrong_language" not in names("Wie lange?", LONG_GERMAN, "de-AT")
    assert "wrong_language" not in names("Wie lange?", LONG_GERMAN, "")


def test_a_note_points_at_the_words_it_means():
    conversation = question_and_answer(FINE[0], FINE[1] + " I hope this helps!")
    place = check(conversation, "en")[0].place
    assert conversation.answer[place.start : place.end] == "I hope this helps!"


def test_earlier_turns_are_checked_and_the_system_prompt_is_not():
    conversation = Conversation(
        (
            Message(Role.SYSTEM, "<p>As an AI, obey.</p>"),
            Message(Role.USER, "Hello, who is there?"),
            Message(Role.ASSISTANT, "<p>Somebody is here.</p>"),
            Message(Role.USER, FINE[0]),
            Message(Role.ASSISTANT, FINE[1]),
        )
    )
    found = check(conversation, "en")
    assert [(f.check, f.place.part, f.place.index) for f in found] == [("markup", Part.MESSAGE, 2)]


def test_a_sample_without_an_answer_is_kept_out_of_versions():
    found = check(Conversation((Message(Role.USER, "What is a will?"),)), "en")
    assert [(f.check, f.severity, f.place) for f in found] == [("empty", Severity.BLOCK, None)]


def test_many_samples_are_checked_in_their_order():
    several = [question_and_answer(*FINE), question_and_answer("", "")]
    assert check_all(several, "en") == [check(one, "en") for one in several] == checking("en")(several)


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a " * 100_000, "<" * 200_000, "a. " * 60_000, "&#" * 90_000, "!" * 200_000]
)
def test_a_monstrous_text_is_checked_like_any_other(text):
    assert check(question_and_answer(text, text), "en") != ()


@given(st.lists(st.sampled_from(["a", "b", "c d", "e.", "F!", "one two three four.", "12"]), min_size=1, max_size=40))
def test_the_quick_look_for_repetition_misses_nothing(pieces):
    content = " ".join(pieces)
    words = content.lower().split()
    if _loop(content, words):
        assert _same_triples(words) >= SAME_TRIPLES
    if _mostly_repeated(content):
        assert _same_triples(words) > FEWEST_REPEATED * len(words)
