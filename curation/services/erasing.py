"""Erasing a person: every trace of some values, in every project of a home; the files that held them are named."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from curation.domain.identity import content_hash, new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission
from curation.domain.samples import Conversation
from curation.domain.sources import BadRow, SourceState
from curation.errors import ConflictError, SealError, StorageError
from curation.ingest.readers import read_rows
from curation.ingest.rows import FileKind, Opening
from curation.pii.erasure import Erasure, erasure_of
from curation.pii.model_folders import folder_of
from curation.pii.operators import Operators
from curation.pii.placeholders import normalised
from curation.pii.policy import PiiPolicy
from curation.pii.sealed import Seal
from curation.services.erased_backups import Backups
from curation.services.erased_files import HomeFiles
from curation.services.erased_texts import TYPED_TEXTS, Sweep, opened, overwrite, said_in, without
from curation.services.file_texts import texts_in
from curation.services.index_files import INDEXES, forget_indexes
from curation.services.sealed_files import SealedFiles
from curation.services.surrogate_book import operator_key
from curation.store import erasing as store
from curation.store import search_index, sqlite, surrogates
from curation.store.beside_samples import forget_words
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.metadata_spans import all_metadata, rewrite_metadata
from curation.store.privacy_texts import StoredText
from curation.store.projects import members, projects
from curation.store.sources import how_read
from curation.texts import text

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Traces:
    """What was found or erased: counts, and the names of what had held the samples."""

    samples: int = 0
    revisions: int = 0
    values: int = 0
    sources: int = 0
    other_rows: Mapping[str, int] = field(default_factory=dict[str, int])
    versions: tuple[store.Holder, ...] = ()
    unread: int = 0
    files: tuple[Path, ...] = ()
    logs: tuple[Path, ...] = ()
    models: tuple[Path, ...] = ()
    backups: Mapping[str, bool | None] = field(default_factory=dict[str, "bool | None"])
    exports: int = 0

    @property
    def nothing(self) -> bool:
        """Tell whether there was no trace at all."""
        rows = self.samples or self.values or self.sources or self.other_rows
        return not (rows or self.files or self.logs or any(self.backups.values()))


@dataclass
class _Found:
    revisions: dict[tuple[str, int], Conversation]
    values: list[str]
    sources: list[tuple[str, str]]
    metadata: dict[str, StoredText]
    words: list[str]
    benchmarks: list[tuple[str, str]]
    unread: int = 0


@dataclass(frozen=True)
class Erasing:
    """The use case of erasing; whoever does it owns every project of the home."""

    database: Database
    seal: Seal
    files: SealedFiles
    clock: Clock = utc_now

    @property
    def home(self) -> Path:
        """The folder that holds `sources/` and everything beside it."""
        return self.files.folder.parent

    def look(self, actor_id: str, values: Sequence[str]) -> Traces:
        """Say what erasing the values would take, without taking it."""
        erasure = erasure_of(values)
        with self.database.reading() as tx:
            self._require(tx, actor_id)
            found = self._found(tx, erasure)
            touched = {sample_id for sample_id, _ in found.revisions}
            touched |= store.samples_with_values(tx, found.values) | set(found.metadata)
            traces = _traces(tx, found, touched, {}, self.seal.home)
        return self._with_files(traces, erasure)

    def erase(self, actor_id: str, values: Sequence[str], *, drop_files: bool = False) -> Traces:
        """Erase the values everywhere but in frozen folders and backups, which are named.

        With `drop_files` the files of version, run and round folders that hold one are deleted too, which the
        folders then say. Duplicate indexes go as a whole, for their hashes could be tried out against likely texts;
        the next search builds them anew. Raises InputError for values too short, ConflictError while a source is
        being screened. A SQLite file is written anew, so that no freed page keeps the bytes.
        """
        erasure = erasure_of(values)
        traces, sources = self._out_of_tables(actor_id, values, erasure)
        for source_id, bytes_hash in sources:
            self.files.drop(source_id, bytes_hash)
        search_index.shrink(self.database)
        sqlite_file = self.database.engine.url.database
        if self.database.is_sqlite and sqlite_file is not None:
            sqlite.write_anew(Path(sqlite_file))
        traces = self._with_files(traces, erasure)
        forget_indexes(self.home / INDEXES)
        files = HomeFiles(self.home)
        files.out_of_logs(erasure)
        if drop_files:
            files.drop(traces.files, self.clock())
        return traces

    def _out_of_tables(
        self, actor_id: str, values: Sequence[str], erasure: Erasure
    ) -> tuple[Traces, list[tuple[str, str]]]:
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, TYPED_TEXTS)
            self._require(tx, actor_id)
            found = self._found(tx, erasure)
            now = self.clock()
            touched = {sample_id for sample_id, _ in found.revisions} | set(found.metadata)
            touched |= store.forget_values(tx, found.values)
            self._forget_surrogates(tx, [*values, *found.words])
            self._out_of_samples(tx, found, erasure, (actor_id, now))
            sweep = Sweep(erasure, self.seal)
            other = store.sweep(tx, store.Erasers(sweep.text, sweep.json, sweep.sealed))
            if found.metadata:
                other["samples"] = other.get("samples", 0) + len(found.metadata)
            words = forget_words(tx, [word for said in [*values, *found.words] for word in _WORD.findall(said)])
            if words:
                other["words"] = words
            if found.benchmarks:
                other["benchmarks"] = store.drop_benchmarks(tx, [one for one, _ in found.benchmarks])
            for source_id, _ in found.sources:
                store.mark_purged(tx, source_id, now)
                append_event(tx, now, actor_id, "source.purged", Thing("source", source_id))
            traces = _traces(tx, found, touched, other, self.seal.home)
            self._note(tx, actor_id, now, touched)
        return traces, [*found.sources, *found.benchmarks]

    def _out_of_samples(self, tx: Transaction, found: _Found, erasure: Erasure, by: tuple[str, datetime]) -> None:
        for held in found.metadata.values():
            rewrite_metadata(tx, held, without(held, erasure))
        for place, conversation in found.revisions.items():
            overwrite(tx, place, conversation, erasure)
        for sample_id in sorted({sample_id for sample_id, _ in found.revisions}):
            project_id, hashes = store.add_erased_head(tx, sample_id, *by)
            append_event(tx, by[1], by[0], "sample.erased", Thing("sample", sample_id, project_id, hashes))

    def _with_files(self, traces: Traces, erasure: Erasure) -> Traces:
        files = HomeFiles(self.home)
        return replace(
            traces,
            files=files.holding(erasure),
            logs=files.logs_holding(erasure),
            backups=Backups(self.home / "backups", self.seal).holding(erasure),
        )

    def _forget_surrogates(self, tx: Transaction, words: Sequence[str]) -> None:
        if self.seal.lost:
            return
        for project in projects(tx):
            acting = Operators(PiiPolicy(), operator_key(self.seal, project))
            kinds = surrogates.entity_types(tx, project.id)
            owners = {acting.owner(entity, normalised(entity, said))[1] for entity in kinds for said in words}
            surrogates.forget_owners(tx, project.id, owners)

    def _require(self, tx: Transaction, actor_id: str) -> None:
        for project in projects(tx):
            for person in members(tx, project.id):
                if person.id == actor_id:
                    person.require(Permission.SEE_ORIGINALS)

    def _note(self, tx: Transaction, actor_id: str, now: datetime, touched: set[str]) -> None:
        hashes = tuple(content_hash(sample_id) for sample_id in sorted(touched))
        append_event(tx, now, actor_id, "person.erased", Thing("erasure", new_id(), None, hashes))

    def _found(self, tx: Transaction, erasure: Erasure) -> _Found:
        revisions = {
            (sample_id, number): conversation
            for sample_id, number, conversation in store.texts_of_revisions(tx)
            if any(map(erasure.holds, (*(m.content for m in conversation.messages), *conversation.context)))
        }
        metadata = {held.sample_id: held for held in all_metadata(tx) if any(map(erasure.holds, said_in(held)))}
        found = _Found(revisions, [], [], metadata, [], [])
        for value_id, sealed in store.sealed_values(tx):
            said = opened(self.seal, sealed)
            if said is None:
                found.unread += 1
            elif erasure.holds(said):
                found.values.append(value_id)
                found.words.append(said)
        held = store.benchmark_files(tx)
        found.benchmarks += [(name, digest) for name, digest in held if self._benchmark_holds(digest, erasure)]
        for source in store.sources_of(tx):
            held = self._source_holds(tx, source, erasure)
            if held:
                found.sources.append((source.id, source.bytes_hash))
            elif held is None:
                found.unread += 1
        return found

    def _benchmark_holds(self, bytes_hash: str, erasure: Erasure) -> bool:
        if self.seal.lost or not self.files.keeps(bytes_hash):
            return False
        return any(map(erasure.holds, texts_in("", self.files.open(bytes_hash).getvalue())))

    def _source_holds(self, tx: Transaction, source: store.KeptSource, erasure: Erasure) -> bool | None:
        if not self.files.keeps(source.bytes_hash):
            return False
        if source.state in {SourceState.WAITING.value, SourceState.SCREENING.value}:
            raise ConflictError(
                text("The source {source} is being screened. Wait until it is done, then erase.", source=source.id)
            )
        try:
            file = self.files.open(source.bytes_hash)
            name = self.files.open_name(source.id) or ""
        except (SealError, StorageError):
            return None
        if erasure.holds(name.replace("_", " ")):
            return True
        reading, *_ = how_read(tx, source.id)
        opening = Opening(FileKind(reading.kind), reading.encoding, reading.separator)
        return any(
            erasure.holds(json.dumps(row.values, ensure_ascii=False))
            for row in read_rows(file, source.name, opening)
            if not isinstance(row, BadRow)
        ) or erasure.holds(file.getvalue().decode(reading.encoding or "utf-8", "replace"))


def _traces(tx: Transaction, found: _Found, touched: set[str], other: Mapping[str, int], home: Path) -> Traces:
    versions = tuple(store.holders(tx, touched))
    return Traces(
        samples=len(touched),
        revisions=len(found.revisions),
        values=len(found.values),
        sources=len(found.sources),
        other_rows=other,
        versions=versions,
        unread=found.unread,
        models=tuple(folder_of(one, home) for one in store.names_models(tx, touched)),
        exports=store.exports_of(tx, versions),
    )
