"""Fuzzing the door from its own document: no answer is a crash, and every answer is what the document says."""

import pytest

from tests.browser.server import serving
from tests.builders import a_project, a_workbench
from tests.curation.release.shelf import Shelf
from tests.curation.reviewing.desk_builders import approving, waiting_samples
from tests.workbench.access.gate_builders import browser
from tests.workbench.rest.fuzzing import answering, fuzz

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:::(?!curation|workbench)")]


def filled(workbench, owner, project):
    """Samples, decisions and a version; what they are called, and a token."""
    samples = waiting_samples(workbench, project, 20)
    for name in samples[:4]:
        workbench.reviewing.decide(owner, project, approving(name, id=f"d-{name}"))
    Shelf(workbench, owner, project).freeze("v1")
    files = sorted(workbench.releasing.folder(owner, project, "v1").files)
    known = {
        "sample": samples,
        "revision": [1],
        "decision": ["d-s000", "d-s001"],
        "id": ["d-s000", "n1", "n2"],
        "version": ["v1"],
        "file": files,
    }
    return known, workbench.tokens.make(owner, project, "fuzz", owner.roles)[0]


def test_every_operation_answers_what_its_document_says(world):
    known, secret = filled(world.workbench, world.owner, world.project)
    with answering(browser(world).app) as address:
        statuses = fuzz(address, secret, 4, known, by_chance=False)
    assert sum(statuses.values()) > 100
    assert {200, 404, 422} <= set(statuses)


@pytest.mark.long
def test_thousands_of_calls_at_the_whole_app_bring_no_crash(tmp_path):
    workbench = a_workbench(tmp_path)
    owner, project = a_project(workbench)
    known, secret = filled(workbench, owner, project)
    workbench.database.close()
    with serving(tmp_path / "home", "workbench.app") as server:
        statuses = fuzz(server.address, secret, 150, known, by_chance=True)
        assert "Traceback" not in server.log.read_text()
    assert sum(statuses.values()) > 4_000
