"""Importing files: look at them first, then take them in whole, once, sealed, and have them screened."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from curation.domain.findings import Finding
from curation.domain.identity import Json, new_id
from curation.domain.jobs import Job, JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project, require_language
from curation.domain.queue_rules import QueueRules
from curation.domain.samples import Origin, SampleStatus
from curation.domain.sources import BadRow, Mapping, Source, SourceState
from curation.errors import InputError
from curation.ingest.conversations import Record, conversations, split_records
from curation.ingest.formats import guess_mapping, require_mapping
from curation.ingest.readers import columns_of, opening_of, read_rows
from curation.ingest.rows import Opening
from curation.pii.sealed import Seal
from curation.services.import_plan import Imported, Preview, Wishes, nothing_to_read, require_rows
from curation.services.sealed_files import SealedFiles, hash_of
from curation.store import sample_pages, sources
from curation.store.bars import Bar, add_bar
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.findings import counts_by_check, findings_of
from curation.store.jobs import add_job, open_jobs
from curation.store.reviews import review_policy
from curation.store.samples import metadata_of, sample
from curation.store.sources import NewSource
from curation.texts import text

SHOWN = 5
PREVIEWED = 5_000
_UNSCREENED = frozenset({SourceState.WAITING, SourceState.SCREENING, SourceState.FAILED})


@dataclass(frozen=True)
class Importing:
    """Use cases of the import station."""

    database: Database
    seal: Seal
    folder: Path
    clock: Clock = utc_now

    @property
    def files(self) -> SealedFiles:
        """Where the sources' bytes lie sealed."""
        return SealedFiles(self.folder, self.seal)

    def preview(self, actor: Person, file: bytes | Path | BinaryIO, name: str, wishes: Wishes) -> Preview:
        """Look at the first 5,000 rows of a file: format, columns, a guessed mapping, bad rows.

        A mapping that does not fit comes back as `problem`. Raises InputError where the file cannot be read.
        """
        actor.require(Permission.IMPORT)
        with _opened(file) as stream:
            opening = opening_of(stream, name, wishes.asked)
            columns, rows = columns_of(read_rows(stream, name, opening))
            mapping = wishes.mapping or guess_mapping(columns, rows)
            problem = _problem(mapping, columns, name)
            found = islice(read_rows(stream, name, opening), PREVIEWED + 1)
            if problem is None:
                records, bad = split_records(conversations(found, mapping, name))
            else:
                records, bad = [], [row for row in found if isinstance(row, BadRow)]
        looked_at = len(records) + len(bad)
        first = tuple(records[:SHOWN])
        whole = looked_at <= PREVIEWED
        return Preview(name, opening, columns, mapping, first, tuple(bad), min(looked_at, PREVIEWED), whole, problem)

    def import_file(
        self, actor: Person, project: Project, file: bytes | Path | BinaryIO, name: str, wishes: Wishes
    ) -> Imported:
        """Take a file in and queue its screening; the same file read the same way adds nothing.

        All or nothing: with bad rows and `BadRows.REFUSE` raises InputError naming the first of them, and
        nothing is kept. The bytes are kept sealed; nothing of them is stored anywhere else before screening.
        """
        actor.require(Permission.IMPORT)
        require_language(wishes.language or project.language)
        with _opened(file) as stream:
            opening = opening_of(stream, name, wishes.asked)
            mapping = self._mapping(stream, name, opening, wishes)
            listed = self._listed(project)
            rows, bad, unlisted = _counted(conversations(read_rows(stream, name, opening), mapping, name), listed)
            require_rows(name, rows, bad, wishes.bad_rows)
            bytes_hash, size = hash_of(stream)
            reading = sources.Reading(opening.kind.value, opening.encoding, opening.separator)
            known = self._known(project, bytes_hash, sources.mapping_hash(mapping, reading))
            if known is None:
                self.files.keep(stream, bytes_hash)
        if known is not None:
            return self._again(actor, project, known)
        new = NewSource(
            id=new_id(),
            project_id=project.id,
            name=f"file-{bytes_hash[:8]}.{opening.kind.value}",
            bytes_hash=bytes_hash,
            size=size,
            mapping=mapping,
            reading=reading,
            origin=wishes.origin,
            language=wishes.language or project.language,
            rows=rows,
            bad_rows=tuple(bad),
            valid_until=wishes.valid_until,
            specialties=listed.require_known(wishes.specialties),
        )
        self.files.keep_name(new.id, name)
        try:
            source, job = self._take_in(actor, project, new)
        except BaseException:
            self.files.drop_name(new.id)
            raise
        if job is None:
            self.files.drop_name(new.id)
            return self._again(actor, project, source)
        return Imported(source, rows, tuple(bad), job, new=True, unlisted=unlisted)

    def sources(self, actor: Person, project: Project) -> tuple[Source, ...]:
        """Return the sources of a project, newest first."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return sources.sources(tx, project.id)

    def source(self, actor: Person, project: Project, source_id: str) -> tuple[Source, tuple[BadRow, ...]]:
        """Return one source and the rows of it that were left out; raises NotFoundError."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return sources.source(tx, project.id, source_id), sources.bad_rows(tx, source_id)

    def samples_by_source(self, actor: Person, project: Project) -> dict[str, int]:
        """Count the samples that each source has given so far."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return sample_pages.samples_by_source(tx, project.id)

    def samples(
        self, actor: Person, project: Project, chosen: sample_pages.Filter, page: tuple[int, int]
    ) -> tuple[tuple[sample_pages.Line, ...], int]:
        """Return a page of samples, `(offset, limit)`, and how many the filter leaves in all."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            lines = sample_pages.page(tx, project.id, chosen, page[0], page[1])
            return lines, sample_pages.count(tx, project.id, chosen)

    def counts(self, actor: Person, project: Project) -> dict[SampleStatus, int]:
        """Count the samples of a project by status."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return sample_pages.counts_by_status(tx, project.id)

    def counts_of(self, actor: Person, project: Project, source_id: str) -> dict[SampleStatus, int]:
        """Count the samples of a source by status; raises NotFoundError."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return sample_pages.counts_by_status(tx, project.id, sources.source(tx, project.id, source_id).id)

    def findings(self, actor: Person, project: Project, sample_id: str) -> tuple[Finding, ...]:
        """Return what the checks say of a sample's newest open text; raises NotFoundError."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return findings_of(tx, sample_id, sample(tx, project.id, sample_id).head)

    def metadata(self, actor: Person, project: Project, sample_id: str) -> dict[str, Json]:
        """Return the columns that stood beside a sample in its file, redacted; raises NotFoundError."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return metadata_of(tx, project.id, sample_id)

    def checks(self, actor: Person, project: Project) -> dict[str, int]:
        """Count the samples that each check has found something in, most first."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return counts_by_check(tx, project.id)

    def _take_in(self, actor: Person, project: Project, new: NewSource) -> tuple[Source, Job | None]:
        """Add a source and queue its screening; no job where an import at the same moment has added it first."""
        reading = sources.mapping_hash(new.mapping, new.reading)
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, f"import {project.id} {new.bytes_hash}")
            if known := sources.same_source(tx, project.id, new.bytes_hash, reading):
                return known, None
            source = sources.add_source(tx, new, actor.id, self.clock())
            thing = Thing("source", source.id, project.id, (new.bytes_hash,))
            append_event(tx, self.clock(), actor.id, "source.imported", thing)
            if new.origin is Origin.WRITTEN:
                own = Bar(source.id, actor.id, firm=False, said_by=actor.id, said_at=self.clock())
                add_bar(tx, project.id, own)
            return source, self._screen(tx, actor, project, source)

    def _mapping(self, stream: BinaryIO, name: str, opening: Opening, wishes: Wishes) -> Mapping:
        columns, rows = columns_of(read_rows(stream, name, opening))
        if not rows:
            bad = next((row for row in read_rows(stream, name, opening) if isinstance(row, BadRow)), None)
            raise InputError(nothing_to_read(name, bad))
        mapping = wishes.mapping or guess_mapping(columns, rows)
        require_mapping(mapping, columns, name)
        return mapping

    def _listed(self, project: Project) -> QueueRules:
        with self.database.reading() as tx:
            return review_policy(tx, project.id).queue

    def _known(self, project: Project, bytes_hash: str, mapping_hash: str) -> Source | None:
        with self.database.reading() as tx:
            return sources.same_source(tx, project.id, bytes_hash, mapping_hash)

    def _again(self, actor: Person, project: Project, known: Source) -> Imported:
        with self.database.transaction() as tx:
            bad = sources.bad_rows(tx, known.id)
            job = _open_screening(tx, project, known)
            if job is None and known.state in _UNSCREENED:
                job = self._screen(tx, actor, project, known)
        return Imported(known, known.rows, bad, job, new=False)

    def _screen(self, tx: Transaction, actor: Person, project: Project, source: Source) -> Job:
        payload: dict[str, Json] = {"source_id": source.id}
        return add_job(tx, JobKind.SCREEN_SOURCE, payload, actor.id, project.id, self.clock())


def _open_screening(tx: Transaction, project: Project, source: Source) -> Job | None:
    """Return the job that has yet to screen a source, None where that is done."""
    found = (job for job in open_jobs(tx, project.id) if job.kind is JobKind.SCREEN_SOURCE)
    return next((job for job in found if job.payload == {"source_id": source.id}), None)


@contextmanager
def _opened(file: bytes | Path | BinaryIO) -> Generator[BinaryIO]:
    if not isinstance(file, Path):
        yield BytesIO(file) if isinstance(file, bytes) else file
        return
    try:
        with file.open("rb") as stream:
            yield stream
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(text("{file} cannot be opened: {reason}.", file=file, reason=reason)) from error


def _counted(found: Iterable[Record | BadRow], listed: QueueRules) -> tuple[int, list[BadRow], int]:
    """Count the rows, those that cannot be read, and those that name a specialty which the project does not list."""
    rows, unlisted, bad = 0, 0, list[BadRow]()
    for one in found:
        if isinstance(one, BadRow):
            bad.append(one)
        else:
            rows += 1
            unlisted += any(not listed.known([word]) for word in one.specialties)
    return rows, bad, unlisted


def _problem(mapping: Mapping, columns: tuple[str, ...], name: str) -> str | None:
    try:
        require_mapping(mapping, columns, name)
    except InputError as error:
        return str(error)
    return None
