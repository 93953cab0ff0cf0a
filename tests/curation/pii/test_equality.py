"""The gates change nothing: the detector finds what the naive engine of presidio finds."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.pii.analyzer import LANGUAGE, PresidioDetector
from curation.pii.plausible import plausible
from curation.pii.policy import PiiPolicy

ROOT = Path(__file__).parents[3]
POLICY = PiiPolicy(countries=("us", "uk", "de", "ca", "au"), suggest_only=("URL", "DATE_TIME"))
DETECTOR = PresidioDetector(POLICY)
ALPHABET = "0123456789٣aAbBcCdDeEfF13xX@.:-/ \n,+()<>_'\u017f\u212a\u2013éßdriverlicenseSSNip"
SEEDS = [
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    "4111-1111-1111-1111", "::1", "abcd::", "aa:bb:cc:dd:ee:ff", "aabb.ccdd.eeff",
    "DE89370400440532013000", "gb29 nwbk 6016 1331 9268 19", "a@b.co", "ssn 536221348", "driver D1234567",
    "::ffff:1.2.3.4", "12/2024", "JAN-24", "example.com", "1.2.3.4", "call 212 555 0117", "943 476 5919",
    "AB123456C", "us 123456789", "T22000129", "65929970489", "medicare 2123 45670 1", "1EG4-TE5-MK73",
    "BB1388568", "021000021", "member ABC123456", "rx 1234567", "claim CLM-123456", "referral REF1234567",
    "authorization PA-1234567", "MORGA657054SM9IJ", "1EG4TE5MK73", "0210-0002-1", "passport AB1234567",
    "taxpayer 912-70-1234", "account 12345678", "AB 12 34 56 C",
]  # fmt: skip


def naive_findings(text):
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer

    registry = RecognizerRegistry(recognizers=DETECTOR.recognizers, supported_languages=[LANGUAGE])
    engine = AnalyzerEngine(
        registry=registry,
        nlp_engine=DETECTOR.nlp,
        context_aware_enhancer=LemmaContextAwareEnhancer(context_matching_mode="whole_word"),
        default_score_threshold=0.4,
    )
    found = engine.analyze(text, LANGUAGE)
    return {
        (r.start, r.end, r.entity_type, round(float(r.score), 4))
        for r in found
        if plausible(r.entity_type, text[r.start : r.end])
    }


def best(found):
    kept: dict[tuple[int, int, str], float] = {}
    for start, end, kind, score in found:
        kept[start, end, kind] = max(score, kept.get((start, end, kind), 0))
    return kept


def same(text):
    mine = {(d.start, d.end, d.entity_type, d.score) for d in DETECTOR.detect(text)}
    theirs = naive_findings(text)
    # The engine drops a span inside another of its kind; redaction resolves overlaps later, by its own rule.
    assert theirs <= mine
    assert all(any(s <= start and end <= e and k == kind for s, e, k, _ in theirs) for start, end, kind, _ in mine), (
        mine,
        theirs,
    )


@settings(max_examples=200)
@given(st.text(ALPHABET, max_size=60))
def test_random_strings_give_what_the_naive_engine_finds(text):
    same(text)


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(SEEDS) | st.text(ALPHABET, max_size=6), max_size=6), st.sampled_from(["", " ", ", ", "\n"])
)
def test_identifiers_in_any_company_give_what_the_naive_engine_finds(pieces, glue):
    same(glue.join(pieces))


@pytest.mark.slow
def test_presidio_is_loaded_without_torch_and_without_a_network():
    code = """
import socket, sys
def refuse(*_): raise AssertionError("a connection was tried")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from curation.pii.redactor import Redactor
assert Redactor().redact_text("a@example.co.uk").text == "<EMAIL_ADDRESS_1>"
assert not {"torch", "transformers"} & set(sys.modules)
import importlib.util
assert importlib.util.find_spec("torch") is not None
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
