"""The child process: done, refused, killed in every way, and going on where it stopped."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from curation.domain.jobs import JobState
from tests.training.worlds import a_plan, a_run, a_version, start_child, wait_until
from training.artifacts import RunFolder
from training.runs import Method

pytestmark = [pytest.mark.slow]
LONG = {"max_steps": 60, "evaluations": 12}


def weights(run: RunFolder) -> bytes:
    return (run.model / "model.safetensors").read_bytes()


def past_step(run: RunFolder, step: int) -> bool:
    status = run.status()
    return status is not None and status.step >= step and any(run.checkpoints.glob("checkpoint-*/trainer_state.json"))


def losses(run: RunFolder) -> dict[int, float]:
    seen = [(line.step, line.loss) for line in run.metrics() if line.loss is not None]
    assert len(seen) == len(dict(seen)), "a step is logged twice"
    return {step: loss for step, loss in seen if loss is not None}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, tiny_base: Path) -> RunFolder:
    """The same plan, never interrupted."""
    folder = tmp_path_factory.mktemp("whole")
    run = a_run(folder / "run", a_plan(a_version(folder / "v1"), tiny_base, Method.FULL, **LONG))
    child = start_child(run)
    assert child.wait(180) == 0, run.log_tail(40)
    return run


def test_a_finished_run_leaves_model_figures_and_a_manifest(whole: RunFolder):
    status = whole.status()
    assert status is not None
    assert (status.state, status.step, status.max_steps) == (JobState.DONE, 60, 60)
    assert {"model.safetensors", "tokenizer.json", "chat_template.jinja"} <= {p.name for p in whole.model.iterdir()}
    assert whole.finished()
    assert not whole.checkpoints.exists()
    assert set(losses(whole)) == set(range(1, 61))


WAYS = (
    ("SIGTERM", 3, JobState.PAUSED),
    ("SIGKILL", -9, JobState.FAILED),
    ("CANCEL", 130, JobState.CANCELLED),
)


def test_a_run_stopped_in_every_way_never_says_running_and_goes_on_to_the_same_weights(
    whole: RunFolder, tmp_path: Path
):
    run = a_run(tmp_path / "run", whole.plan())
    for number, (how, code, settled) in enumerate(WAYS, start=1):
        child = start_child(run)
        wait_until(lambda: past_step(run, 10 * number) or child.poll() is not None)  # noqa: B023 - waited for at once
        if how == "CANCEL":
            run.ask_to_cancel()
        else:
            child.send_signal(signal.Signals[how])
        assert child.wait(240) == code, run.log_tail(40)
        status = run.status()
        assert status is not None
        assert not status.alive
        assert status.settled == settled
        assert not run.finished()
        run.begin(whole.plan())
    assert start_child(run).wait(180) == 0, run.log_tail(40)
    assert weights(run) == weights(whole)
    assert losses(run).keys() == losses(whole).keys()


def test_a_signal_before_training_ends_the_child_at_once(whole: RunFolder, tmp_path: Path):
    run = a_run(tmp_path / "run", whole.plan())
    child = start_child(run)
    wait_until(lambda: run.status() is not None)
    child.send_signal(signal.SIGTERM)
    assert child.wait(240) == 3
    status = run.status()
    assert status is not None
    assert status.state is JobState.PAUSED


def test_a_refused_run_fails_with_the_sentence_of_preflight(tiny_base: Path, tmp_path: Path):
    version = a_version(tmp_path / "v1", train=[("Why?", " "), ("Who?", "Nobody.")])
    run = a_run(tmp_path / "run", a_plan(version, tiny_base))
    assert start_child(run).wait(240) == 1
    status = run.status()
    assert status is not None
    assert status.state is JobState.FAILED
    assert status.error is not None
    assert "1 answer is empty (train.jsonl:1)" in status.error


def test_a_folder_without_a_plan_is_refused_in_one_sentence(tmp_path: Path):
    run = RunFolder(tmp_path)
    assert start_child(run).wait(240) == 1
    assert "plan.json cannot be read" in run.log_tail(3)


def test_a_changed_plan_does_not_go_on_from_another_plans_checkpoint(whole: RunFolder, tmp_path: Path, tiny_base: Path):
    run = a_run(tmp_path / "run", whole.plan())
    (run.path / "environment.json").write_text('{"plan_hash": "another"}')
    assert start_child(run).wait(240) == 1
    assert "changed after the run began" in (run.status().error or "")


def told(*arguments: str) -> tuple[int, dict[str, object], str]:
    command = [sys.executable, "-m", "training", *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout), done.stderr


def test_with_json_stdout_is_one_object_however_it_ends(whole: RunFolder, tmp_path: Path):
    code, said, _ = told(str(whole.path))
    assert (code, said) == (
        0,
        {
            "folder": str(whole.path),
            "state": "done",
            "step": said["step"],
            "max_steps": said["max_steps"],
            "note": "done",
        },
    )
    for folder, words in ((tmp_path, "plan.json cannot be read"), (tmp_path / "missing", "There is no folder")):
        code, said, err = told(str(folder))
        assert (code, set(said)) == (1, {"error", "kind"})
        assert words in str(said["error"])
        assert err == f"{said['error']}\n"
    assert not (tmp_path / "missing").exists()
    code, said, err = told()
    assert (code, said["kind"]) == (2, "UsageError")
    assert err.startswith("Usage: python -m training FOLDER [--json]")
