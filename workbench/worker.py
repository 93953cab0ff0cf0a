"""The worker: the one place where heavy stages meet the queue.

`python -m workbench.worker` works until it is stopped; `--until-idle` ends with the queue empty.
Two processes: this one answers short questions, watches children and gives signs of life; a second one
(`--stages`, started by the first) runs the light jobs, so that a long import never delays an answer.
"""

import logging
import sys
from collections.abc import Callable
from functools import partial

from curation.domain.jobs import ChildStage, JobKind, LightStage
from curation.services import lapsing, survey_due
from curation.services.backups import using
from curation.services.bulk import BulkStage, BulkUndoStage
from curation.services.checks_tried import TRY_OUT
from curation.services.checks_try_out import ChecksTryOut
from curation.services.decontaminating import Around, Decontaminating
from curation.services.duplicates_tried import TRY_DUPLICATES
from curation.services.duplicates_try_out import DuplicatesTryOut
from curation.services.event_log import LogVerifying
from curation.services.freezing import Freezing
from curation.services.gates import Ahead, ReleaseGate, ScanForRetrieval
from curation.services.job_logs import JobLogs
from curation.services.lapsing import Lapsing
from curation.services.late_surrogates import LateSurrogates
from curation.services.names_training import NamesStage
from curation.services.orphans import Orphans
from curation.services.pii_tried import TRY_PII
from curation.services.pii_try_out import PiiTryOut
from curation.services.privacy_apply import ApplyPrivacy
from curation.services.privacy_marks import GIVE_SURROGATES
from curation.services.probing import forget_typed
from curation.services.rechecking import Rechecking
from curation.services.rescreening import Rescreening
from curation.services.retrieval_gate import SCAN_RETRIEVAL
from curation.services.risks import RiskStage
from curation.services.screening import SourceScreening
from curation.services.screening_duplicates import OrSearch, SearchFirst
from curation.services.screening_preview import REDACT_PREVIEW, RedactPreview
from curation.services.screening_revisions import RevisionScreening
from curation.services.shifts import Handler, begin_shift
from curation.services.spare_time import HOUR, Every, tidy
from curation.services.surveying import SurveyStage
from curation.store import search_index
from eval.answering import AnswerStage
from eval.store_rounds import held_questions
from training.stages import BuildBaseStage, TrainStage
from workbench.bootstrap import Settings, Workbench, open_workbench, settings
from workbench.child import end_with_parent, parent_pipe
from workbench.work.children import Children
from workbench.work.demo import DemoLoading
from workbench.work.demo_round import ThenCompare
from workbench.work.hooks import start_telling
from workbench.work.light import run_jobs
from workbench.work.logs import logs_of_jobs, write_logs_to
from workbench.work.shift_loop import LightProcess, ShiftLoop
from workbench.work.wiring import Wiring

_log = logging.getLogger("workbench.work")


def wire(workbench: Workbench) -> Wiring:
    """Join every kind of job to its stage, and the short questions to those who answer them."""
    indexes = workbench.settings.indexes
    revisions = RevisionScreening(workbench.database, workbench.seal, indexes=indexes)
    surrogates = LateSurrogates(workbench.database, workbench.seal)
    held = Decontaminating(workbench.database, workbench.holding_back, held_questions)
    light: dict[JobKind, LightStage] = {
        JobKind.SCREEN_SOURCE: Around(
            SourceScreening(
                workbench.database,
                workbench.importing.files,
                revisions,
                workers=workbench.settings.threads,
                indexes=indexes,
            ),
            held,
        ),
        JobKind.SCREEN_REVISIONS: Around(revisions, held),
        JobKind.LOAD_DEMO: DemoLoading(workbench),
        JobKind.BULK: BulkStage(workbench.database, workbench.seal),
        JobKind.BULK_UNDO: BulkUndoStage(workbench.database, workbench.seal),
        JobKind.VERIFY_LOG: LogVerifying(workbench.database),
        JobKind.SURVEY: SurveyStage(workbench.database),
        JobKind.LAPSE: Lapsing(workbench.database),
        JobKind.RISKS: RiskStage(workbench.database),
        JobKind.APPLY_PRIVACY: Around(ApplyPrivacy(workbench.database, workbench.seal, give=surrogates.give), held),
        JobKind.RESCREEN: Rescreening(workbench.database, workbench.seal),
        JobKind.RECHECK: Around(OrSearch(workbench.database, Rechecking(workbench.database), indexes=indexes), held),
        JobKind.FREEZE: SearchFirst(
            workbench.database,
            Around(Freezing(workbench.database, workbench.settings.home, gate_of(workbench)), held, first=True),
            indexes=indexes,
        ),
    }
    children: dict[JobKind, ChildStage] = {
        JobKind.BUILD_BASE: BuildBaseStage(workbench.runs, workbench.settings.threads),
        JobKind.TRAIN: ThenCompare(TrainStage(workbench.runs), workbench),
        JobKind.ANSWER: AnswerStage(workbench.database, workbench.settings.home, workbench.settings.threads),
        JobKind.TRAIN_NAMES: NamesStage(workbench.database, workbench.settings.home),
    }
    return Wiring(light=light, children=children, answers=answers_of(workbench, surrogates))


