"""The process that runs light jobs, one after the other in order of creation, with its libraries warm."""

import logging
import time
from collections.abc import Callable, Mapping

from curation.domain.jobs import Job, JobKind, JobState, LightStage
from curation.errors import JobCancelledError, StorageError, WorkbenchError
from curation.services.queue import Queue
from workbench.bootstrap import Settings
from workbench.work.reporting import RowReporter, bug_sentence, require_room

LOOK_EVERY = 0.1
PATIENCE_SECONDS = 600.0
REFUSED_REST = 1.0
_log = logging.getLogger("workbench.work")


def nothing_to_do() -> bool:
    """Be the spare work of a worker that has none."""
    return False


def run_jobs(
    queue: Queue,
    settings: Settings,
    worker_id: str,
    stages: Mapping[JobKind, LightStage],
    spare: Callable[[], bool] = nothing_to_do,
) -> None:
    """Run light jobs in a worker's name until the process is ended; it may be killed anywhere.

    While no job waits, `spare` does a little of what will be needed later, and says whether there is more.
    """
    _log.info("light jobs of %s: %s", worker_id, ", ".join(sorted(stages)))
    while True:
        job = queue.claim(worker_id, tuple(stages))
        if job is None:
            if not spare():
                time.sleep(LOOK_EVERY)
        else:
            reporter = RowReporter(queue, worker_id, job, settings)
            run_job(job, stages[job.kind], reporter)


def run_job(job: Job, stage: LightStage, reporter: RowReporter) -> None:
    """Run one light job to its end; a WorkbenchError is its sentence, a bug is logged and fails the job alone."""
    _log.info("job %s (%s), attempt %d", job.id, job.kind.value, job.attempts)
    reporter.log(f"{job.kind.value} started, attempt {job.attempts}")
    state, sentence = _outcome(job, stage, reporter)
    reporter.log(f"{job.kind.value} {state.value}" + (f": {sentence}" if sentence else ""))
    _finish(job, reporter, state, sentence)


def _finish(job: Job, reporter: RowReporter, state: JobState, sentence: str | None) -> None:
    """Write how a job ended, as often as the store refuses; raises StorageError where it goes on refusing."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            reporter.queue.finish(reporter.worker_id, job.id, state, sentence)
        except StorageError as error:
            _log.error("the end of job %s cannot be written: %s", job.id, error)
            if time.monotonic() > until:
                raise
            time.sleep(REFUSED_REST)
        else:
            return


def _outcome(job: Job, stage: LightStage, reporter: RowReporter) -> tuple[JobState, str | None]:
    try:
        require_room(reporter.settings.home)
        stage.run(job, reporter)
        reporter.flush()
    except JobCancelledError:
        return JobState.CANCELLED, None
    except WorkbenchError as error:
        return JobState.FAILED, str(error)
    except Exception as error:  # noqa: BLE001 - a stage's bug ends its job, not the worker; bug_sentence is loud
        return JobState.FAILED, bug_sentence(error, job.kind.value)
    return JobState.DONE, None
