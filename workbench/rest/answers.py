"""The shapes that the door answers with, and how they are made of the domain's things."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from curation.domain.desk import ReviewItem
from curation.domain.findings import Finding, Severity
from curation.domain.identity import Json
from curation.domain.jobs import Job, JobState
from curation.domain.reviews import RejectReason, Verdict
from curation.domain.samples import Conversation, Origin, Role, SampleStatus
from curation.domain.sources import BadRow
from curation.domain.versions import DatasetVersion


@dataclass(frozen=True)
class Turn:
    """One message of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True)
class FindingLine:
    """What a check says of a text; `start` and `end` are code points in the text that `part` and `index` name."""

    check: str
    severity: Severity
    message: str
    part: str | None
    index: int | None
    start: int | None
    end: int | None
    dismissed: bool


@dataclass(frozen=True)
class JobLine:
    """Background work: how far it is, and the sentence that it failed with."""

    id: str
    kind: str
    state: JobState
    done: int
    total: int | None
    note: str
    error: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class BadLine:
    """A row of a file that could not be read, from 1, and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class Imported:
    """What became of a file; `new` is false where the project had it already, and then nothing was added.

    `bad` rows could not be read and were left out, the first 1,000 of them stand in `bad_rows`; `unlisted` rows name a
    specialty that the project does not list, and are taken in without it. `job` screens the rows; None once they are.
    """

    source: str
    name: str
    sha256: str
    new: bool
    rows: int
    bad: int
    bad_rows: tuple[BadLine, ...]
    unlisted: int
    remarks: tuple[str, ...]
    job: JobLine | None


@dataclass(frozen=True)
class SampleLine:
    """A sample in a list; texts are cut at 20,000 characters and empty where nobody may read them yet."""

    id: str
    status: SampleStatus
    origin: Origin
    language: str
    source: str | None
    locator: str
    revision: int
    question: str
    answer: str
    findings: int
    attention: float
    risk: int
    tags: tuple[str, ...]
    added_at: datetime


@dataclass(frozen=True)
class Happening:
    """One thing that happened to a sample, as far as whoever asks may know."""

    at: datetime
    what: str
    person: str | None
    name: str
    verdict: Verdict | None
    reason: RejectReason | None
    comment: str
    revision: int | None
    undone: bool


@dataclass(frozen=True)
class SampleTold:
    """What is told of a sample beside its text."""

    id: str
    status: SampleStatus
    origin: Origin
    language: str
    source_name: str | None
    locator: str
    risk: int
    revision: int
    revision_hash: str


@dataclass(frozen=True)
class SampleWhole(SampleTold):
    """A sample with its text, its findings and its history; no text where nobody may read it yet."""

    readable: bool
    messages: tuple[Turn, ...]
    context: tuple[str, ...]
    metadata: Mapping[str, object]
    findings: tuple[FindingLine, ...]
    tags: tuple[str, ...]
    versions: tuple[str, ...]
    history: tuple[Happening, ...]


@dataclass(frozen=True)
class Item(SampleTold):
    """A sample to decide on, as the desk shows it; decide on this `revision`."""

    messages: tuple[Turn, ...]
    context: tuple[str, ...]
    question: str
    answer: str
    findings: tuple[FindingLine, ...]
    why: tuple[str, ...]
    asked: str | None


@dataclass(frozen=True)
class VersionLine:
    """A frozen version; its hash is its identity."""

    name: str
    hash: str
    rows: int
    counts: Mapping[str, int]
    recipe: Mapping[str, object]
    created_by: str
    created_at: datetime


def job_line(job: Job) -> JobLine:
    """Write a job."""
    how = job.progress
    return JobLine(
        id=job.id,
        kind=job.kind.value,
        state=job.state,
        done=how.done,
        total=how.total,
        note=how.note,
        error=job.error,
        created_at=job.created_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
    )


def bad_line(bad: BadRow) -> BadLine:
    """Write a row that could not be read."""
    return BadLine(bad.row, bad.reason)


def turns_of(conversation: Conversation) -> tuple[Turn, ...]:
    """Write the messages of a conversation."""
    return tuple(Turn(one.role, one.content) for one in conversation.messages)


def finding_line(finding: Finding) -> FindingLine:
    """Write what a check says."""
    place = finding.place
    return FindingLine(
        check=finding.check,
        severity=finding.severity,
        message=finding.message,
        part=None if place is None else place.part.value,
        index=None if place is None else place.index,
        start=None if place is None else place.start,
        end=None if place is None else place.end,
        dismissed=finding.dismissed_by is not None,
    )


def told_of(item: ReviewItem) -> tuple[str, SampleStatus, Origin, str, str | None, str, int, int, str]:
    """Return the fields of SampleTold, in order."""
    facts = (item.sample_id, item.status, item.origin, item.language, item.source_name, item.locator, item.risk)
    return (*facts, item.revision.number, item.revision.text_hash)


def item_of(item: ReviewItem) -> Item:
    """Write a sample as the desk shows it."""
    return Item(
        *told_of(item),
        messages=turns_of(item.conversation),
        context=item.conversation.context,
        question=item.conversation.question,
        answer=item.conversation.answer,
        findings=tuple(finding_line(one) for one in item.findings),
        why=item.why,
        asked=item.asked,
    )


def version_line(version: DatasetVersion) -> VersionLine:
    """Write a version."""
    recipe: dict[str, Json] = version.recipe.settings()
    return VersionLine(
        name=version.name,
        hash=version.hash,
        rows=version.rows,
        counts={split.value: count for split, count in version.counts.items()},
        recipe=recipe,
        created_by=version.created_by,
        created_at=version.created_at,
    )
