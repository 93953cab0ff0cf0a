"""The job in which a round's systems answer: folder out, child, folder in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from curation.domain.identity import canonical_json, content_hash
from curation.domain.jobs import Job
from curation.domain.moments import Clock, utc_now
from curation.errors import JobFailedError, NotFoundError
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.texts import text
from eval.assigning import open_judging
from eval.folder import FolderPlan, read_answers, write_plan
from eval.records import answer_record
from eval.rounds import Answer, Arm, Round, RoundState
from eval.store_rounds import put_answers, questions_of, round_by_id
from eval.systems import placed
from training.runs import RunRecord
from training.store import find_run


@dataclass(frozen=True)
class AnswerStage:
    """The child stage of ANSWER; `home` is the folder that holds `runs/` and `rounds/`."""

    database: Database
    home: Path
    threads: int
    clock: Clock = utc_now
    module: str = "eval"

    def prepare(self, job: Job) -> Path:
        """Write plan and questions into the round's folder; answers that are there already stay."""
        with self.database.reading() as tx:
            found = _round(tx, job)
            questions = questions_of(tx, found.id)
            runs = [_run(tx, arm) for arm in found.arms]
        arms = tuple(placed(arm, run, self.home, runs[0]) for arm, run in zip(found.arms, runs, strict=True))
        folder = self.home / found.folder
        settings = found.settings.on(self.threads)
        write_plan(folder, FolderPlan(found.id, found.name, arms, settings), questions)
        return folder

    def absorb(self, job: Job, folder: Path, exit_code: int) -> None:
        """Take the answers in and let people judge; raises JobFailedError where some are missing."""
        if exit_code != 0:
            return
        with self.database.transaction() as tx:
            found = _round(tx, job)
            if found.state is not RoundState.ANSWERING:
                return
            answers = [answer for arm in found.arms for answer in read_answers(folder, arm.name)]
            _require_all(found, answers)
            put_answers(tx, found.id, answers)
            open_judging(tx, found)
            digest = content_hash(canonical_json([[answer.arm, answer_record(answer)] for answer in answers]))
            thing = Thing("round", found.id, found.project_id, (digest,))
            append_event(tx, self.clock(), job.created_by, "round.answered", thing)


def _round(tx: Transaction, job: Job) -> Round:
    match job.payload:
        case {"round": str() as round_id}:
            found = round_by_id(tx, round_id)
        case _:
            found = None
    if found is None:
        raise NotFoundError(text("The round of the job {job} is gone.", job=job.id))
    return found


def _run(tx: Transaction, arm: Arm) -> RunRecord:
    found = find_run(tx, arm.run_id) if arm.run_id is not None else None
    if found is None:
        raise NotFoundError(text("The run of {label} is gone.", label=arm.label))
    return found


def _require_all(found: Round, answers: Sequence[Answer]) -> None:
    wanted = len(found.arms) * found.questions
    if len(answers) != wanted:
        raise JobFailedError(
            text("Only {there} of {wanted} answers are there. Start the job again.", there=len(answers), wanted=wanted)
        )
