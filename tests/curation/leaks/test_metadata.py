"""Columns beside question and answer: redacted like them, kept with the sample, exported with the version."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from curation.domain.sources import Mapping
from curation.errors import InputError
from curation.ingest.formats import guess_mapping
from curation.services.import_plan import Wishes
from curation.store.candidates import texts
from tests.curation.importing.screening_world import World, a_world

COLUMNS = ("question", "answer", "ward", "contact_note", "patient_name", "turns", "weight")
ROW = ("How long does a cast stay?", "About six weeks.", "B2", "write to anna.bauer@example.com", "x", "[1, 2]", "71")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return a_world(tmp_path)


def sheet(*rows: tuple[str, ...]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def test_the_guess_keeps_other_columns_but_not_those_named_after_people() -> None:
    assert guess_mapping(COLUMNS, ()).metadata == ("ward", "contact_note", "turns", "weight")
    assert guess_mapping(("question", "answer", "E-Mail", "First name", "drug_name"), ()).metadata == ("drug_name",)


def test_metadata_is_kept_redacted_beside_its_sample(world: World) -> None:
    world.take_in(sheet(COLUMNS, ROW), "notes.csv")
    [line] = world.lines()
    found = world.workbench.importing.metadata(world.owner, world.project, line.sample.id)
    assert found == {
        "ward": "B2",
        "contact_note": "write to <EMAIL_ADDRESS_1>",
        "turns": "[1, 2]",
        "weight": "71",
    }
    assert b"anna.bauer" not in world.disk()


def test_the_same_address_has_one_tag_in_text_and_metadata(world: World) -> None:
    row = ("May I write to zoe@example.com or ann@example.com?", "Yes, to ann@example.com.", "ann@example.com")
    world.take_in(sheet(("question", "answer", "sent_to"), row), "mails.csv")
    [line] = world.lines()
    beside = world.workbench.importing.metadata(world.owner, world.project, line.sample.id)
    assert line.answer == f"Yes, to {beside['sent_to']}."


def test_values_that_name_nobody_stay_what_they_were(world: World) -> None:
    values = {"question": "Why?", "answer": "Because.", "score": 0.5, "ok": True, "tags": ["a", {"b": 1}], "none": None}
    world.take_in(json.dumps(values).encode(), "one.jsonl")
    [line] = world.lines()
    assert world.workbench.importing.metadata(world.owner, world.project, line.sample.id) == {
        "score": 0.5,
        "ok": True,
        "tags": ["a", {"b": 1}],
    }


def test_a_column_to_keep_that_is_not_there_is_refused(world: World) -> None:
    wishes = Wishes(mapping=Mapping("plain", question="question", answer="answer", metadata=("wardd",)))
    with pytest.raises(InputError, match="no column “wardd” to keep as metadata"):
        world.workbench.importing.import_file(world.owner, world.project, sheet(COLUMNS, ROW), "notes.csv", wishes)


def test_metadata_goes_into_versions_as_one_json_column(world: World) -> None:
    world.take_in(sheet(COLUMNS, ROW), "notes.csv")
    [line] = world.lines()
    with world.workbench.database.transaction() as tx:
        from curation.store.tables_samples import SampleRow

        tx.get_one(SampleRow, line.sample.id).status = "approved"
        frame = texts(tx, world.project.id)
    assert frame.schema["metadata"] == pl.String
    assert json.loads(frame["metadata"][0])["ward"] == "B2"
