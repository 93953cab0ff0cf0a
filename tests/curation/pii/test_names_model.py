"""The names model: built the same way every time, shipped with the hashes of what it was built from."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from faker.providers import date_time
from hypothesis import given
from hypothesis import strategies as st
from pycrfsuite import Tagger

from curation.errors import InputError
from curation.pii.crf_file import weights_in
from curation.pii.features import Features
from curation.pii.gazetteer import GAZETTEER_FILE, MODEL_FOLDER, gazetteer_in
from curation.pii.measure import Marked, Measured
from curation.pii.names_model import MODEL, RECORD_FILE, WEIGHTS_FILE, NamesDetector
from curation.pii.not_people import is_no_person
from curation.pii.policy import PiiPolicy
from curation.pii.redactor import Redactor
from curation.pii.tokens import stretches, words_of
from curation.pii.train import SEEN, Recipe, retrain, train
from curation.pii.training_text import Invented
from training.prose import prose

ROOT = Path(__file__).parents[3]
DETECTOR = NamesDetector()
ODD = [
    ["|", "^", "|"],
    ["A"],
    ["1", "12", "123456789", "\n", "\n"],
    ["Xx", "XXX", "xX", "\u0130nci", "."],
    ["Dr", ".", "|"],
]
SHORT = Recipe(invented=400, real_tokens=4_000, steps=12)
MEGABYTE = 1_000_000


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def own_text():
    return list(prose(7, 20_000))


@pytest.mark.slow
def test_the_same_text_gives_the_same_model_byte_for_byte(tmp_path, own_text):
    for name in ("one", "two"):
        train(tmp_path / name, own_text, [], SHORT)
    for file in (WEIGHTS_FILE, GAZETTEER_FILE):
        assert digest(tmp_path / "one" / file) == digest(tmp_path / "two" / file)


@pytest.mark.slow
def test_a_project_trains_its_own_model_from_cleared_text(tmp_path, own_text):
    cleared = [*own_text, "Ask Dr. <PERSON_1> about Quandtrine Smithfield."]
    retrain(tmp_path / "own", "cleared text", cleared, SHORT)
    retrain(tmp_path / "same", "cleared text", own_text, SHORT)
    assert digest(tmp_path / "own" / WEIGHTS_FILE) == digest(tmp_path / "same" / WEIGHTS_FILE)
    held = json.loads((tmp_path / "own" / RECORD_FILE).read_text())
    lists = {Path(name).name for name in SEEN}
    assert {"cleared text", "templates.txt", "towns.txt", "things.txt", "ordinary.txt"} | lists == set(held["inputs"])
    assert held["weights"] == digest(tmp_path / "own" / WEIGHTS_FILE)
    policy = PiiPolicy(names_model=str(tmp_path / "own"))
    assert held["weights"][:8] in Redactor(policy).engine
    assert Redactor(policy).redact_text("I spoke with Katarzyna Nowak about it.").spans != ()


def test_the_probabilities_are_those_of_crfsuite(own_text):
    gazetteer = gazetteer_in()
    sentences = [words_of(text, *place) for text in own_text[:300] for place in stretches(text)]
    sentences = [words for words in [*sentences, *ODD] if words]
    mine = NamesDetector().chances(sentences)
    labels = weights_in(MODEL_FOLDER / WEIGHTS_FILE).labels
    tagger = Tagger()
    tagger.open(str(MODEL_FOLDER / WEIGHTS_FILE))
    features = Features(gazetteer)
    rows = iter(mine)
    for words in sentences:
        tagger.set(features.of(words))
        for i in range(len(words)):
            assert next(rows) == pytest.approx([tagger.marginal(label, i) for label in labels], abs=1e-9)
    assert next(rows, None) is None


@given(st.lists(st.text("AnaBo Ltd.12|^<>-\u0130\u00e9\n", max_size=60), min_size=1, max_size=6))
def test_many_texts_at_once_give_what_each_gives_alone(texts):
    detector = DETECTOR
    assert detector.detect_all(texts) == [detector.detect(text) for text in texts]


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "other"])
def test_weights_that_cannot_be_read_are_a_sentence(tmp_path, damage):
    file = tmp_path / WEIGHTS_FILE
    whole = (MODEL_FOLDER / WEIGHTS_FILE).read_bytes()
    if damage != "missing":
        file.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2], "other": b"PK" + whole}[damage])
    with pytest.raises(InputError, match=r"names\.crfsuite cannot be read"):
        weights_in(file)


def test_the_shipped_model_is_what_its_record_says():
    record = json.loads((MODEL_FOLDER / RECORD_FILE).read_text())
    assert record["weights"] == digest(MODEL_FOLDER / WEIGHTS_FILE)
    assert record["gazetteer"] == digest(MODEL_FOLDER / GAZETTEER_FILE)
    for file in ("templates.txt", "towns.txt", "things.txt", "ordinary.txt"):
        assert record["inputs"][file] == digest(MODEL_FOLDER / file)
    for file in SEEN:
        assert record["inputs"][Path(file).name] == digest(MODEL_FOLDER.parent / file)
    assert sum(path.stat().st_size for path in MODEL_FOLDER.iterdir()) < 2 * MEGABYTE


def test_the_same_seed_invents_the_same_people():
    assert [Invented(3).sentence() for _ in range(5)] == [Invented(3).sentence() for _ in range(5)]


def test_what_is_invented_does_not_change_with_the_day(monkeypatch):
    one = Invented(5)
    today = [one.sentence() for _ in range(300)]

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2040, 5, 6, 7, 8, 9, tzinfo=tz)

    monkeypatch.setattr(date_time, "datetime", Later)
    other = Invented(5)
    assert [other.sentence() for _ in range(300)] == today


@pytest.mark.slow
def test_the_same_seed_invents_the_same_people_in_every_process():
    code = "from curation.pii.training_text import Invented as I; a = I(7); print([a.sentence() for _ in range(1000)])"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I spoke with Katarzyna Nowak about the invoice.", "Katarzyna Nowak"),
        ("I met Giovanni at the notary.", "Giovanni"),
        ("The claim of Aylin Demir was paid in full.", "Aylin Demir"),
        ("Yesterday Rahul Deshpande cancelled the appointment.", "Rahul Deshpande"),
    ],
)
def test_names_without_title_or_label_are_found(text, name):
    found = [text[d.start : d.end] for d in NamesDetector().detect(text) if d.entity_type == "PERSON" and d.score > 0.5]
    assert found == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Parkinson's disease, Crohn disease and Hodgkin lymphoma are chronic.",
        "The National Institute of Neurological Disorders publishes a leaflet.",
        "Mutations in the LAM gene cause it; factor V Leiden does not.",
        "The infection by P. westermani is seldom.",
    ],
)
def test_eponyms_organisations_and_species_are_no_people(text):
    found = [d for d in NamesDetector().detect(text) if d.entity_type == "PERSON" and d.score >= 0.2]
    assert found == []


def test_a_decided_case_names_nobody():
    text = "Roe v. Wade was decided in 1973."
    assert is_no_person(text, 0, 3)
    assert is_no_person(text, 7, 11)


def test_the_measure_counts_what_is_redacted_offered_and_leaked():
    measured = Measured()
    labels = [Marked(0, 4, "PERSON"), Marked(5, 9, "PERSON"), Marked(10, 14, "AGE")]
    measured.add(
        "Anna Omar 1234 xxxx", labels, [Marked(0, 4, "PERSON"), Marked(15, 19, "PERSON")], [Marked(5, 9, "PERSON")]
    )
    people = measured.kinds["PERSON"]
    assert (people.recall, people.found_share, people.precision) == (0.5, 1.0, 0.5)
    assert (measured.direct_characters, measured.leaked_characters) == (8, 4)


def test_the_model_says_which_it_is():
    assert MODEL in NamesDetector().name
