"""Tables of rounds: arms, questions, answers, blind tasks, ratings."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.store.base import Table


class RoundRow(Table):
    """One evaluation; `seed` decides the sides, `summary` is written when it is closed."""

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("project_id", "name"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    version_id: Mapped[str | None] = mapped_column(ForeignKey("versions.id"))
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"))
    name: Mapped[str]
    note: Mapped[str] = mapped_column(Text)
    plan: Mapped[Json]
    seed: Mapped[int]
    state: Mapped[str]
    folder: Mapped[str]
    summary: Mapped[Json]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ArmRow(Table):
    """A system under evaluation; `label` is what it is, never shown while judging."""

    __tablename__ = "arms"
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    plan: Mapped[Json]
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id"))


class QuestionRow(Table):
    """A question of a round, with the reference answer where there is one."""

    __tablename__ = "round_questions"
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[str | None] = mapped_column(ForeignKey("samples.id"))
    messages: Mapped[Json]
    reference: Mapped[str | None] = mapped_column(Text)


class AnswerRow(Table):
    """What an arm answered to a question."""

    __tablename__ = "round_answers"
    __table_args__ = (
        ForeignKeyConstraint(["round_id", "question"], ["round_questions.round_id", "round_questions.number"]),
        ForeignKeyConstraint(["round_id", "arm"], ["arms.round_id", "arms.name"]),
    )
    round_id: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[int] = mapped_column(primary_key=True)
    arm: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(Text)
    stopped: Mapped[bool]
    tokens: Mapped[int]


class TaskRow(Table):
    """A piece of rating work: two arms on one question, the sides shuffled per person and stored."""

    __tablename__ = "tasks"
    __table_args__ = (UniqueConstraint("round_id", "person_id", "question", "left", "right"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    question: Mapped[int]
    left: Mapped[str]
    right: Mapped[str]
    ordinal: Mapped[int]


class RatingRow(Table):
    """A person's choice on a task; never changed, taken back by a later row that `undoes` it."""

    __tablename__ = "ratings"
    id: Mapped[str] = mapped_column(primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), index=True)
    choice: Mapped[str]
    comment_sealed: Mapped[bytes | None]
    seconds: Mapped[float]
    undoes: Mapped[str | None] = mapped_column(ForeignKey("ratings.id"), unique=True)
    created_at: Mapped[datetime]
