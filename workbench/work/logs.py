"""Where the worker writes what it does; never text of samples."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from workbench.bootstrap import Settings

_BYTES = 5_000_000
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def job_log(settings: Settings, job_id: str) -> Path:
    """Return the file of a job's log."""
    return settings.logs / "jobs" / f"{job_id}.log"


def job_mark(settings: Settings, job_id: str) -> Path:
    """Return the file that names a job's child process, so that a restarted worker finds it again."""
    return settings.logs / "jobs" / f"{job_id}.child.json"


def write_logs_to(settings: Settings, name: str) -> None:
    """Send this process's log lines to logs/NAME.log of the home, three files of 5 MB at most."""
    settings.logs.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(settings.logs / f"{name}.log", maxBytes=_BYTES, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
