"""Which process works for a job, in a file beside the job's log, so that a restarted worker finds it again."""

import json
from pathlib import Path

from workbench.bootstrap import Settings
from workbench.child import ChildMark


def write_mark(settings: Settings, job_id: str, mark: ChildMark) -> None:
    """Note a job's child process and its folder."""
    file = _file(settings, job_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"pid": mark.pid, "started": mark.started, "folder": str(mark.folder)}), "utf-8")


def read_mark(settings: Settings, job_id: str) -> ChildMark | None:
    """Return a job's child process, None where none was noted or the note is damaged."""
    try:
        found = json.loads(_file(settings, job_id).read_text("utf-8"))
        return ChildMark(int(found["pid"]), float(found["started"]), Path(found["folder"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def drop_mark(settings: Settings, job_id: str) -> None:
    """Forget the child process of an earlier attempt."""
    _file(settings, job_id).unlink(missing_ok=True)


def _file(settings: Settings, job_id: str) -> Path:
    return settings.logs / "jobs" / f"{job_id}.child.json"
