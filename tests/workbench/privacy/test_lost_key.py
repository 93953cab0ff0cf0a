"""A key that is lost: the app starts and says so, nothing is sealed with another key, and going on is one act."""

import json
import shutil

import pytest

from curation.domain.desk import Act, Draft
from curation.domain.identity import new_id
from curation.domain.privacy import PrivacyAction
from curation.domain.reviews import Verdict
from curation.domain.samples import SampleStatus
from curation.errors import ConflictError, SealError
from curation.services.gates import Ahead, ReleaseGate
from curation.services.import_plan import Wishes
from curation.services.new_key import NewKey
from curation.services.privacy import Said, ValueFilter
from curation.store.events import broken_lines
from curation.store.tables_people import EventRow
from tests.builders import an_environment
from tests.curation.erasing.test_erasing import problems
from tests.curation.importing.screening_world import World, a_world, lines_of
from workbench.bootstrap import open_workbench, settings_from
from workbench.cli import door

MAIL = "anna.bauer@example.com"
TEXTS = lines_of((f"May I write to {MAIL}?", "Yes, write today."), ("What is a cast?", "It is made of plaster."))


def reopened(world: World) -> World:
    world.workbench.database.close()
    home = world.workbench.settings.home
    return World(open_workbench(settings_from(an_environment(home))), world.owner, world.project)


@pytest.fixture
def lost(tmp_path) -> World:
    """A home in use: values, a decision with its list entry, a draft, a correction that waits; then the key goes."""
    world = a_world(tmp_path)
    world.take_in(TEXTS, "a.jsonl")
    workbench, owner, project = world.workbench, world.owner, world.project
    page = workbench.privacy.values(owner, project, ValueFilter(), 0, 10)
    workbench.privacy.decide(owner, project, page.groups[0].key, Said(PrivacyAction.NOT_PERSONAL))
    first, second = workbench.reviewing.next_items(owner, project, 2)
    moment = workbench.queue.clock()
    workbench.reviewing.save_draft(owner, project, Draft(first.sample_id, 1, "Typed?", "So.", "", moment))
    act = Act(new_id(), second.sample_id, 1, Verdict.APPROVE)
    workbench.reviewing.correct(owner, project, act, "Corrected?", "Corrected so.")
    workbench.settings.key_file.rename(tmp_path / "kept.key")
    return reopened(world)


def test_the_app_opens_and_every_sealed_thing_is_a_sentence(lost: World) -> None:
    workbench = lost.workbench
    assert "is missing" in workbench.seal.lost
    assert len(lost.lines()) == 2
    page = workbench.privacy.values(lost.owner, lost.project, ValueFilter(), 0, 10)
    with pytest.raises(SealError, match="workbench pii new-key"):
        workbench.privacy.look(lost.owner, lost.project, page.groups[0].key)
    with pytest.raises(SealError, match="nothing can be imported"):
        workbench.importing.import_file(lost.owner, lost.project, TEXTS + b"\n", "b.jsonl", Wishes())
    assert not workbench.settings.key_file.exists()
    assert len(list(workbench.settings.sources.glob("*.sealed"))) == 2


def test_idle_work_waits_for_the_key(lost: World) -> None:
    gate = ReleaseGate(lost.workbench.database, lost.workbench.seal)
    assert not Ahead(gate)()
    assert lost.workbench.sealing.purge_due() == 0


def test_the_key_put_back_is_all_it_takes(lost: World, tmp_path) -> None:
    (tmp_path / "kept.key").rename(lost.workbench.settings.key_file)
    again = reopened(lost)
    assert again.workbench.seal.lost == ""
    page = again.workbench.privacy.values(again.owner, again.project, ValueFilter(), 0, 10)
    assert again.workbench.privacy.look(again.owner, again.project, page.groups[0].key) == (MAIL,)


def acting(world: World) -> NewKey:
    chosen = world.workbench.settings
    return NewKey(world.workbench.database, world.workbench.seal, chosen.home, chosen.key_file)


def test_looking_counts_what_would_be_gone_and_changes_nothing(lost: World) -> None:
    before = lost.disk()
    gone = acting(lost).look(lost.owner.id)
    assert gone == {
        "corrections": 1,
        "sealed_values": 1,
        "privacy_decisions": 1,
        "drafts": 1,
        "sources": 1,
        "revisions": 1,
    }
    assert not lost.workbench.settings.key_file.exists()
    assert lost.disk() == before or acting(lost).look(lost.owner.id) == gone


def test_a_new_key_lets_go_of_what_was_sealed_and_work_goes_on(lost: World) -> None:
    acting(lost).start(lost.owner.id)
    world = reopened(lost)
    workbench, owner, project = world.workbench, world.owner, world.project
    assert workbench.seal.lost == ""
    page = workbench.privacy.values(owner, project, ValueFilter(), 0, 10)
    assert [group.purged for group in page.groups] == [True]
    assert workbench.privacy.look(owner, project, page.groups[0].key) == ()
    corrected = [line for line in world.lines() if line.sample.head == 3]
    assert len(corrected) == 1
    assert corrected[0].sample.status is SampleStatus.WAITING
    assert {line.question.split()[0] for line in world.lines()} == {"May", "What"}
    world.take_in(lines_of((f"Is {MAIL} still right?", "It is.")), "b.jsonl")
    assert MAIL not in world.asking("still right").id + str(world.heads())
    assert problems(world) == []
    with workbench.database.reading() as tx:
        assert list(broken_lines(tx)) == []
        assert [row.action for row in tx.query(EventRow)].count("key.replaced") == 1
    with pytest.raises(ConflictError, match="is there, so nothing is lost"):
        acting(world).look(owner.id)


def test_the_old_key_opens_nothing_afterwards(lost: World, tmp_path) -> None:
    acting(lost).start(lost.owner.id)
    shutil.copy(tmp_path / "kept.key", lost.workbench.settings.key_file)
    assert "is not the key of the home" in reopened(lost).workbench.seal.lost


def test_the_command_asks_first(lost: World, capsys, monkeypatch) -> None:
    for name, value in an_environment(lost.workbench.settings.home).items():
        monkeypatch.setenv(name, value)
    assert door.run(["pii", "new-key", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["started"], told["gone"]["sealed_values"]) == (False, 1)
    assert door.run(["pii", "new-key", "--yes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["started"]
    assert door.run(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["key_lost"] is None
    assert door.run(["verify", "--json"]) == 0


def test_a_backup_restored_without_its_key_says_so(tmp_path, capsys, monkeypatch) -> None:
    world = a_world(tmp_path)
    world.take_in(TEXTS, "a.jsonl")
    for name, value in an_environment(world.workbench.settings.home).items():
        monkeypatch.setenv(name, value)
    assert door.run(["backup", "--json"]) == 0
    file = json.loads(capsys.readouterr().out)["file"]
    other = tmp_path / "other"
    monkeypatch.setenv("WORKBENCH_KEY_FILE", str(tmp_path / "none.key"))
    assert door.run(["restore", file, "--home", str(other), "--without-key"]) == 0
    capsys.readouterr()
    assert door.run(["status", "--home", str(other), "--json"]) == 0
    assert "is missing" in json.loads(capsys.readouterr().out)["key_lost"]
    assert not (tmp_path / "none.key").exists()
