"""Stores rounds with their arms, questions and answers."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Select, select

from curation.domain.benchmarks import HeldText
from curation.domain.identity import Json
from curation.domain.samples import Role
from curation.store.database import Transaction
from curation.store.parts import in_parts
from curation.texts import text
from eval.records import (
    arm_from,
    arm_record,
    fields,
    items,
    message_records,
    messages_from,
    number,
    settings_from,
    settings_record,
)
from eval.rounds import Answer, Arm, Question, Round, RoundState
from eval.store import AnswerRow, ArmRow, QuestionRow, RoundRow


def add_round(tx: Transaction, new: Round, questions: Iterable[Question]) -> None:
    """Add a round with its arms and questions."""
    tx.add(
        RoundRow(
            id=new.id,
            project_id=new.project_id,
            version_id=new.version_id,
            job_id=new.job_id,
            name=new.name,
            note=new.note,
            plan=_plan(new),
            seed=new.seed,
            state=new.state.value,
            folder=new.folder,
            summary=None,
            created_by=new.created_by,
            created_at=new.created_at,
            ended_at=new.ended_at,
        )
    )
    tx.flush()
    tx.add_all(
        ArmRow(round_id=new.id, name=a.name, label=a.label, plan=arm_record(a), run_id=a.run_id) for a in new.arms
    )
    tx.add_all(
        QuestionRow(
            round_id=new.id,
            number=q.number,
            sample_id=q.sample_id,
            messages=message_records(q.messages),
            reference=q.reference,
        )
        for q in questions
    )
    tx.flush()


def rounds(tx: Transaction, project_id: str) -> tuple[Round, ...]:
    """Return a project's rounds, newest first."""
    query = (
        select(RoundRow)
        .where(RoundRow.project_id == project_id)
        .order_by(RoundRow.created_at.desc(), RoundRow.id.desc())
    )
    return _rounds(tx, query)


def round_by_id(tx: Transaction, round_id: str) -> Round | None:
    """Return a round by its id."""
    row = tx.get(RoundRow, round_id, populate_existing=True)
    return None if row is None else _round(row, _arms(tx, [row.id]))


def held_round(tx: Transaction, round_id: str) -> Round | None:
    """Return a round and hold its row until the transaction ends, so that closing and rating take turns."""
    row = tx.scalar(select(RoundRow).where(RoundRow.id == round_id).with_for_update())
    return None if row is None else _round(row, _arms(tx, [row.id]))


def change_round(tx: Transaction, changed: Round) -> None:
    """Write what moves in a round: its state, job, raters and end."""
    row = tx.get_one(RoundRow, changed.id)
    row.state, row.job_id, row.ended_at = changed.state.value, changed.job_id, changed.ended_at
    row.plan = _plan(changed)
    tx.flush()


def keep_summary(tx: Transaction, round_id: str, summary: Json) -> None:
    """Keep the figures that a round was closed with."""
    tx.get_one(RoundRow, round_id).summary = summary
    tx.flush()


def summary_of(tx: Transaction, round_id: str) -> Json:
    """Return the figures that a round was closed with, None while it is open."""
    return tx.get_one(RoundRow, round_id).summary


def questions_of(tx: Transaction, round_id: str) -> tuple[Question, ...]:
    """Return a round's questions by number."""
    query = select(QuestionRow).where(QuestionRow.round_id == round_id).order_by(QuestionRow.number)
    return tuple(_question(row) for row in tx.scalars(query))


def held_questions(tx: Transaction, project_id: str) -> list[HeldText]:
    """Return the questions of all rounds of a project with their references: nothing may be trained on them."""
    return [
        HeldText(
            text("the round {name}", name=made.name),
            next((turn.content for turn in reversed(one.messages) if turn.role is Role.USER), ""),
            one.reference or "",
            one.sample_id,
        )
        for made in rounds(tx, project_id)
        for one in questions_of(tx, made.id)
    ]


def some_questions(tx: Transaction, round_id: str, numbers: Iterable[int]) -> dict[int, Question]:
    """Return some questions of a round by number."""
    query = select(QuestionRow).where(QuestionRow.round_id == round_id, QuestionRow.number.in_(sorted(set(numbers))))
    return {row.number: _question(row) for row in tx.scalars(query)}


def put_answers(tx: Transaction, round_id: str, answers: Iterable[Answer]) -> None:
    """Put answers in; one that is there already is written again, so that absorbing twice adds nothing."""
    for answer in answers:
        tx.merge(
            AnswerRow(
                round_id=round_id,
                question=answer.question,
                arm=answer.arm,
                answer=answer.text,
                stopped=answer.stopped,
                tokens=answer.tokens,
            )
        )
    tx.flush()


def answers_of(tx: Transaction, round_id: str, numbers: Iterable[int] | None = None) -> dict[tuple[int, str], Answer]:
    """Return a round's answers by question and arm, of some questions where numbers are given."""
    query = select(AnswerRow).where(AnswerRow.round_id == round_id)
    if numbers is not None:
        query = query.where(AnswerRow.question.in_(sorted(set(numbers))))
    return {
        (row.question, row.arm): Answer(row.question, row.arm, row.answer, row.stopped, row.tokens)
        for row in tx.scalars(query)
    }


def name_is_free(tx: Transaction, project_id: str, name: str) -> bool:
    """Tell whether no round of the project has this name."""
    query = select(RoundRow.id).where(RoundRow.project_id == project_id, RoundRow.name == name)
    return tx.scalar(query) is None


def _plan(made: Round) -> dict[str, Json]:
    return {
        "settings": settings_record(made.settings),
        "raters": list(made.raters),
        "questions": made.questions,
    }


def _rounds(tx: Transaction, query: Select[RoundRow]) -> tuple[Round, ...]:
    rows = tx.scalars(query).all()
    arms = _arms(tx, [row.id for row in rows])
    return tuple(_round(row, arms) for row in rows)


def _arms(tx: Transaction, round_ids: Sequence[str]) -> dict[str, list[Arm]]:
    """Return the arms of some rounds by the round's id, in the order of their names."""
    found: dict[str, list[Arm]] = {}
    for part in in_parts(round_ids):
        query = select(ArmRow).where(ArmRow.round_id.in_(part)).order_by(ArmRow.round_id, ArmRow.name)
        for row in tx.scalars(query):
            found.setdefault(row.round_id, []).append(arm_from(row.plan, f"round {row.round_id}"))
    return found


def _round(row: RoundRow, arms: Mapping[str, Sequence[Arm]]) -> Round:
    place = f"round {row.id}"
    plan = fields(row.plan, place)
    return Round(
        id=row.id,
        project_id=row.project_id,
        name=row.name,
        note=row.note,
        arms=tuple(arms.get(row.id, ())),
        settings=settings_from(plan.get("settings"), place),
        seed=row.seed,
        state=RoundState(row.state),
        folder=row.folder,
        raters=tuple(str(r) for r in items(plan.get("raters"), "raters", place)),
        questions=number(plan, "questions", place, 0),
        version_id=row.version_id,
        job_id=row.job_id,
        created_by=row.created_by,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )


def _question(row: QuestionRow) -> Question:
    place = f"question {row.number}"
    return Question(row.number, messages_from(row.messages, place), row.reference, row.sample_id)
