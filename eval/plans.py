"""Rounds as a lead uses them: planned, assigned, answered, closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from curation.domain.benchmarks import ONLY
from curation.domain.identity import Json, canonical_json, content_hash, new_id
from curation.domain.jobs import ENDED, Job, JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import ConflictError, InputError, NotFoundError
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job, find_job
from curation.store.versions import version_by_name
from curation.texts import text
from eval.assigning import able_raters, give, open_judging
from eval.folder import FolderPlan, close_folder, write_answers, write_plan
from eval.records import question_record
from eval.rounds import Answer, AnswerSettings, Arm, Question, Round, RoundState
from eval.screening import Ask, redacted
from eval.store_ratings import ratings_of, tasks_of
from eval.store_rounds import (
    add_round,
    change_round,
    keep_summary,
    name_is_free,
    put_answers,
    questions_of,
    rounds,
)
from eval.summary_records import rating_record, summary_record
from eval.systems import Order, arms_of, chosen_questions, left_out_words
from eval.verdicts import known_round, summed_up
from eval.written import read_written
from training.runs import RunRecord
from training.store import runs_of

LONGEST_NAME = 80


@dataclass(frozen=True)
class Rounds:
    """Use cases of those who plan rounds.

    `home` is the folder that holds `versions/`, `runs/` and `rounds/`; `ask` puts a short question to the worker.
    """

    database: Database
    home: Path
    ask: Ask
    clock: Clock = utc_now

    def rounds(self, actor: Person, project: Project) -> tuple[Round, ...]:
        """Return the rounds of a project, newest first; who does not plan them sees those that are closed."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            found = rounds(tx, project.id)
        return found if actor.may(Permission.PLAN_ROUNDS) else tuple(r for r in found if r.state is RoundState.CLOSED)

    def plan(self, actor: Person, project: Project, order: Order) -> Round:
        """Plan a comparison of runs on a version's test split; nothing is answered before `answer`.

        Questions that a run was trained on are left out, and the round's note says how many. Raises InputError
        where the version has no test split, nothing of it is left, or somebody named cannot judge; ConflictError
        where the name is taken or a run is not finished.
        """
        actor.require(Permission.PLAN_ROUNDS)
        with self.database.transaction() as tx:
            version = version_by_name(tx, project.id, order.version)
            if version is None:
                raise NotFoundError(text("There is no version {name} in this project.", name=order.version))
            found = [_run(tx, project, name) for name in order.runs]
            chosen = chosen_questions(self.home, version, order, (run.plan.version.folder for run in found))
            planned = self._new(actor, project, order.name, arms_of(found, with_base=order.with_base))
            planned = replace(
                planned,
                note=left_out_words(chosen),
                settings=AnswerSettings(max_new_tokens=order.max_new_tokens),
                seed=order.seed,
                raters=able_raters(tx, project.id, order.raters),
                questions=len(chosen.questions),
                version_id=version.id,
            )
            self._add(tx, planned, chosen.questions)
        return planned

    def plan_written(
        self, actor: Person, project: Project, content: bytes, raters: Iterable[str], name: str = ""
    ) -> Round:
        """Plan a round of answers that were written beforehand (docs/formats.md); it can be judged at once.

        What was written is redacted by the worker before it is stored; raises JobFailedError where none answers.
        """
        actor.require(Permission.PLAN_ROUNDS)
        written = redacted(read_written(content), project.id, self.ask)
        with self.database.transaction() as tx:
            planned = self._new(actor, project, name or written.name or text("Written answers"), written.arms)
            planned = replace(
                planned,
                note=written.about,
                raters=able_raters(tx, project.id, raters),
                questions=len(written.questions),
            )
            self._add(tx, planned, written.questions)
            put_answers(tx, planned.id, written.answers)
            self._write_folder(planned, written.questions, written.answers)
            return open_judging(tx, planned)

    def answer(self, actor: Person, project: Project, round_id: str) -> Job:
        """Queue the job in which the systems answer; asked again while it is under way, it is the same job."""
        actor.require(Permission.PLAN_ROUNDS)
        with self.database.transaction() as tx:
            found = known_round(tx, project, round_id, hold=True)
            job = _open_job(tx, found)
            if job is not None:
                return job
            if found.state not in {RoundState.PLANNED, RoundState.ANSWERING}:
                raise ConflictError(text("The round {name} has its answers already.", name=found.name))
            job = add_job(tx, JobKind.ANSWER, {"round": found.id}, actor.id, project.id, self.clock())
            change_round(tx, replace(found, state=RoundState.ANSWERING, job_id=job.id))
            self._note(tx, actor, "round.answering", found)
            return job

    def assign(self, actor: Person, project: Project, round_id: str, people: Iterable[str]) -> Round:
        """Ask more people to judge a round; nobody's tasks are taken away."""
        actor.require(Permission.PLAN_ROUNDS)
        with self.database.transaction() as tx:
            found = known_round(tx, project, round_id, hold=True)
            if found.state is RoundState.CLOSED:
                raise ConflictError(text("The round {name} is closed: its verdict stands.", name=found.name))
            added = able_raters(tx, project.id, people)
            changed = replace(found, raters=tuple(dict.fromkeys((*found.raters, *added))))
            change_round(tx, changed)
            if changed.state is RoundState.JUDGING:
                give(tx, changed, added)
            self._note(tx, actor, "round.assigned", changed)
        return changed

    def close(self, actor: Person, project: Project, round_id: str) -> Round:
        """Close a round: its figures are kept, its folder is completed with the manifest last, nobody judges on.

        A round without answers can be closed too, to give it up; while its job runs it cannot.
        """
        actor.require(Permission.PLAN_ROUNDS)
        with self.database.transaction() as tx:
            found = known_round(tx, project, round_id, hold=True)
            if found.state is RoundState.CLOSED:
                return found
            if _open_job(tx, found) is not None:
                raise ConflictError(text("The systems are still answering. Cancel that job first."))
            summary = summary_record(summed_up(tx, found), found.arms)
            closed = replace(found, state=RoundState.CLOSED, ended_at=self.clock())
            digest = self._close_folder(tx, closed, summary)
            keep_summary(tx, found.id, summary)
            change_round(tx, closed)
            self._note(tx, actor, "round.closed", closed, digest)
        return closed

    def _new(self, actor: Person, project: Project, name: str, arms: tuple[Arm, ...]) -> Round:
        made = new_id()
        return Round(
            id=made,
            project_id=project.id,
            name=name.strip(),
            note="",
            arms=arms,
            settings=AnswerSettings(),
            seed=int(made[:7], 16),
            state=RoundState.PLANNED,
            folder=f"rounds/{made}",
            raters=(),
            questions=0,
            version_id=None,
            job_id=None,
            created_by=actor.id,
            created_at=self.clock(),
        )

    def _add(self, tx: Transaction, planned: Round, questions: Sequence[Question]) -> None:
        if not 0 < len(planned.name) <= LONGEST_NAME:
            raise InputError(text("A round needs a name of at most {most} characters.", most=LONGEST_NAME))
        if not name_is_free(tx, planned.project_id, planned.name):
            raise ConflictError(text("There is already a round {name}. Choose another name.", name=planned.name))
        add_round(tx, planned, questions)
        digest = content_hash(canonical_json([question_record(q) for q in questions]))
        thing = Thing("round", planned.id, planned.project_id, (digest,))
        append_event(tx, planned.created_at, planned.created_by, "round.planned", thing)
        # From now on nothing near its questions may be trained on.
        add_job(tx, JobKind.RECHECK, ONLY, planned.created_by, planned.project_id, planned.created_at)

    def _write_folder(self, planned: Round, questions: Sequence[Question], answers: Sequence[Answer]) -> None:
        folder = self.home / planned.folder
        write_plan(folder, FolderPlan(planned.id, planned.name, planned.arms, planned.settings), questions)
        for arm in planned.arms:
            write_answers(folder, arm.name, [answer for answer in answers if answer.arm == arm.name])

    def _close_folder(self, tx: Transaction, closed: Round, summary: Json) -> str:
        folder = self.home / closed.folder
        if not folder.exists():
            self._write_folder(closed, questions_of(tx, closed.id), ())
        tasks = {task.id: task for task in tasks_of(tx, closed.id)}
        ratings = [rating_record(rating, tasks[rating.task_id]) for rating in ratings_of(tx, closed.id)]
        return close_folder(folder, closed.name, ratings, summary, self.clock())

    def _note(self, tx: Transaction, actor: Person, action: str, found: Round, *hashes: str) -> None:
        append_event(tx, self.clock(), actor.id, action, Thing("round", found.id, found.project_id, hashes))


def _run(tx: Transaction, project: Project, name: str) -> RunRecord:
    found = next((run for run in runs_of(tx, project.id) if name in {run.id, run.name}), None)
    if found is None:
        raise NotFoundError(text("There is no run {name} in this project.", name=name))
    return found


def _open_job(tx: Transaction, found: Round) -> Job | None:
    job = find_job(tx, found.job_id) if found.job_id is not None else None
    return None if job is None or job.state in ENDED else job
