"""Plans, settings and the run folder: written and read back, strict at the edge."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.jobs import JobState
from curation.errors import ConflictError, InputError, JobCancelledError
from tests.training.worlds import a_plan
from training.artifacts import MetricLine, RunFolder, Status, file_hash
from training.reading import plan_from_json
from training.resuming import last_checkpoint
from training.runs import (
    BaseChoice,
    BaseKind,
    BasePlan,
    BaseSettings,
    Device,
    Method,
    Precision,
    TuningPlan,
    TuningSettings,
    VersionRef,
)
from training.stopping import StopSign, only_one
from training.wishes import base_name

NOW = datetime(2026, 1, 1, tzinfo=UTC)
settings = st.builds(
    TuningSettings,
    epochs=st.integers(1, 50),
    learning_rate=st.floats(1e-6, 1, allow_nan=False),
    leave_out_long=st.booleans(),
    device=st.sampled_from(Device),
    precision=st.sampled_from(Precision),
)
plans = st.builds(
    TuningPlan,
    id=st.text("abc123", min_size=1),
    version=st.builds(VersionRef, st.just("/v/1"), st.just("ab" * 32)),
    base=st.builds(BaseChoice, st.sampled_from(BaseKind), st.text("abc/")),
    method=st.sampled_from(Method),
    settings=settings,
)


@given(plans)
def test_a_plan_is_read_back_as_it_was_written(plan: TuningPlan):
    assert plan_from_json(json.loads(json.dumps(plan.to_json())), "plan.json") == plan


def test_a_base_plan_is_read_back_as_it_was_written():
    plan = BasePlan("base", "/models/base", BaseSettings(steps=3))
    assert plan_from_json(plan.to_json(), "plan.json") == plan


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "not a plan of format 1"),
        ({"kind": "dpo"}, "must be sft or base"),
        ({"version": None}, "version is missing"),
        ({"method": "qlora"}, "method must be one of lora, full"),
        ({"settings": {"epoch": 1}}, "no setting called epoch"),
        ({"settings": {"epochs": "many"}}, "is not a int"),
        ({"settings": {"epochs": True}}, "is not a int"),
        ({"settings": []}, "must be an object"),
    ],
)
def test_a_plan_that_does_not_hold_is_refused_with_its_place(change: dict[str, object], said: str):
    plan = a_plan(VersionRef("/v/1", "ab"), Path("/base")).to_json()
    with pytest.raises(InputError, match=said):
        plan_from_json({**plan, **change}, "plan.json")


def test_missing_settings_take_their_defaults():
    plan = a_plan(VersionRef("/v/1", "ab"), Path("/base")).to_json()
    read = plan_from_json({**plan, "settings": {"epochs": 3}}, "plan.json")
    assert isinstance(read, TuningPlan)
    assert read.settings == TuningSettings(epochs=3)


def test_metrics_after_a_checkpoint_are_dropped_and_a_half_line_is_not_read(tmp_path: Path):
    run = RunFolder(tmp_path)
    for step in range(1, 6):
        run.add_metric(MetricLine(step, step / 2, step * 1.0, loss=1 / step))
    with run.metrics_file.open("a") as file:
        file.write('{"step": 6, "lo')
    assert [line.step for line in run.metrics()] == [1, 2, 3, 4, 5]
    run.keep_metrics_until(3)
    assert [line.step for line in run.metrics()] == [1, 2, 3]


def test_running_is_failed_once_the_process_is_gone(tmp_path: Path):
    run = RunFolder(tmp_path)
    assert run.status() is None
    run.write_status(Status(JobState.RUNNING, 3, 10, "epoch 1"), NOW)
    status = run.status()
    assert status is not None
    assert (status.settled, status.step, status.max_steps) == (JobState.RUNNING, 3, 10)
    assert replace(status, started=status.started - 100).settled is JobState.FAILED
    assert replace(status, pid=2**22 + 1).settled is JobState.FAILED


def test_the_manifest_lists_what_stays_and_not_what_changes(tmp_path: Path):
    run = RunFolder(tmp_path)
    run.begin(a_plan(VersionRef("/v/1", "ab"), Path("/base")))
    for name in ("model/a.bin", "checkpoints/checkpoint-1/b.bin", "log.txt", "lock"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    run.write_manifest("run", "r1", NOW, {"steps": 1})
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert set(manifest["files"]) == {"plan.json", "model/a.bin"}
    assert manifest["files"]["model/a.bin"]["sha256"] == file_hash(tmp_path / "model/a.bin")
    assert run.finished()


def test_a_half_written_checkpoint_is_passed_over_and_removed(tmp_path: Path):
    run = RunFolder(tmp_path)
    for step, content in ((5, "{}"), (10, '{"half'), (15, None)):
        folder = run.checkpoints / f"checkpoint-{step}"
        folder.mkdir(parents=True)
        if content is not None:
            (folder / "trainer_state.json").write_text(content)
    plan = a_plan(VersionRef("/v/1", "ab"), Path("/base"))
    assert last_checkpoint(run, plan) == run.checkpoints / "checkpoint-5"
    assert [path.name for path in run.checkpoints.iterdir()] == ["checkpoint-5"]


def test_a_wish_to_stop_is_seen_and_says_whether_to_come_back(tmp_path: Path):
    run = RunFolder(tmp_path)
    sign = StopSign(run)
    sign.require_going()
    assert (sign.asked(), sign.outcome()) == (False, JobState.PAUSED)
    run.ask_to_cancel()
    assert (sign.asked(), sign.outcome()) == (True, JobState.CANCELLED)
    with pytest.raises(JobCancelledError):
        sign.require_going()
    run.begin(a_plan(VersionRef("/v/1", "ab"), Path("/base")))
    assert not sign.asked()


def test_a_folder_is_worked_in_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("training.stopping._LOCK_SECONDS", 0.2)
    with only_one(tmp_path), pytest.raises(ConflictError, match="Another process works in"), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


def test_a_built_base_is_named_by_what_makes_it():
    assert base_name() == base_name(BaseSettings(threads=1))
    assert base_name() != base_name(BaseSettings(steps=3))


@pytest.mark.parametrize("written", ["[]", "{}", '{"state": "asleep"}'])
def test_a_status_that_is_none_is_a_sentence(tmp_path, written):
    (tmp_path / "status.json").write_text(written)
    with pytest.raises(InputError, match="is not a status"):
        RunFolder(tmp_path).status()
