"""Tables of review by several people: whose voices count now, and samples whose answer is known already."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.store.base import Table


class VoiceRow(Table):
    """A decision that counts for a sample's text of now; computed with its status from decisions and revisions."""

    __tablename__ = "voices"
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"))
    slot: Mapped[int | None]
    slots: Mapped[int]


class GoldRow(Table):
    """A control sample: the revision that is shown, and what is expected of it; never changed, only ended.

    `expected` is approve, correct (into `expected_revision`) or reject; `why` is read after the answer.
    """

    __tablename__ = "gold_samples"
    __table_args__ = (Index("ix_gold_samples_project", "project_id", "ended_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), index=True)
    revision: Mapped[int]
    expected: Mapped[str]
    expected_revision: Mapped[int | None]
    why: Mapped[str] = mapped_column(Text)
    why_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ProbeRow(Table):
    """A sample with a known answer, put among somebody's: a control sample, or an own earlier decision again."""

    __tablename__ = "probes"
    __table_args__ = (Index("ix_probes_person", "project_id", "person_id", "sample_id"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"))
    revision: Mapped[int]
    gold_id: Mapped[str | None] = mapped_column(ForeignKey("gold_samples.id"))
    repeats: Mapped[str | None] = mapped_column(ForeignKey("decisions.id"))
    asked_at: Mapped[datetime]
    is_open: Mapped[bool]


class ProbeAnswerRow(Table):
    """What somebody said to a probe, apart from decisions; taken back by a later row that `undoes` it.

    `alike` is how like the expected text a correction is, 0 to 1. `typed_sealed` is what was typed, for its author's
    undo alone; it is let go of after a day.
    """

    __tablename__ = "probe_answers"
    id: Mapped[str] = mapped_column(primary_key=True)
    probe_id: Mapped[str] = mapped_column(ForeignKey("probes.id"), index=True)
    verdict: Mapped[str]
    reason: Mapped[str | None]
    alike: Mapped[float | None]
    seconds: Mapped[float]
    undoes: Mapped[str | None] = mapped_column(ForeignKey("probe_answers.id"), unique=True)
    typed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class LaneRow(Table):
    """All that decides who may get a sample, once for the many samples that have it; see `curation.domain.lanes`."""

    __tablename__ = "lanes"
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    specialties: Mapped[Json]
    source_id: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    reserved: Mapped[bool]
    bucket: Mapped[int]


class SourceBarRow(Table):
    """Somebody who gets nothing of a source: because they wrote it, or because whoever leads said so (`firm`)."""

    __tablename__ = "source_bars"
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    firm: Mapped[bool]
    said_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime]


class RatingRow(Table):
    """What a reviewer rated beside a decision; `criterion` is the key of a line of the rubric of then."""

    __tablename__ = "decision_ratings"
    __table_args__ = (Index("ix_decision_ratings_value", "criterion", "value"),)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class ProbeRatingRow(Table):
    """What somebody rated beside their answer to a probe, apart from what is rated beside decisions."""

    __tablename__ = "probe_ratings"
    answer_id: Mapped[str] = mapped_column(ForeignKey("probe_answers.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
