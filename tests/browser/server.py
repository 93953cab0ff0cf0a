"""A real server for browser tests: the app and, where wanted, the worker, on a scratch home and a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from curation.errors import JobFailedError
from curation.services.checks_tried import TriedOut
from tests.builders import a_workbench, an_environment
from tests.curation.importing.screening_world import World
from workbench.bootstrap import Workbench, open_workbench, settings_from

BOTH = ("workbench.app", WORKER := "workbench.worker")
ROOT = Path(__file__).parents[2]
START_SECONDS = 240


@dataclass
class Server:
    """The processes behind one address."""

    home: Path
    port: int
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.home.parent / f"{self.home.name}.server.log"

    def start(self, *modules: str) -> None:
        for module in modules or BOTH:
            with self.log.open("ab") as log:
                process = subprocess.Popen(
                    [sys.executable, "-m", module],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            self.processes.append(process)
        self._wait()
        if WORKER in (modules or BOTH) and settings_from(self.environment).key_file.exists():
            self._until_worker_answers()

    def kill(self) -> None:
        """End the processes as a power cut would."""
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=60)
        self.processes.clear()

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            ended = [p for p in self.processes if p.poll() is not None]
            if ended:
                raise AssertionError(f"a server process ended:\n{self.log.read_text()[-3000:]}")
            try:
                if httpx.get(f"{self.address}/_stcore/health", timeout=2).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"the server did not answer in {START_SECONDS} s:\n{self.log.read_text()[-3000:]}")

    def _until_worker_answers(self) -> None:
        """Wait until the worker's libraries are loaded: what a page asks of it before is answered by a sentence."""
        workbench = open_workbench(settings_from(self.environment))
        until = time.monotonic() + START_SECONDS
        said = ""
        while "cannot answer questions" not in said:
            assert time.monotonic() < until, f"{said}\n{self.log.read_text()[-3000:]}"
            try:
                workbench.queue.ask("nothing", None)
            except JobFailedError as refused:
                said = str(refused)
            time.sleep(0.1)
        workbench.database.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, *modules: str, **more: str) -> Iterator[Server]:
    """Serve a home whose tables exist already; by default the app and the worker."""
    port = free_port()
    environment = {**os.environ, **an_environment(home, WORKBENCH_PORT=str(port), **more)}
    server = Server(home, port, environment)
    try:
        server.start(*modules)
        yield server
    finally:
        server.kill()


@contextmanager
def served_home(folder: Path, *modules: str) -> Iterator[tuple[Workbench, Server]]:
    """Serve a fresh home; its store is open to the test, too."""
    workbench = a_workbench(folder)
    with serving(folder / "home", *modules) as server:
        yield workbench, server
    workbench.database.close()


def until_answered(world: World) -> None:
    """Wait until the worker answers questions: its libraries take seconds, more on a busy machine."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        found = world.workbench.checks.tried_or_why(world.owner, world.project, "words: [lumbago]")
        if isinstance(found, TriedOut):
            return
        time.sleep(0.2)
    raise AssertionError("the worker answers nothing")
