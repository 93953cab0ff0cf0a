"""Processes that we start: module and folder in, status.json and an exit code out; none outlives its purpose."""

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from curation.domain.identity import Json
from curation.domain.jobs import EXIT_CODES, Progress
from curation.services.processes import is_alive, start_time
from curation.texts import text
from workbench.bootstrap import Settings, child_environment

CRASHED = 1
_SAID = {state.value for state in EXIT_CODES}
_TAIL_BYTES = 65_536
_TAIL_CHARACTERS = 300


@dataclass(frozen=True)
class ChildMark:
    """What names a running child beyond the life of who started it; `started` in seconds since 1970."""

    pid: int
    started: float
    folder: Path


class Child:
    """A module at work in a folder, in its own process group; started here, or found again by its mark."""

    def __init__(self, mark: ChildMark, process: subprocess.Popen[bytes] | None = None) -> None:
        self.mark = mark
        self._process = process

    @classmethod
    def start(cls, settings: Settings, module: str, folder: Path) -> "Child":
        """Run `python -m MODULE FOLDER` with its output in FOLDER/log.txt; an old wish to stop is forgotten."""
        (folder / "CANCEL").unlink(missing_ok=True)
        (folder / "status.json").unlink(missing_ok=True)
        with (folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own modules, no shell
                [sys.executable, "-m", module, str(folder)],
                env=child_environment(settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(ChildMark(process.pid, start_time(process.pid) or 0.0, folder), process)

    def exit_code(self) -> int | None:
        """Return how the child ended, None while it runs; one that left no word counts as crashed.

        The exit code of a child that somebody else started is read from what it wrote.
        """
        if self._process is not None:
            return self._process.poll()
        if is_alive(self.mark.pid, self.mark.started):
            return None
        state = _status(self.mark.folder).get("state")
        return next((code for known, code in EXIT_CODES.items() if known.value == state), CRASHED)

    def was_killed(self) -> bool:
        """Tell whether the child is gone without having said how it ended."""
        return self.exit_code() is not None and _status(self.mark.folder).get("state") not in _SAID

    def progress(self) -> Progress:
        """Return how far the child says to be."""
        status = _status(self.mark.folder)
        step, steps = status.get("step"), status.get("max_steps")
        return Progress(
            done=step if isinstance(step, int) else 0,
            total=steps if isinstance(steps, int) and steps > 0 else None,
            note=str(status.get("note") or ""),
        )

    def ask_to_cancel(self) -> None:
        """Ask the child to stop for good at its next step."""
        (self.mark.folder / "CANCEL").touch()
        self.ask_to_end()

    def ask_to_end(self) -> None:
        """Send the leader SIGTERM; it may save what it has, and go on another time."""
        if self.exit_code() is None:
            os.kill(self.mark.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End the child and everything that it started, now."""
        end_group(self.mark.pid)
        if self._process is not None:
            self._process.wait()

    def last_words(self, exit_code: int) -> str:
        """Return the sentence of a failure: the child's own, else how it ended and its log's last line."""
        said = _status(self.mark.folder).get("error")
        if isinstance(said, str) and said:
            return said
        ending = text("a signal ({number})", number=-exit_code) if exit_code < 0 else str(exit_code)
        return text(
            "The process ended with {ending} and without a word. The last line of {log} is: {line}",
            ending=ending,
            log=self.mark.folder / "log.txt",
            line=(tail(self.mark.folder / "log.txt", 1) or "-")[:_TAIL_CHARACTERS],
        )


def spawn(settings: Settings, module: str, *arguments: str, pipe: int | None = None) -> subprocess.Popen[bytes]:
    """Start one of our own programs in a session of its own; `pipe` is the reading end that tells it of our end."""
    environment = child_environment(settings)
    if pipe is not None:
        arguments = (*arguments, f"--parent-pipe={pipe}")
    return subprocess.Popen(  # noqa: S603 - our own modules, no shell
        [sys.executable, "-m", module, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=() if pipe is None else (pipe,),
    )


def parent_pipe(arguments: list[str]) -> int | None:
    """Return the pipe that `spawn` named on the command line, None where nobody did."""
    named = [a.partition("=")[2] for a in arguments if a.startswith("--parent-pipe=")]
    return int(named[0]) if named else None


def parent_is_gone(pipe: int | None) -> bool:
    """Tell whether whoever started this process has ended, however it ended: its end of the pipe is closed."""
    return pipe is not None and bool(select.select([pipe], [], [], 0)[0])


def end_with_parent(pipe: int | None) -> None:
    """Let the kernel end this process and its group when its parent ends, even while they compute.

    The pipe is set to raise SIGIO, which ends a process by default. The caller leads its group (see `spawn`).
    """
    if pipe is None:
        return
    fcntl.fcntl(pipe, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if parent_is_gone(pipe):
        end_group(os.getpgrp())


def end_group(leader: int) -> None:
    """Kill a process group; nothing happens where it has ended."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def end_strays(module: str, folder: Path) -> None:
    """Kill what still runs a module in a folder, left by a worker that was killed before it noted its child."""
    command = ["-m", module, str(folder)]
    for process in psutil.process_iter(["cmdline"]):
        if (process.info["cmdline"] or [])[-3:] == command:
            end_group(process.pid)


def tail(file: Path, lines: int) -> str:
    """Return the last lines of a log that hold something (of its last 64 KB), empty where there is no file."""
    if not file.exists():
        return ""
    with file.open("rb") as log:
        log.seek(max(file.stat().st_size - _TAIL_BYTES, 0))
        found = [line for line in log.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return "\n".join(found[-lines:])


def _status(folder: Path) -> Mapping[str, Json]:
    """Read what the child says of itself; a file that is missing or damaged says nothing."""
    try:
        found: Json = json.loads((folder / "status.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, Mapping) else {}
