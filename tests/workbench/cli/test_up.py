"""`workbench up` as a real process: ready, stopped, killed, its port taken, its worker killed."""

import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from curation.domain.jobs import JobKind
from tests.browser.server import free_port
from tests.builders import an_environment
from tests.workbench.processes import processes_of
from tests.workbench.processes import until as wait_until
from workbench.bootstrap import open_workbench, settings_from

pytestmark = pytest.mark.slow
W = 240.0


@pytest.fixture
def up(tmp_path):
    """Starts `workbench up` on a scratch home; ends what is left of it."""
    port = free_port()
    environment = {**os.environ, **an_environment(tmp_path / "home", WORKBENCH_PORT=str(port))}
    started = []

    def start(*arguments):
        with (tmp_path / "said.txt").open("ab") as said:
            process = subprocess.Popen(
                [sys.executable, "-c", "from workbench.cli.door import main; main()", "up", *arguments],
                env=environment,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        started.append(process)
        return process

    start.port, start.home, start.said = port, tmp_path / "home", tmp_path / "said.txt"
    start.workbench = lambda: open_workbench(settings_from(environment))
    yield start
    for process in started:
        process.kill()
        process.wait()
    for process in ours(tmp_path / "home"):
        process.kill()


def ours(home):
    """The processes of the app and the worker of this home."""
    return processes_of(home, "-m workbench.")


def until(condition, seconds=W):
    wait_until(condition, seconds)


def is_ready(up):
    return up.said.exists() and f"The workbench is ready: http://127.0.0.1:{up.port}" in up.said.read_text()


def test_it_serves_with_a_worker_a_signal_ends_all_of_it_and_a_second_start_finds_everything_ready(up):
    process = up()
    until(lambda: is_ready(up))
    assert httpx.get(f"http://127.0.0.1:{up.port}/").status_code == 200
    workbench = up.workbench()
    until(workbench.queue.live_workers)
    process.send_signal(signal.SIGINT)
    assert process.wait(W) == 0
    until(lambda: not ours(up.home))
    assert workbench.queue.live_workers() == []
    workbench.database.close()
    up.said.unlink()
    up()
    until(lambda: is_ready(up))


def test_a_killed_worker_is_started_again_and_nothing_outlives_a_killed_start(up):
    process = up()
    until(lambda: is_ready(up))
    workbench = up.workbench()
    until(workbench.queue.live_workers)
    worker = workbench.queue.live_workers()[0]
    os.kill(worker.pid, signal.SIGKILL)
    until(lambda: "The worker ended with -9" in up.said.read_text())
    until(lambda: any(sign.pid != worker.pid for sign in workbench.queue.live_workers()))
    workbench.database.close()
    until(lambda: len(ours(up.home)) >= 3)
    process.kill()
    until(lambda: not ours(up.home))


def test_a_taken_port_is_one_sentence_with_the_cure(up):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", up.port))
        taken.listen()
        assert up().wait(W) == 1
    said = up.said.read_text()
    assert len(said.splitlines()) == 1
    assert f"port {up.port}" in said
    assert "workbench up --port" in said
    assert ours(up.home) == []


def test_the_demo_is_queued_at_the_first_start_alone(up):
    for _ in range(2):
        process = up("--demo")
        until(lambda: is_ready(up))
        process.terminate()
        process.wait(W)
        up.said.unlink()
    workbench = up.workbench()
    jobs = [job for job in workbench.queue.recent(None) if job.kind is JobKind.LOAD_DEMO]
    assert len(jobs) == 1
    workbench.database.close()
