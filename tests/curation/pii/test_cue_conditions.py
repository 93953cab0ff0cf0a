"""The conditions in front of the cue patterns change nothing: each row finds what its bare pattern finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.pii.cues import ROWS, CueDetector, bare
from curation.pii.gazetteer import gazetteer_in
from curation.pii.listed import ListedDetector
from curation.pii.policy import PiiPolicy
from curation.pii.redactor import Redactor
from tests.curation.stages.planted import corpus

DETECTOR = CueDetector()
PIECES = st.sampled_from([
    "Dr. ", "Dr ", "Mr.\u00a0", "(Dr. ", "Señor ", "Señora ", "my wife, ", "our old friend ", "Patient: ",
    "patient ", "is ", "was ", "named ", "called ", "by the name of ", "Name: ", "name's ", "Name : ", "I\u2019m ",
    "This is ", "Dear ", "Good day, ", "Lieber ", "To: ", "Regards,\n\n", "Thank you for your help, ",
    "signed by ", "SEEN BY ", "Anna Weber", "J. Smith", "X. Quandt ", "Quandt-Li", "O'Neill ", "MD", ", PhD",
    " writes", " of 12 ", "born ", "3 March 1980", "12/03/1985", "may 12", "May 12", "tel ", "m: ",
    "+49 (0) 30 2312 145", "020 7946 0134", "0171/2345678", "212.555.0117", "4111 1111 1111 1111", "visa ", "SSN ",
    "536 22 1348", "94", " years", "-year-old", "He was ", "she turned ", "a man (45), ", "12 Main St",
    "12 N. Oak Avenue, ", "Lindenallee 12", "PO Box 12", "Case No. ", "2:19-cv-1", "MRN ", "0482", "\n", " ", ", ",
    ". ", "\u0130", "\ud800", "_", "PLZ 10115", "https://a.org/x", "b.org", "lives at 12 Quarry End", "the ",
    "record of Jo Li, ", "Rue de la Paix ", "Via Roma, ", "n.\u00ba ", "12 bis rue ", "Kungsgatan 4", "Kirkontie ",
    "(94), ", ", 91, who ", "is now ", "To: Jo Li:", "Re Jo Li\n", "0611 22 33", "a.co.uk/x", ".info",
    "40 rue sidi ", "\napt. 3", "Suite 12", "\noran 14385",
])  # fmt: skip
TEXTS = st.lists(PIECES | st.text("AaNn1 .,-'", max_size=4), max_size=10).map("".join)


def found(detections):
    return sorted((one.start, one.end, one.entity_type, one.detector) for one in detections)


@settings(max_examples=400)
@given(TEXTS)
def test_conditions_let_every_match_through(text):
    assert found(DETECTOR.detect(text)) == found(bare(DETECTOR, text))


@pytest.mark.slow
def test_on_the_corpus_too():
    for one in corpus().values():
        for text in (turn.content for turn in one.messages):
            assert found(DETECTOR.detect(text)) == found(bare(DETECTOR, text))


def test_every_row_has_a_group_for_the_value_and_a_name_of_its_own():
    assert all("value" in re.compile(row.pattern).groupindex for row in ROWS)
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_a_batch_gives_what_its_texts_give_alone():
    redactor = Redactor(PiiPolicy(countries=("us", "uk", "de")))
    given_samples = list(corpus().values())[::7]
    assert redactor.redact(given_samples) == [redactor.redact([one])[0] for one in given_samples]


def test_listed_words_are_found_in_any_company():
    text = "He left the United States of America for Sri Lanka, as a French Buddhist; Acme Holdings paid."
    kinds = {text[d.start : d.end]: d.entity_type for d in ListedDetector().detect(text)}
    assert kinds == {
        "United States of America": "PLACE", "Sri Lanka": "PLACE", "French": "NRP", "Buddhist": "NRP",
        "Acme Holdings": "ORGANIZATION",
    }  # fmt: skip
    assert gazetteer_in().country
    assert [d.entity_type for d in ListedDetector().detect("i live in france")] == ["PLACE"]
