"""`workbench webhook`: the whole way on the command line, with the worker's side run here."""

import json
import threading

import pytest

from curation.domain.webhooks import Reach
from curation.services.hook_delivery import HookDelivery
from tests.builders import a_project, a_workbench, an_environment
from tests.curation.webhooks.receiver import is_signed, receiving, tell_all
from workbench.cli import door
from workbench.work.hook_sending import Sender


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


def test_a_webhook_on_the_command_line(tmp_path, monkeypatch, capsys, receiver):
    workbench = a_workbench(tmp_path)
    a_project(workbench)
    for name, value in an_environment(tmp_path / "home", WORKBENCH_WEBHOOKS="local").items():
        monkeypatch.setenv(name, value)

    def said(*arguments, code=0):
        assert door.run(["webhook", *arguments, "--json"]) == code
        return json.loads(capsys.readouterr().out)

    made = said("add", receiver.url, "--topic", "decision", "--topic", "version")
    assert made["secret"].startswith("whsec_")
    [listed] = said("list")["webhooks"]
    assert (listed["url"], listed["topics"], "secret" in listed) == (receiver.url, ["decision", "version"], False)

    over = threading.Event()

    def work():
        delivery = HookDelivery(workbench.database, workbench.seal, Sender(Reach.LOCAL))
        while not over.wait(0.05):
            tell_all(delivery)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    assert said("test", made["id"])["status"] == 200
    receiver.answer = 500
    assert "refused (500)" in said("test", made["id"], code=1)["error"]
    over.set()
    worker.join(timeout=30)
    assert is_signed(made["secret"], receiver.heard[0][1], receiver.heard[0][2])
    assert said("switch", made["id"], "--off")["off"] == "chosen"
    assert said("test", made["id"], code=1)["kind"] == "ConflictError"
    assert said("switch", made["id"], "--on", "--skip")["off"] is None
    assert said("remove", made["id"])["removed"]
    assert said("list")["webhooks"] == []
    monkeypatch.setenv("WORKBENCH_WEBHOOKS", "everywhere")
    assert "WORKBENCH_WEBHOOKS cannot be everywhere" in said("list", code=1)["error"]
    workbench.database.close()
