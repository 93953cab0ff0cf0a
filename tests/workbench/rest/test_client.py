"""The client: over real HTTP, tries again what is safe to send twice, goes through pages, and leaves nothing half."""

import ast
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from curation.domain.jobs import JobKind
from tests.browser.server import serving
from tests.builders import a_project, a_workbench
from tests.curation.release.shelf import ListReporter, Shelf
from tests.curation.reviewing.desk_builders import waiting_samples
from tests.workbench.access.gate_builders import browser
from tests.workbench.rest.fuzzing import answering
from workbench import client as client_module
from workbench.client import Client, RefusedError, Sample

PAGE = Path(__file__).parents[3] / "docs" / "rest.md"
[EXAMPLE] = re.findall(r"```python\n(from workbench\.client.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


LOST = 504
"""The app has answered, and the proxy before it has not waited."""


HALF = 1
"""The line breaks in the middle of the answer."""


async def swallowed(message):
    """Send nothing on."""


class Flaky:
    """An app in front of the app: it loses or refuses what a test wants, and counts."""

    def __init__(self, app):
        self.app = app
        self.breaks = []
        self.calls = []

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.calls.append((scope["method"], scope["path"]))
        how = self.breaks.pop(0) if self.breaks else None
        if how == LOST:
            await self.app(scope, receive, swallowed)
        if how == HALF:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"99")]})
            await send({"type": "http.response.body", "body": b'{"half'})
        elif how:
            await send({"type": "http.response.start", "status": how, "headers": [(b"retry-after", b"0")]})
            await send({"type": "http.response.body", "body": b"{}"})
        else:
            await self.app(scope, receive, send)


@pytest.fixture
def flaky(world):
    return Flaky(browser(world).app)


@pytest.fixture
def client(world, ada, flaky, monkeypatch):
    monkeypatch.setattr("workbench.client_line._FIRST_REST", 0.001)
    secret, _ = world.workbench.tokens.make(ada, world.project, "client", ada.roles)
    with answering(flaky) as address, Client(address, secret) as opened:
        yield opened


def test_rows_and_files_are_imported_once_and_what_breaks_is_sent_again(client, flaky, tmp_path):
    rows = [{"question": f"Q {i}?", "answer": "A."} for i in range(3)]
    flaky.breaks = [503, 429]
    [first] = client.import_rows(iter(rows))
    assert (first.new, first.rows, first.job.state, len(flaky.calls)) == (True, 3, "queued", 3)
    flaky.breaks = [502]
    assert client.import_rows(rows)[0].new is False
    file = tmp_path / "a.csv"
    file.write_text("ask,say\n" + "What?,That.\n" * 10)
    flaky.breaks = [503]
    assert client.import_file(file, question="ask", answer="say").rows == 10
    assert client.import_rows([]) == []
    assert client.cancel(first.job).state == "cancelled"
    with pytest.raises(RefusedError, match="The job was cancelled"):
        client.wait(first.job)


def test_a_large_import_goes_in_parts(client, monkeypatch):
    monkeypatch.setattr(client_module, "_ROWS_AT_ONCE", 2)
    done = client.import_rows({"question": f"Q {i}?", "answer": "A."} for i in range(5))
    assert [one.rows for one in done] == [2, 2, 1]
    monkeypatch.setattr(client_module, "_BYTES_AT_ONCE", 100)
    done = client.import_rows({"question": f"Q {i}?", "answer": "Ä" * (40 if i == 2 else 1)} for i in range(4))
    assert [one.rows for one in done] == [2, 1, 1]


def test_an_answer_that_breaks_off_is_asked_for_again(client, flaky):
    flaky.breaks = [HALF, HALF]
    assert client.whoami()["name"] == "Ada"
    assert len(flaky.calls) == 3


def test_what_is_no_answer_of_a_workbench_is_said(client, flaky):
    flaky.breaks = [302]
    with pytest.raises(RefusedError, match="The server answered 302 without a sentence"):
        client.whoami()
    assert len(flaky.calls) == 1
    for wrong in ("127.0.0.1:8501", "ftp://127.0.0.1", ""):
        with pytest.raises(ValueError, match="The address is such as"):
            Client(wrong)
    assert client._line.token not in repr(client._line)


def test_all_pages_are_gone_through(world, client, monkeypatch):
    monkeypatch.setattr(client_module, "_AT_ONCE", 7)
    waiting_samples(world.workbench, world.project, 20)
    found = list(client.samples(status="waiting"))
    assert [one.id for one in found] == [f"s{i:03}" for i in range(20)]
    assert isinstance(found[0], Sample)
    assert client.sample("s003")["messages"][1]["content"] == "Answer 3."
    assert next(client.events())["number"] > 0


def test_a_decision_whose_answer_was_lost_counts_once(world, client, flaky):
    waiting_samples(world.workbench, world.project, 1)
    [item] = client.next()
    flaky.breaks = [LOST]
    taken = client.decide(item, "approve", comment="Good.")
    assert (taken.status, taken.again) == ("approved", True)
    assert client.undo(taken).status == "waiting"


