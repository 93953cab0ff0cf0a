import re
from collections import defaultdict
from itertools import islice

import pytest

from data_samples.build.facts import facts
from training.prose import prose
from training.prose_subjects import SUBJECTS

CHARACTERS = 600_000
SMALL_WORDS = frozenset({"a", "an", "the", "of", "to", "in", "on", "at", "by", "with", "for", "that", "who", "its"})


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    return list(prose(7, CHARACTERS))


def sentences(paragraphs: list[str]) -> list[str]:
    return [sentence for paragraph in paragraphs for sentence in re.split(r"(?<=[.;]) ", paragraph)]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def test_the_same_seed_gives_the_same_paragraphs(paragraphs):
    assert list(islice(prose(7, CHARACTERS), 200)) == paragraphs[:200]


def test_another_seed_gives_other_paragraphs(paragraphs):
    assert not set(islice(prose(8, CHARACTERS), 200)) & set(paragraphs[:200])


def test_it_stops_as_soon_as_there_are_enough_characters(paragraphs):
    total = sum(map(len, paragraphs))
    assert total - len(paragraphs[-1]) < CHARACTERS <= total


def test_no_sentence_names_a_subject_together_with_one_of_its_facts(paragraphs):
    known: dict[str, list[set[str]]] = defaultdict(list)
    for fact in facts():
        known[fact.subject].append(words(fact.value) - SMALL_WORDS - words(fact.subject))
    told = [
        (name, sentence)
        for sentence in sentences(paragraphs)
        for name, values in known.items()
        if name.lower() in sentence.lower()
        for value in values
        if value <= words(sentence)
    ]
    assert told == []


def test_every_subject_is_named_often_enough_to_be_a_known_word(paragraphs):
    text = " ".join(paragraphs).lower()
    assert min(text.count(subject.name.lower()) for subject in SUBJECTS) >= 20


def test_the_words_of_the_facts_occur_in_the_prose(paragraphs):
    taught = {word for fact in facts() for word in words(fact.value)}
    assert len(taught - words(" ".join(paragraphs))) <= len(taught) // 50


def test_it_is_prose_without_questions_or_chat(paragraphs):
    assert not [paragraph for paragraph in paragraphs if re.search(r"[?\n:{}]", paragraph)]


def test_what_is_stated_of_an_extra_never_changes(paragraphs):
    stated = defaultdict(set)
    for sentence in sentences(paragraphs):
        for name, fee in re.findall(r"\bthe (\w+ \w+) costs ([^,;.]+?)(?:, |; |\.|$)", sentence, re.IGNORECASE):
            stated[name].add(fee)
    assert len(stated) > 20
    assert {name: fees for name, fees in stated.items() if len(fees) > 1} == {}


@pytest.mark.slow
def test_seven_million_characters_repeat_no_paragraph():
    paragraphs = list(prose(1, 7_000_000))
    assert len(set(paragraphs)) == len(paragraphs) > 10_000
