"""A project trains its own names model from what experts approved, and redacts with it from then on."""

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from curation.domain.jobs import JobKind
from curation.errors import ConflictError, InputError, PermissionRefusedError
from curation.pii import retraining
from curation.pii.model_folders import placed
from curation.pii.policy import PiiPolicy
from curation.pii.sealed import Seal
from curation.pii.train import Recipe
from curation.services.names_training import FOLDER, LEAST, NamesStage
from curation.services.privacy_values import rules_of
from curation.services.screening_text import redactor_of
from curation.stages.redact import policy_in
from curation.store.events import events_of
from curation.store.tables_samples import SampleRow
from tests.builders import a_person, an_environment
from tests.curation.importing.screening_world import World, a_world, lines_of
from workbench.cli import door

pytestmark = pytest.mark.slow
TOPICS = ("plaster", "stent", "bypass", "splint", "scan", "lens", "valve", "graft", "suture", "shunt")
ACTS = ("clean", "change", "check")
QUESTION = "How do I {act} a {topic} at home, and does Parkinson matter?"
ANSWER = (
    "Please {act} the {topic} every {n} days. Mayo Clinic says so, and Babinski signs are looked at. "
    "Mail kept{n}@example.com for more on the {topic}."
)
PAIRS = [(act, topic) for act in ACTS for topic in TOPICS]
TEXTS = [
    (QUESTION.format(act=act, topic=topic), ANSWER.format(act=act, topic=topic, n=n))
    for n, (act, topic) in enumerate(PAIRS)
]


@pytest.fixture
def world(tmp_path) -> World:
    found = a_world(tmp_path)
    found.take_in(lines_of(*TEXTS), "a.jsonl")
    return found


def approve(world: World) -> None:
    with world.workbench.database.transaction() as tx:
        for row in tx.query(SampleRow):
            row.status = "approved"


def trained(world: World, monkeypatch) -> str:
    """Run the child's work in this process with a small recipe; the folder of the model."""
    monkeypatch.setattr(retraining, "Recipe", lambda: Recipe(invented=400, steps=6))
    names = world.workbench.names
    job = names.start(world.owner, world.project)
    assert names.start(world.owner, world.project).id == job.id
    stage = NamesStage(world.workbench.database, world.workbench.settings.home)
    folder = stage.prepare(job)
    code = retraining.main(folder)
    told = json.loads((folder / "status.json").read_text())
    assert (code, told["state"], told["max_steps"]) == (0, "done", 6)
    stage.absorb(job, folder, code)
    assert not folder.exists()
    found = names.model(world.owner, world.project)
    assert found is not None
    return str(found.folder)


def engine(world: World) -> str:
    with world.workbench.database.reading() as tx:
        return redactor_of(rules_of(tx, world.workbench.seal, world.project.id)).engine


def test_it_learns_from_approved_texts_only(world: World) -> None:
    names = world.workbench.names
    with pytest.raises(InputError, match=f"Only 0 samples are approved; a names model learns from at least {LEAST}"):
        names.start(world.owner, world.project)
    engineer = a_person(world.workbench, world.project, "Edda")
    with pytest.raises(PermissionRefusedError):
        names.start(engineer, world.project)
    approve(world)
    job = names.start(world.owner, world.project)
    folder = NamesStage(world.workbench.database, world.workbench.settings.home).prepare(job)
    written = (folder / "texts.jsonl").read_text()
    assert "<EMAIL_ADDRESS_1>" in written
    assert "kept1@example.com" not in written


def test_the_model_is_named_by_the_policy_the_engine_and_the_log(world: World, monkeypatch) -> None:
    approve(world)
    before = engine(world)
    kept = trained(world, monkeypatch)
    assert kept.startswith(str(world.workbench.settings.home / FOLDER / world.project.id))
    assert engine(world) != before
    found = world.workbench.names.model(world.owner, world.project)
    assert found is not None
    assert f"names model {found.weights[:8]}" in engine(world)
    assert retraining.INPUT in found.inputs
    with world.workbench.database.reading() as tx:
        [event] = [one for one in events_of(tx, "project", world.project.id) if one.action == "names.trained"]
    assert found.weights in event.hashes
    world.take_in(lines_of(("May I write to zoe@example.com?", "Yes, to zoe@example.com.")), "b.jsonl")
    assert "zoe@" not in world.asking("May I write").id + world.lines()[-1].question


def test_the_same_text_gives_the_same_weights_and_nothing_twice(world: World, monkeypatch) -> None:
    approve(world)
    assert trained(world, monkeypatch) == trained_again(world, monkeypatch)
    assert len(list((world.workbench.settings.home / FOLDER / world.project.id).iterdir())) == 1


def trained_again(world: World, monkeypatch) -> str:
    with world.workbench.database.transaction() as tx:
        from curation.store.tables_work import JobRow

        for row in tx.query(JobRow).where(JobRow.kind == JobKind.TRAIN_NAMES.value):
            row.state = "done"
    return trained(world, monkeypatch)


def test_a_home_that_was_moved_keeps_its_model(world: World, monkeypatch, tmp_path) -> None:
    approve(world)
    trained(world, monkeypatch)
    before, home = engine(world), world.workbench.settings.home
    with world.workbench.database.reading() as tx:
        named = rules_of(tx, Seal(Fernet.generate_key(), home=Path("/elsewhere")), world.project.id).names_model
    assert named.startswith("/elsewhere/models/names/")
    old = str(home.parent / "gone" / Path(named).relative_to("/elsewhere"))
    world.workbench.projects.set_policy(world.owner, world.project, "pii", {"names_model": old})
    assert engine(world) == before
    assert world.workbench.names.model(world.owner, world.project) is not None


def test_models_of_a_policy_file_are_named_from_where_it_lies(tmp_path) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"names_model": "own/names", "engine": "hf:models/ner"}')
    rules = policy_in(file)
    assert (rules.names_model, rules.engine) == (str(tmp_path / "own/names"), f"hf:{tmp_path / 'models/ner'}")
    whole = PiiPolicy(names_model="/srv/names", engine="spacy:en_core_web_lg")
    assert placed(whole, tmp_path) == whole


def test_a_failure_leaves_policy_and_home_as_they_were(world: World) -> None:
    approve(world)
    job = world.workbench.names.start(world.owner, world.project)
    stage = NamesStage(world.workbench.database, world.workbench.settings.home)
    folder = stage.prepare(job)
    stage.absorb(job, folder, 1)
    assert not folder.exists()
    assert world.workbench.names.model(world.owner, world.project) is None


def test_a_model_that_is_gone_is_a_sentence(world: World, monkeypatch) -> None:
    approve(world)
    kept = trained(world, monkeypatch)
    import shutil

    shutil.rmtree(kept)
    with pytest.raises(ConflictError, match="Train it again: workbench pii train"):
        world.workbench.names.model(world.owner, world.project)
    redactor_of.cache_clear()
    with pytest.raises(InputError, match="workbench pii train"):
        engine(world)


@pytest.mark.long
def test_the_command_trains_and_says_what_from(world: World, monkeypatch, capsys) -> None:
    approve(world)
    for name, value in an_environment(world.workbench.settings.home).items():
        monkeypatch.setenv(name, value)
    assert door.run(["pii", "train", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["job"]["state"] == "done"
    assert retraining.INPUT in told["built_from"]
    assert told["weights"][:8] in engine(world)
