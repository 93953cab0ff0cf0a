"""Where a run goes on after it was stopped or killed: the last complete checkpoint, under the same plan."""

import json
import shutil
from pathlib import Path

from curation.domain.identity import canonical_json, content_hash
from curation.errors import InputError
from curation.texts import text
from training.artifacts import RunFolder, read_json
from training.runs import Plan


def plan_hash(plan: Plan) -> str:
    """Name a plan by its content."""
    return content_hash(canonical_json(plan.to_json()))


def last_checkpoint(folder: RunFolder, plan: Plan) -> Path | None:
    """Find where to go on, and drop what was begun or logged after it; None for a fresh start.

    A checkpoint is complete when its trainer_state.json, written last, parses. Raises InputError where the
    plan is another one than the run began with.
    """
    environment = folder.path / "environment.json"
    if environment.exists():
        before = read_json(environment)
        if isinstance(before, dict) and before.get("plan_hash") != plan_hash(plan):
            raise InputError(
                text("The plan in {folder} changed after the run began. Start a new run.", folder=folder.path)
            )
    for checkpoint in sorted(folder.checkpoints.glob("checkpoint-*"), key=step_of, reverse=True):
        if _complete(checkpoint):
            folder.keep_metrics_until(step_of(checkpoint))
            return checkpoint
        shutil.rmtree(checkpoint)
    folder.keep_metrics_until(-1)
    return None


def drop_incomplete(folder: RunFolder) -> None:
    """Remove checkpoints that were never finished: nothing goes on from them, and a full disk needs their room."""
    for checkpoint in folder.checkpoints.glob("checkpoint-*"):
        if not _complete(checkpoint):
            shutil.rmtree(checkpoint, ignore_errors=True)


def seconds_before(folder: RunFolder) -> float:
    """Return the seconds of training that were logged so far."""
    return max((line.seconds for line in folder.metrics()), default=0.0)


def step_of(checkpoint: Path) -> int:
    """Read a checkpoint's step from its name."""
    return int(checkpoint.name.rpartition("-")[2])


def _complete(checkpoint: Path) -> bool:
    try:
        json.loads((checkpoint / "trainer_state.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True
