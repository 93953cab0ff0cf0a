"""`workbench up`: the app and the worker together, until Ctrl+C."""

import http.client
import os
import signal
import socket
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Annotated

import typer

from curation.domain.access import AuthMode
from curation.domain.jobs import JobKind
from curation.errors import InputError, StorageError
from curation.services.projects import LOCAL_OWNER
from curation.texts import speak, text
from workbench.bootstrap import Settings, Workbench, open_workbench, settings
from workbench.child import end_group, spawn
from workbench.cli.output import Home, group, local_address, public_address, say
from workbench.entrance import is_local, require_guarded
from workbench.migrations.upgrade import migrate

START_SECONDS = 120.0
STOP_SECONDS = 20.0
LONGEST_REST = 30.0
QUIET_SECONDS = 60.0
LOOK_EVERY = 0.2

app = group(text("Start the app and the worker, and print the address."))
Host = Annotated[str | None, typer.Option("--host", help=text("The address to listen on (else WORKBENCH_HOST)."))]
Port = Annotated[int | None, typer.Option("--port", min=1, max=65535, help=text("The port (else WORKBENCH_PORT)."))]
Demo = Annotated[bool, typer.Option("--demo", help=text("Load the demo project at the first start."))]


@app.command()
def up(*, home: Home = None, host: Host = None, port: Port = None, demo: Demo = False) -> None:
    """Start the app and the worker, and print the address; Ctrl+C stops both."""
    found = settings(home)
    chosen = replace(found, host=host or found.host, port=port or found.port)
    speak(chosen.language)
    require_guarded(chosen.host, chosen.entrance)
    require_free_port(chosen)
    prepare(chosen, demo=demo)
    parts = [Part(chosen, "workbench.app"), Part(chosen, "workbench.worker")]
    watch = Watch(chosen, *parts)
    try:
        watch.run()
    finally:
        for part in parts:
            part.ask_to_end()
        for part in parts:
            part.end()


@dataclass
class Part:
    """One of the two processes, which ends with this one: its end of a pipe closes, however this one ends."""

    chosen: Settings
    module: str
    deaths: int = 0
    started_at: float = 0.0
    rest_until: float = 0.0
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _pipe: int | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the process."""
        reading, self._pipe = os.pipe()
        self._process = spawn(self.chosen, self.module, pipe=reading)
        os.close(reading)
        self.started_at = time.monotonic()

    def died(self) -> int | None:
        """Return the exit code once the process has ended by itself."""
        code = None if self._process is None else self._process.poll()
        if code is not None:
            self.end()
        return code

    @property
    def runs(self) -> bool:
        """Tell whether the process was started and has not been seen to end."""
        return self._process is not None

    def ask_to_end(self) -> None:
        """Ask the process to end in order."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self) -> None:
        """Wait for the end that was asked for, and force it after a while."""
        if self._process is None or self._pipe is None:
            return
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            end_group(self._process.pid)
            self._process.wait()
        os.close(self._pipe)
        self._process = self._pipe = None


@dataclass
class Watch:
    """Keeps the worker alive, says when the app is ready, and ends with a signal."""

    chosen: Settings
    app: Part
    worker: Part
    _ending: bool = field(default=False, init=False)

    def run(self) -> None:
        """Start both, print the address, and watch until a signal; raises StorageError where the app ends."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        self.app.start()
        self.worker.start()
        ready = False
        while not self._ending:
            self._look_after_worker()
            if self.app.died() is not None:
                raise StorageError(text("The app has ended by itself; what it said stands above. Start it again."))
            if not ready and answers(self.chosen):
                ready = True
                typer.echo(text("The workbench is ready: {address}", address=public_address(self.chosen)))
                say(text("Ctrl+C stops it."))
            if not ready and time.monotonic() - self.app.started_at > START_SECONDS:
                raise StorageError(text("The app did not start within {seconds} seconds.", seconds=START_SECONDS))
            time.sleep(LOOK_EVERY)
        say(text("Stopping the app and the worker."))

    def _look_after_worker(self) -> None:
        now = time.monotonic()
        if self.worker.runs:
            if (code := self.worker.died()) is None:
                return
            self.worker.deaths = 1 if now - self.worker.started_at > QUIET_SECONDS else self.worker.deaths + 1
            rest = min(0.5 * 2.0**self.worker.deaths, LONGEST_REST)
            self.worker.rest_until = now + rest
            say(
                text(
                    "The worker ended with {code}. It starts again in {rest} s; see logs/worker.log.",
                    code=code,
                    rest=rest,
                )
            )
        elif now >= self.worker.rest_until:
            self.worker.start()

    def _end(self, number: int, frame: object) -> None:
        del number, frame
        self._ending = True


def prepare(chosen: Settings, *, demo: bool) -> None:
    """Migrate, after a backup copy where there is something to lose; queue the demo at the first start."""
    workbench = open_workbench(chosen)
    with closing(workbench.database):
        copy = migrate(workbench.database, chosen.backups)
        if copy is not None:
            say(text("The database was brought up to date. A copy of what it was: {file}", file=copy))
        owner = workbench.projects.ensure_local_owner(text("Owner"))
        known = workbench.projects.of(owner) or any(
            job.kind is JobKind.LOAD_DEMO for job in workbench.queue.recent(None, 1000)
        )
        if demo and not known:
            workbench.queue.enqueue(JobKind.LOAD_DEMO, {}, LOCAL_OWNER, None)
            say(text("First start: the demo project is being loaded. It shows up in the app by itself."))
        tell_way_in(workbench)


def tell_way_in(workbench: Workbench) -> None:
    """Say how the first owner comes in, where people sign in; and what listens without TLS."""
    chosen = workbench.settings
    if chosen.entrance.signs_in and not is_local(chosen.host) and not chosen.entrance.encrypted:
        say(
            text(
                "Passwords and sessions travel unencrypted to {host}. Put TLS in front and set WORKBENCH_URL to the "
                "https:// address (docs/people.md).",
                host=chosen.host,
            )
        )
    if chosen.entrance.auth is AuthMode.PASSWORD and (secret := workbench.inviting.first_link()) is not None:
        link = f"{public_address(chosen)}/join/{secret}"
        say(text("First, choose the owner's password. This link works once, for a day: {link}", link=link))
    if chosen.entrance.auth is AuthMode.OIDC and not workbench.inviting.owner_has_email():
        say(text("The owner has no e-mail address yet. Set it: workbench person owner you@example.org"))


def require_free_port(chosen: Settings) -> None:
    """Raise InputError, with the cure, where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chosen.host, chosen.port))
        except OSError as error:
            raise InputError(
                text(
                    "Cannot listen on {host}, port {port} ({reason}). Perhaps a workbench runs there already: open "
                    "{address}, or choose another port: workbench up --port {other}",
                    host=chosen.host,
                    port=chosen.port,
                    reason=error.strerror or error,
                    address=local_address(chosen),
                    other=chosen.port % 65535 + 1,
                )
            ) from error


def answers(chosen: Settings) -> bool:
    """Tell whether the app answers by now."""
    host = local_address(chosen).removeprefix("http://").rpartition(":")[0].strip("[]")
    with closing(http.client.HTTPConnection(host, chosen.port, timeout=2)) as connection:
        try:
            connection.request("GET", "/_stcore/health")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
