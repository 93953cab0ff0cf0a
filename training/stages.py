"""The two jobs of training: building the small base model, and running a plan; each in a process of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from curation.domain.jobs import EXIT_CODES, Job, JobState
from curation.errors import InputError, JobFailedError
from curation.store.database import Transaction
from curation.store.events import Thing, append_event
from curation.texts import text
from training import store
from training.artifacts import RunFolder, file_hash, read_json
from training.plans import Runs
from training.reading import from_json
from training.runs import BasePlan, Figures, RunRecord
from training.wishes import HOUSE

_STATES = {code: state for state, code in EXIT_CODES.items()}
_LONGEST_LINE = 300


@dataclass(frozen=True)
class BuildBaseStage:
    """Builds the small base model, then queues the training of every run that waited for it."""

    runs: Runs
    threads: int = HOUSE.threads
    module: str = "training"

    def prepare(self, job: Job) -> Path:
        """Write the folder of the build, beside the runs."""
        name = _word(job, "base")
        folder = RunFolder(self.runs.home / "runs" / name)
        settings = replace(HOUSE, threads=self.threads)
        folder.begin(BasePlan(name, str(self.runs.home / "models" / name), settings))
        return folder.path

    def absorb(self, job: Job, folder: Path, exit_code: int) -> None:
        """Let the waiting runs train, or say that they cannot; raises JobFailedError."""
        state = _STATES.get(exit_code, JobState.FAILED)
        if state is JobState.PAUSED:
            return
        sentence = _sentence(RunFolder(folder), state, exit_code)
        with self.runs.database.transaction() as tx:
            for run in store.runs_of_job(tx, job.id):
                if state is JobState.DONE:
                    store.give_job(tx, run.id, self.runs.train_job(tx, run).id)
                else:
                    reason = text("The small base model was not built: {reason}", reason=sentence)
                    self._give_up(tx, run, state, reason)
        if state is JobState.FAILED:
            raise JobFailedError(sentence)

    def _give_up(self, tx: Transaction, run: RunRecord, state: JobState, reason: str) -> None:
        now = self.runs.clock()
        store.end_run(tx, run.id, store.RunEnd(state, error=reason, at=now))
        append_event(tx, now, run.created_by, f"run.{state.value}", Thing("run", run.id, run.project_id))


@dataclass(frozen=True)
class TrainStage:
    """Runs the plan of a run, from its last checkpoint where there is one, and takes in its figures."""

    runs: Runs
    module: str = "training"

    def prepare(self, job: Job) -> Path:
        """Write the folder of the run; raises InputError where its base is gone."""
        run = self._run(job)
        folder = self.runs.folder(run)
        folder.begin(run.plan)
        with self.runs.database.transaction() as tx:
            store.end_run(tx, run.id, store.RunEnd(JobState.RUNNING))
        return folder.path

    def absorb(self, job: Job, folder: Path, exit_code: int) -> None:
        """Write how the run ended into the store; raises JobFailedError where it failed."""
        run, left = self._run(job), RunFolder(folder)
        state = _STATES.get(exit_code, JobState.FAILED)
        if state is JobState.DONE and not left.finished():
            state = JobState.FAILED
        if state is JobState.PAUSED:
            return
        sentence = _sentence(left, state, exit_code)
        figures = _figures(left) if state is JobState.DONE else None
        hashes = (file_hash(folder / "manifest.json"),) if figures else ()
        with self.runs.database.transaction() as tx:
            now = self.runs.clock()
            error = sentence if state is JobState.FAILED else None
            store.end_run(tx, run.id, store.RunEnd(state, figures, error, now))
            append_event(tx, now, run.created_by, f"run.{state.value}", Thing("run", run.id, run.project_id, hashes))
        if state is JobState.FAILED:
            raise JobFailedError(sentence)

    def _run(self, job: Job) -> RunRecord:
        with self.runs.database.reading() as tx:
            run = store.find_run(tx, _word(job, "run_id"))
        if run is None:
            raise InputError(text("The run of job {id} is gone.", id=job.id))
        return run


def _sentence(folder: RunFolder, state: JobState, exit_code: int) -> str:
    status = folder.status()
    if status is not None and status.error:
        return status.error
    if state is JobState.CANCELLED:
        return text("It was cancelled.")
    last = folder.log_tail(1)[:_LONGEST_LINE] or "-"
    if exit_code == EXIT_CODES[JobState.FAILED]:
        return text("The process failed, and could not say why in its folder. Its last line was: {line}", line=last)
    return text(
        "The process ended without a word; the machine may be short of memory. Start it again: it goes on from its "
        "last checkpoint, where it had one. Its last line was: {line}",
        line=last,
    )


def _figures(folder: RunFolder) -> Figures:
    manifest = read_json(folder.path / "manifest.json")
    if not isinstance(manifest, Mapping):
        raise InputError(text("{place} is not a manifest.", place=folder.path / "manifest.json"))
    return from_json(Figures, manifest.get("figures"), str(folder.path / "manifest.json"))


def _word(job: Job, name: str) -> str:
    word = job.payload.get(name) if isinstance(job.payload, Mapping) else None
    if not isinstance(word, str):
        raise InputError(text("The job {id} names no {name}.", id=job.id, name=name))
    return word
