"""The Runs service: looked over, queued behind the base it needs, absorbed, cancelled, never left running."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from curation.domain.identity import new_id
from curation.domain.jobs import Job, JobKind, JobState
from curation.domain.people import Person, PersonRole
from curation.domain.projects import Project
from curation.domain.releases import MEMBERS
from curation.domain.versions import DatasetVersion, Recipe, Split
from curation.errors import ConflictError, InputError, JobFailedError, NotFoundError, PermissionRefusedError
from curation.store import versions as version_store
from curation.store.events import events_of
from tests.builders import a_person
from tests.training.worlds import PAIRS, QUICK, a_version
from training.artifacts import MetricLine, Status
from training.plans import MOST_POINTS
from training.runs import BaseChoice, BaseKind, Figures, Method, preset
from training.stages import BuildBaseStage, TrainStage
from training.wishes import RunWish, base_choice, command_line
from workbench.bootstrap import Workbench

Owned = tuple[Workbench, Person, Project]
FIGURES = Figures(8, 1.2, 1.1, 8, 0.5, 4000, 133.0, 12, 4, 0, 180_000, 60_000, "ab" * 32)
WORKER = "here/1"


def frozen(owned: Owned, name: str = "v1", **content: object) -> DatasetVersion:
    """A version in the store whose folder was made by hand."""
    workbench, owner, project = owned
    folder = f"versions/{project.slug}/{name}"
    reference = a_version(workbench.settings.home / folder, **content)
    version = DatasetVersion(
        id=new_id(),
        project_id=project.id,
        name=name,
        hash=reference.hash,
        recipe=Recipe(),
        counts={Split.TRAIN: len(PAIRS), Split.VALIDATION: 4},
        folder=folder,
        created_by=owner.id,
        created_at=workbench.runs.clock(),
    )
    with workbench.database.transaction() as tx:
        version_store.add_version(tx, version, "cd" * 32, pl.DataFrame(schema=MEMBERS))
    return version


def a_wish(base: Path | None = None, **changes: object) -> RunWish:
    choice = BaseChoice(BaseKind.BUILT) if base is None else BaseChoice(BaseKind.FOLDER, str(base))
    return replace(RunWish("v1", choice, Method.LORA, QUICK), **changes)


def claimed(workbench: Workbench, kind: JobKind) -> Job:
    job = workbench.queue.claim(WORKER, (kind,))
    assert job is not None
    return job


def a_base(folder: Path) -> Path:
    """The outside of a model folder: enough for what is looked at before a run."""
    folder.mkdir(parents=True)
    for name in ("config.json", "tokenizer_config.json", "model.safetensors"):
        (folder / name).write_text("{}")
    return folder


def test_a_run_is_looked_over_before_it_starts(owned: Owned, tiny_base: Path):
    workbench, owner, project = owned
    frozen(owned)
    seen = workbench.runs.plan(owner, project, a_wish(tiny_base))
    assert (seen.train_rows, seen.validation_rows, seen.steps, seen.problems) == (12, 4, 8, ())
    assert seen.base_minutes == 0
    assert seen.minutes is not None
    assert 12 * 5 < seen.tokens < 12 * 60
    assert workbench.runs.plan(owner, project, a_wish()).base_minutes > 0


def test_rows_that_are_too_long_are_counted_before_the_run(owned: Owned, tiny_base: Path):
    workbench, owner, project = owned
    frozen(owned, train=[*PAIRS, ("Why? " * 200, "Because.")])
    short = replace(QUICK, max_length=100)
    wish = a_wish(tiny_base, settings=short)
    (problem,) = workbench.runs.plan(owner, project, wish).problems
    assert "1 of 13 rows are longer than 100 tokens" in problem
    with pytest.raises(InputError, match="1 of 13 rows"):
        workbench.runs.start(owner, project, wish)
    leaving = a_wish(tiny_base, settings=replace(short, leave_out_long=True))
    seen = workbench.runs.plan(owner, project, leaving)
    assert (seen.problems, seen.train_rows, seen.left_out, seen.steps) == ((), 12, 1, 8)
    nothing = a_wish(tiny_base, settings=replace(short, leave_out_long=True, max_length=4))
    (problem,) = workbench.runs.plan(owner, project, nothing).problems
    assert "13 of 13 rows are longer than 4 tokens" in problem


def test_a_version_that_was_changed_on_disk_is_refused(owned: Owned, tiny_base: Path):
    workbench, owner, project = owned
    version = frozen(owned)
    rows = workbench.settings.home / version.folder / "prompt_completion" / "train.jsonl"
    rows.write_text(rows.read_text().replace("red", "mauve"))
    with pytest.raises(InputError, match=r"train\.jsonl was changed after the version was frozen"):
        workbench.runs.start(owner, project, a_wish(tiny_base))


def test_a_run_waits_for_the_base_that_is_being_built_and_then_trains(owned: Owned):
    workbench, owner, project = owned
    frozen(owned)
    first = workbench.runs.start(owner, project, a_wish())
    second = workbench.runs.start(owner, project, a_wish())
    assert first.job_id == second.job_id
    assert first.waits_for_base
    assert (first.name, second.name) == ("run-1", "run-2")
    job = claimed(workbench, JobKind.BUILD_BASE)
    stage = BuildBaseStage(workbench.runs, 1)
    folder = stage.prepare(job)
    stage.absorb(job, folder, 0)
    stage.absorb(job, folder, 0)
    workbench.queue.finish(WORKER, job.id, JobState.DONE)
    runs = workbench.runs.runs(owner, project)
    assert [run.waits_for_base for run in runs] == [False, False]
    assert len({run.job_id for run in runs}) == 2
    assert workbench.queue.counts(None)[JobState.QUEUED] == 2


def test_a_base_that_cannot_be_built_fails_the_runs_that_wait_with_its_reason(owned: Owned):
    workbench, owner, project = owned
    frozen(owned)
    run = workbench.runs.start(owner, project, a_wish())
    job = claimed(workbench, JobKind.BUILD_BASE)
    stage = BuildBaseStage(workbench.runs, 1)
    folder = workbench.runs.folder(run).path.parent / stage.prepare(job).name
    workbench.runs.folder(replace(run, folder=f"runs/{folder.name}")).write_status(
        Status(JobState.FAILED, error="The disk is full."), workbench.runs.clock()
    )
    with pytest.raises(JobFailedError, match="The disk is full"):
        stage.absorb(job, folder, 1)
    workbench.queue.finish(WORKER, job.id, JobState.FAILED, "The disk is full.")
    after = workbench.runs.run(owner, project, run.id)
    assert after.state is JobState.FAILED
    assert after.error == "The small base model was not built: The disk is full."


def test_a_finished_run_is_absorbed_with_its_figures(owned: Owned, tmp_path: Path):
    workbench, owner, project = owned
    frozen(owned)
    run = workbench.runs.start(owner, project, a_wish(a_base(tmp_path / "base")))
    job, stage = claimed(workbench, JobKind.TRAIN), TrainStage(workbench.runs)
    folder = stage.prepare(job)
    assert workbench.runs.run(owner, project, run.id).state is JobState.RUNNING
    left = workbench.runs.folder(run)
    left.write_manifest("run", run.id, workbench.runs.clock(), FIGURES.to_json())
    stage.absorb(job, folder, 0)
    workbench.queue.finish(WORKER, job.id, JobState.DONE)
    after = workbench.runs.run(owner, project, "run-1")
    assert (after.state, after.figures) == (JobState.DONE, FIGURES)
    with workbench.database.reading() as tx:
        assert [event.action for event in events_of(tx, "run", run.id)] == ["run.started", "run.done"]


def test_only_a_run_that_goes_on_has_time_left(owned: Owned, tmp_path: Path):
    workbench, owner, project = owned
    frozen(owned)
    run = workbench.runs.start(owner, project, a_wish(a_base(tmp_path / "base")))
    job, stage = claimed(workbench, JobKind.TRAIN), TrainStage(workbench.runs)
    stage.prepare(job)
    folder = workbench.runs.folder(run)
    folder.write_status(Status(JobState.RUNNING, step=10, max_steps=40), workbench.runs.clock())
    folder.add_metric(MetricLine(10, 0.1, 20.0, loss=1.0))
    assert workbench.runs.progress(workbench.runs.run(owner, project, run.id)).seconds_left == 60.0
    with pytest.raises(JobFailedError):
        stage.absorb(job, folder.path, 1)
    workbench.queue.finish(WORKER, job.id, JobState.FAILED, "no word")
    assert workbench.runs.progress(workbench.runs.run(owner, project, run.id)).seconds_left is None


@pytest.mark.parametrize(
    ("code", "said"),
    [(-9, "ended without a word"), (0, "ended without a word"), (1, "could not say why in its folder")],
)
def test_a_run_without_a_manifest_is_never_done(code: int, said: str, owned: Owned, tmp_path: Path):
    workbench, owner, project = owned
    frozen(owned)
    run = workbench.runs.start(owner, project, a_wish(a_base(tmp_path / "base")))
    job, stage = claimed(workbench, JobKind.TRAIN), TrainStage(workbench.runs)
    folder = stage.prepare(job)
    with pytest.raises(JobFailedError, match=said):
        stage.absorb(job, folder, code)
    assert workbench.queue.finish(WORKER, job.id, JobState.FAILED, "no word") is not None
    assert workbench.runs.run(owner, project, run.id).state is JobState.FAILED


def test_a_run_whose_job_was_failed_by_a_dead_worker_is_failed_not_running(owned: Owned, tmp_path: Path):
    workbench, owner, project = owned
    frozen(owned)
    run = workbench.runs.start(owner, project, a_wish(a_base(tmp_path / "base")))
    job = claimed(workbench, JobKind.TRAIN)
    TrainStage(workbench.runs).prepare(job)
    workbench.queue.finish(WORKER, job.id, JobState.FAILED, "The worker was killed three times.")
    after = workbench.runs.run(owner, project, run.id)
    assert (after.state, after.error) == (JobState.FAILED, "The worker was killed three times.")
    workbench.queue.retry(owner, project, job.id)
    assert workbench.runs.run(owner, project, run.id).state is JobState.QUEUED


def test_a_waiting_run_is_cancelled_at_once_and_others_still_train(owned: Owned):
    workbench, owner, project = owned
    frozen(owned)
    first, second = (workbench.runs.start(owner, project, a_wish()) for _ in range(2))
    assert workbench.runs.cancel(owner, project, first.name).state is JobState.CANCELLED
    job, stage = claimed(workbench, JobKind.BUILD_BASE), BuildBaseStage(workbench.runs, 1)
    stage.absorb(job, stage.prepare(job), 0)
    assert workbench.runs.run(owner, project, first.id).state is JobState.CANCELLED
    assert workbench.runs.run(owner, project, second.id).waits_for_base is False
    with pytest.raises(ConflictError, match="has ended"):
        workbench.runs.cancel(owner, project, first.name)


def test_a_failed_run_goes_on_and_a_finished_or_waiting_one_does_not(owned: Owned, tmp_path: Path):
    workbench, owner, project = owned
    frozen(owned)
    run = workbench.runs.start(owner, project, a_wish(a_base(tmp_path / "base")))
    with pytest.raises(ConflictError, match="start it anew"):
        workbench.runs.resume(owner, project, run.id)
    job, stage = claimed(workbench, JobKind.TRAIN), TrainStage(workbench.runs)
    folder = stage.prepare(job)
    with pytest.raises(JobFailedError):
        stage.absorb(job, folder, 1)
    workbench.queue.finish(WORKER, job.id, JobState.FAILED, "no word")
    assert workbench.runs.resume(owner, project, run.id).state is JobState.QUEUED
    stage.prepare(claimed(workbench, JobKind.TRAIN))
    assert workbench.runs.run(owner, project, run.id).state is JobState.RUNNING


def test_only_people_who_may_train_start_and_cancel(owned: Owned, tmp_path: Path):
    workbench, owner, project = owned
    frozen(owned)
    expert = a_person(workbench, project, "Ann", PersonRole.EXPERT)
    wish = a_wish(a_base(tmp_path / "base"))
    with pytest.raises(PermissionRefusedError):
        workbench.runs.start(expert, project, wish)
    run = workbench.runs.start(owner, project, wish)
    with pytest.raises(PermissionRefusedError):
        workbench.runs.cancel(expert, project, run.id)
    with pytest.raises(NotFoundError, match="no run nobody"):
        workbench.runs.run(owner, project, "nobody")


def test_a_long_curve_is_thinned_and_keeps_every_evaluation(owned: Owned, tmp_path: Path):
    workbench, owner, project = owned
    frozen(owned)
    run = workbench.runs.start(owner, project, a_wish(a_base(tmp_path / "base")))
    folder = workbench.runs.folder(run)
    folder.path.mkdir(parents=True)
    for step in range(1, 3501):
        folder.add_metric(MetricLine(step, step / 100, step / 10, loss=1.0))
        if step % 500 == 0:
            folder.add_metric(MetricLine(step, step / 100, step / 10, eval_loss=1.0))
    with folder.metrics_file.open("a") as file:
        file.write('{"step": 3501, "loss"')
    frame = workbench.runs.metrics(run)
    assert frame.filter(pl.col("loss").is_not_null()).height <= MOST_POINTS
    assert frame.filter(pl.col("eval_loss").is_not_null())["step"].to_list() == list(range(500, 3501, 500))


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("built", BaseKind.BUILT),
        ("/models/mine", BaseKind.FOLDER),
        ("~/mine", BaseKind.FOLDER),
        ("HuggingFaceTB/SmolLM2-135M", BaseKind.HUB),
    ],
)
def test_a_base_is_read_from_what_was_typed(given: str, kind: BaseKind):
    assert base_choice(given).kind is kind


def test_the_command_line_names_only_what_is_not_usual():
    usual = preset(BaseKind.BUILT, Method.FULL)
    wish = RunWish(
        "v1", BaseChoice(BaseKind.BUILT), Method.FULL, replace(usual, epochs=2, leave_out_long=True, patience=3)
    )
    assert command_line("tax", wish) == (
        "workbench train --project tax --version v1 --base built --method full"
        " --epochs 2 --leave-out-long --set patience=3"
    )
