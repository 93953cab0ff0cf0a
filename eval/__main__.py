"""`python -m eval FOLDER`: answer the questions of a round folder; knows files, never the database.

Exit codes: 0 done, 1 failed (status.json carries the sentence), 2 usage, 3 paused by a signal (start it again
to go on), 130 cancelled (the file CANCEL lies in the folder).
"""

import os
import sys
from pathlib import Path

from curation.domain.jobs import EXIT_CODES, JobState
from curation.domain.moments import utc_now
from curation.errors import JobCancelledError, WorkbenchError
from curation.texts import text
from eval.answers import Answering, say
from eval.folder import read_plan
from training.artifacts import RunFolder, Status, write_json
from training.stopping import StopSign, only_one

_USAGE = 2


def main(arguments: list[str]) -> int:
    """Answer one folder's questions and return the exit code."""
    if arguments in (["-h"], ["--help"]):
        sys.stdout.write(text("usage: python -m eval FOLDER") + "\n")
        return 0
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write(text("usage: python -m eval FOLDER") + "\n")
        return _USAGE
    folder = Path(arguments[0])
    if not folder.is_dir():
        sys.stderr.write(text("There is no folder {folder}.", folder=folder) + "\n")
        return EXIT_CODES[JobState.FAILED]
    return answer(folder)


def answer(folder: Path) -> int:
    """Answer with the signals taken before anything heavy is loaded; whatever ends it stands in status.json."""
    sign = StopSign(RunFolder(folder))
    sign.listen()
    try:
        with only_one(folder):
            _work(folder, sign)
    except JobCancelledError as stop:
        return _end(folder, Status(sign.outcome(), note=str(stop)))
    except WorkbenchError as error:
        return _end(folder, Status(JobState.FAILED, error=str(error)))
    except Exception as error:
        _end(folder, Status(JobState.FAILED, error=text("Answering broke off: {reason}", reason=repr(error)[:500])))
        raise
    return EXIT_CODES[JobState.DONE]


def _work(folder: Path, sign: StopSign) -> None:
    plan = read_plan(folder)
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if all(Path(arm.model).is_dir() for arm in plan.models if arm.model is not None):
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from eval.generation import environment, load  # noqa: PLC0415 - heavy: after the signals are taken

    write_json(folder / "environment.json", environment(plan.models, plan.settings))
    Answering(folder, load, sign).run()


def _end(folder: Path, status: Status) -> int:
    sys.stderr.write(f"{status.error or status.note}\n")
    say(folder, status, utc_now())
    return EXIT_CODES[status.state]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
