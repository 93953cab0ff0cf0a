"""The gates change nothing: the detector finds what the naive engine of presidio finds."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.pii.plain_presidio import ALPHABET, SEEDS, PlainPresidio, strings
from curation.pii.policy import PiiPolicy

ROOT = Path(__file__).parents[3]
POLICY = PiiPolicy(countries=("us", "uk", "de", "ca", "au"), suggest_only=("URL", "DATE_TIME"))
PLAIN = PlainPresidio(POLICY)


def same(text):
    assert PLAIN.differences(text) == []


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
def test_the_strings_of_the_bench_give_what_plain_presidio_finds():
    assert [one for one in strings(1500, seed=11) if PLAIN.differences(one)] == []


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
