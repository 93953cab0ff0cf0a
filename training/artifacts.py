"""The run folder: what the parent writes, what the child leaves, and how both are read; see docs/formats.md."""

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

import psutil

from curation.domain.identity import Json, content_hash
from curation.domain.jobs import JobState
from curation.errors import InputError, StorageError
from curation.texts import text
from training.reading import plan_from_json
from training.runs import FORMAT, Plan

_UNLISTED = frozenset({"manifest.json", "log.txt", "status.json", "lock", "CANCEL"})
_TAIL_BYTES = 256 * 1024


@dataclass(frozen=True)
class Status:
    """What status.json says; `pid` and `started` (seconds since 1970) name the process that wrote it."""

    state: JobState
    step: int = 0
    max_steps: int | None = None
    note: str = ""
    error: str | None = None
    updated_at: str = ""
    pid: int = 0
    started: float = 0.0

    @property
    def alive(self) -> bool:
        """Tell whether the process that wrote this still runs (pids are reused, so its start counts too)."""
        try:
            process = psutil.Process(self.pid)
            return process.status() != psutil.STATUS_ZOMBIE and abs(process.create_time() - self.started) < 1
        except psutil.NoSuchProcess:
            return False

    @property
    def settled(self) -> JobState:
        """The state, and failed where it says running and its process is gone."""
        return JobState.FAILED if self.state is JobState.RUNNING and not self.alive else self.state


@dataclass(frozen=True)
class MetricLine:
    """One line of metrics.jsonl: losses in nats per answer token, `tokens` and `seconds` since the run began."""

    step: int
    epoch: float
    seconds: float
    tokens: int = 0
    loss: float | None = None
    eval_loss: float | None = None
    learning_rate: float | None = None

    def to_json(self) -> str:
        """Write the line, without what was not measured."""
        return json.dumps({name: value for name, value in asdict(self).items() if value is not None})


@dataclass(frozen=True)
class RunFolder:
    """One folder of a run or of a base build."""

    path: Path

    @property
    def checkpoints(self) -> Path:
        """Where the trainer keeps what a resume needs."""
        return self.path / "checkpoints"

    @property
    def model(self) -> Path:
        """Where the finished adapter or model lies."""
        return self.path / "model"

    @property
    def metrics_file(self) -> Path:
        """One JSON object a logged step."""
        return self.path / "metrics.jsonl"

    @property
    def cancel_asked(self) -> bool:
        """Tell whether the parent asked the child to stop."""
        return (self.path / "CANCEL").exists()

    def begin(self, plan: Plan) -> None:
        """Write plan.json (parent's side) and forget an earlier wish to cancel."""
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / "CANCEL").unlink(missing_ok=True)
        write_json(self.path / "plan.json", plan.to_json())

    def ask_to_cancel(self) -> None:
        """Ask the child to stop at its next step."""
        (self.path / "CANCEL").touch()

    def plan(self) -> Plan:
        """Read plan.json; raises InputError where it is missing or broken."""
        return plan_from_json(read_json(self.path / "plan.json"), str(self.path / "plan.json"))

    def write_status(self, status: Status, now: datetime) -> None:
        """Replace status.json whole, signed with this process's pid and start time."""
        content: dict[str, Json] = {
            "state": status.state.value,
            "step": status.step,
            "max_steps": status.max_steps,
            "note": status.note,
            "error": status.error,
            "updated_at": now.isoformat(timespec="seconds"),
            "pid": os.getpid(),
            "started": psutil.Process().create_time(),
        }
        write_json(self.path / "status.json", content)

    def status(self) -> Status | None:
        """Read status.json, None before the child has written one."""
        path = self.path / "status.json"
        if not path.exists():
            return None
        values = read_json(path)
        if not isinstance(values, dict) or values.get("state") not in set(JobState):
            raise InputError(text("{place} is not a status. Remove it, and start again.", place=path))
        step, most, pid, began = (values.get(name) for name in ("step", "max_steps", "pid", "started"))
        return Status(
            state=JobState(str(values.get("state"))),
            step=step if isinstance(step, int) else 0,
            max_steps=most if isinstance(most, int) else None,
            note=str(values.get("note") or ""),
            error=str(values["error"]) if values.get("error") else None,
            updated_at=str(values.get("updated_at") or ""),
            pid=pid if isinstance(pid, int) else 0,
            started=float(began) if isinstance(began, int | float) else 0.0,
        )

    def metrics(self) -> list[MetricLine]:
        """Read the whole lines of metrics.jsonl; a line that is still being written is left for the next look."""
        if not self.metrics_file.exists():
            return []
        content = self.metrics_file.read_bytes()
        return list(_metrics(content[: content.rfind(b"\n") + 1].splitlines()))

    def add_metric(self, line: MetricLine) -> None:
        """Append one logged step as one write."""
        with self.metrics_file.open("a", encoding="utf-8") as file:
            file.write(line.to_json() + "\n")

    def keep_metrics_until(self, step: int) -> None:
        """Drop what was logged after a step, so that a resumed run logs nothing twice."""
        kept = [line.to_json() + "\n" for line in self.metrics() if line.step <= step]
        replace_file(self.metrics_file, "".join(kept).encode())

    def log_tail(self, lines: int) -> str:
        """Return the last lines of log.txt, nothing before the child has printed."""
        path = self.path / "log.txt"
        if not path.exists():
            return ""
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - _TAIL_BYTES, 0))
            tail = file.read().decode("utf-8", "replace")
        return "\n".join(tail.splitlines()[-lines:])

    def write_manifest(self, kind: str, name: str, now: datetime, figures: Json) -> None:
        """Write manifest.json last: the hash of every file but logs, status and checkpoints."""
        write_manifest(self.path, kind, name, now, figures)

    def drop_checkpoints(self) -> None:
        """Remove the checkpoints of a run that ended well: its model stands."""
        shutil.rmtree(self.checkpoints, ignore_errors=True)

    def finished(self) -> bool:
        """Tell whether the run ended well: its manifest stands."""
        return (self.path / "manifest.json").exists()