def test_items_come_one_at_a_time_and_what_was_not_decided_on_is_given_back(world, client):
    waiting_samples(world.workbench, world.project, 3)
    seen = []
    for item in client.items():
        seen.append(item.id)
        if item.id == "s001":
            continue
        client.decide(item, "reject", reason="wrong")
    assert seen == ["s000", "s001", "s002"]
    assert client.renew(seen) == []


def test_passing_over_everything_comes_to_an_end_and_keeps_nothing(world, client, monkeypatch):
    monkeypatch.setattr(client_module, "_MOST_HELD", 2)
    waiting_samples(world.workbench, world.project, 5)
    seen = [item.id for item in client.items()]
    assert seen == ["s000", "s001", "s002"]
    assert client.renew(seen) == []


def test_a_refusal_carries_its_sentence_and_both_texts(world, client):
    waiting_samples(world.workbench, world.project, 1)
    [item] = client.next()
    late = client_module.Item(**{**vars(item), "revision": 7})
    with pytest.raises(RefusedError, match="was changed while you had it open") as refused:
        client.decide(late, "correct", question="Q", answer="Mine.")
    told = refused.value
    assert (told.status, told.kind) == (409, "StaleRevisionError")
    assert (told.body["yours"]["answer"], told.body["theirs"]["answer"]) == ("Mine.", "Answer 0.")


def test_what_must_not_be_sent_twice_is_not(world, client, flaky):
    waiting_samples(world.workbench, world.project, 1)
    client.decide(client.next()[0], "approve")
    flaky.calls.clear()
    flaky.breaks = [503]
    with pytest.raises(RefusedError):
        client.freeze("v1")
    assert len(flaky.calls) == 1


def test_a_version_is_frozen_waited_for_and_exported_whole(world, client, tmp_path, flaky):
    waiting_samples(world.workbench, world.project, 3)
    for item in client.items():
        client.decide(item, "approve")
    assert client.plan()["rows"] == 3
    job = client.freeze("v1")
    claimed = world.workbench.queue.claim("test/1", [JobKind.FREEZE])
    Shelf(world.workbench, world.owner, world.project).freezing.run(claimed, ListReporter())
    world.workbench.queue.finish("test/1", job.id, type(claimed.state).DONE)
    assert client.wait(job).state == "done"
    [version] = client.versions()
    assert (version.name, version.rows) == ("v1", 3)
    size = client.export("v1", tmp_path / "v1.zip")
    data = (tmp_path / "v1.zip").read_bytes()
    assert len(data) == size
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    with pytest.raises(RefusedError, match="no version v2"):
        client.export("v2", tmp_path / "v2.zip")
    assert [one.name for one in tmp_path.glob("*.zip")] == ["v1.zip"]
    assert list(tmp_path.glob(".*.part")) == []


def test_a_wrong_token_and_a_wrong_address_are_said(client, world):
    wrong = pytest.raises(RefusedError, match="unknown, revoked or too old")
    with Client(client._line.address, "wbt_wrong") as other, wrong:
        other.whoami()
    nobody = Client("http://127.0.0.1:1")
    with pytest.raises(ConnectionError):
        nobody.whoami()
    assert client.whoami()["name"] == "Ada"


def test_the_client_needs_nothing_but_python():
    code = "import sys, workbench.client; print(sorted(m for m in sys.modules if m.partition('.')[0] in sys.argv[1:]))"
    heavy = ["curation", "starlette", "streamlit", "sqlalchemy", "polars", "numpy", "httpx", "requests"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_example_of_the_page_calls_what_there_is():
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(EXAMPLE))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert calls >= {"import_rows", "import_file", "wait", "samples", "items", "decide", "freeze", "export"}
    assert all(hasattr(Client, name) for name in calls)
    assert "job" in {one.name for one in client_module.fields(client_module.Imported)}


@pytest.mark.long
def test_the_example_of_the_page_runs(tmp_path, monkeypatch, capsys):
    workbench = a_workbench(tmp_path)
    owner, project = a_project(workbench)
    secret, _ = workbench.tokens.make(owner, project, "docs", owner.roles)
    workbench.database.close()
    monkeypatch.chdir(tmp_path)
    Path("questions.csv").write_text("ask,say\nWhat is a valve?,It keeps blood from flowing back; see your doctor.\n")
    with serving(tmp_path / "home") as server:
        names = {}
        exec(EXAMPLE.replace("http://127.0.0.1:8501", server.address).replace("wbt_...", secret), names)  # noqa: S102 - our own page
        with names["client"] as client:
            assert {one.name for one in client.versions()} == {"v1"}
    assert "What is a stent?" in capsys.readouterr().out
    assert zipfile.ZipFile("v1.zip").testzip() is None
