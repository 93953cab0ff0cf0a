"""Shapes: what is written is read back, what does not fit is one sentence with its place, and schemas say the same."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.workbench.rest.door import DOCUMENT, validator
from workbench.rest.decisions import DecisionSent, Word
from workbench.rest.desk import Claims, NextWanted
from workbench.rest.imports import RowsWanted
from workbench.rest.log import EventsWanted
from workbench.rest.reading import UnfitError, read, read_address
from workbench.rest.releases import FreezeWanted
from workbench.rest.samples import SamplesWanted
from workbench.rest.shapes import written

NAMES = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\Z")
PROSE = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50)
DECISIONS = st.builds(
    DecisionSent,
    id=NAMES,
    sample=NAMES,
    revision=st.integers(0, 2**31 - 1),
    verdict=st.sampled_from(Word),
    comment=PROSE,
    seconds=st.floats(0, 86_400),
    question=st.none() | PROSE,
    answer=st.none() | PROSE,
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
GOOD = {"id": "d1", "sample": "s1", "revision": 1, "verdict": "approve"}


@given(DECISIONS)
def test_what_is_written_is_read_back(decision):
    sent = json.loads(json.dumps(written(decision)))
    validator("DecisionSent").validate(sent)
    assert read(DecisionSent, sent) == decision


@given(st.fixed_dictionaries(dict.fromkeys(GOOD, ANY_JSON)) | ANY_JSON)
def test_what_does_not_fit_its_schema_is_refused_and_never_breaks(sent):
    try:
        read(DecisionSent, sent)
    except UnfitError:
        return
    validator("DecisionSent").validate(sent)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"id": None}, "id must be a text."),
        ({"id": "a b"}, "id must be a name of letters"),
        ({"id": ""}, "id must have 1 to 64 characters."),
        ({"revision": True}, "revision must be a whole number."),
        ({"revision": 10**30}, "revision must be from 0 to 2,147,483,647."),
        ({"revision": 1.5}, "revision must be a whole number."),
        (
            {"verdict": "maybe"},
            "verdict cannot be maybe. It is one of: approve, reject, correct, escalate, skip, retrieve.",
        ),
        ({"comment": "a\0b"}, "comment holds a null character"),
        ({"comment": "x" * 1_000_001}, "comment must have 0 to 1,000,000 characters."),
        ({"seconds": -1}, "seconds must be from 0 to 86,400."),
        ({"secondz": 1}, "There is no secondz here."),
    ],
)
def test_a_misfit_is_one_sentence_that_names_its_place(more, sentence):
    with pytest.raises(UnfitError) as refused:
        read(DecisionSent, GOOD | more)
    assert str(refused.value).startswith(sentence)


def test_a_place_inside_a_list_is_named():
    with pytest.raises(UnfitError, match=r"held\[1\] must be a text"):
        read(NextWanted, {"held": ["s1", 5]})
    with pytest.raises(UnfitError, match=r"rows\[0\] must be an object"):
        read(RowsWanted, {"rows": [1]})
    with pytest.raises(UnfitError, match="samples is missing"):
        read(Claims, {})
    with pytest.raises(UnfitError, match="The body must be an object"):
        read(Claims, [])


def test_a_lone_surrogate_becomes_the_sign_for_what_cannot_be_read():
    assert read(DecisionSent, GOOD | {"comment": "a \ud800"}).comment == "a \ufffd"


def test_an_address_says_numbers_as_texts():
    found = read_address(SamplesWanted, {"size": "7", "least": "0.5", "status": "waiting", "since": "2026-01-02"})
    assert (found.size, found.least, found.status, found.since.isoformat()) == (7, 0.5, "waiting", "2026-01-02")
    assert read_address(EventsWanted, {"since": "2026-01-02T03:04:05Z"}).since.utcoffset() is not None
    for wrong in ({"size": "seven"}, {"size": "0"}, {"since": "tomorrow"}, {"least": "nan"}, {"sizes": "1"}):
        with pytest.raises(UnfitError):
            read_address(SamplesWanted, wrong)
    first = read_address(EventsWanted, {"since": "0001-01-01T00:00:00+14:00"}).since
    assert (first.year, first.utcoffset()) == (1, timedelta(0))
    for wrong in ("2026-01-02", "2026-01-02T03:04:05", "yesterday"):
        with pytest.raises(UnfitError, match="moment with its zone"):
            read_address(EventsWanted, {"since": wrong})


def test_defaults_are_what_the_document_says():
    schema = DOCUMENT["components"]["schemas"]["FreezeWanted"]
    said = {name: one["default"] for name, one in schema["properties"].items() if "default" in one}
    assert written(FreezeWanted(name="v1")) == {"name": "v1", **said}
    assert schema["required"] == ["name"]


def test_every_schema_is_a_schema_and_every_reference_leads_somewhere():
    schemas = DOCUMENT["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    pointed = {word.split('"')[0] for word in json.dumps(DOCUMENT).split("#/components/schemas/")[1:]}
    assert pointed == set(schemas)
