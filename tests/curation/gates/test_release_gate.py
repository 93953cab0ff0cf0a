"""Nothing goes out that was not searched again: what is found stops the freeze until a person decides, once."""

import json
from pathlib import Path

import pytest

from curation.command_line import FAILED, OK
from curation.domain.gates import GATE, GateVerdict
from curation.domain.people import Person, PersonRole
from curation.domain.projects import Project
from curation.domain.releases import Layout
from curation.domain.samples import question_and_answer
from curation.errors import ConflictError, InputError, JobFailedError, PermissionRefusedError
from curation.services.gates import Ahead, ReleaseGate
from curation.store.events import Thing, append_event
from curation.store.tables_people import GateRow
from curation.store.tables_samples import PiiScanRow, SampleRow
from tests.builders import a_person, an_environment
from tests.curation.release.shelf import NOON, ListReporter, Shelf, Shelved, named, pair
from workbench.bootstrap import Workbench
from workbench.cli import door

MAIL = "zoe.example@example.org"


@pytest.fixture
def shelf(owned: tuple[Workbench, Person, Project]) -> Shelf:
    found = Shelf(*owned)
    found.add(*(pair(i) for i in range(30)))
    return found


def leaking(number: int = 900) -> Shelved:
    """A text with an address that the first screening did not see."""
    return Shelved(
        named(number), question_and_answer(f"Whom do I ask {number}?", f"Write to {MAIL} and wait {number}.")
    )


def scans(shelf: Shelf) -> int:
    with shelf.workbench.database.reading() as tx:
        return tx.query(PiiScanRow).count()


def gate(shelf: Shelf) -> ReleaseGate:
    return ReleaseGate(shelf.workbench.database, shelf.workbench.seal)


def test_a_clean_version_passes_and_says_by_which_engine(shelf: Shelf) -> None:
    shelf.freeze("v1")
    [found] = [g for g in shelf.releasing.gates(shelf.owner, shelf.project, "v1") if g.name == GATE]
    assert found.verdict == GateVerdict.PASSED.value
    folder = shelf.releasing.folder(shelf.owner, shelf.project, "v1").folder
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["gate"]["scanned"] == 30
    assert manifest["gate"]["engine"].startswith("presidio-analyzer ")
    assert manifest["gate"]["engine"] in (folder / "README.md").read_text()


def test_what_is_found_stops_the_freeze_and_nothing_is_left(shelf: Shelf) -> None:
    shelf.add(leaking())
    with pytest.raises(JobFailedError, match="1 text of v1 may still hold personal data"):
        shelf.freeze("v1")
    assert shelf.releasing.versions(shelf.owner, shelf.project) == ()
    assert not list(shelf.workbench.settings.versions.rglob("*.parquet"))


def test_the_evidence_shows_the_place_and_not_the_value(shelf: Shelf) -> None:
    shelf.add(leaking())
    with pytest.raises(JobFailedError):
        shelf.freeze("v1")
    gates = shelf.workbench.gates
    [stopped] = gates.stopped(shelf.owner, shelf.project)
    [one] = gates.evidence(shelf.owner, shelf.project, stopped, 10)
    assert (stopped.name, one.sample_id, one.entity_type) == ("v1", named(900), "EMAIL_ADDRESS")
    assert (one.before, one.after) == ("Write to ", " and wait 900.")
    with shelf.workbench.database.reading() as tx:
        assert all(MAIL not in json.dumps(row.evidence) for row in tx.query(GateRow))
        assert all(MAIL not in json.dumps(row.found) for row in tx.query(PiiScanRow))


def let_through(shelf: Shelf, reason: str = "A made-up address.") -> None:
    [stopped] = shelf.workbench.gates.stopped(shelf.owner, shelf.project)
    job = shelf.workbench.gates.let_through(shelf.owner, shelf.project, stopped.id, reason)
    shelf.freezing.run(job, ListReporter())
    shelf.end(job)


def blocked(shelf: Shelf, name: str = "v1") -> None:
    job = shelf.order(name)
    with pytest.raises(JobFailedError):
        shelf.freezing.run(job, ListReporter())
    shelf.end(job)


def test_a_person_lets_it_through_and_the_card_says_so(shelf: Shelf) -> None:
    shelf.add(leaking())
    blocked(shelf)
    let_through(shelf)
    version = shelf.releasing.version(shelf.owner, shelf.project, "v1")
    assert version.rows == 31
    assert "a person looked at and let through" in shelf.releasing.card(shelf.owner, shelf.project, "v1")
    assert shelf.workbench.gates.stopped(shelf.owner, shelf.project) == ()


def test_what_was_accepted_stays_accepted_and_no_more(shelf: Shelf) -> None:
    shelf.add(leaking())
    blocked(shelf)
    let_through(shelf)
    shelf.freeze("v2")
    shelf.add(leaking(901))
    blocked(shelf, "v3")
    [stopped] = shelf.workbench.gates.stopped(shelf.owner, shelf.project)
    assert [suspect.sample_id for suspect in stopped.suspects] == [named(901)]


