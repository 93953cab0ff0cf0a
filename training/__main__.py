"""`python -m training FOLDER [--json]`: run the plan of a folder, and say in status.json how it ended.

Exit codes: 0 done, 1 failed, 2 usage, 3 paused (a later start goes on), 130 cancelled. The log goes to stdout, with
`--json` to stderr: stdout is then one object, how the run ended.
"""

import logging
import os
import shutil
import sys
import warnings

from curation.command_line import in_folder
from curation.domain.identity import Json
from curation.domain.jobs import JobState
from curation.domain.moments import utc_now
from curation.errors import JobCancelledError, StorageError, WorkbenchError
from curation.texts import text
from training.artifacts import RunFolder, Status
from training.resuming import drop_incomplete
from training.runs import BaseKind, TuningPlan
from training.stopping import StopSign, only_one

log = logging.getLogger("training")
_FULL = 1_000_000


def main(arguments: list[str]) -> int:
    """Run one folder's plan; the sentence of a failure stands in status.json and on stderr."""
    given = in_folder("python -m training", text("a folder with plan.json"), arguments)
    if isinstance(given, int):
        return given
    with given.stdout_free():
        logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", stream=sys.stdout)
        logging.getLogger("training").setLevel(logging.INFO)
        logging.getLogger("accelerate").setLevel(logging.ERROR)
        warnings.filterwarnings("ignore", category=FutureWarning)  # libraries' notes to their own developers
        status = _alone(RunFolder(given.folder))
    value: dict[str, Json] = {"step": status.step, "max_steps": status.max_steps, "note": status.note}
    return given.tell(status.state, value, status.error or status.note)


def _alone(folder: RunFolder) -> Status:
    sign = StopSign(folder)
    sign.listen()
    try:
        with only_one(folder.path):
            return _run(folder, sign)
    except WorkbenchError as error:
        return Status(JobState.FAILED, error=str(error))


def _run(folder: RunFolder, sign: StopSign) -> Status:
    before = folder.status()
    if before is not None and before.settled is not before.state:
        log.info("the attempt before was killed at step %d", before.step)
    try:
        _say(folder, Status(JobState.RUNNING, note=text("loading")))
        _work(folder, sign)
    except JobCancelledError:
        state = sign.outcome()
        return _end(folder, state, text("stopped; starting it again goes on from the last checkpoint"), None)
    except StorageError as error:
        full = shutil.disk_usage(folder.path).free < _FULL
        return _end(folder, JobState.FAILED, "", _no_room(folder) if full else str(error))
    except WorkbenchError as error:
        return _end(folder, JobState.FAILED, "", str(error))
    except MemoryError:
        return _end(folder, JobState.FAILED, "", text("The machine ran out of memory. Choose a smaller batch or base."))
    except Exception as error:
        if shutil.disk_usage(folder.path).free < _FULL:
            return _end(folder, JobState.FAILED, "", _no_room(folder))
        reason = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
        _end(folder, JobState.FAILED, "", text("The run broke: {reason}. Its log has the place.", reason=reason))
        raise
    return _end(folder, JobState.DONE, text("done"), None)


def _work(folder: RunFolder, sign: StopSign) -> None:
    plan = folder.plan()
    sign.require_going()
    if folder.finished():
        return
    _settle(plan.base.kind is not BaseKind.HUB if isinstance(plan, TuningPlan) else True)
    if isinstance(plan, TuningPlan):
        from training.sft import tune  # noqa: PLC0415 - the ear for SIGTERM stands before the heavy imports

        figures = tune(folder, plan, sign, utc_now).to_json()
        kind = "run"
    else:
        from training.base import build  # noqa: PLC0415 - the ear for SIGTERM stands before the heavy imports

        figures = build(folder, plan, sign, utc_now)
        kind = "base"
    folder.write_manifest(kind, plan.id, utc_now(), figures)
    folder.drop_checkpoints()


def _settle(offline: bool) -> None:  # noqa: FBT001 - one word, one call
    """Keep libraries quiet and on this machine; one visible GPU, since a single process may not see more."""
    for name, value in {
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "TQDM_DISABLE": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "WANDB_DISABLED": "true",
        "CUDA_VISIBLE_DEVICES": "0",
        **({"HF_HUB_OFFLINE": "1"} if offline else {}),
    }.items():
        os.environ.setdefault(name, value)


def _no_room(folder: RunFolder) -> str:
    return text(
        "The disk of {folder} is full. Make room, then resume the run: it goes on from its last whole checkpoint.",
        folder=folder.path,
    )


def _say(folder: RunFolder, status: Status) -> None:
    folder.write_status(status, utc_now())


def _end(folder: RunFolder, state: JobState, note: str, error: str | None) -> Status:
    if state is JobState.FAILED:
        drop_incomplete(folder)
    before = folder.status()
    step, most = (before.step, before.max_steps) if before else (0, None)
    status = Status(state, step, most, note, error)
    _say(folder, status)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
