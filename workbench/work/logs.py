"""Where the worker writes what it does; never text of samples."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from workbench.bootstrap import Settings
from workbench.child import tail
from workbench.work.marks import read_mark

_BYTES = 5_000_000
_FOLLOW_EVERY = 0.3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def job_log(settings: Settings, job_id: str) -> Path:
    """Return the file of a job's log."""
    return logs_of_jobs(settings) / f"{job_id}.log"


def logs_of_jobs(settings: Settings) -> Path:
    """Return the folder of all jobs' logs."""
    return settings.logs / "jobs"


def add_line(settings: Settings, job_id: str, moment: datetime, line: str) -> None:
    """Add a line with its moment to a job's log; never text of samples. Where the disk is full, the line is lost."""
    file = job_log(settings, job_id)
    with suppress(OSError):  # a job goes on, or ends with its own sentence, where its log finds no room
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as log:
            log.write(f"{moment.isoformat(timespec='seconds')} {line}\n")


def log_tail(settings: Settings, job_id: str, lines: int) -> str:
    """Return the last lines of a job's log, and of its child process's; empty where nothing was said."""
    parts = [tail(file, lines) for file in _files(settings, job_id)]
    return "\n".join(part for part in parts if part)


def follow_log(settings: Settings, job_id: str, is_over: Callable[[], bool]) -> Iterator[str]:
    """Yield the lines of a job's log and of its child process's from the first on, as they come, until it is over."""
    read: dict[Path, int] = {}
    while True:
        over = is_over()
        for file in _files(settings, job_id):
            yield from _new_lines(file, read)
        if over:
            return
        time.sleep(_FOLLOW_EVERY)


def _files(settings: Settings, job_id: str) -> list[Path]:
    mark = read_mark(settings, job_id)
    return [job_log(settings, job_id), *([] if mark is None else [mark.folder / "log.txt"])]


def _new_lines(file: Path, read: dict[Path, int]) -> Iterator[str]:
    if not file.exists():
        return
    with file.open("rb") as log:
        log.seek(read.get(file, 0))
        for line in log:
            if not line.endswith(b"\n"):
                return
            read[file] = read.get(file, 0) + len(line)
            yield line.decode("utf-8", "replace").rstrip()


def write_logs_to(settings: Settings, name: str) -> None:
    """Send this process's log lines to logs/NAME.log of the home, three files of 5 MB at most.

    A line that finds no room on the disk is lost without a word.
    """
    logging.raiseExceptions = False
    settings.logs.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(settings.logs / f"{name}.log", maxBytes=_BYTES, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("workbench").setLevel(logging.INFO)
