"""`workbench pii` and `workbench bench pii`: what they print, as JSON and as sentences, and what they note."""

import json

import pytest

from curation.domain.samples import SampleStatus
from curation.services.import_plan import Wishes
from curation.store.events import events_of
from tests.builders import an_environment
from tests.curation.importing.screening_world import World, a_world, lines_of
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
