"""Screening a source: its sealed bytes become redacted, checked samples. Heavy: wired in the worker alone.

Killed anywhere and run again it goes on where it was: a sample's id names the place it stood in, and what
is in the store is passed over.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from curation.domain.identity import Json, sample_id
from curation.domain.jobs import Job, JobKind, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.projects import Project
from curation.domain.review_policy import ReviewPolicy
from curation.domain.risks import risk_of
from curation.domain.samples import Origin, SampleStatus
from curation.domain.sources import BadRow, Source, SourceState
from curation.engine.pool import map_batches
from curation.errors import InputError, JobCancelledError, WorkbenchError
from curation.ingest.conversations import Record, conversations
from curation.ingest.readers import read_rows
from curation.ingest.rows import FileKind, Opening
from curation.pii.languages import is_closed
from curation.review.ordering import attention
from curation.services.checks_policy import checks_of, count_words
from curation.services.privacy_values import rules_of
from curation.services.rechecking import forget_known_words
from curation.services.screening_duplicates import index_of, search
from curation.services.screening_revisions import RevisionScreening
from curation.services.screening_text import (
    Clean,
    Raw,
    Rules,
    beside_found,
    cleaning_rows,
    safe_name,
    screened,
    source_identity,
    spans_found,
)
from curation.services.sealed_files import SealedFiles
from curation.services.surrogate_book import SurrogateBook, operator_key
from curation.store import findings as findings_store
from curation.store import samples as samples_store
from curation.store import screened as revisions_store
from curation.store import sources as sources_store
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.jobs import add_job
from curation.store.metadata_spans import add_metadata_spans
from curation.store.privacy import privacy_decisions
from curation.store.projects import known_project, policy
from curation.store.reviews import review_policy
from curation.texts import text

BATCH = 250
IN_PROCESS = 500


@dataclass(frozen=True)
class _Work:
    """One source under screening, with everything that its samples get from it."""

    project: Project
    source: Source
    opening: Opening
    identity: str
    origin: Origin
    rules: Rules
    closed: bool
    review: ReviewPolicy
    specialties: tuple[str, ...]

    def name(self, record: Record) -> str:
        """Return the id of the sample that a record becomes."""
        return sample_id(self.project.key, self.identity, record.locator, record.record)


@dataclass(frozen=True)
class SourceScreening:
    """The stage of SCREEN_SOURCE; its payload is `{"source_id": id}`.

    `workers` processes redact and check; a small source is done in this process, which is warm.
    """

    database: Database
    files: SealedFiles
    revisions: RevisionScreening
    workers: int = 2
    clock: Clock = utc_now
    indexes: Path | None = None

    def run(self, job: Job, reporter: Reporter) -> None:
        """Screen one source; raises JobCancelledError, and WorkbenchError with the sentence of its failure."""
        project_id, source_id = _named(job)
        try:
            begun = self.clock()
            self._run(self._opened(project_id, source_id), job, (reporter, begun))
        except JobCancelledError:
            self._set_state(source_id, SourceState.WAITING)
            raise
        except WorkbenchError:
            self._set_state(source_id, SourceState.FAILED)
            raise

    def _run(self, work: _Work, job: Job, told: tuple[Reporter, datetime]) -> None:
        reporter, begun = told
        self._start(work)
        done = 0
        pending: deque[list[Record]] = deque()
        for clean in self._cleaned(work, self._batches(work, pending)):
            records = pending.popleft()
            with self.database.transaction() as tx:
                self._add(tx, work, records, clean)
            done += len(records)
            reporter.report(Progress(done, work.source.rows, text("Redacting and checking")))
            self.revisions.catch_up()
        reporter.report(Progress(work.source.rows, work.source.rows, text("Looking for duplicates")))
        forget_known_words(self.database, work.project)
        found = search(self.database, work.project, self.clock(), index_of(self.indexes, reporter))
        reporter.log(f"{done} new samples, {len(found.pairs)} pairs alike, {len(found.keeper_of)} exact copies")
        with self.database.transaction() as tx:
            sources_store.set_state(tx, work.source.id, SourceState.OPEN)
            sources_store.set_engine(tx, work.source.id, work.rules.redactor.engine)
            thing = Thing("source", work.source.id, work.project.id, (work.source.bytes_hash,))
            append_event(tx, self.clock(), job.created_by, "source.screened", thing)
            self._follow(tx, work.project, job.created_by, begun)
        reporter.report(Progress(work.source.rows, work.source.rows))

    def _follow(self, tx: Transaction, project: Project, actor_id: str, begun: datetime) -> None:
        """Let decisions that were made during the import reach its samples: its rules were older."""
        later: list[Json] = [one.id for one in privacy_decisions(tx, project.id) if one.decided_at >= begun]
        if later:
            add_job(tx, JobKind.APPLY_PRIVACY, {"decisions": later}, actor_id, project.id, self.clock())

    def _opened(self, project_id: str, source_id: str) -> _Work:
        with self.database.reading() as tx:
            project = known_project(tx, project_id)
            source = sources_store.source(tx, project_id, source_id)
            reading, mapping_hash, origin, language = sources_store.how_read(tx, source_id)
            key = operator_key(self.files.seal, project)
            checks = checks_of(tx, project_id, language)
            rules = Rules(rules_of(tx, self.files.seal, project_id), language, key, checks)
            closed = is_closed(language, policy(tx, project_id, "languages"))
            review, specialties = review_policy(tx, project_id), sources_store.specialties_of_source(tx, source_id)
        opening = Opening(FileKind(reading.kind), reading.encoding, reading.separator)
        identity = source_identity(source.bytes_hash, mapping_hash)
        return _Work(project, source, opening, identity, origin, rules, closed, review, specialties)

    def _start(self, work: _Work) -> None:
        name = self.files.open_name(work.source.id)
        safe = (
            None
            if name is None
            else self._book(work).keeping(work.rules.redactor.ledger, lambda: safe_name(work.rules.redactor, name))
        )
        with self.database.transaction() as tx:
            sources_store.set_state(tx, work.source.id, SourceState.SCREENING)
            if safe is not None:
                sources_store.set_name(tx, work.source.id, safe)

    def _cleaned(self, work: _Work, batches: Iterator[Sequence[Raw]]) -> Iterator[list[Clean]]:
        """Redact batches in several processes; in this one where surrogates must not meet one another."""
        if not work.rules.invents:
            workers = self.workers if work.source.rows > IN_PROCESS else 1
            yield from map_batches(cleaning_rows, work.rules, batches, workers)
            return
        clean, book = cleaning_rows(work.rules), self._book(work)
        for batch in batches:
            yield book.keeping(work.rules.redactor.ledger, partial(clean, batch))

    def _book(self, work: _Work) -> SurrogateBook:
        return SurrogateBook(self.database, work.project, self.clock)

    def _batches(self, work: _Work, pending: deque[list[Record]]) -> Iterator[Sequence[Raw]]:
        file = self.files.open(work.source.bytes_hash)
        rows = conversations(read_rows(file, work.source.name, work.opening), work.source.mapping, work.source.name)
        records = (row for row in rows if not isinstance(row, BadRow))
        while batch := list(islice(records, BATCH)):
            with self.database.reading() as tx:
                known = samples_store.known_samples(tx, map(work.name, batch))
            fresh = [record for record in batch if work.name(record) not in known]
            if fresh:
                pending.append(fresh)
                yield [Raw(record.conversation, record.metadata) for record in fresh]

    def _add(self, tx: Transaction, work: _Work, records: Sequence[Record], cleaned: Sequence[Clean]) -> None:
        now = self.clock()
        named = [(work.name(record), record, clean) for record, clean in zip(records, cleaned, strict=True)]
        samples_store.add_samples(tx, work.project.id, [_new(work, *one) for one in named], now)
        revisions_store.add_first_revisions(tx, [screened(name, clean) for name, _, clean in named], now)
        count_words(tx, work.project.id, work.rules.language, [clean.redacted.conversation for _, _, clean in named])
        findings_store.add_findings(tx, [(name, 1, finding) for name, _, clean in named for finding in clean.findings])
        spans = [
            span for name, _, clean in named for span in spans_found(work.project, self.files.seal, (name, 1), clean)
        ]
        findings_store.add_spans(tx, work.project.id, spans, now)
        beside = [one for name, _, clean in named for one in beside_found(work.project, self.files.seal, name, clean)]
        add_metadata_spans(tx, work.project.id, beside, now)

    def _set_state(self, source_id: str, state: SourceState) -> None:
        with self.database.transaction() as tx:
            sources_store.set_state(tx, source_id, state)


def _new(work: _Work, name: str, record: Record, clean: Clean) -> samples_store.NewSample:
    return samples_store.NewSample(
        id=name,
        source_id=work.source.id,
        locator=record.locator,
        record=record.record,
        origin=work.origin,
        language=work.rules.language,
        attention=attention(clean.findings, (), clean.redacted.spans),
        attributes=dict(clean.metadata) or None,
        status=SampleStatus.NOT_SCREENED if work.closed else SampleStatus.WAITING,
        valid_until=record.valid_until,
        specialties=(needs := work.review.queue.known((*work.specialties, *record.specialties))),
        risk=risk_of(record.risk, needs, clean.findings, work.review.raises),
        risk_said=record.risk,
    )


def _named(job: Job) -> tuple[str, str]:
    payload: Json = job.payload
    source_id = payload.get("source_id") if isinstance(payload, dict) else None
    if job.project_id is None or not isinstance(source_id, str):
        raise InputError(text("The job {job} does not say which source it screens.", job=job.id))
    return job.project_id, source_id
