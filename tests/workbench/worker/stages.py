"""Stages for tests: they do what their payload says, and write what they did into a folder."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from curation.domain.jobs import JobKind, Progress
from curation.errors import InputError, JobFailedError
from workbench.work.wiring import Wiring


@dataclass(frozen=True)
class Steps:
    """A light stage: `steps` reports with `pause` seconds between.

    `mode` bug, refuse, kill, pool, silent (for `pause` seconds), or stuck after a report the first time.
    """

    folder: Path

    def run(self, job, reporter):
        payload = job.payload
        with (self.folder / f"{job.id}.attempts").open("a") as file:
            file.write(f"{os.getpid()}\n")
        mode = payload.get("mode")
        if mode == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if mode == "refuse":
            raise InputError("Row 3 of the file is empty. Remove it.")
        if mode == "bug":
            raise KeyError(payload["name"])
        if mode == "pool":
            helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            (self.folder / f"{job.id}.helper").write_text(str(helper.pid))
            time.sleep(60)
        if mode == "stuck" and len((self.folder / f"{job.id}.attempts").read_text().split()) == 1:
            reporter.report(Progress(2, payload["steps"], "counting"))
            time.sleep(600)
        if mode == "silent":
            time.sleep(payload["pause"])
        for step in range(payload.get("steps", 1)):
            reporter.report(Progress(step, payload.get("steps", 1), "counting"))
            time.sleep(payload.get("pause", 0.0))
        reporter.report(Progress(payload.get("steps", 1), payload.get("steps", 1), "counting"))
        (self.folder / f"{job.id}.done").touch()


@dataclass
class Folders:
    """A child stage: one folder a job, with the payload as its plan; notes what it absorbed."""

    root: Path
    module: str = "tests.workbench.worker.fake_child"
    absorbed: list = field(default_factory=list)

    def prepare(self, job):
        if job.payload["mode"] == "unprepared":
            raise InputError("The version is gone. Freeze it again.")
        folder = self.root / job.id
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "plan.json").write_text(json.dumps(job.payload))
        return folder

    def absorb(self, job, folder, exit_code):
        self.absorbed.append((job.id, exit_code))
        (self.root / f"{job.id}.absorbed").write_text(str(exit_code))
        if job.payload["mode"] == "indigestible":
            raise JobFailedError("The result does not add up.")


def wiring(root: Path) -> Wiring:
    """Light: FREEZE; child: TRAIN; a question `echo` answers itself, `slowly` after its seconds."""

    def slowly(question):
        time.sleep(question)
        return question

    def broken(question):
        raise KeyError(question)

    def refuse(question):
        raise InputError(f"No preview of {question}.")

    return Wiring(
        light={JobKind.FREEZE: Steps(root)},
        children={JobKind.TRAIN: Folders(root)},
        answers={"echo": lambda question: question, "slowly": slowly, "broken": broken, "refuse": refuse},
    )
