"""`workbench retrieval` writes what belongs in retrieval, once, to a file that was not there."""

import json
import threading

import pytest

from curation.domain.reviews import Verdict
from curation.services.gates import ScanForRetrieval
from curation.services.retrieval_gate import SCAN_RETRIEVAL
from curation.services.shifts import begin_shift
from tests.builders import a_person, a_project, a_workbench, an_environment
from tests.curation.reviewing.desk_builders import act, waiting_samples
from workbench.cli import door
from workbench.worker import gate_of


@pytest.fixture
def home(tmp_path, monkeypatch):
    workbench = a_workbench(tmp_path)
    _, project = a_project(workbench)
    ada = a_person(workbench, project, "Ada")
    waiting_samples(workbench, project, 2)
    workbench.reviewing.decide(ada, project, act(Verdict.RETRIEVE, "s000"))
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    shift, over = begin_shift(workbench.queue), threading.Event()
    worker = threading.Thread(target=answer, args=(shift, ScanForRetrieval(gate_of(workbench)), over))
    worker.start()
    yield
    over.set()
    worker.join()
    workbench.database.close()


def answer(shift, scan, over):
    """What the worker does with short questions."""
    while not over.wait(0.01):
        shift.answer_one({SCAN_RETRIEVAL: scan}, str)


def test_the_file_is_written_once_and_never_over_another(home, tmp_path, capsys):
    place = tmp_path / "out.jsonl"
    assert door.run(["retrieval", str(place), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(place), "samples": 1}
    assert [json.loads(line)["id"] for line in place.read_text("utf-8").splitlines()] == ["s000"]
    assert door.run(["retrieval", str(place), "--json"]) == 1
    assert "exists already" in json.loads(capsys.readouterr().out)["error"]
    assert list(tmp_path.glob(".*")) == []
    assert door.run(["retrieval", str(tmp_path / "nowhere" / "x.jsonl"), "--json"]) == 1
    assert "cannot be written" in json.loads(capsys.readouterr().out)["error"]
