"""`workbench pii` and `workbench bench pii`: what they print, as JSON and as sentences, and what they note."""

import json

import pytest

from curation.domain.jobs import JobKind
from curation.domain.samples import SampleStatus
from curation.services.import_plan import Wishes
from curation.services.privacy_apply import ApplyPrivacy
from curation.store.events import events_of
from tests.builders import an_environment
from tests.curation.importing.screening_world import ListReporter, World, a_world, lines_of
from workbench.cli import door

pytestmark = pytest.mark.slow
MAIL = "anna.bauer@example.com"


@pytest.fixture
def world(tmp_path, monkeypatch) -> World:
    found = a_world(tmp_path)
    for name, value in an_environment(found.workbench.settings.home).items():
        monkeypatch.setenv(name, value)
    return found


def told(capsys) -> dict[str, object]:
    return json.loads(capsys.readouterr().out)


def actions(world: World, kind: str, thing: str) -> list[str]:
    with world.workbench.database.reading() as tx:
        return [event.action for event in events_of(tx, kind, thing)]


def test_a_language_is_opened_and_noted(world: World, capsys) -> None:
    world.take_in(lines_of(("Wat is een gipsverband?", "Een verband van gips.")), "nl.jsonl", Wishes(language="nl"))
    assert door.run(["pii", "open-language", "nl", "--json"]) == 0
    assert told(capsys) == {"language": "nl", "samples": 1}
    assert world.lines()[0].sample.status is SampleStatus.WAITING
    assert "language.opened" in actions(world, "project", world.project.id)
    assert door.run(["pii", "open-language", "en"]) == 1
    assert "they are not closed" in capsys.readouterr().err


def test_a_review_is_closed_only_with_yes_and_noted(world: World, capsys) -> None:
    done = world.take_in(lines_of((f"May I write to {MAIL}?", "Yes, write today.")), "a.jsonl")
    assert door.run(["pii", "sources", "--json"]) == 0
    [row] = told(capsys)["sources"]
    assert (row["id"], row["originals_kept"], row["sealed_values"]) == (done.source.id, True, 1)
    assert door.run(["pii", "close-review", done.source.id, "--json"]) == 0
    assert told(capsys) == {"source": done.source.id, "closed": False, "values": 1}
    assert door.run(["pii", "close-review", done.source.id, "--yes", "--json"]) == 0
    assert told(capsys) == {"source": done.source.id, "closed": True, "values": 1}
    assert "source.purged" in actions(world, "source", done.source.id)
    assert door.run(["pii", "sources"]) == 0
    assert "review closed" in capsys.readouterr().out


def test_the_bench_measures_by_the_projects_policy(world: World, capsys, tmp_path) -> None:
    said = f"Please write to {MAIL} about the splint."
    start = said.index(MAIL)
    span = {"start": start, "end": start + len(MAIL), "entity_type": "EMAIL_ADDRESS"}
    labelled = tmp_path / "labelled.jsonl"
    labelled.write_text(json.dumps({"text": said, "spans": [span]}) + "\n")
    sealed = "sealed:" + world.workbench.seal.close("PERSON: zorbak").decode("ascii")
    world.workbench.projects.set_policy(world.owner, world.project, "pii", {"deny": [sealed]})
    assert door.run(["bench", "pii", "--labelled", str(labelled), "--json"]) == 0
    report = told(capsys)
    assert "presidio-analyzer" in report["engine"]
    assert "EMAIL_ADDRESS" in json.dumps(report)
    assert door.run(["bench", "pii", "--labelled", str(tmp_path / "none.jsonl")]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_a_policy_is_printed_set_and_its_deny_list_reaches_stored_texts(world: World, capsys, tmp_path) -> None:
    world.take_in(lines_of(("Does nurse q7rn know?", "Yes, Q7RN does. Write to q7rn today.")), "a.jsonl")
    file = tmp_path / "policy.json"
    assert door.run(["pii", "policy", "--json"]) == 0
    before = told(capsys)
    assert before["profile"] == "recall"
    file.write_text(json.dumps(before | {"deny": ["PERSON: q7rn"], "countries": ["de"]}))
    assert door.run(["pii", "policy", str(file), "--json"]) == 0
    assert told(capsys) == {"number": 1, "hidden": 1, "shown": 0}
    work_off(world)
    [line] = world.lines()
    assert (line.question, line.answer) == (
        "Does nurse <PERSON_1> know?",
        "Yes, <PERSON_1> does. Write to <PERSON_1> today.",
    )
    assert door.run(["pii", "policy", "--json"]) == 0
    assert told(capsys)["countries"] == ["de"]
    file.write_text(json.dumps(before))
    assert door.run(["pii", "policy", str(file)]) == 0
    assert "shown again: 1." in capsys.readouterr().out
    work_off(world)
    assert world.lines()[0].question == "Does nurse q7rn know?"
    assert actions(world, "project", world.project.id).count("policy.pii") == 2


def work_off(world: World) -> None:
    stage = ApplyPrivacy(world.workbench.database, world.workbench.seal)
    for job in reversed(world.workbench.queue.recent(world.project.id)):
        if job.kind is JobKind.APPLY_PRIVACY:
            stage.run(job, ListReporter())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"entities": ["PERSN"]}', "PERSN"),
        ('{"operators": {"PERSON": "shred"}}', "shred"),
        ('{"operators": {"PERSN": "tag"}}', "PERSN"),
        ('{"countries": ["atlantis"]}', "atlantis"),
        ('{"thresold": 0.4}', "thresold"),
        ('{"profile": "loose"}', "loose"),
        ('{"engine": "hf:"}', "engine"),
        ('{"patterns": [{"entity_type": "FILE_NUMBER", "pattern": "("}]}', "Pattern 1"),
        ("[1, 2]", "object"),
        ("{broken", "is not JSON"),
    ],
)
def test_a_policy_that_cannot_be_read_is_a_sentence_and_changes_nothing(world, capsys, tmp_path, content, said) -> None:
    file = tmp_path / "policy.json"
    file.write_text(content)
    assert door.run(["pii", "policy", str(file)]) == 1
    told_so = capsys.readouterr().err
    assert said in told_so
    assert "Traceback" not in told_so
    assert world.workbench.projects.policy(world.owner, world.project, "pii") is None
    assert door.run(["pii", "policy", str(tmp_path / "none.json")]) == 1
    assert "cannot be read" in capsys.readouterr().err