def write_manifest(folder: Path, kind: str, name: str, now: datetime, figures: Json) -> None:
    """Write a folder's manifest.json: format, kind, name, moment, files with hash and bytes, figures."""
    files: dict[str, Json] = {}
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix().encode()):
        place = path.relative_to(folder)
        if path.is_dir() or place.name in _UNLISTED or place.parts[0] == "checkpoints":
            continue
        files[place.as_posix()] = {"sha256": file_hash(path), "bytes": path.stat().st_size}
    content: dict[str, Json] = {
        "format": FORMAT,
        "kind": kind,
        "name": name,
        "created_at": now.isoformat(timespec="seconds"),
        "files": files,
        "figures": figures,
    }
    write_json(folder / "manifest.json", content)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read in pieces."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def folder_hash(folder: Path) -> str:
    """Return one SHA-256 over the names and hashes of a model folder's own files."""
    paths = sorted(p for p in folder.iterdir() if p.is_file() and p.name != "manifest.json")
    return content_hash(json.dumps([[p.name, file_hash(p)] for p in paths]))


def write_json(path: Path, content: Json) -> None:
    """Write a JSON file aside and rename it; raises StorageError where the disk refuses."""
    replace_file(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def replace_file(path: Path, content: bytes) -> None:
    """Write bytes aside and rename them over the path; raises StorageError where the disk refuses."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.{time.monotonic_ns()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        message = text("{place} could not be written: {reason}. Make room and try again.", place=path, reason=error)
        raise StorageError(message) from error


def read_json(path: Path) -> Json:
    """Read a JSON file; raises InputError with the place where it is missing or broken."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(text("{place} cannot be read: {reason}.", place=path, reason=error)) from error


def _metrics(lines: Iterable[bytes]) -> Iterator[MetricLine]:
    for line in lines:
        try:
            value: Json = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            numbers = {name: number for name, number in value.items() if isinstance(number, int | float)}
            yield MetricLine(
                step=int(numbers.get("step", 0)),
                epoch=numbers.get("epoch", 0.0),
                seconds=numbers.get("seconds", 0.0),
                tokens=int(numbers.get("tokens", 0)),
                loss=numbers.get("loss"),
                eval_loss=numbers.get("eval_loss"),
                learning_rate=numbers.get("learning_rate"),
            )
