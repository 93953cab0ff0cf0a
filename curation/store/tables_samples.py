"""Tables of sources, samples, revisions, and what screening found in them."""

from datetime import datetime

from sqlalchemy import Computed, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.store.base import Table


class SourceRow(Table):
    """Something collected; its bytes lie sealed in `sources/` under `bytes_hash` until they are purged."""

    __tablename__ = "sources"
    __table_args__ = (UniqueConstraint("project_id", "bytes_hash", "mapping_hash"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    kind: Mapped[str]
    name: Mapped[str]
    bytes_hash: Mapped[str]
    size: Mapped[int]
    mapping: Mapped[Json]
    mapping_hash: Mapped[str]
    origin: Mapped[str]
    language: Mapped[str]
    engine: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str]
    rows: Mapped[int]
    bad_rows: Mapped[Json]
    valid_until: Mapped[datetime | None]
    specialties: Mapped[Json] = mapped_column(default=list)
    imported_by: Mapped[str]
    imported_at: Mapped[datetime]
    purged_at: Mapped[datetime | None]
    superseded_by: Mapped[str | None]
    superseded_at: Mapped[datetime | None]


class PassageRow(Table):
    """A redacted piece of a document source, with the page and offsets it came from."""

    __tablename__ = "passages"
    id: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), index=True)
    ordinal: Mapped[int]
    page: Mapped[int | None]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str]