def answers_of(workbench: Workbench, surrogates: LateSurrogates) -> dict[str, Handler]:
    """Join every short question to who answers it."""
    return {
        REDACT_PREVIEW: RedactPreview(workbench.database, workbench.seal),
        TRY_OUT: ChecksTryOut(workbench.database),
        TRY_PII: PiiTryOut(workbench.database, workbench.seal),
        TRY_DUPLICATES: DuplicatesTryOut(workbench.database),
        GIVE_SURROGATES: surrogates,
        SCAN_RETRIEVAL: ScanForRetrieval(gate_of(workbench)),
    }


def gate_of(workbench: Workbench) -> ReleaseGate:
    """Return the gate that every version passes before it is frozen."""
    return ReleaseGate(workbench.database, workbench.seal)


def main(chosen: Settings, arguments: list[str]) -> None:
    """Work, as the main process or as the one of the light jobs."""
    worker_id = next((a.partition("=")[2] for a in arguments if a.startswith("--stages=")), None)
    if worker_id is not None:
        run_stages(chosen, worker_id, parent_pipe(arguments))
    else:
        run_shift(chosen, parent_pipe(arguments), until_idle="--until-idle" in arguments)


def run_shift(chosen: Settings, pipe: int | None, *, until_idle: bool) -> None:
    """Run the main process: alive from the first moment, ready when its libraries are loaded."""
    write_logs_to(chosen, "worker")
    with using(chosen.home):
        workbench = open_workbench(chosen)
        shift = begin_shift(workbench.queue)
        _log.info("%s has started", shift.worker_id)
        wiring = wire(workbench)
        children = Children(shift, chosen, wiring.children)
        light = LightProcess(chosen, shift.worker_id, "workbench.worker")
        start_telling(workbench)
        ShiftLoop(shift, wiring, children, light, pipe, until_idle=until_idle).run()


def run_stages(chosen: Settings, worker_id: str, pipe: int | None) -> None:
    """Run the process of the light jobs; it ends with the main process, however that ends."""
    end_with_parent(pipe)
    write_logs_to(chosen, "stages")
    workbench = open_workbench(chosen)
    spare = spare_time(workbench)
    run_jobs(workbench.queue, chosen, worker_id, wire(workbench).light, lambda: any(one() for one in spare))


def spare_time(workbench: Workbench) -> tuple[Callable[[], bool], ...]:
    """Return what is done while no job waits, each time a little of it; each says whether there is more."""
    database, clock, tasks = workbench.database, workbench.queue.clock, tidying(workbench)
    return (
        Every(HOUR, lambda _: tidy(tasks), clock),
        Every(lapsing.LOOK_EVERY, partial(lapsing.queue_lapses, database), clock),
        Every(survey_due.LOOK_EVERY, partial(survey_due.queue_surveys, database), clock),
        Ahead(gate_of(workbench)),
    )


def tidying(workbench: Workbench) -> tuple[Callable[[], object], ...]:
    """Return what goes in idle time (originals, files of no source, old logs, words kept for an undo), and a merge."""
    orphans = Orphans(workbench.database, workbench.importing.files)
    logs = JobLogs(workbench.database, logs_of_jobs(workbench.settings))
    merged = partial(search_index.shrink, workbench.database)
    typed = partial(forget_typed, workbench.database, workbench.queue.clock)
    return (workbench.sealing.purge_due, orphans.sweep, logs.purge_due, typed, merged)


if __name__ == "__main__":
    main(settings(), sys.argv[1:])
