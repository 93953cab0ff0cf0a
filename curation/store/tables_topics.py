"""Tables of the last survey of a project's texts: topics, which sample is in which, who is spoken of."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from curation.domain.identity import Json
from curation.store.base import Table


class SurveyRow(Table):
    """When a project's texts were last read, and what they say of people (counts only)."""

    __tablename__ = "surveys"
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    made_at: Mapped[datetime]
    seen: Mapped[int]
    mentions: Mapped[Json]


class TopicRow(Table):
    """A cluster of samples, with the words that tell it from others."""

    __tablename__ = "topics"
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[Json]
    target: Mapped[int | None]


class SampleTopicRow(Table):
    """Which topic a sample belongs to, how far it stands apart (0 to 1): a rare topic, a text unlike the others.

    `level` says how difficult it is.
    """

    __tablename__ = "sample_topics"
    __table_args__ = (Index("ix_sample_topics_topic", "project_id", "topic"),)
    sample_id: Mapped[str] = mapped_column(ForeignKey("samples.id"), primary_key=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    topic: Mapped[int]
    rare: Mapped[float]
    novel: Mapped[float]
    level: Mapped[str]