class SampleRow(Table):
    """A sample; `status`, `attention`, `group_id` and `lane_key` are computed, each in one place.

    `risk` is what people said (`risk_said`) or the rules make of it; `least_slots` is how many are asked at least,
    since the risk was raised when some had spoken already. `compared_hash` names the text, and what was held back
    when it was last compared with that.
    """

    __tablename__ = "samples"
    __table_args__ = (
        Index("ix_samples_queue", "project_id", "status", "attention", "id"),
        Index("ix_samples_chance", "project_id", "status", "id"),
        Index("ix_samples_lane", "project_id", "status", "lane_key", "attention", "id"),
        Index("ix_samples_group", "project_id", "group_id"),
        Index("ix_samples_attention", "project_id", "attention", "id"),
        Index("ix_samples_created", "project_id", "created_at", "id"),
        Index("ix_samples_changed", "project_id", "changed_at", "id"),
        Index("ix_samples_language", "project_id", "language"),
        Index("ix_samples_origin", "project_id", "origin"),
        Index("ix_samples_asked", "project_id", "status", "risk", "least_slots"),
        Index("ix_samples_valid", "project_id", "valid_until"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    source_id: Mapped[str | None] = mapped_column(ForeignKey("sources.id"), index=True)
    passage_id: Mapped[str | None] = mapped_column(ForeignKey("passages.id"))
    locator: Mapped[str]
    record: Mapped[int]
    origin: Mapped[str]
    language: Mapped[str]
    task_kind: Mapped[str]
    specialties: Mapped[Json]
    risk: Mapped[int]
    subject_key: Mapped[str | None]
    valid_until: Mapped[datetime | None]
    attributes: Mapped[Json]
    head: Mapped[int]
    status: Mapped[str]
    attention: Mapped[float]
    group_id: Mapped[str | None]
    compared_hash: Mapped[str | None]
    lane_key: Mapped[str] = mapped_column(default="", server_default="")
    risk_said: Mapped[int | None]
    least_slots: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


def _counted(column: str) -> Computed:
    return Computed(f"length({column})", persisted=True)


class RevisionRow(Table):
    """One immutable text; `sealed` holds what a person typed until it is screened, then is emptied.

    The lengths are characters, which the database counts itself.
    """

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_sizes", "sample_id", "number", "question_length", "answer_length"),)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    messages: Mapped[Json]
    context: Mapped[Json]
    text_hash: Mapped[str]
    meaning_hash: Mapped[str]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    parent: Mapped[int | None]
    author_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    question_length: Mapped[int] = mapped_column(_counted("question"), nullable=True, index=True, deferred=True)
    answer_length: Mapped[int] = mapped_column(_counted("answer"), nullable=True, index=True, deferred=True)


class FindingRow(Table):
    """What one check said of a revision; `nearest_*` is the span of a context passage that it compares with."""

    __tablename__ = "findings"
    __table_args__ = (
        ForeignKeyConstraint(["sample_id", "revision"], ["revisions.sample_id", "revisions.number"]),
        Index("ix_findings_revision", "sample_id", "revision"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[str]
    revision: Mapped[int]
    check: Mapped[str] = mapped_column(index=True)
    severity: Mapped[str]
    message: Mapped[str] = mapped_column(Text)
    part: Mapped[str | None]
    index: Mapped[int | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    nearest_index: Mapped[int | None]
    nearest_start: Mapped[int | None]
    nearest_end: Mapped[int | None]
    dismissed_by: Mapped[str | None]
    offer: Mapped[str | None] = mapped_column(Text)


class PiiSpanRow(Table):
    """Where personal data stood in a revision; the value itself lies sealed in `sealed_values`."""

    __tablename__ = "pii_spans"
    __table_args__ = (
        ForeignKeyConstraint(["sample_id", "revision"], ["revisions.sample_id", "revisions.number"]),
        Index("ix_pii_spans_revision", "sample_id", "revision"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[str]
    revision: Mapped[int]
    part: Mapped[str]
    index: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    original_start: Mapped[int]
    original_end: Mapped[int]
    entity_type: Mapped[str]
    detector: Mapped[str]
    score: Mapped[float]
    placeholder: Mapped[str]
    value_id: Mapped[str | None] = mapped_column(ForeignKey("sealed_values.id"), index=True)
    decision: Mapped[str | None]
    decided_by: Mapped[str | None]


class SealedValueRow(Table):
    """A replaced value, encrypted; `value_hmac` groups equal values without opening them.

    Another spelling of a value that is kept already (case, blanks) has its own row, `HMAC.SPELLING`: the first
    64 digits of `value_hmac` are the group. `spelling` is the keyed hash of the exact text.
    """

    __tablename__ = "sealed_values"
    __table_args__ = (UniqueConstraint("project_id", "entity_type", "value_hmac"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    entity_type: Mapped[str]
    value_hmac: Mapped[str]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    spelling: Mapped[str | None]
    created_at: Mapped[datetime]


class DuplicateGroupRow(Table):
    """Samples whose texts are near-identical; a conflict has near-identical questions, other answers."""

    __tablename__ = "duplicate_groups"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    kind: Mapped[str]
    resolution: Mapped[str | None]
    resolved_by: Mapped[str | None]
    resolved_at: Mapped[datetime | None]


class DuplicatePairRow(Table):
    """Two samples that are alike, with the exact Jaccard similarity that a reviewer sees as evidence."""

    __tablename__ = "duplicate_pairs"
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    first: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    second: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    jaccard: Mapped[float]
    score: Mapped[float | None]


class PiiScanRow(Table):
    """What a scan before a release found in a text (hash of its content), by one engine and policy."""

    __tablename__ = "pii_scans"
    text_hash: Mapped[str] = mapped_column(primary_key=True)
    rules_hash: Mapped[str] = mapped_column(primary_key=True)
    engine: Mapped[str]
    policy_hash: Mapped[str]
    found: Mapped[Json]
    scanned_at: Mapped[datetime]


class CheckWordRow(Table):
    """A word that no list of its language has, and in how many samples of the project it stood when they came."""

    __tablename__ = "check_words"
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    samples: Mapped[int]


class BenchmarkRow(Table):
    """A file of questions that nothing of a project may be trained on; its bytes lie sealed under `bytes_hash`."""

    __tablename__ = "benchmarks"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    name: Mapped[str]
    bytes_hash: Mapped[str]
    questions: Mapped[int]
    added_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]
