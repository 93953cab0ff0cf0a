"""`python -m eval FOLDER [--json]`: answer the questions of a round folder; knows files, never the database.

Exit codes: 0 done, 1 failed (status.json carries the sentence), 2 usage, 3 paused by a signal (start it again
to go on), 130 cancelled (the file CANCEL lies in the folder).
"""

import os
import sys
from pathlib import Path

from curation.command_line import in_folder
from curation.domain.identity import Json
from curation.domain.jobs import JobState
from curation.domain.moments import utc_now
from curation.errors import ConflictError, JobCancelledError, WorkbenchError
from curation.texts import text
from eval.answers import Answering, say
from eval.folder import read_plan
from training.artifacts import RunFolder, Status, write_json
from training.stopping import StopSign, only_one


def main(arguments: list[str]) -> int:
    """Answer one folder's questions and return the exit code."""
    given = in_folder("python -m eval", text("a folder with plan.json"), arguments)
    if isinstance(given, int):
        return given
    with given.stdout_free():
        status = answer(given.folder)
    value: dict[str, Json] = {"done": status.step, "total": status.max_steps, "note": status.note}
    return given.tell(status.state, value, status.error or status.note)


def answer(folder: Path) -> Status:
    """Answer with the signals taken before anything heavy is loaded; whatever ends it stands in status.json."""
    sign = StopSign(RunFolder(folder))
    sign.listen()
    try:
        with only_one(folder):
            return _alone(folder, sign)
    except ConflictError as error:
        # The folder is another process's: what stands in its status.json is that one's to say.
        return Status(JobState.FAILED, error=str(error))


def _alone(folder: Path, sign: StopSign) -> Status:
    try:
        _work(folder, sign)
    except JobCancelledError as stop:
        return _end(folder, Status(sign.outcome(), note=str(stop)))
    except WorkbenchError as error:
        return _end(folder, Status(JobState.FAILED, error=str(error)))
    except Exception as error:
        _end(folder, Status(JobState.FAILED, error=text("Answering broke off: {reason}", reason=repr(error)[:500])))
        raise
    return RunFolder(folder).status() or Status(JobState.DONE)


def _work(folder: Path, sign: StopSign) -> None:
    plan = read_plan(folder)
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if all(Path(arm.model).is_dir() for arm in plan.models if arm.model is not None):
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from eval.generation import environment, load  # noqa: PLC0415 - heavy: after the signals are taken

    write_json(folder / "environment.json", environment(plan.models, plan.settings))
    Answering(folder, load, sign).run()


def _end(folder: Path, status: Status) -> Status:
    say(folder, status, utc_now())
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
