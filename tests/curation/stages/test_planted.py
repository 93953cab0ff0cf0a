"""What of the planted problems is found, and how much is noted that nobody planted."""

from collections import Counter

import polars as pl
import pytest

from curation.dedup.duplicates import find_duplicates
from curation.pii.redactor import Redactor
from curation.quality.suite import check
from tests.curation.stages.planted import corpus, planted
from training.prose_words import POOLS

# Invented scholars of the long texts: people, though nobody planted them.
WRITERS = {*POOLS["author"], "As Halloran"}


@pytest.fixture(scope="module")
def samples():
    return corpus()


@pytest.fixture(scope="module")
def redacted(samples):
    return dict(zip(samples, Redactor().redact(list(samples.values())), strict=True))


def rows(conversations):
    made = [(f"{file}#{record}", one.question, one.answer) for (file, record), one in conversations.items()]
    return pl.DataFrame(made, schema={"id": pl.String, "question": pl.String, "answer": pl.String}, orient="row")


def pairs(entries):
    return {tuple(sorted((f"{e['file']}#{e['record']}", f"{e['other_file']}#{e['other_record']}"))) for e in entries}


def found_pairs(conversations, *kinds):
    found = find_duplicates(rows(conversations)).pairs
    return {(first, second) for first, second, _, kind in found.rows() if kind in kinds}


def test_planted_personal_data_is_covered_whole(samples, redacted):
    missed = Counter()
    for entry in planted("personal_data"):
        key = entry["file"], entry["record"]
        spans = [s for s in redacted[key].spans if s.place.index == entry["turn"]]
        covered = {at for s in spans for at in range(s.original_start, s.original_end)}
        if not set(range(entry["start"], entry["end"])) <= covered:
            missed[entry["entity_type"]] += 1
    assert missed == Counter()


def test_what_only_looks_personal_stays(samples, redacted):
    for entry in planted("not_personal"):
        spans = [s for s in redacted[entry["file"], entry["record"]].spans if s.place.index == entry["turn"]]
        assert all(s.original_end <= entry["start"] or entry["end"] <= s.original_start for s in spans), entry


def test_little_is_redacted_that_nobody_planted(samples, redacted):
    marked = {(e["file"], e["record"], e["turn"], e["start"]) for e in planted("personal_data")}
    extra = [
        (key, value)
        for key, done in redacted.items()
        for span, value in zip(done.spans, done.values, strict=True)
        if (*key, span.place.index, span.original_start) not in marked and value not in WRITERS
    ]
    assert len(extra) <= 5, extra


def test_planted_duplicates_are_found_and_no_others(samples, redacted):
    after = pairs(planted("duplicate_after_redaction"))
    assert found_pairs(samples, "exact") == pairs(planted("exact_duplicate"))
    assert found_pairs(samples, "near") - after == pairs(planted("near_duplicate"))
    texts = {key: done.conversation for key, done in redacted.items()}
    assert after <= found_pairs(texts, "exact")


def test_planted_conflicts_are_found_and_no_others(samples, redacted):
    expected = pairs(planted("conflict"))
    assert found_pairs(samples, "conflict") == expected
    assert found_pairs({key: done.conversation for key, done in redacted.items()}, "conflict") == expected


def test_planted_weak_samples_are_noted_and_few_others(redacted):
    weak = {(entry["file"], entry["record"]): entry["check"] for entry in planted("weak")}
    notes = {key: {finding.check for finding in check(done.conversation, "en")} for key, done in redacted.items()}
    assert [key for key, name in weak.items() if name not in notes[key]] == []
    false = [(key, names) for key, names in notes.items() if names - {weak.get(key)}]
    assert len(false) <= 0.02 * len(notes), false
