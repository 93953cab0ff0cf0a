"""Until when imported samples hold: said once for a file, or a row at a time in a column."""

import json
from datetime import date
from pathlib import Path

import pytest

from curation.domain.lapses import Validity
from curation.domain.sources import BadRows
from curation.errors import InputError
from curation.ingest.days import day_in
from curation.services.import_plan import Wishes, command_line
from curation.store.validity import validities
from tests.curation.importing.screening_world import World, a_world

JUNE = date(2026, 6, 1)


def rows(*days: object) -> bytes:
    asked = ("How long does a plaster stay on?", "When is the ward open?", "What does a visit cost?")
    lines = [{"question": q, "answer": f"So: {q}", "valid_until": d} for q, d in zip(asked, days, strict=False)]
    return "\n".join(json.dumps(line) for line in lines).encode()


def until(world: World, question: str) -> Validity:
    with world.workbench.database.reading() as tx:
        name = world.asking(question).id
        return validities(tx, [name])[name]


@pytest.mark.parametrize("said", ["2026-06-01", " 2026-06-01 ", "2026-06-01T23:00:00", "1.6.2026", 20260601])
def test_a_day_is_read_as_files_say_it(said: str | int) -> None:
    assert day_in(said) == JUNE


@pytest.mark.parametrize("said", ["06/01/2026", "June", "2026", "2026-13-01", "99.9.2026", True, [], "\0"])
def test_what_is_no_day_or_is_read_in_two_ways_is_refused(said: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_in(said)  # pyright: ignore[reportArgumentType]


def test_a_row_has_its_own_day_and_the_others_that_of_the_file(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    done = world.take_in(rows("2026-06-01", "", None), "a.jsonl", Wishes(valid_until=date(2027, 1, 1)))
    assert done.source.valid_until == date(2027, 1, 1)
    assert until(world, "plaster") == Validity(JUNE, date(2027, 1, 1))
    assert until(world, "ward") == until(world, "visit") == Validity(None, date(2027, 1, 1))


def test_a_row_whose_day_cannot_be_read_is_a_bad_row(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    wishes = Wishes(bad_rows=BadRows.SKIP)
    preview = world.workbench.importing.preview(world.owner, rows("2026-06-01"), "a.jsonl", wishes)
    assert preview.mapping.valid_until == "valid_until"
    mapped = Wishes(mapping=preview.mapping)
    with pytest.raises(InputError, match="its last day is no day"):
        world.workbench.importing.import_file(world.owner, world.project, rows("2026-06-01", "soon"), "a.jsonl", mapped)


def test_a_column_that_only_sounds_like_days_is_left_alone(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    preview = world.workbench.importing.preview(world.owner, rows("never", "soon"), "a.jsonl", Wishes())
    assert preview.mapping.valid_until is None
    assert preview.mapping.metadata == ("valid_until",)


def test_the_command_line_says_the_day(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    wishes = Wishes(valid_until=JUNE)
    preview = world.workbench.importing.preview(world.owner, rows("2026-06-01"), "a.jsonl", wishes)
    command = command_line("a.jsonl", world.project, preview, wishes)
    assert "--mapping valid_until=valid_until" in command
    assert command.endswith("--valid-until 2026-06-01")
