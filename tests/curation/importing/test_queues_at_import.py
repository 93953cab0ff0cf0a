"""What an import says of who gets its samples: specialties, risk, and own work."""

import json

import pytest

from curation.domain.queue_rules import queue_rules_from, words_of
from curation.domain.risks import Risk, risk_from
from curation.domain.samples import Origin
from curation.domain.sources import BadRows, Mapping
from curation.errors import InputError
from curation.ingest.conversations import conversations, split_records
from curation.ingest.rows import Row
from curation.services.import_plan import Wishes
from curation.store.sources import Reading, mapping_hash, specialties_of_source

MAPPING = Mapping("plain", question="q", answer="a", specialties="field", risk="harm")


def read(**row):
    return split_records(conversations([Row(1, {"q": "Why?", "a": "So.", **row})], MAPPING, "f.csv"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Cardiology; derma|eye, ", ["Cardiology", "derma", "eye"]),
        (["Cardiology", 3], ["Cardiology"]),
        (None, []),
        (7, []),
    ],
)
def test_a_column_of_specialties_may_be_a_list_or_words_with_commas(said, words):
    assert words_of(said) == words
    [record], _ = read(field=said)
    assert list(record.specialties) == words


def test_only_what_the_project_lists_is_a_specialty():
    rules = queue_rules_from("queue", {"specialties": ["Cardiology", "Eye"]})
    assert rules.known(["CARDIOLOGY ", "Anna Meier", "eye", "Eye"]) == ("Cardiology", "Eye")


@pytest.mark.parametrize(
    ("said", "risk"), [("High", Risk.HIGH), ("raised ", Risk.RAISED), (0, Risk.NORMAL), ("2.0", Risk.HIGH), ("", None)]
)
def test_risk_is_read_from_words_and_numbers(said, risk):
    [record], bad = read(harm=said)
    assert (record.risk, bad) == (risk, [])


def test_a_row_with_a_strange_risk_is_a_bad_row_that_does_not_say_the_value():
    records, [bad] = read(harm="Anna Meier")
    assert records == []
    assert bad.reason == "its risk is none of: normal, raised, high."
    assert risk_from("Anna Meier") is None


def test_a_mapping_without_them_has_the_hash_that_it_had():
    reading = Reading("csv")
    plain = mapping_hash(Mapping("plain", question="q", answer="a"), reading)
    assert plain == "1dd1084f8bf570b332570346ad99ab1606cb545353ce702b3c9bdc17fcca6848"
    assert len({plain, mapping_hash(MAPPING, reading)}) == 2


def test_a_source_needs_what_the_project_lists_and_nothing_else(owned):
    workbench, owner, project = owned
    rows = json.dumps({"question": "Why?", "answer": "So."}).encode()
    wishes = Wishes(bad_rows=BadRows.REFUSE, specialties=("cardiology",))
    with pytest.raises(InputError, match="no specialty of this project"):
        workbench.importing.import_file(owner, project, rows, "f.jsonl", wishes)
    workbench.projects.set_policy(owner, project, "review", {"queue": {"specialties": ["Cardiology"]}})
    done = workbench.importing.import_file(owner, project, rows, "f.jsonl", wishes)
    with workbench.database.reading() as tx:
        assert specialties_of_source(tx, done.source.id) == ("Cardiology",)


def test_rows_with_words_that_are_not_listed_are_counted(owned):
    workbench, owner, project = owned
    workbench.projects.set_policy(owner, project, "review", {"queue": {"specialties": ["Cardiology"]}})
    rows = b"q,a,field,harm\nWhy?,So.,Cardiology,\nHow?,So.,Heart; cardiology,\nWho?,He.,,high\n"
    done = workbench.importing.import_file(owner, project, rows, "f.csv", Wishes(mapping=MAPPING))
    assert (done.rows, done.unlisted) == (3, 1)


def test_who_imports_as_written_is_kept_from_it_and_the_lead_may_change_that(owned):
    workbench, owner, project = owned
    rows = json.dumps({"question": "Why?", "answer": "So."}).encode()
    done = workbench.importing.import_file(owner, project, rows, "f.jsonl", Wishes(origin=Origin.WRITTEN))
    [bar] = workbench.staffing.kept_from(owner, project, done.source.id)
    assert (bar.person_id, bar.firm) == (owner.id, False)
    workbench.staffing.let_have(owner, project, done.source.id, owner.id)
    assert workbench.staffing.kept_from(owner, project, done.source.id) == ()