def test_letting_through_needs_the_role_a_reason_and_is_done_once(shelf: Shelf) -> None:
    shelf.add(leaking())
    blocked(shelf)
    gates, lead = shelf.workbench.gates, a_person(shelf.workbench, shelf.project, "Lea", PersonRole.LEAD)
    [stopped] = gates.stopped(lead, shelf.project)
    with pytest.raises(PermissionRefusedError):
        gates.let_through(lead, shelf.project, stopped.id, "It is fine.")
    with pytest.raises(InputError, match="Say why"):
        gates.let_through(shelf.owner, shelf.project, stopped.id, "  ")
    gates.let_through(shelf.owner, shelf.project, stopped.id, "It is fine.")
    with pytest.raises(ConflictError, match="already"):
        gates.let_through(shelf.owner, shelf.project, stopped.id, "It is fine.")


def test_a_second_freeze_scans_only_new_texts(shelf: Shelf) -> None:
    first = shelf.freeze("v1")
    shelf.add(pair(500))
    second = shelf.freeze("v2")
    assert any("30 texts scanned, 0 remembered" in line for line in first.lines)
    assert any("1 texts scanned, 30 remembered" in line for line in second.lines)


def test_texts_are_scanned_ahead_while_nothing_else_is_to_do(shelf: Shelf) -> None:
    ahead = Ahead(gate(shelf))
    assert ahead()
    assert scans(shelf) == 30
    assert not ahead()
    assert any("0 texts scanned, 30 remembered" in line for line in shelf.freeze("v1").lines)
    shelf.add(pair(500))
    with shelf.workbench.database.transaction() as tx:
        append_event(tx, NOON, "x", "sample.approved", Thing("sample", named(500)))
    assert ahead()
    assert scans(shelf) == 31


def test_a_policy_that_hides_more_is_scanned_anew(shelf: Shelf) -> None:
    shelf.freeze("v1")
    before = shelf.workbench.projects.set_policy(shelf.owner, shelf.project, "pii", {"threshold": 0.3})
    assert before == 1
    assert any("30 texts scanned, 0 remembered" in line for line in shelf.freeze("v2").lines)


def test_a_version_that_was_never_searched_again_is_not_exported(shelf: Shelf, tmp_path: Path) -> None:
    shelf.freeze("v1")
    shelf.releasing.export(shelf.owner, shelf.project, "v1", Layout.PARQUET, tmp_path / "out")
    with shelf.workbench.database.transaction() as tx:
        for row in tx.query(GateRow).filter_by(name=GATE):
            tx.delete(row)
    with pytest.raises(ConflictError, match="Freeze the same recipe under another name"):
        shelf.releasing.export(shelf.owner, shelf.project, "v1", Layout.PARQUET, tmp_path / "again")


def test_a_version_frozen_after_mending_is_not_waiting_any_more(shelf: Shelf) -> None:
    shelf.add(leaking())
    blocked(shelf)
    blocked(shelf)
    assert len(shelf.workbench.gates.stopped(shelf.owner, shelf.project)) == 1
    with shelf.workbench.database.transaction() as tx:
        tx.get_one(SampleRow, named(900)).status = "rejected"
    shelf.freeze("v1")
    assert shelf.workbench.gates.stopped(shelf.owner, shelf.project) == ()


def test_the_command_lets_it_through_with_a_reason(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in an_environment(shelf.workbench.settings.home).items():
        monkeypatch.setenv(name, value)
    shelf.add(leaking())
    blocked(shelf)
    assert door.run(["version", "allow", "v2", "--reason", "Made up."]) == FAILED
    assert door.run(["version", "allow", "v1", "--reason", "Made up.", "--no-wait"]) == OK
    assert shelf.workbench.gates.stopped(shelf.owner, shelf.project) == ()


def beside(shelf: Shelf, number: int, metadata: dict[str, str]) -> None:
    with shelf.workbench.database.transaction() as tx:
        tx.get_one(SampleRow, named(number)).attributes = metadata


def test_a_column_named_with_an_ordinary_word_stops_nothing(shelf: Shelf) -> None:
    beside(shelf, 3, {"ward": "yes", "Price": "4", "Page": "7B"})
    shelf.freeze("v1")


def test_the_evidence_names_the_column_that_a_value_stands_in(shelf: Shelf) -> None:
    beside(shelf, 3, {"ward": "yes", "note": f"sent by {MAIL} today", "about": "nothing"})
    with pytest.raises(JobFailedError):
        shelf.freeze("v1")
    [stopped] = shelf.workbench.gates.stopped(shelf.owner, shelf.project)
    [one] = shelf.workbench.gates.evidence(shelf.owner, shelf.project, stopped, 10)
    assert (one.sample_id, one.before, one.after) == (named(3), "note: sent by ", " today")
